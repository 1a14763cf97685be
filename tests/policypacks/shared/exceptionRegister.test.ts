import assert from "node:assert/strict";
import { ExceptionRegister, names } from "../../../policypacks/shared/exceptionRegister";
import type { Exception } from "../../../policypacks/shared/facts";
import { urnOf } from "../../support/policyStack";

const bucketType = "aws:s3/bucket:Bucket";
const urn = urnOf(bucketType, "access-logs-bucket");
const finding = { verdict: "violation", reason: "x", key: "no-encryption" } as const;
const exception: Exception = {
  rule: "s3-versioning",
  resource: `${bucketType} access-logs-*`,
  reason: "Load balancers write here, and nothing is ever overwritten.",
  owner: "platform-team@example.com",
  lastDay: "2026-01-15",
};

describe("what an exception names", () => {
  it("is the resource of its URN", () => {
    assert.equal(names(urn, urn), true);
    assert.equal(names(urnOf(bucketType, "access-logs-bucket-2"), urn), false);
  });

  it("is a resource of its type whose name fits", () => {
    const fits = (pattern: string): boolean => names(`${bucketType} ${pattern}`, urn);
    assert.deepEqual(
      [
        "access-logs-bucket",
        "access-*",
        "*-bucket",
        "*logs*",
        "access-logs",
        "logs-*",
        "access.logs.bucket",
      ].map(fits),
      [true, true, true, true, false, false, false],
    );
  });

  it("is not a resource of another type", () => {
    assert.equal(names("aws:s3/bucketPolicy:BucketPolicy access-logs-*", urn), false);
  });

  it("is a resource inside components too", () => {
    const inside = `urn:pulumi:prod::landing-zone::landingzone:storage:PrivateBucket$${bucketType}::access-logs-bucket`;
    assert.equal(names(`${bucketType} access-logs-*`, inside), true);
    assert.equal(names("landingzone:storage:PrivateBucket access-logs-*", inside), false);
  });

  it("is a resource whose name contains colons", () => {
    assert.equal(names(`${bucketType} a::b-*`, urnOf(bucketType, "a::b-c")), true);
  });
});

describe("the register of exceptions", () => {
  it("covers what an exception names, up to its last day", () => {
    const register = new ExceptionRegister([exception], "2026-01-15");
    assert.equal(register.covers("s3-versioning", urn, finding), true);
  });

  it("covers nothing after that day", () => {
    const register = new ExceptionRegister([exception], "2026-01-16");
    assert.equal(register.covers("s3-versioning", urn, finding), false);
    assert.deepEqual(register.standings(), [{ status: "expired", exception }]);
  });

  it("covers no other rule and no other resource", () => {
    const register = new ExceptionRegister([exception], "2026-01-15");
    assert.equal(register.covers("s3-tls-only", urn, finding), false);
    assert.equal(register.covers("s3-versioning", urnOf(bucketType, "evidence"), finding), false);
    assert.deepEqual(register.standings(), [{ status: "unused", exception }]);
  });

  it("covers no other finding than the one named", () => {
    const narrow = { ...exception, finding: "no-encryption" };
    const register = new ExceptionRegister([narrow], "2026-01-15");
    assert.equal(register.covers("s3-versioning", urn, finding), true);
    assert.equal(register.covers("s3-versioning", urn, { ...finding, key: "no-versioning" }), false);
  });

  it("tells each use once", () => {
    const register = new ExceptionRegister([exception], "2026-01-15");
    register.covers("s3-versioning", urn, finding);
    register.covers("s3-versioning", urn, finding);
    assert.deepEqual(register.standings(), [
      { status: "used", exception, uses: [{ urn, finding: "no-encryption" }] },
    ]);
  });
});
