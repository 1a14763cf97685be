import { blockPublicAccess } from "../../../../../policypacks/landing-zone/rules/s3/s3-block-public-access";
import { add, both, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const allTrue = Object.fromEntries(flags.map((flag) => [flag, true]));
const missing = "nothing blocks public access to this bucket";

describe("s3-block-public-access", () => {
  for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]) {
    describe(type, () => {
      const bucket = resource(
        type,
        "logs",
        {},
        { id: "logs-1a2b", bucket: "logs-1a2b", arn: "arn:aws:s3:::logs-1a2b" },
      );
      const block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
        ...allTrue,
        bucket: output("logs", "bucket"),
      });
      const good = cases(blockPublicAccess, [bucket, block]).accepts("a bucket with all four settings");
      for (const flag of flags) {
        good
          .rejects(`${flag} switched off`, change("block", { [flag]: false }), [
            `block: ${flag} is false: public access is not blocked`,
          ])
          .rejects(`${flag} left out`, change("block", { [flag]: undefined }), [
            `block: ${flag} is not set: public access is not blocked`,
          ])
          .cannotJudge(`${flag} that is not known yet`, change("block", { [flag]: unknown }), [
            `block: ${flag} is not known yet: cannot tell before the update whether public access is not blocked`,
          ]);
      }
      good
        .accepts(
          "a bucket that both name by a plain text",
          both(change("logs", { bucket: "logs-1a2b" }), change("block", { bucket: "logs-1a2b" })),
        )
        .rejects("a bucket without settings", remove("block"), [`logs: ${missing}`])
        .rejects("a second bucket without settings", add(resource(type, "other", {}, { id: "other-1" })), [
          `other: ${missing}`,
        ])
        .rejects("settings of a bucket elsewhere", change("block", { bucket: "elsewhere" }), [
          `logs: ${missing}`,
        ])
        .cannotJudge("settings of a bucket that is not known yet", change("block", { bucket: unknown }), [
          `logs: cannot tell before the update whether ${missing}`,
        ]);
    });
  }

  describe("the account's settings", () => {
    cases(blockPublicAccess, [
      resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", allTrue),
    ])
      .accepts("all four")
      .rejects("one left out", change("account", { blockPublicPolicy: undefined }), [
        "account: blockPublicPolicy is not set: public access is not blocked",
      ]);
  });
});
