import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import { isBoolean, isPresent, not } from "../conditions";
import { goTo } from "../jumps";

/** Why there is no memory image. They are told as `Error` of the step `memory`. */
export const memoryErrors = {
  /** What it needs is not there: no tool, no Systems Manager, a platform without a tool. */
  notPossible: "Memory.NotPossible",
  /** It was tried and failed. */
  failed: "Memory.CaptureFailed",
  /** Something was stored that is no image of the memory. It stays in the vault. */
  rejected: "Memory.Rejected",
} as const;

/** States of the capture that others go to. */
export const memoryStates = {
  role: "Memory: find the role",
  untaken: "Memory: not taken",
  record: "Memory: record",
} as const;

/** Tells why there is none, and goes on at `end`. `cause` is a text or, as a path or a function, `{ from }`. */
export function noMemory(name: string, error: string, cause: string | { readonly from: string }): Flow {
  return sequence(
    pass(name, {
      make: { Error: error, ...(typeof cause === "string" ? { Cause: cause } : { "Cause.$": cause.from }) },
      into: "$.steps.memory",
    }),
    goTo(memoryStates.untaken),
  );
}

/** A step that the capture can't do without has failed, and its failure is that of the capture. */
export const refused = goTo(memoryStates.untaken);

/** Asks whether Systems Manager reaches the instance, and what it runs. */
export const isManaged = sequence(
  call("Memory: is the instance managed?", {
    action: "ssm:describeInstanceInformation",
    as: "reader",
    key: "memory",
    input: { Filters: [{ Key: "InstanceIds", "Values.$": "States.Array($.instanceId)" }] },
    select: {
      "online.$": "States.ArrayContains($..InstanceInformationList[*].PingStatus, 'Online')",
      "linux.$": "States.ArrayContains($..InstanceInformationList[*].PlatformType, 'Linux')",
      "platforms.$": "States.JsonToString($..InstanceInformationList[*].PlatformType)",
    },
    into: "$.managed",
    onFailure: refused,
  }),
  choose("Memory: can it be captured?", [
    {
      when: not(isBoolean("$.managed.online", true)),
      then: noMemory(
        "Memory: no Systems Manager",
        memoryErrors.notPossible,
        "Systems Manager does not reach the instance: it has no agent, no role, no way to the endpoints, or is stopped",
      ),
    },
    {
      when: not(isBoolean("$.managed.linux", true)),
      then: noMemory("Memory: no tool for the platform", memoryErrors.notPossible, {
        from: "States.Format('there is a tool for Linux only; the instance runs {}', $.managed.platforms)",
      }),
    },
  ]),
);

/** The least size of an image, in bytes: the MiB of the instance's type times 1,000,000, which is 95 %. */
export const findSize = sequence(
  pass("Memory: take any size", {
    make: { minimumBytes: 1, isKnown: false },
    into: "$.size",
  }),
  call("Memory: find the instance's type", {
    action: "ec2:describeInstances",
    as: "reader",
    key: "memorySize",
    input: { "InstanceIds.$": "States.Array($.instanceId)" },
    select: { "types.$": "$.Reservations[*].Instances[*].InstanceType" },
    into: "$.instance",
    onFailure: goTo(memoryStates.role),
  }),
  call("Memory: find the type's memory", {
    action: "ec2:describeInstanceTypes",
    as: "reader",
    key: "memorySize",
    input: { "InstanceTypes.$": "$.instance.types" },
    select: { "MiB.$": "$.InstanceTypes[*].MemoryInfo.SizeInMiB" },
    into: "$.type",
    onFailure: goTo(memoryStates.role),
  }),
  choose("Memory: is the size known?", [
    {
      when: isPresent("$.type.MiB[0]"),
      then: pass("Memory: take the size", {
        make: {
          "minimumBytes.$": "States.StringToJson(States.Format('{}000000', $.type.MiB[0]))",
          isKnown: true,
        },
        into: "$.size",
      }),
    },
  ]),
);
