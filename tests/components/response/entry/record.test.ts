import assert from "node:assert/strict";
import fc from "fast-check";
import { recordMachine } from "../../../../components/response/machines/record";
import { Cloud, type Fault } from "./cloud";
import { execute, type Values } from "./execute";
import { settings } from "./settings";

const caseId = "case-1";
const machine = recordMachine(settings);
const entry = (step: string, more: Values = {}) => ({ step, subject: "i-1", details: { ok: true }, ...more });
const input = (...entries: Values[]) => ({ caseId, actor: "contain", entries });
const record = (cloud: Cloud, ...entries: Values[]) => execute(machine, input(...entries), cloud.answer);
const steps = (cloud: Cloud) => cloud.custody(caseId).map(({ step }) => step);

describe("The state machine that records custody", () => {
  it("appends the entries in their order, each signed and bound to the one before", async () => {
    const cloud = new Cloud();
    const { output, error } = await record(cloud, entry("one"), entry("two"), entry("three"));
    assert.equal(error, undefined);
    const log = cloud.custody(caseId);
    assert.deepEqual(steps(cloud), ["one", "two", "three"]);
    assert.deepEqual(Object.keys(log[0] ?? {}), [
      "caseId",
      "sequence",
      "time",
      "actor",
      "step",
      "subject",
      "details",
      "object",
      "previousHash",
    ]);
    assert.equal(output?.["lastSequence"], 3);
    assert.deepEqual(cloud.item("case#case-1", "head"), {
      pk: { S: "case#case-1" },
      sk: { S: "head" },
      sequence: { N: "3" },
      hash: { S: output["lastHash"] },
    });
  });

  it("goes on where an earlier execution ended", async () => {
    const cloud = new Cloud();
    await record(cloud, entry("one"));
    const { output } = await record(cloud, entry("two"));
    assert.deepEqual([steps(cloud), output?.["lastSequence"]], [["one", "two"], 2]);
  });

  it("stores a body before the entry that tells its hash", async () => {
    const cloud = new Cloud();
    const { calls } = await record(
      cloud,
      entry("metadata", { key: "i-1/metadata/tags.json", body: { a: 1 } }),
    );
    const key = "cases/case-1/i-1/metadata/tags.json";
    const puts = calls.filter(({ action }) => action === "s3:putObject").map((call) => call.input);
    assert.deepEqual(
      puts.map((put) => put["Key"]),
      [key, "cases/case-1/custody/1.json"],
    );
    for (const put of puts) {
      const { ChecksumAlgorithm, ObjectLockLegalHoldStatus } = put;
      assert.deepEqual([ChecksumAlgorithm, ObjectLockLegalHoldStatus], ["SHA256", "ON"]);
    }
    assert.deepEqual(cloud.custody(caseId)[0]?.["object"], {
      key,
      versionId: "v1",
      // SHA-256 of {"a":1}
      checksumSha256: "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=",
    });
  });

  it("names an object that is there already by what S3 knows of it", async () => {
    const cloud = new Cloud();
    await cloud.put("cases/case-1/i-1/before.json", { a: 1 });
    await record(cloud, entry("capture", { key: "i-1/before.json" }));
    assert.deepEqual(cloud.custody(caseId)[0]?.["object"], {
      key: "cases/case-1/i-1/before.json",
      versionId: "v1",
      size: 7,
      checksumSha256: "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=",
    });
  });

  it("follows the log from its beginning when the head is missing or behind", async () => {
    for (const lose of [
      (cloud: Cloud) => {
        cloud.items.clear();
      },
      (cloud: Cloud) => {
        cloud.items.set("case#case-1|head", headOf(cloud, 1));
      },
    ]) {
      const cloud = new Cloud();
      await record(cloud, entry("one"), entry("two"), entry("three"));
      lose(cloud);
      const { output } = await record(cloud, entry("four"));
      assert.deepEqual([steps(cloud), output?.["lastSequence"]], [["one", "two", "three", "four"], 4]);
    }
  });

  it("never sets the head back", async () => {
    const cloud = new Cloud();
    await record(cloud, entry("one"));
    const newer = { ...headOf(cloud, 1), sequence: { N: "9" } };
    cloud.before = ({ state }) => {
      if (state === "Update the head") cloud.items.set("case#case-1|head", newer);
      return Promise.resolve();
    };
    const { error } = await record(cloud, entry("two"));
    assert.deepEqual([error, cloud.item("case#case-1", "head")], [undefined, newer]);
  });

  const times = (calls: readonly { readonly state: string }[], name: string) =>
    calls.filter(({ state }) => state === name).length;

  it("gives way to somebody who is writing, and goes on at the head that they left", async () => {
    const cloud = new Cloud();
    const other = ["a", "b", "c", "d"].map((step) => entry(step));
    cloud.before = async ({ state }) => {
      if (state !== "Put the entry") return;
      cloud.before = () => Promise.resolve();
      await record(cloud, ...other);
    };
    const { calls } = await record(cloud, entry("one"), entry("two"));
    assert.deepEqual(steps(cloud), ["a", "b", "c", "d", "one", "two"]);
    // One entry was signed for nothing, not one for each of the other's.
    assert.deepEqual([times(calls, "Sign"), times(calls, "Read the head")], [3, 4]);
  });

  it("signs nothing while the head still moves on", async () => {
    const cloud = new Cloud();
    let others = 0;
    cloud.before = async ({ state }) => {
      const isTurn = others === 0 ? state === "Put the entry" : state === "Read the head";
      if (!isTurn || others === 5) return;
      others += 1;
      const before = cloud.before;
      cloud.before = () => Promise.resolve();
      await record(cloud, entry(`other ${String(others)}`));
      cloud.before = before;
    };
    const { calls } = await record(cloud, entry("one"));
    assert.deepEqual(steps(cloud), [...[1, 2, 3, 4, 5].map((other) => `other ${String(other)}`), "one"]);
    // Once before it knew of the others, once when they were done.
    assert.deepEqual([times(calls, "Sign"), times(calls, "Read the head")], [2, 6]);
  });

  it("follows what was written before it began without giving way", async () => {
    const cloud = new Cloud();
    await record(cloud, entry("one"), entry("two"));
    cloud.items.clear();
    for (const [key, [stored]] of cloud.objects) {
      const text = stored?.text.replace("2026-01-01T", "2025-12-31T") ?? "";
      cloud.objects.set(key, [{ text, version: "v1" }]);
    }
    const { calls, output } = await record(cloud, entry("three"));
    assert.equal(output?.["lastSequence"], 3);
    assert.deepEqual([times(calls, "Sign"), times(calls, "Read the head")], [3, 1]);
  });

  const refused: readonly (readonly [title: string, given: unknown, error: string])[] = [
    ["no entries", input(), "InvalidRecord"],
    ["no case", { actor: "contain", entries: [entry("one")] }, "InvalidRecord"],
    ["a case in another folder", { ...input(entry("one")), caseId: "case-1/../case-2" }, "InvalidRecord"],
    ["no object at all", "nothing", "InvalidRecord"],
    ["an entry without details", input({ step: "one", subject: "i-1" }), "InvalidRecord"],
    ["a body without a key", input(entry("one", { body: {} })), "InvalidRecord"],
    ["a body in the custody log", input(entry("one", { key: "custody/7.json", body: {} })), "InvalidRecord"],
    [
      "too long an entry",
      input(entry("one", { details: { text: "x".repeat(9990) } })),
      "CustodyEntryTooLong",
    ],
    ["an object that is not there", input(entry("one", { key: "i-1/before.json" })), "CustodyAppendFailed"],
  ];
  for (const [title, given, error] of refused) {
    it(`refuses ${title} with a name and a notice`, async () => {
      const cloud = new Cloud();
      const execution = await execute(machine, given, cloud.answer);
      assert.deepEqual([execution.error, cloud.notices.length, cloud.custody(caseId)], [error, 1, []]);
    });
  }

  it("refuses a log whose file does not say what it hashes to, rather than to go around it", async () => {
    const cloud = new Cloud();
    await cloud.put("cases/case-1/custody/1.json", { entry: "{}" });
    const { error } = await record(cloud, entry("one"));
    assert.deepEqual([error, cloud.notices.length], ["CustodyChainBroken", 1]);
  });

  it("tells and counts a signature that does not verify, and appends the entry", async () => {
    const cloud = new Cloud({}, [{ state: "Verify", error: "Kms.KmsInvalidSignatureException", times: 9 }]);
    const { error } = await record(cloud, entry("one"));
    assert.equal(error, undefined);
    assert.deepEqual([steps(cloud), cloud.metrics], [["one"], ["DoubtfulCustodySignatures"]]);
    assert.deepEqual(
      cloud.notices.map(({ subject }) => subject),
      ["A signature of the custody log does not verify"],
    );
  });

  describe("when a call fails", () => {
    const errors = ["S3.S3Exception", "States.Timeout", "States.Permissions", "DynamoDb.ThrottlingException"];
    // Without these an entry can be appended all the same.
    const dispensable = ["Read the head", "Update the head", "Verify"];
    const states = [...dispensable, "Store the body", "Sign", "Put the entry", "Read what is there"];
    const cases: Fault[] = states.flatMap((state) =>
      errors.flatMap((error) => [
        { state, error, times: 1 },
        { state, error, times: 1, after: true },
        { state, error, times: Infinity },
      ]),
    );
    for (const fault of cases) {
      const { state, error, times, after } = fault;
      const how = times === 1 ? (after ? "once, and only its answer is lost" : "once") : "always";
      it(`(${error} at "${state}" ${how}), the log has neither gap nor fork, and the end is told`, async () => {
        const cloud = new Cloud({}, [fault]);
        const three = [
          entry("one"),
          entry("two", { key: "i-1/metadata/tags.json", body: { a: 1 } }),
          entry("three"),
        ];
        const { output, error: failed } = await record(cloud, ...three);
        if (times === 1 || dispensable.includes(state) || state === "Read what is there") {
          assert.deepEqual([failed, steps(cloud)], [undefined, ["one", "two", "three"]]);
          assert.equal(output?.["lastSequence"], 3);
        } else {
          assert.equal(failed, "CustodyAppendFailed");
          assert.deepEqual(steps(cloud), state === "Store the body" ? ["one"] : []);
          assert.deepEqual(
            cloud.notices.map(({ subject }) => subject),
            ["Custody of evidence is NOT recorded"],
          );
        }
      });
    }
  });

  it("appends every entry exactly once, whatever the order in which writers get their turns", async () => {
    const writers = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), writers, async (scheduler, counts) => {
        const cloud = new Cloud();
        cloud.before = ({ state }) => scheduler.schedule(Promise.resolve(), state);
        const running = Promise.all(
          counts.map((count, writer) =>
            record(
              cloud,
              ...Array.from({ length: count }, (_, index) => entry(`${String(writer)}:${String(index)}`)),
            ),
          ),
        );
        await scheduler.waitFor(running);
        for (const { error } of await running) assert.equal(error, undefined);
        const log = steps(cloud).map(String);
        const ofWriter = counts.map((_, writer) =>
          log.filter((step) => step.startsWith(`${String(writer)}:`)),
        );
        assert.deepEqual(
          ofWriter,
          counts.map((count, writer) =>
            Array.from({ length: count }, (_, index) => `${String(writer)}:${String(index)}`),
          ),
        );
        assert.equal(
          log.length,
          counts.reduce((sum, count) => sum + count, 0),
        );
      }),
      { numRuns: 30 },
    );
  });
});

function headOf(cloud: Cloud, sequence: number): Values {
  const file = cloud.objects.get(`cases/case-1/custody/${String(sequence)}.json`)?.[0]?.text ?? "{}";
  const { hash } = JSON.parse(file) as { hash: string };
  return {
    pk: { S: "case#case-1" },
    sk: { S: "head" },
    sequence: { N: String(sequence) },
    hash: { S: hash },
  };
}
