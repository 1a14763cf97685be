import assert from "node:assert/strict";
import { configurationSchema, formats } from "../../../policypacks/shared/configurationSchema";

describe("the schema of the pack's configuration", () => {
  const schema = configurationSchema(["kms-rotation", "s3-versioning"]);
  const exception = schema.properties["exceptions"]?.items as {
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
    readonly additionalProperties: boolean;
  };

  it("demands the facts without which no rule can judge", () => {
    assert.deepEqual(schema.required, ["stack", "stackKind", "account", "trustedAccounts"]);
  });

  it("has defaults for the others but the organization, which may not exist", () => {
    const defaults = Object.entries(schema.properties).map(([name, property]) => [name, property.default]);
    assert.deepEqual(Object.fromEntries(defaults.filter(([, value]) => value !== undefined)), {
      publicPorts: [80, 443],
      logRetentionDays: 365,
      evidenceRetentionDays: 365,
      exceptions: [],
    });
  });

  it("demands of an exception what makes it one, and refuses the rest", () => {
    assert.deepEqual(exception.required, ["rule", "resource", "reason", "owner", "lastDay"]);
    assert.equal(exception.additionalProperties, false);
    assert.deepEqual(exception.properties["rule"]?.enum, ["kms-rotation", "s3-versioning"]);
  });

  it("lets an exception name one resource, never a whole stack", () => {
    const resource = new RegExp(formats.resource);
    const accepted = [
      "urn:pulumi:prod::landing-zone::aws:s3/bucket:Bucket::logs",
      "aws:s3/bucket:Bucket logs",
      "aws:s3/bucket:Bucket db",
      "aws:s3/bucket:Bucket logs-*",
      "aws:s3/bucket:Bucket *-logs-*",
      "landingzone:storage:PrivateBucket logs",
    ];
    const refused = [
      "*",
      "logs",
      "aws:s3/bucket:Bucket",
      "aws:s3/bucket:Bucket *",
      "aws:s3/bucket:Bucket **",
      "aws:s3/bucket:Bucket a*",
      "aws:s3/bucket:Bucket *ab*",
      "aws:*:* logs",
      "* logs-bucket",
      "urn:pulumi:*",
      "urn:pulumi:prod::landing-zone::aws:s3/bucket:Bucket::*",
    ];
    assert.deepEqual(
      accepted.filter((one) => !resource.test(one)),
      [],
    );
    assert.deepEqual(
      refused.filter((one) => resource.test(one)),
      [],
    );
  });
});
