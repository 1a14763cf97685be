import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Json, StateMachine } from "../../../components/response/asl/states";
import { acquireMachine } from "../../../components/response/machines/acquire";
import type { MachineSettings } from "../../../components/response/machines/settings";
import { TaskError, type Call } from "./world/errors";
import { run } from "./world/run";
import { machineSettings } from "../../support/machineSettings";

export const settings: MachineSettings = { ...machineSettings, logDeliverySeconds: 300 };

export const now = "2026-03-01T00:20:00.000Z";

export const order = {
  caseId: "case-7",
  account: "111122223333",
  region: "eu-central-1",
  instanceId: "i-1",
};

/** A value as a text. */
export const textOf = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value);

type Values = Readonly<Record<string, Json>>;
export type Answers = Readonly<Record<string, (input: Values, call: Call) => Json>>;
/** Answers that change the world. */
export type WorldAnswers = Readonly<Record<string, (input: Values, call: Call, world: World) => Json>>;

export interface Entry {
  readonly step: string;
  readonly subject: string;
  readonly details: Values;
  readonly key?: string;
  readonly body?: Values;
}

/** What is made of a report: the one good one. */
export const goodReport = {
  sha256: "a".repeat(64),
  checksumSha256: "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=",
  bytes: "8200000000",
  zeroShare: "0.41",
  banner: "Linux version 6.1.0",
};

/** AWS as far as evidence is concerned: what is stored stays, and the custody log only takes what is there. */
export class World {
  public readonly calls: Call[] = [];
  /** Keys in the evidence bucket, with the hash that S3 tells. */
  public readonly objects = new Map<string, string>();
  public readonly custody: Entry[] = [];

  public constructor(
    private readonly answers: WorldAnswers,
    private readonly interrupt: (call: Call) => void = () => undefined,
  ) {}

  public readonly answer = (call: Call): Json => {
    this.calls.push(call);
    this.interrupt(call);
    const own = this.answers[call.action] ?? this.vault[call.action];
    if (!own) throw new Error(`the test has no answer to ${call.action}`);
    return own(call.input, call, this);
  };

  public actions(): string[] {
    return this.calls.map(({ action }) => action);
  }

  public inputsOf(action: string): Values[] {
    return this.calls.filter((call) => call.action === action).map(({ input }) => input);
  }

  private readonly vault: Answers = {
    "s3:putObject": (input) => this.store(input, JSON.stringify(input["Body"])),
    "s3:copyObject": (input) => {
      const { ChecksumSHA256, VersionId } = this.store(input, textOf(input["CopySource"]));
      return { CopyObjectResult: { ChecksumSHA256 }, VersionId };
    },
    "s3:headObject": ({ Key }) => {
      if (!this.objects.has(textOf(Key)))
        throw new TaskError("S3.S3Exception", "Not Found (Status Code: 404)");
      return { ContentLength: Number(goodReport.bytes), VersionId: "v-memory" };
    },
    "s3:putObjectLegalHold": () => ({}),
    "ssm:sendCommand": (input) => {
      const { Key } = input["Parameters"] as { Key: string[] };
      this.store({ Key: Key[0] ?? "" }, "an image"); // As the instance does.
      return { Command: { CommandId: "command-1" } };
    },
    "states:startExecution.sync:2": (input) => {
      const { entries } = input["Input"] as unknown as { entries: readonly Entry[] };
      for (const entry of entries) this.append(entry);
      return { Output: { lastSequence: this.custody.length, lastHash: "0" } };
    },
  };

  private append(entry: Entry): void {
    const key = entry.key && `cases/case-7/${entry.key}`;
    if (key && entry.body) this.store({ Key: key }, JSON.stringify(entry.body));
    if (key && !this.objects.has(key)) throw new TaskError("CustodyAppendFailed", `there is no ${key}`);
    if (JSON.stringify(entry.details).length > 9000) throw new TaskError("CustodyEntryTooLong", entry.step);
    this.custody.push(entry);
  }

  public store(input: Values, content: string): { ChecksumSHA256: string; VersionId: string } {
    const ChecksumSHA256 = createHash("sha256").update(content).digest("base64");
    this.objects.set(textOf(input["Key"]), ChecksumSHA256);
    return { ChecksumSHA256, VersionId: `version-${String(this.objects.size)}` };
  }

  /** Keys of what the custody log names. */
  public logged(): string[] {
    return this.custody.flatMap(({ key }) => (key === undefined ? [] : [`cases/case-7/${key}`]));
  }
}

/** The state of a contained instance, as `contain` leaves it. */
export const before = { triggeredAt: "2026-02-28T23:58:00Z", profile: { roles: ["app"] } };

const snapshot = (id: string, more: Values = {}): Json => ({
  SnapshotId: `snap-${id}`,
  VolumeId: `vol-${id}`,
  State: "completed",
  VolumeSize: 8,
  Encrypted: false,
  OwnerId: "111122223333",
  StartTime: now,
  ...more,
});

