import assert from "node:assert/strict";
import { formatReport, parseReport } from "../../../policypacks/shared/exceptionReport";
import type { Exception } from "../../../policypacks/shared/facts";

const exception: Exception = {
  rule: "s3-versioning",
  resource: "aws:s3/bucket:Bucket access-logs-*",
  reason: "Load balancers write here,\n  and nothing: nothing is ever overwritten.",
  owner: "platform-team@example.com",
  lastDay: "2026-12-31",
};

describe("the report of an exception", () => {
  it("starts with a line for people", () => {
    const [used, expired, unused] = [
      formatReport({ status: "used", exception, uses: [] }),
      formatReport({ status: "expired", exception }),
      formatReport({ status: "unused", exception }),
    ].map((text) => text.split("\n")[0]);
    assert.equal(used, "exception in use: platform-team@example.com answers for this until 2026-12-31");
    assert.equal(
      expired,
      "exception expired: it ended on 2026-12-31; mend the resource and remove it, or have platform-team@example.com renew it",
    );
    assert.equal(unused, "exception without use: nothing in the stack needs it; remove it");
  });

  it("can be read back", () => {
    const full = { ...exception, finding: "no-versioning", ticket: "PLAT-142" };
    assert.deepEqual(parseReport(formatReport({ status: "used", exception: full, uses: [] })), {
      status: "used",
      ...full,
      reason: "Load balancers write here, and nothing: nothing is ever overwritten.",
    });
  });

  it("can be read back without what is optional", () => {
    const read = parseReport(formatReport({ status: "unused", exception }));
    assert.equal(read?.status, "unused");
    assert.deepEqual(Object.keys(read).sort(), ["lastDay", "owner", "reason", "resource", "rule", "status"]);
  });

  it("is not taken out of another message", () => {
    assert.equal(parseReport("versioning is off: an overwritten or deleted object is gone"), undefined);
  });
});
