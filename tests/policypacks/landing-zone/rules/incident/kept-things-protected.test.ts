import { keptThingsProtected } from "../../../../../policypacks/landing-zone/rules/incident/kept-things-protected";
import { cases, change, replace } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const kept = {
  ...resource("aws:s3/bucket:Bucket", "kept", { tags: { "do-not-delete": "true" } }),
  isProtected: true,
};
const unprotected = replace("kept", (one) => ({ ...one, isProtected: false }));

describe("kept-things-protected", () => {
  cases(keptThingsProtected, [kept])
    .accepts("what is tagged and protected")
    .accepts("what is not tagged", (stack) => unprotected(change("kept", { tags: {} })(stack)))
    .accepts("what is tagged otherwise", (stack) =>
      unprotected(change("kept", { tags: { "do-not-delete": "false" } })(stack)),
    )
    .accepts("what a state machine tagged for a case", (stack) =>
      unprotected(change("kept", { tags: { "do-not-delete": "true", "case-id": "case-1" } })(stack)),
    )
    .rejects("what is tagged and not protected", unprotected, [
      'kept: tags.do-not-delete is "true": a deployment may delete or replace it',
    ])
    .rejects("what would be emptied when it is deleted", change("kept", { forceDestroy: true }), [
      "kept: forceDestroy is true: its deletion would take what is in it along",
    ])
    .cannotJudge(
      "what is tagged with something not known yet",
      (stack) => unprotected(change("kept", { tags: { "do-not-delete": unknown } })(stack)),
      [
        "kept: tags.do-not-delete is not known yet: cannot tell before the update whether a deployment may delete or replace it",
      ],
    );
});
