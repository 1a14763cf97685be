import assert from "node:assert/strict";
import { allows, decides, type Request } from "./authorization";
import { bucket, deployState, property, role } from "./fixtures";
import { attributeOf, readTemplate } from "./template";

const state = deployState();
const resource = (path: string) => `${attributeOf("Bucket.Arn")}/.pulumi/${path}`;
const deployment = role("prod", "landing-zone-deployment");
const preview = role("prod", "landing-zone-preview");
const secure = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

function byBucket(
  principal: string,
  action: string,
  path: string,
  context: Record<string, string> = {},
): string {
  const request: Request = {
    principal,
    action,
    resource: resource(path),
    context: { ...secure, ...context },
  };
  return decides(property(state, "BucketPolicy", "PolicyDocument"), request);
}

describe("The bucket of the state", () => {
  it("is versioned, encrypted with its own key, and closed to the public", () => {
    assert.deepEqual(property(state, "Bucket", "VersioningConfiguration"), { Status: "Enabled" });
    assert.deepEqual(property(state, "Bucket", "BucketEncryption"), {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: "aws:kms",
            KMSMasterKeyID: attributeOf("StateKey.Arn"),
          },
        },
      ],
    });
    assert.deepEqual(property(state, "Bucket", "PublicAccessBlockConfiguration"), {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    assert.deepEqual(property(state, "Bucket", "OwnershipControls"), {
      Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }],
    });
  });

  it("outlives its stack together with its policy and both keys", () => {
    const retained = Object.entries(state.resources)
      .filter(([, one]) => one.DeletionPolicy === "Retain" && one.UpdateReplacePolicy === "Retain")
      .map(([name]) => name);
    assert.deepEqual(retained, ["Bucket", "BucketPolicy", "StateKey", "SecretsKey"]);
  });

  it("lets the roles that preview read", () => {
    assert.equal(byBucket(preview, "s3:GetObject", "stacks/landing-zone/prod.json"), "allow:ReadState");
    assert.equal(byBucket(preview, "s3:PutObject", "stacks/landing-zone/prod.json"), "nothing");
    assert.equal(byBucket(preview, "s3:DeleteObject", "stacks/landing-zone/prod.json"), "nothing");
  });

  it("lets the roles that deploy write the state, its history, backups and locks", () => {
    for (const path of [
      "stacks/landing-zone/prod.json",
      "history/landing-zone/prod/prod-1.history.json",
      "backups/landing-zone/prod/prod.1.json",
      "locks/organization/landing-zone/prod/1.json",
    ]) {
      assert.equal(byBucket(deployment, "s3:PutObject", path), "allow:WriteState");
      assert.equal(byBucket(deployment, "s3:DeleteObject", path), "allow:WriteState");
    }
  });

  it("lets a workload account read the state of forensics, and only forensics write it", () => {
    const forensics = role("forensics", "landing-zone-deployment");
    assert.equal(
      byBucket(deployment, "s3:GetObject", "stacks/landing-zone/forensics.json"),
      "allow:ReadState",
    );
    for (const path of [
      "meta.yaml",
      "stacks/landing-zone/forensics.json",
      "stacks/landing-zone/forensics.json.bak",
      "history/landing-zone/forensics/forensics-1.history.json",
      "backups/landing-zone/forensics/forensics.1.json",
      "locks/organization/landing-zone/forensics/1.json",
    ]) {
      assert.equal(byBucket(deployment, "s3:PutObject", path), "deny:RefuseForensicsStateToOthers");
      assert.equal(byBucket(deployment, "s3:DeleteObject", path), "deny:RefuseForensicsStateToOthers");
      assert.equal(byBucket(forensics, "s3:PutObject", path), "allow:WriteState");
    }
  });

  it("refuses everybody else, the administrators of its own account included", () => {
    for (const principal of [
      role("state", "Administrator"),
      role("prod", "Administrator"),
      "arn:aws:iam::999988887777:root",
    ]) {
      assert.equal(byBucket(principal, "s3:GetObject", "meta.yaml"), "deny:RefuseEverybodyElse");
      assert.equal(byBucket(principal, "s3:GetObjectVersion", "meta.yaml"), "deny:RefuseEverybodyElse");
      assert.equal(byBucket(principal, "s3:PutObject", "stacks/x"), "deny:RefuseEverybodyElse");
    }
  });

  it("gives nothing to an account that is not listed, whatever its roles are called", () => {
    const stranger = "arn:aws:iam::222233334444:role/landing-zone-deployment";
    assert.equal(byBucket(stranger, "s3:GetObject", "stacks/landing-zone/prod.json"), "nothing");
    assert.equal(byBucket(stranger, "s3:PutObject", "stacks/landing-zone/prod.json"), "nothing");
  });

  it("refuses plain HTTP, old TLS and other keys", () => {
    const write = (context: Record<string, string>) =>
      byBucket(deployment, "s3:PutObject", "stacks/x", context);
    const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    assert.equal(write({ "aws:SecureTransport": "false" }), "deny:RefusePlainHttp");
    assert.equal(write({ "s3:TlsVersion": "1.1" }), "deny:RefuseOldTls");
    assert.equal(write({ [key]: "arn:aws:kms:eu-central-1:222233334444:key/x" }), "deny:RefuseOtherKeys");
    assert.equal(write({ [key]: attributeOf("StateKey.Arn") }), "allow:WriteState");
  });

  it("lets nobody delete an old version or the bucket", () => {
    assert.equal(byBucket(deployment, "s3:DeleteObjectVersion", "stacks/x"), "deny:RefuseDestruction");
    const policy = property(state, "BucketPolicy", "PolicyDocument");
    const request = { action: "s3:DeleteBucket", resource: attributeOf("Bucket.Arn"), context: secure };
    assert.equal(
      decides(policy, { ...request, principal: role("state", "Administrator") }),
      "deny:RefuseDestruction",
    );
  });
});

