import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { SendTaskSuccessCommand, type DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { State, StateMachine } from "../../components/response/asl/states";
import { casesTableName, machineNames, type MachineName } from "../../components/response/names";
import { controlOf, type Control } from "../../tools/drill/control";
import { arrival, begin, ended } from "../../tools/drill/executions";
import { plantWorkload, type Workload } from "../../tools/drill/plant";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { createLab, createMachine, type Lab } from "./incidentLab";

/** State machines that are made for a test take the places of machines that have a role, whichever. */
const places = Object.keys(machineNames) as MachineName[];

describe("State machines on the emulator", () => {
  let emulator: Emulator;
  let lab: Lab;
  let control: Control;
  let workload: Workload;
  let free: MachineName[];

  before(async () => {
    emulator = await startEmulator();
    control = controlOf(emulator.endpoint);
    lab = await createLab(emulator.endpoint);
    workload = await plantWorkload(lab.workload, lab.place);
    free = [...places];
  });
  after(async () => {
    await emulator.stop();
  });
  afterEach(async () => {
    await control.clearFaults();
  });

  const reader = { RoleArn: "arn:aws:iam::111122223333:role/landing-zone-incident-reader" };

  /** Creates a machine of these states in a free place; the first one is `Do`. */
  async function create(states: Record<string, unknown>, place = take()): Promise<string> {
    const definition = {
      StartAt: "Do",
      States: states as Record<string, State>,
      Comment: "",
      TimeoutSeconds: 60,
    };
    return createMachine(lab, place, definition satisfies StateMachine);
  }

  function take(): MachineName {
    const place = free.shift();
    assert.ok(place !== undefined, "more machines than places");
    return place;
  }

  async function run(machine: string, input: object = {}): Promise<DescribeExecutionCommandOutput> {
    return ended(lab.forensics, await begin(lab.forensics, machine, input), 20_000);
  }

  function task(action: string, Parameters: object, more: object = {}): object {
    return { Type: "Task", Resource: `arn:aws:states:::aws-sdk:${action}`, Parameters, End: true, ...more };
  }

  function outputOf({ status, output, cause }: DescribeExecutionCommandOutput): unknown {
    assert.equal(status, "SUCCEEDED", cause);
    return JSON.parse(output ?? "null");
  }

  it("act in another account with the role of the task, and are known by it", async () => {
    const machine = await create(
      {
        Do: task(
          "ec2:describeInstances",
          { InstanceIds: [workload.victim] },
          {
            Credentials: reader,
            ResultSelector: {
              "owner.$": "$.Reservations[0].OwnerId",
              "launched.$": "$.Reservations[0].Instances[0].LaunchTime",
            },
          },
        ),
      },
      "contain",
    );
    free = free.filter((place) => place !== "contain");
    await control.forgetCalls();
    const answer = outputOf(await run(machine)) as Record<string, string>;
    assert.equal(answer["owner"], "111122223333");
    assert.match(answer["launched"] ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const [made] = (await control.calls()).filter(({ state }) => state === "Do");
    assert.deepEqual(
      [made?.account, made?.role, made?.service, made?.operation],
      ["111122223333", reader.RoleArn, "ec2", "DescribeInstances"],
    );
  });

  it("are refused a role that does not trust them", async () => {
    const machine = await create(
      { Do: task("ec2:describeInstances", {}, { Credentials: reader }) },
      "record",
    );
    free = free.filter((place) => place !== "record");
    assert.equal((await run(machine)).error, "States.Permissions");
  });

  it("write an object as JSON, once, with its hash and a legal hold", async () => {
    const Bucket = lab.settings.evidenceBucketName;
    const put = {
      Bucket,
      Key: "piece",
      Body: { found: true },
      IfNoneMatch: "*",
      ChecksumAlgorithm: "SHA256",
      ObjectLockLegalHoldStatus: "ON",
    };
    const machine = await create({ Do: task("s3:putObject", put) });
    const { ChecksumSHA256 } = outputOf(await run(machine)) as Record<string, string>;
    assert.equal(ChecksumSHA256, createHash("sha256").update('{"found":true}').digest("base64"));
    const { Body } = await lab.forensics.s3.send(new GetObjectCommand({ Bucket, Key: "piece" }));
    assert.equal(await Body?.transformToString(), '{"found":true}');
    assert.equal((await run(machine)).error, "S3.S3Exception");
  });

  it("wait for an answer to a token", async () => {
    const key = { pk: { S: "token" }, sk: { S: "token" } };
    const item = { ...key, token: { "S.$": "$$.Task.Token" } };
    const machine = await create({
      Do: task("dynamodb:putItem.waitForTaskToken", { TableName: casesTableName, Item: item }),
    });
    const execution = await begin(lab.forensics, machine, {});
    const taskToken = await arrival("a token", async () => {
      const row = await lab.forensics.dynamoDb.send(
        new GetItemCommand({ TableName: casesTableName, Key: key }),
      );
      return row.Item?.["token"]?.S;
    });
    await lab.forensics.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"answer":1}' }));
    assert.deepEqual(outputOf(await ended(lab.forensics, execution, 20_000)), { answer: 1 });
  });

  it("run one another and get the output, or the failure's name in the cause", async () => {
    const choice = { Variable: "$.fails", BooleanEquals: true, Next: "Fail" };
    const inner = await create({
      Do: { Type: "Choice", Choices: [choice], Default: "End" },
      Fail: { Type: "Fail", Error: "Inner", Cause: "wanted" },
      End: { Type: "Pass", Result: { done: true }, End: true },
    });
    const start = { StateMachineArn: inner, "Input.$": "$" };
    const outer = await create({
      Do: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: start,
        ResultSelector: { "output.$": "$.Output" },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell" }],
        End: true,
      },
      Tell: {
        Type: "Pass",
        Parameters: { "inner.$": "States.StringToJson($.Cause)" },
        OutputPath: "$.inner.Error",
        End: true,
      },
    });
    assert.deepEqual(outputOf(await run(outer, { fails: false })), { output: { done: true } });
    assert.equal(outputOf(await run(outer, { fails: true })), "Inner");
  });

  it("meet the faults that are asked for, and no others", async () => {
    const retry = [
      { ErrorEquals: ["States.TaskFailed", "States.Timeout"], IntervalSeconds: 1, MaxAttempts: 2 },
    ];
    const machine = await create({
      Do: task("sns:listTopics", {}, { ResultSelector: { ok: true }, Retry: retry }),
    });
    await control.change({ timeScale: 0.01 });
    const match = { service: "sns", operation: "listTopics", state: "Do" };
    const errors: (string | undefined)[] = [];
    for (const kind of ["throttled", "denied", "notFound", "timeout"] as const) {
      await control.addFault({ match, kind, times: "always" });
      errors.push((await run(machine)).error);
      await control.clearFaults();
      await control.addFault({ match, kind, times: 1 });
      assert.deepEqual(outputOf(await run(machine)), { ok: true });
    }
    await control.change({ timeScale: 1 });
    assert.deepEqual(errors, [
      "Sns.ThrottledException",
      "Sns.AuthorizationErrorException",
      "Sns.NotFoundException",
      "States.Timeout",
    ]);
    await assert.rejects(control.addFault({ match, kind: "odd" as "slow" }), /kind must be one of throttled/);
  });
});
