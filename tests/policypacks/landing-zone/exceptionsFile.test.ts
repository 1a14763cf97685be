import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  ExceptionsError,
  exceptionsPath,
  loadExceptions,
} from "../../../policypacks/landing-zone/exceptionsFile";

const exception = {
  stack: "prod",
  rule: "s3-customer-key-encryption",
  resource: "aws:s3/bucket:Bucket access-logs-*",
  reason: "Load balancers deliver only to buckets that use keys of Amazon S3.",
  owner: "platform-team@example.com",
  lastDay: "2026-12-31",
};

describe("the exceptions file", () => {
  const folder = mkdtempSync(join(tmpdir(), "exceptions-"));
  const path = join(folder, "exceptions.yaml");
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const load = (content: unknown): unknown => {
    writeFileSync(path, typeof content === "string" ? content : stringify(content));
    return loadExceptions(path, "2026-01-15");
  };
  const problems = (content: unknown): string[] => {
    try {
      load(content);
    } catch (error) {
      assert.ok(error instanceof ExceptionsError);
      const [first, ...lines] = error.message.split("\n");
      assert.equal(first, `${path}: ${lines.length === 1 ? "1 problem" : `${lines.length} problems`}`);
      return lines.map((line) => line.trim());
    }
    return assert.fail("nothing was refused");
  };
  const problem = (part: object): string[] => problems({ exceptions: [{ ...exception, ...part }] });

  it("of the repository is in order", () => {
    assert.ok(Array.isArray(loadExceptions(exceptionsPath)));
  });

  it("may be empty of exceptions", () => {
    assert.deepEqual(load("exceptions: []"), []);
  });

  it("gives what it contains", () => {
    const full = { ...exception, finding: "no-encryption", ticket: "PLAT-142" };
    assert.deepEqual(load({ exceptions: [full, exception] }), [full, exception]);
  });

  it("takes a day that YAML could read as a date", () => {
    assert.deepEqual(
      load(`exceptions:\n  - ${stringify(exception).trim().replaceAll("\n", "\n    ").replaceAll('"', "")}`),
      [exception],
    );
  });

  it("refuses what it does not know", () => {
    assert.deepEqual(problem({ owners: "x", ticket: "A-1" }), [
      "exceptions[0]: owners is unknown; remove it or correct the spelling",
    ]);
    assert.deepEqual(problems({ exceptions: [], exception: [] }), [
      "the file: exception is unknown; remove it or correct the spelling",
    ]);
  });

  it("refuses a rule that does not exist", () => {
    assert.deepEqual(problem({ rule: "s3-encryption" }), [
      "exceptions[0].rule: must be the name of a rule, not s3-encryption; docs/policies.md lists them",
    ]);
  });

  it("refuses a pattern for a whole stack", () => {
    assert.deepEqual(problem({ resource: "aws:s3/bucket:Bucket *" }), [
      "exceptions[0].resource: must be a URN, or a type and a name such as `aws:s3/bucket:Bucket access-logs-*`; " +
        "a name with * has at least three other characters in a row, so that no exception covers a whole stack",
    ]);
  });

  it("refuses a reason that is none", () => {
    assert.deepEqual(problem({ reason: "because" }), [
      "exceptions[0].reason: must say why in 20 characters or more",
    ]);
  });

  it("refuses a day that has passed", () => {
    assert.deepEqual(problem({ lastDay: "2026-01-14" }), [
      "exceptions[0].lastDay: has passed, today is 2026-01-15; mend the resource and remove the exception, or renew it",
    ]);
    assert.deepEqual(load({ exceptions: [{ ...exception, lastDay: "2026-01-15" }] }), [
      { ...exception, lastDay: "2026-01-15" },
    ]);
  });

  it("refuses a day more than a year ahead", () => {
    assert.deepEqual(problem({ lastDay: "2027-01-17" }), [
      "exceptions[0].lastDay: must be at most 366 days from today, 2026-01-15",
    ]);
    assert.deepEqual(load({ exceptions: [{ ...exception, lastDay: "2027-01-16" }] }), [
      { ...exception, lastDay: "2027-01-16" },
    ]);
  });

  it("refuses a day that does not exist", () => {
    assert.deepEqual(problem({ lastDay: "2026-02-30" }), [
      "exceptions[0].lastDay: must be a day, written 2026-12-31",
    ]);
  });

  it("tells everything that is missing at once", () => {
    assert.deepEqual(
      problems({ exceptions: [{}] }).map((line) => line.split(":")[0]),
      [
        "exceptions[0].stack",
        "exceptions[0].rule",
        "exceptions[0].resource",
        "exceptions[0].reason",
        "exceptions[0].owner",
        "exceptions[0].lastDay",
      ],
    );
  });

  it("refuses what is no YAML, and a file that is not there", () => {
    assert.match(problems("exceptions: [")[0] ?? "", /^cannot be read: /);
    assert.throws(
      () => loadExceptions(join(folder, "none.yaml")),
      /none\.yaml: 1 problem\n {2}cannot be read: ENOENT/,
    );
  });
});