describe("The keys of the state", () => {
  const may = (key: string, principal: string, action: string, context: Record<string, string> = {}) =>
    allows([property(state, key, "KeyPolicy")], { principal, action, resource: "*", context });
  const throughS3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };

  for (const key of ["StateKey", "SecretsKey"]) {
    it(`rotate, and take 30 days to be deleted (${key})`, () => {
      assert.equal(property(state, key, "EnableKeyRotation"), true);
      assert.equal(property(state, key, "PendingWindowInDays"), 30);
    });

    it(`are administered by their account and used by nobody in it (${key})`, () => {
      const administrator = role("state", "Administrator");
      assert(may(key, administrator, "kms:PutKeyPolicy"));
      for (const action of [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:CreateGrant",
      ]) {
        assert(!may(key, administrator, action, throughS3), action);
      }
    });

    it(`are no use to an account that is not listed (${key})`, () => {
      assert(!may(key, "arn:aws:iam::222233334444:role/landing-zone-deployment", "kms:Decrypt", throughS3));
    });
  }

  it("encrypt the state only through S3", () => {
    assert(may("StateKey", preview, "kms:Decrypt", throughS3));
    assert(may("StateKey", deployment, "kms:GenerateDataKey", throughS3));
    assert(!may("StateKey", preview, "kms:GenerateDataKey", throughS3));
    assert(!may("StateKey", deployment, "kms:Decrypt"));
    assert(!may("StateKey", deployment, "kms:GenerateDataKey"));
  });

  it("encrypt secrets for deployments and decrypt them for previews too", () => {
    assert(may("SecretsKey", preview, "kms:Decrypt"));
    assert(may("SecretsKey", deployment, "kms:Decrypt"));
    assert(may("SecretsKey", deployment, "kms:Encrypt"));
    assert(!may("SecretsKey", preview, "kms:Encrypt"));
  });
});

describe("The template of the state", () => {
  it("tells what Pulumi and the account's template need", () => {
    assert.equal(property(state, "Bucket", "BucketName"), bucket.split(":::")[1]);
    assert.deepEqual(state.outputs, {
      StateBucket: attributeOf("Bucket"),
      StateKeyArn: attributeOf("StateKey.Arn"),
      SecretsKeyArn: attributeOf("SecretsKey.Arn"),
      BackendUrl: `s3://${attributeOf("Bucket")}?region=eu-central-1`,
      SecretsProvider: `awskms:///${attributeOf("SecretsKey.Arn")}?region=eu-central-1`,
    });
  });

  it("takes account ids and nothing wider", () => {
    const { AccountIds, ForensicsAccountId } = readTemplate("state.yaml").Parameters;
    for (const parameter of [AccountIds, ForensicsAccountId]) {
      const pattern = new RegExp(`^(?:${parameter?.AllowedPattern ?? ""})$`);
      assert.match("111122223333", pattern);
      assert.doesNotMatch("*", pattern);
      assert.doesNotMatch("arn:aws:iam::111122223333:root", pattern);
    }
  });
});