/** AWS when everything is there: a managed Linux instance with two disks, and logs in the bucket. */
export function wellEquipped(): Answers {
  const keys = new Map<string, readonly string[]>([
    [
      "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-central-1/year=2026/month=02/day=28/hour=23/",
      ["a.parquet", "b.parquet"],
    ],
    [
      "AWSLogs/111122223333/elasticloadbalancing/eu-central-1/2026/02/28/",
      [
        "111_elb_app.web.1_20260228T2305Z_1.2.3.4_x.log.gz",
        "111_elb_app.web.1_20260228T1105Z_1.2.3.4_x.log.gz",
      ],
    ],
    ["AWSLogs/111122223333/WAFLogs/eu-central-1/edge/2026/02/28/23/", ["55/waf.log.gz"]],
  ]);
  return {
    "s3:getObject": () => ({ Body: JSON.stringify(before), ContentLength: 1 }),
    "ec2:createSnapshots": () => ({ Snapshots: [snapshot("1"), snapshot("2")] }),
    "ec2:describeSnapshots": () => ({
      Snapshots: [snapshot("1"), snapshot("2", { Encrypted: true, KmsKeyId: "arn:key/2" })],
    }),
    "ec2:createImage": () => ({ ImageId: "ami-1" }),
    "ec2:describeInstances": () => ({
      Reservations: [{ Instances: [{ InstanceId: "i-1", InstanceType: "m7i.large", LaunchTime: now }] }],
    }),
    "ec2:getConsoleOutput": () => ({ Output: "Ym9vdA==", Timestamp: now }),
    "ec2:getConsoleScreenshot": () => ({ ImageData: "/9j/" }),
    "ec2:describeInstanceAttribute": () => ({ UserData: { Value: "IyEvYmluL3No" } }),
    "ec2:describeTags": () => ({ Tags: [] }),
    "ec2:describeVolumes": () => ({ Volumes: [{ VolumeId: "vol-1" }] }),
    "ec2:describeNetworkInterfaces": () => ({ NetworkInterfaces: [] }),
    "ec2:describeInstanceTypes": () => ({ InstanceTypes: [{ MemoryInfo: { SizeInMiB: 8192 } }] }),
    "cloudtrail:lookupEvents": (input): Json =>
      input["NextToken"] === undefined
        ? { Events: [{ EventId: "1" }], NextToken: "n" }
        : { Events: [{ EventId: "2" }] },
    "ssm:listInventoryEntries": () => ({ Entries: [] }),
    "ssm:listCommandInvocations": () => ({ CommandInvocations: [] }),
    "ssm:describeInstanceInformation": () => ({
      InstanceInformationList: [{ PingStatus: "Online", PlatformType: "Linux" }],
    }),
    "iam:getRole": () => ({ Role: { RoleId: "AROAQUARANTINE" } }),
    "ssm:getCommandInvocation": () => invocation(JSON.stringify(goodReport)),
    "resourcegroupstaggingapi:getResources": () => ({
      ResourceTagMappingList: [{ ResourceARN: "arn:aws:s3:::prod-logs" }],
    }),
    "s3:listObjectsV2": (input) =>
      input["Delimiter"] === undefined
        ? listing(textOf(input["Prefix"]), keys.get(textOf(input["Prefix"])))
        : {
            CommonPrefixes: [{ Prefix: "AWSLogs/111122223333/WAFLogs/eu-central-1/edge/" }],
            IsTruncated: false,
            KeyCount: 1,
          },
  };
}

function listing(prefix: string, names: readonly string[] = []): Json {
  const Contents = names.map((name) => ({ Key: `${prefix}${name}`, Size: 5 }));
  return { IsTruncated: false, KeyCount: names.length, ...(names.length > 0 && { Contents }) };
}

export function invocation(StandardOutputContent: string, Status = "Success"): Json {
  return { Status, StatusDetails: Status, StandardOutputContent, StandardErrorContent: "why" };
}

export interface Acquired {
  readonly instanceId: string;
  readonly steps: Readonly<Record<string, Values>>;
  readonly snapshots: readonly { readonly kmsKeyId: string }[];
  readonly imageId: string;
  readonly memory: Values;
  readonly evidence: readonly { kind: string; key: string; checksumSha256?: string; objects?: number }[];
}

const machine = acquireMachine(settings);

export interface Circumstances {
  readonly given?: Json;
  readonly of?: StateMachine;
  readonly at?: string;
  readonly interrupt?: (call: Call) => void;
}

/** Runs the acquisition to its end. */
export function acquire(
  answers: WorldAnswers = {},
  { given = order, of = machine, at = now, interrupt }: Circumstances = {},
): { world: World; acquired: Acquired } {
  const world = new World({ ...wellEquipped(), ...answers }, interrupt);
  const ended = run(of, given, { answer: world.answer, now: at });
  assert.equal(ended.status, "succeeded");
  return { world, acquired: ended.output as unknown as Acquired };
}

/** The faults that a call may meet: how Step Functions names them, and what AWS says. */
export const faults = {
  throttled: ["Ec2.Ec2Exception", "Request limit exceeded. (Service: AmazonEC2; Status Code: 503)"],
  denied: ["Ec2.Ec2Exception", "You are not authorized to perform this operation. (Status Code: 403)"],
  "not found": ["Ec2.Ec2Exception", "does not exist (Status Code: 400)"],
  "timed out": ["States.Timeout", ""],
  "too large": [
    "States.DataLimitExceeded",
    "The state/task returned a result with a size exceeding the maximum",
  ],
} as const;

export type Fault = keyof typeof faults;

/** Interrupts the calls of one state: only the first, or all. */
export function interrupting(state: string, fault: Fault, times: "once" | "always"): (call: Call) => void {
  let left = times === "once" ? 1 : Infinity;
  return (call) => {
    if (call.state !== state || left-- <= 0) return;
    const [error, cause] = faults[fault];
    throw new TaskError(error, cause);
  };
}
