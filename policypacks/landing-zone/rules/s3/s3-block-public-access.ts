import { accountPublicAccessBlock, bucket, bucketPublicAccessBlock } from "../../../shared/families/storage";
import { either } from "../../../shared/family";
import { about, judge, judgeExistence } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export const blockPublicAccess = rule({
  name: "s3-block-public-access",
  must: "Every bucket blocks public access in all four ways.",
  fix: `Add an aws.s3.BucketPublicAccessBlock for the bucket with ${flags.join(", ")} all true.`,
  resources: [
    on(either(bucketPublicAccessBlock, accountPublicAccessBlock), (block) =>
      flags.flatMap((flag) =>
        judge(not(block.at(flag).is(true)), block.at(flag), "public access is not blocked"),
      ),
    ),
  ],
  stack: (stack) => {
    const blocks = stack.join(bucketPublicAccessBlock, "bucket", bucket);
    return stack.all(bucket).flatMap((member) => {
      const missing = blocks.of(member).length > 0 ? "no" : blocks.absence;
      return about(
        member,
        judgeExistence(missing, "nothing blocks public access to this bucket", "no-block"),
      );
    });
  },
});
