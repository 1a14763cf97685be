import assert from "node:assert/strict";
import type { Json } from "../../../components/response/asl/states";
import { acquireMachine } from "../../../components/response/machines/acquire";
import { TaskError } from "./world/errors";
import { acquire, goodReport, invocation, settings, textOf, type Answers } from "./acquireWorld";

const machine = acquireMachine(settings);
const memoryFile = "memory/AROAQUARANTINE:i-1/i-1-00000000-0000-4000-8000-000000000000.lime";

describe("The capture of memory", () => {
  it("starts the document of the forensics account with nothing but the key of the object", () => {
    const { world } = acquire();
    assert.deepEqual(world.inputsOf("ssm:sendCommand"), [
      {
        DocumentName: settings.memoryDocumentArn,
        InstanceIds: ["i-1"],
        Comment: "case-7",
        TimeoutSeconds: 600,
        Parameters: { Key: [`cases/case-7/${memoryFile}`] },
      },
    ]);
  });

  it("holds the object, and keeps what the command printed", () => {
    const { world } = acquire();
    assert.deepEqual(world.inputsOf("s3:putObjectLegalHold"), [
      {
        Bucket: "evidence",
        Key: `cases/case-7/${memoryFile}`,
        VersionId: "v-memory",
        LegalHold: { Status: "ON" },
      },
    ]);
    assert.ok(world.objects.has("cases/case-7/i-1/metadata/memory-command.json"));
  });

  const notManaged: Json[] = [[], [{ PingStatus: "ConnectionLost", PlatformType: "Linux" }]];
  for (const list of notManaged) {
    it(`is not possible where Systems Manager tells ${JSON.stringify(list)}, and the rest proceeds`, () => {
      const { world, acquired } = acquire({
        "ssm:describeInstanceInformation": () => ({ InstanceInformationList: list }),
      });
      assert.equal(acquired.steps["memory"]?.["Error"], "Memory.NotPossible");
      assert.match(textOf(acquired.memory["reason"]), /^Systems Manager does not reach the instance/);
      assert.deepEqual(world.inputsOf("ssm:sendCommand"), []);
      assert.equal(acquired.snapshots.length, 2);
      assert.equal(acquired.steps["instance"]?.["ok"], true);
      assert.deepEqual(
        world.custody.filter(({ step }) => step === "memory").map(({ details }) => details["failure"]),
        [acquired.steps["memory"]],
      );
    });
  }

  it("is not possible on Windows", () => {
    const { world, acquired } = acquire({
      "ssm:describeInstanceInformation": () => ({
        InstanceInformationList: [{ PingStatus: "Online", PlatformType: "Windows" }],
      }),
    });
    assert.deepEqual(acquired.memory, {
      possible: false,
      reason: 'there is a tool for Linux only; the instance runs ["Windows"]',
    });
    assert.deepEqual(world.inputsOf("ssm:sendCommand"), []);
  });

  it("is not possible without a tool, and then asks nothing", () => {
    const of = acquireMachine({ ...settings, memoryDocumentArn: undefined });
    const { world, acquired } = acquire({}, { of });
    assert.deepEqual(acquired.memory, { possible: false, reason: "no tool is configured" });
    assert.deepEqual(world.inputsOf("ssm:describeInstanceInformation"), []);
    assert.equal(acquired.steps["memory"]?.["Error"], "Memory.NotPossible");
  });

  const report = (change: Record<string, string>): Answers => ({
    "ssm:getCommandInvocation": () => invocation(JSON.stringify({ ...goodReport, ...change })),
  });
  const bogus: readonly [string, Answers, string][] = [
    ["almost all zeros", report({ zeroShare: "0.99" }), "the object is almost all zeros"],
    ["zeros throughout", report({ zeroShare: "1.00" }), "the object is almost all zeros"],
    ["no banner", report({ banner: "none" }), "there is no banner of a kernel in the object"],
    [
      "another size than S3 tells",
      report({ bytes: "1" }),
      "the object has another size than the capture tells",
    ],
    [
      "less than the memory",
      {
        ...report({ bytes: "8191999999" }),
        "s3:headObject": () => ({ ContentLength: 8_191_999_999, VersionId: "v-memory" }),
      },
      "the object is smaller than the memory of the instance",
    ],
    ["no report", { "ssm:getCommandInvocation": () => invocation("") }, "the capture printed no report"],
    [
      "no JSON",
      { "ssm:getCommandInvocation": () => invocation('{"sha256":') },
      "the capture printed no report",
    ],
    [
      "another JSON",
      { "ssm:getCommandInvocation": () => invocation("[1]") },
      "the capture printed no report",
    ],
    [
      "a report with a part missing",
      { "ssm:getCommandInvocation": () => invocation('{"sha256":"a","bytes":"8200000000"}') },
      "the capture printed no report",
    ],
    [
      "a report of 24,000 characters",
      { "ssm:getCommandInvocation": () => invocation(`{"sha256":"${"a".repeat(24_000)}"}`) },
      "the capture printed no report",
    ],
  ];
  for (const [what, answers, reason] of bogus) {
    it(`is refused with ${what}, while the object stays in the vault and in the custody log`, () => {
      const { world, acquired } = acquire(answers);
      assert.deepEqual(acquired.memory, { possible: false, reason, key: `cases/case-7/${memoryFile}` });
      assert.deepEqual(acquired.steps["memory"], { Error: "Memory.Rejected", Cause: reason });
      assert.ok(world.logged().includes(`cases/case-7/${memoryFile}`));
      assert.equal(acquired.steps["memoryRecord"], undefined);
      assert.equal(acquired.snapshots.length, 2);
    });
  }

  const ends: readonly (readonly [what: string, status: string, error: string, reason: RegExp])[] = [
    [
      "the command fails",
      "Failed",
      "Memory.CaptureFailed",
      /^the command ended as Failed; its output is in /,
    ],
    ["the command does not end", "InProgress", "Memory.CaptureFailed", /^command command-1 has not ended$/],
  ];
  for (const [what, status, error, reason] of ends) {
    const answers: Answers = { "ssm:getCommandInvocation": () => invocation("", status) };

    it(`fails when ${what}, and holds and records what was stored all the same`, () => {
      const { world, acquired } = acquire(answers);
      assert.equal(acquired.memory["possible"], false);
      assert.match(textOf(acquired.memory["reason"]), reason);
      assert.equal(acquired.steps["memory"]?.["Error"], error);
      assert.equal(world.inputsOf("s3:putObjectLegalHold").length, 1);
      const entry = world.custody.find(({ step }) => step === "memory");
      assert.deepEqual([entry?.key, entry?.details["bytes"]], [memoryFile, 8_200_000_000]);
    });

    it(`says where to look when ${what} and nothing is there yet`, () => {
      const { world, acquired } = acquire({
        ...answers,
        "ssm:sendCommand": () => ({ Command: { CommandId: "command-1" } }),
      });
      assert.equal(acquired.steps["memory"]?.["Error"], error);
      assert.deepEqual(world.inputsOf("s3:putObjectLegalHold"), []);
      const entry = world.custody.find(({ step }) => step === "memory");
      assert.deepEqual(
        [entry?.key, entry?.details["mayLieAt"], entry?.details["commandId"]],
        [undefined, `cases/case-7/${memoryFile}`, "command-1"],
      );
    });
  }

  it("keeps what a command wrote that failed", () => {
    const { world } = acquire({ "ssm:getCommandInvocation": () => invocation("", "Failed") });
    assert.ok(world.logged().includes("cases/case-7/i-1/metadata/memory-command.json"));
  });

  it("holds what is stored by a command whose start was not answered", () => {
    const { world, acquired } = acquire({
      "ssm:sendCommand": ({ Parameters }, _, world) => {
        world.store({ Key: (Parameters as { Key: string[] }).Key[0] ?? "" }, "an image");
        throw new TaskError("States.Timeout", "");
      },
    });
    assert.equal(acquired.steps["memory"]?.["Error"], "States.Timeout");
    assert.equal(world.inputsOf("s3:putObjectLegalHold").length, 1);
    const entry = world.custody.find(({ step }) => step === "memory");
    assert.deepEqual([entry?.key, entry?.details["commandId"]], [memoryFile, ""]);
  });

  it("asks ever more rarely whether it has ended", () => {
    const text = JSON.stringify(machine);
    const [, list = ""] = /"asked":0,"waits":\[([\d,]+)\]/.exec(text) ?? [];
    const waits = list.split(",").map(Number);
    assert.deepEqual(
      [...waits].sort((a, b) => a - b),
      waits,
    );
    assert.equal(waits[0], 5);
  });

  it("takes an image whose least size nobody knows, and says so", () => {
    const { acquired } = acquire({ "ec2:describeInstanceTypes": () => ({ InstanceTypes: [] }) });
    assert.deepEqual(acquired.steps["memory"], { ok: true, isSizeKnown: false });
  });
});
