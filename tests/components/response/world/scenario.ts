import type { Json, StateMachine } from "../../../../components/response/asl/states";
import { containMachine } from "../../../../components/response/machines/contain";
import { containPrincipalMachine } from "../../../../components/response/machines/containPrincipal";
import { releaseMachine } from "../../../../components/response/machines/release";
import { releasePrincipalMachine } from "../../../../components/response/machines/releasePrincipal";
import type { MachineSettings } from "../../../../components/response/machines/settings";
import { answerFrom, type AnswerOptions } from "./answer";
import type { JsonObject, World } from "./model";
import { account, instanceId } from "./newWorld";
import { run, type Outcome } from "./run";

export const settings: MachineSettings = {
  account: "222222222222",
  region: "eu-central-1",
  partition: "aws",
  evidenceBucketName: "evidence",
  evidenceKeyArn: "arn:aws:kms:eu-central-1:222222222222:key/evidence",
  signingKeyArn: "arn:aws:kms:eu-central-1:222222222222:key/signing",
  topicArn: "arn:aws:sns:eu-central-1:222222222222:landing-zone-incidents",
  workloadAccounts: [account],
  protectedInstances: [],
  approvalHours: 4,
  snapshotLockDays: 365,
  logDeliverySeconds: 600,
};

/** 13 seconds, and midnight, after the trigger. */
const now = "2026-02-01T00:00:03.456Z";

const request = {
  caseId: "case-1",
  account,
  region: "eu-central-1",
  reason: "mining",
  requestedBy: "operator",
  triggeredAt: "2026-01-31T23:59:50Z",
};

/** Machines by their names, with an input for each. */
export const machines = {
  contain: {
    definition: containMachine(settings),
    input: { ...request, instanceId, autoScaling: "detach", sessions: "role" },
  },
  containRole: {
    definition: containPrincipalMachine(settings),
    input: { ...request, principal: { kind: "role", name: "application" } },
  },
  containUser: {
    definition: containPrincipalMachine(settings),
    input: { ...request, principal: { kind: "user", name: "mallory" } },
  },
  release: { definition: releaseMachine(settings), input: { ...request, instanceId, parts: ["all"] } },
  releaseRole: {
    definition: releasePrincipalMachine(settings),
    input: { ...request, principal: { kind: "role", name: "application" }, parts: ["all"] },
  },
  releaseUser: {
    definition: releasePrincipalMachine(settings),
    input: { ...request, principal: { kind: "user", name: "mallory" }, parts: ["all", "keys"] },
  },
} as const satisfies Record<string, { definition: StateMachine; input: Json }>;

export type MachineKey = keyof typeof machines;

export interface ExecuteOptions extends AnswerOptions {
  /** What of the input is different. */
  readonly input?: JsonObject;
}

/** Runs a machine on a world, which it changes. */
export function execute(key: MachineKey, world: World, { input, ...options }: ExecuteOptions = {}): Outcome {
  const { definition, input: usual } = machines[key];
  return run(definition, { ...usual, ...input }, { now, answer: answerFrom(world, options) });
}

/** The output of a machine that has to succeed. */
export function outputOf(outcome: Outcome): JsonObject {
  if (outcome.status === "failed") throw new Error(`the machine failed: ${outcome.error}: ${outcome.cause}`);
  return outcome.output as JsonObject;
}
