import assert from "node:assert/strict";
import { causes, plainly, shortName } from "../../../tools/run/diagnostics";
import type { Diagnostic } from "../../../tools/run/progress";

const stackUrn = "urn:pulumi:prod::landing-zone::pulumi:pulumi:Stack::landing-zone-prod";
const bucketUrn =
  "urn:pulumi:prod::landing-zone::landingzone:logging:LogBucket$aws:s3/bucket:Bucket::prod-logs-bucket";

function error(message: string, urn?: string): Diagnostic {
  return { severity: "error", message, ...(urn === undefined ? {} : { urn }) };
}

describe("the causes of a failure", () => {
  it("name an error of the program once, although it is reported twice, without its stack trace", () => {
    const said = [
      error(
        "Unhandled exception: Error: two\nlines\n    at Object.init (/x.ts:1:2)\n    at async run (/y.ts:3:4)",
        stackUrn,
      ),
      error("two\nlines", stackUrn),
    ];
    assert.deepEqual(causes(said), ["two\nlines"]);
  });

  it("name an error in an apply once, although it comes in three wrappings", () => {
    const said = [
      error("Unhandled exception: Error: no output\n    at /x.ts:1:2"),
      error("One or more errors occurred: no output"),
      error("preview failed"),
    ];
    assert.deepEqual(causes(said), ["no output"]);
  });

  it("name the resource that a provider refused", () => {
    assert.deepEqual(causes([error("InvalidBucketName", bucketUrn), error("update failed", stackUrn)]), [
      "Bucket prod-logs-bucket: InvalidBucketName",
    ]);
  });

  it("are not named when the user stopped the engine", () => {
    assert.deepEqual(causes([error("update canceled", stackUrn)]), []);
  });

  it("keep two errors apart", () => {
    assert.deepEqual(causes([error("one"), error("two"), error("one")]), ["one", "two"]);
  });

  it("are everything that was said, for who asks for it", () => {
    const said = [error("Unhandled exception: Error: x\n    at /x.ts:1:2"), error("preview failed")];
    assert.deepEqual(
      causes(said, true),
      said.map(({ message }) => message),
    );
  });
});

describe("a warning", () => {
  it("is told once for each resource it concerns", () => {
    const warning: Diagnostic = { severity: "warning", message: "is deprecated", urn: bucketUrn };
    assert.deepEqual(plainly([warning, warning]), ["Bucket prod-logs-bucket: is deprecated"]);
  });
});

describe("a resource's short name", () => {
  it("is its class and its name, without the parents", () => {
    assert.equal(shortName(bucketUrn), "Bucket prod-logs-bucket");
  });
});
