import { quarantineVisible } from "../../../../../policypacks/landing-zone/rules/incident/quarantine-visible";
import { cases, change } from "../../../../support/policyCases";
import { resource } from "../../../../support/policyStack";

const web = resource("aws:ec2/instance:Instance", "web", { tags: { Name: "web" } });

describe("quarantine-visible", () => {
  cases(quarantineVisible, [web])
    .accepts("an instance that belongs to no case")
    .accepts("an instance without tags", change("web", { tags: undefined }))
    .rejects(
      "an instance in quarantine",
      change("web", { tags: { "case-id": "case-7", quarantine: "contained" } }),
      ['web: tags.case-id is "case-7": it is in quarantine, case case-7'],
    )
    .rejects("evidence", change("web", { tags: { "case-id": "case-7", "evidence-kind": "snapshot" } }), [
      'web: tags.case-id is "case-7": it is evidence, case case-7',
    ]);
});
