import { investigateMachine } from "../../../../components/response/machines/investigate";
import type { InvestigateSettings } from "../../../../components/response/machines/investigate/settings";
import { innerPrograms } from "../../../../components/response/asl/flow";
import type { Json, Program, State, Task } from "../../../../components/response/asl/states";
import { TaskError } from "../world/errors";
import { run as execute } from "../world/run";
import { machineSettings } from "../../../support/machineSettings";

export const settings: InvestigateSettings = { ...machineSettings, evidenceBucketName: "forensics-evidence" };

export const definition = investigateMachine(settings);

export const input = {
  caseId: "case-20260101-1",
  instanceId: "i-0123456789abcdef0",
  snapshots: [
    { sourceSnapshotId: "snap-1", evidenceSnapshotId: "snap-e1", volumeId: "vol-1" },
    { sourceSnapshotId: "snap-2", evidenceSnapshotId: "snap-e2", volumeId: "vol-2" },
  ],
  launchSuspectImage: false,
  imageId: "ami-suspect",
};

export interface Call {
  readonly state: string;
  /** Service and operation, such as `ec2:runInstances`. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What AWS answers to a call; throwing is an error. */
export type Answer = (call: Call) => Json;

export interface Run {
  readonly calls: readonly Call[];
  readonly output?: Readonly<Record<string, Json>>;
  /** Name of the error with which the execution ended. */
  readonly error?: string;
}

/** An error as Step Functions names it. */
export class AwsError extends TaskError {
  public constructor(name: string) {
    super(name, `${name} for a test`);
  }
}

/** All tasks of the machine by the name of their state. */
export const tasks: ReadonlyMap<string, Task> = new Map(statesOf(definition).filter(isTask));

export function statesOf({ States }: Program): [string, State][] {
  return Object.entries(States).flatMap((entry) => [entry, ...innerPrograms(entry[1]).flatMap(statesOf)]);
}

function isTask(entry: [string, State]): entry is [string, Task] {
  return entry[1].Type === "Task";
}

/** Runs the machine with AWS replaced by answers. Nothing waits. */
export function run(answer: Answer, given: Readonly<Record<string, Json>> = input): Run {
  const calls: Call[] = [];
  const outcome = execute(definition, given, {
    now: "2026-01-01T00:00:00.000Z",
    answer: (made) => {
      const call = { ...made, action: made.action.replace(/\.sync:2$/, "") };
      calls.push(call);
      return answer(call);
    },
  });
  return outcome.status === "succeeded"
    ? { calls, output: outcome.output as Readonly<Record<string, Json>> }
    : { calls, error: outcome.error };
}

/** AWS when everything goes well. */
export const well: Answer = ({ action, input: given }): Json => {
  switch (action) {
    case "ssm:getParameter":
      return { Parameter: { Value: "ami-workstation" } };
    case "ec2:runInstances":
      return {
        Instances: [
          {
            InstanceId: given["LaunchTemplate"] ? "i-workstation" : "i-suspect",
            Placement: { AvailabilityZone: "eu-central-1a" },
          },
        ],
      };
    case "ssm:describeInstanceInformation":
      return { InstanceInformationList: [{ PingStatus: "Online" }] };
    case "ssm:sendCommand":
      return { Command: { CommandId: `command-${String(given["DocumentName"])}` } };
    case "ssm:getCommandInvocation":
      return { Status: "Success", StandardOutputContent: '{"ok":true}', StandardErrorContent: "" };
    case "ec2:createVolume":
      return { VolumeId: `vol-of-${String(given["SnapshotId"])}` };
    case "ec2:describeVolumes":
      return { Volumes: [volumeAnswer(given)] };
    case "ec2:describeInstances":
      return { Reservations: [{ Instances: [{ State: { Name: "stopped" } }] }] };
    case "ec2:createSnapshot":
      return { SnapshotId: "snap-workstation" };
    case "states:startExecution":
      return { Output: { lastSequence: 1, lastHash: "0" } };
    default:
      return {};
  }
};

function volumeAnswer(given: Call["input"]): Json {
  return given["VolumeIds"]
    ? { VolumeId: "vol-analysis", State: "available" }
    : { VolumeId: "vol-root", State: "in-use" };
}
