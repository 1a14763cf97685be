import { dataClassification } from "../../../../../policypacks/landing-zone/rules/tags/data-classification";
import { storesData } from "../../../../../policypacks/shared/families/storage";
import { add, cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const reason = "nobody can tell who may see the data";
const classified = (value: unknown): Record<string, unknown> => ({ tags: { "data-classification": value } });

describe("data-classification", () => {
  cases(dataClassification, [resource("aws:s3/bucket:Bucket", "logs", classified("internal"))])
    .accepts("internal data")
    .accepts("public data", change("logs", classified("public")))
    .accepts("confidential data", change("logs", classified("confidential")))
    .accepts("restricted data", change("logs", classified("restricted")))
    .accepts("what stores nothing", add(resource("aws:ec2/vpc:Vpc", "network")))
    .rejects("data that is not classified", change("logs", { tags: undefined }), [
      `logs: tags.data-classification is not set: ${reason}`,
    ])
    .rejects("a class that does not exist", change("logs", classified("secret")), [
      `logs: tags.data-classification is "secret": ${reason}`,
    ])
    .rejects("a class in other letters", change("logs", classified("Restricted")), [
      `logs: tags.data-classification is "Restricted": ${reason}`,
    ])
    .cannotJudge("a class that is not known yet", change("logs", classified(unknown)), [
      `logs: tags.data-classification is not known yet: cannot tell before the update whether ${reason}`,
    ]);

  for (const type of storesData) {
    cases(dataClassification, [resource(type, "store", classified("internal"))]).rejects(
      `${type} without a class`,
      change("store", { tags: {} }),
      [`store: tags.data-classification is not set: ${reason}`],
    );
  }
});
