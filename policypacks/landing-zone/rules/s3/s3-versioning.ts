import { bucket, bucketVersioning, inlineSettings } from "../../../shared/families/storage";
import { about, judge, judgeExistence } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

export const versioning = rule({
  name: "s3-versioning",
  must: "Every bucket keeps the earlier versions of its objects.",
  fix: "Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration.status Enabled.",
  resources: [
    on(bucketVersioning, (settings) => {
      const status = settings.at("versioningConfiguration").at("status");
      return judge(not(status.is("Enabled")), status, "an overwritten or deleted object is gone");
    }),
    on(bucket, (properties) =>
      inlineSettings(properties, "versioning").flatMap((settings) => {
        const enabled = settings.at("enabled");
        return judge(not(enabled.is(true)), enabled, "an overwritten or deleted object is gone");
      }),
    ),
  ],
  stack: (stack) => {
    const separate = stack.join(bucketVersioning, "bucket", bucket);
    return stack.all(bucket).flatMap((member) => {
      const inline = inlineSettings(member.properties, "versioning").length > 0;
      const missing = inline || separate.of(member).length > 0 ? "no" : separate.absence;
      const reason = "versioning is off: an overwritten or deleted object is gone";
      return about(member, judgeExistence(missing, reason, "no-versioning"));
    });
  },
});
