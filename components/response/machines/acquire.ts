import { call, patient } from "../asl/call";
import { choose, fail, machine, parallel, pass, sequence, type Flow, type Part } from "../asl/flow";
import type { Payload, StateMachine } from "../asl/states";
import { takeDisks } from "./acquire/disks";
import { takeLogs } from "./acquire/logs";
import { takeMemory } from "./acquire/memory";
import { takeMetadata } from "./acquire/metadata";
import { guarded } from "./acquire/piece";
import { all, isCaseId, isText, not } from "./conditions";
import { beforeKey } from "./contain/vault";
import type { MachineSettings } from "./settings";

/** How `acquire` fails: only at what it is given. What can't be acquired is told in `steps`. */
export const acquireErrors = { invalid: "InvalidAcquisition" } as const;

/** Which evidence: what can be taken at once, or the logs that AWS delivers some minutes later. */
export const wanted = { atOnce: "at-once", delivered: "delivered" } as const;

/** Hours for a capture of memory, and for what is beside it. */
const timeoutSeconds = 4 * 60 * 60;

/**
 * Acquires the evidence of an instance. Everything is taken at once, and nothing stops for a failure beside it.
 *
 * Input `{ caseId, account, region, instanceId, evidence?, triggeredAt?, roleName?, logBucketName? }`: which evidence
 * ({@link wanted}, otherwise all), when the incident was noticed and the role that the instance had before it was contained
 * (both are recalled from `before.json`), and the bucket with the account's logs (found by its tag). Output `{ instanceId, steps, snapshots, imageId, memory, evidence }`.
 */
export function acquireMachine(settings: MachineSettings): StateMachine {
  return machine("Acquires the evidence of an instance", timeoutSeconds, {
    flow: sequence(
      choose("Is it an instance of a case?", [
        {
          when: not(
            all(isCaseId("$.caseId"), isText("$.account"), isText("$.region"), isText("$.instanceId")),
          ),
          then: fail("Refuse the order", acquireErrors.invalid, {
            text: "caseId must be the id of a case, and account, region and instanceId texts",
          }),
        },
      ]),
      pass("Take the order", {
        make: { absent: { evidence: "", triggeredAt: "", roleName: "", logBucketName: "" }, "given.$": "$" },
      }),
      pass("Complete the order", {
        make: { "order.$": "States.JsonMerge($.absent, $.given, false)" },
      }),
      pass("Begin", {
        make: {
          ...Object.fromEntries(subjectFields.map((field) => [`${field}.$`, `$.order.${field}`])),
          wanted: { "evidence.$": "$.order.evidence" },
          trigger: { "at.$": "$.order.triggeredAt" },
          role: { "name.$": "$.order.roleName" },
          steps: {},
        },
      }),
      recallBefore(settings),
      parallel("Acquire", branches(settings), {
        select: {
          "steps.$": mergedSteps,
          "snapshots.$": "$[*].snapshots[*]",
          "imageIds.$": "$[*].imageId",
          "memories.$": "$[*].memory",
          "evidence.$": "$[*].evidence[*]",
        },
        into: "$.acquired",
      }),
    ),
    closing: "Tell what was acquired",
    make: {
      "instanceId.$": "$.instanceId",
      "steps.$": "$.acquired.steps",
      "snapshots.$": "$.acquired.snapshots",
      "imageId.$": "States.ArrayGetItem($.acquired.imageIds, 0)",
      "memory.$": "States.ArrayGetItem($.acquired.memories, 0)",
      "evidence.$": "$.acquired.evidence",
    },
  });
}

const subjectFields = ["caseId", "account", "region", "instanceId", "logBucketName"] as const;

/**
 * Takes what is not given from the state before containment, where the instance was contained: it has another role since.
 * Where that state can't be read, what needs it says so.
 */
function recallBefore({ evidenceBucketName }: MachineSettings): Flow {
  const recalled = (name: string, here: string, there: string, make: Payload, into: string): Flow =>
    choose(`${name}: is it known?`, [
      { when: all(not(isText(here)), isText(there)), then: pass(`${name}: recall`, { make, into }) },
    ]);
  return sequence(
    call("Read the state before", {
      action: "s3:getObject",
      as: "self",
      key: "before",
      input: {
        Bucket: evidenceBucketName,
        "Key.$": beforeKey,
      },
      select: { "state.$": "States.StringToJson($.Body)" },
      into: "$.before",
      retry: patient.map((retrier) => ({ ...retrier, MaxAttempts: 1 })),
      expected: { errors: ["S3.NoSuchKeyException", "States.DataLimitExceeded"], into: "$.steps.before" },
      onFailure: "record",
    }),
    recalled(
      "Trigger",
      "$.trigger.at",
      "$.before.state.triggeredAt",
      { "at.$": "$.before.state.triggeredAt" },
      "$.trigger",
    ),
    recalled(
      "Role",
      "$.role.name",
      "$.before.state.profile.roles[0]",
      { "name.$": "$.before.state.profile.roles[0]" },
      "$.role",
    ),
  );
}

const steps = (index: number): string => `States.ArrayGetItem($[*].steps, ${index})`;

const mergedSteps =
  `States.JsonMerge(States.JsonMerge(${steps(0)}, ${steps(1)}, false), ` +
  `States.JsonMerge(${steps(2)}, ${steps(3)}, false), false)`;

const failed = (step: string, others: Payload = {}): Payload => ({
  steps: { [`${step}.$`]: "$.failure" },
  evidence: [],
  ...others,
});

/** The disks come first: the moment of their snapshots should be the earliest. */
function branches(settings: MachineSettings): Part[] {
  const noDisks = { snapshots: [], imageId: "" };
  const noMemory = { memory: { possible: false, reason: "it was not asked for" } };
  const { atOnce, delivered } = wanted;
  return [
    unless(delivered, guarded("Disks", takeDisks(settings), failed("disks", noDisks)), noDisks),
    unless(delivered, guarded("Metadata", takeMetadata(settings), failed("metadata"))),
    unless(atOnce, guarded("Logs", takeLogs(settings), failed("logs"))),
    unless(
      delivered,
      guarded("Memory", takeMemory(settings), failed("memory", { memory: unknownMemory })),
      noMemory,
    ),
  ];
}

/** Leaves a part out when only the other kind of evidence is wanted. */
function unless(other: string, part: Part, none: Payload = {}): Part {
  const name = part.closing;
  return {
    ...part,
    flow: choose(
      `${name}: is it left out?`,
      [
        {
          when: { Variable: "$.wanted.evidence", StringEquals: other },
          then: pass(`${name}: nothing`, {
            make: { whole: { steps: {}, evidence: [], ...none } },
            into: "$.result",
          }),
        },
      ],
      part.flow,
    ),
  };
}

const unknownMemory: Payload = { possible: false, "reason.$": "States.JsonToString($.failure)" };
