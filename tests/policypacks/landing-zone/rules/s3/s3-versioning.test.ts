import { versioning } from "../../../../../policypacks/landing-zone/rules/s3/s3-versioning";
import { cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const gone = "an overwritten or deleted object is gone";

describe("s3-versioning", () => {
  for (const type of [
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketVersioningV2:BucketVersioningV2",
  ]) {
    describe(type, () => {
      cases(versioning, [
        resource("aws:s3/bucket:Bucket", "logs"),
        resource(type, "versions", {
          bucket: output("logs", "id"),
          versioningConfiguration: { status: "Enabled" },
        }),
      ])
        .accepts("versioning that is on")
        .rejects("a bucket without versioning", remove("versions"), [`logs: versioning is off: ${gone}`])
        .rejects(
          "suspended versioning",
          change("versions", { versioningConfiguration: { status: "Suspended" } }),
          [`versions: versioningConfiguration.status is "Suspended": ${gone}`],
        )
        .rejects("versioning of another bucket", change("versions", { bucket: "elsewhere" }), [
          `logs: versioning is off: ${gone}`,
        ])
        .cannotJudge(
          "a status that is not known yet",
          change("versions", { versioningConfiguration: unknown }),
          [
            `versions: versioningConfiguration.status is not known yet: cannot tell before the update whether ${gone}`,
          ],
        )
        .cannotJudge(
          "versioning of a bucket that is not known yet",
          change("versions", { bucket: unknown }),
          [`logs: cannot tell before the update whether versioning is off: ${gone}`],
        );
    });
  }

  describe("inline versioning", () => {
    const inline = { versioning: { enabled: true } };
    cases(versioning, [resource("aws:s3/bucket:Bucket", "logs", inline)])
      .accepts("that is on")
      .rejects("that is off", change("logs", { versioning: { enabled: false } }), [
        `logs: versioning.enabled is false: ${gone}`,
      ])
      .rejects("that says nothing", change("logs", { versioning: {} }), [
        `logs: versioning.enabled is not set: ${gone}`,
      ])
      .rejects("that is left out", change("logs", { versioning: undefined }), [
        `logs: versioning is off: ${gone}`,
      ]);
  });

  describe("inline versioning of the older type", () => {
    cases(versioning, [resource("aws:s3/bucketV2:BucketV2", "logs", { versionings: [{ enabled: true }] })])
      .accepts("that is on")
      .rejects("that is off", change("logs", { versionings: [{ enabled: false }] }), [
        `logs: versionings[0].enabled is false: ${gone}`,
      ])
      .rejects("that is empty", change("logs", { versionings: [] }), [`logs: versioning is off: ${gone}`]);
  });
});
