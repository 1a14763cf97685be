import { call, type CallArgs, type Caller } from "../../asl/call";
import { parallel, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Json, Payload, Retrier } from "../../asl/states";
import { caseTags } from "../../names";
import { storedAsEvidence } from "../evidence";
import { goTo } from "../jumps";
import type { MachineSettings } from "../settings";

/**
 * What every branch of the acquisition hands up: `outcome` is `{ ok: true, … }` or `{ Error, Cause }`, `evidence` lists what
 * was stored, `entries` is for the custody log.
 */
export interface Handed {
  readonly outcome: Payload | string;
  readonly evidence: readonly Payload[] | string;
  readonly entries: readonly Payload[] | string;
}

/** Makes an object of what is handed up. A text is the path of a value. */
export function handUp(name: string, { outcome, evidence, entries }: Handed): Flow {
  const make: Record<string, Json> = {
    ...named("outcome", outcome),
    ...named("evidence", evidence),
    ...named("entries", entries),
  };
  return pass(name, { make });
}

const named = (key: string, value: Json): Payload => ({
  [typeof value === "string" ? `${key}.$` : key]: value,
});

/** Tags of something that a call creates, as EC2 takes them. */
export function tagged(kind: string, ...resourceTypes: readonly string[]): readonly Payload[] {
  const tags: readonly Payload[] = [
    { Key: caseTags.case, "Value.$": "$.caseId" },
    { Key: caseTags.kind, Value: kind },
    { Key: caseTags.keep, Value: "true" },
  ];
  return resourceTypes.map((ResourceType) => ({ ResourceType, Tags: tags }));
}

/**
 * For calls that start something and know no token: one that was refused did nothing and is made again, one that took too
 * long may have done it.
 */
export const unlessLate: readonly Retrier[] = [
  {
    ErrorEquals: ["States.TaskFailed"],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxAttempts: 3,
    MaxDelaySeconds: 8,
    JitterStrategy: "FULL",
  },
];

export interface ReadArgs {
  readonly action: CallArgs["action"];
  readonly as: Caller;
  readonly input: Payload;
}

/**
 * Reads something as a whole into `$.taken.answer`. An answer that is too long for Step Functions is a failure like any
 * other: `States.ALL` does not catch it, so it is named.
 */
export function read(name: string, key: string, { action, as, input }: ReadArgs, onFailure: Flow): Flow {
  return call(name, {
    action,
    as,
    input,
    key,
    select: { "answer.$": "$" },
    into: "$.taken",
    expected: { errors: ["States.DataLimitExceeded"], into: `$.steps.${key}`, then: goTo(onFailure.first) },
    onFailure,
  });
}

/** Key of a piece of evidence about the instance, below its case. */
export function inCase(path: string, ...values: readonly string[]): string {
  return `States.Format('{}/${path}', $.instanceId${values.map((value) => `, ${value}`).join("")})`;
}

/** Stores `$.taken` as the object that `$.file.key` names below the case; what S3 says of it goes into `$.stored`. */
export function store(name: string, key: string, settings: MachineSettings, onFailure: Flow): Flow {
  return call(name, {
    action: "s3:putObject",
    as: "self",
    key,
    input: {
      ...storedAsEvidence(settings),
      "Key.$": "States.Format('cases/{}/{}', $.caseId, $.file.key)",
      Body: { "answer.$": "$.taken.answer" },
    },
    select: { "checksumSha256.$": "$.ChecksumSHA256", "versionId.$": "$.VersionId" },
    into: "$.stored",
    onFailure,
  });
}

/** A stored object, as the output tells it. */
export function storedEvidence(kind: string): Payload {
  return {
    kind,
    "key.$": "States.Format('cases/{}/{}', $.caseId, $.file.key)",
    "checksumSha256.$": "$.stored.checksumSha256",
    "versionId.$": "$.stored.versionId",
  };
}

/** Entry of the custody log about an object that is stored: `record` asks S3 for its hash. */
export function entryAboutObject(step: string): Payload {
  return {
    step,
    "subject.$": "$.instanceId",
    details: { "versionId.$": "$.stored.versionId" },
    "key.$": "$.file.key",
  };
}

/** Entry of the custody log about something that failed. */
export function entryAboutFailure(step: string, path: string): Payload {
  return { step, "subject.$": "$.instanceId", "details.$": path };
}

export interface PieceArgs extends ReadArgs {
  /** Name of the step, in camelCase. */
  readonly key: string;
  /** Name of its file. */
  readonly file: string;
  /** Asked instead when the first question is refused. */
  readonly otherwise?: Payload;
}

/** One question whose answer is stored as one file. */
export function piece(settings: MachineSettings, { key, file, otherwise, ...args }: PieceArgs): Part {
  const closing = `${key}: end`;
  const failed = sequence(
    handUp(`${key}: failed`, {
      outcome: `$.steps.${key}`,
      evidence: [],
      entries: [entryAboutFailure(key, `$.steps.${key}`)],
    }),
    goTo(closing),
  );
  const name = pass(`${key}: name`, { make: { "key.$": inCase(`metadata/${file}.json`) }, into: "$.file" });
  const again =
    otherwise &&
    sequence(
      read(`${key}: ask otherwise`, key, { ...args, input: otherwise }, goTo(failed.first)),
      goTo(name.first),
    );
  return {
    flow: sequence(
      read(`${key}: ask`, key, args, again ?? goTo(failed.first)),
      name,
      store(`${key}: store`, key, settings, failed),
      handUp(`${key}: done`, {
        outcome: { ok: true },
        evidence: [storedEvidence(key)],
        entries: [entryAboutObject(key)],
      }),
    ),
    closing,
  };
}

/**
 * Does a part so that whatever goes wrong in it, even what no step foresees, ends as `fallback` and not as the end of what
 * runs beside it. In `fallback`, `$.failure` is the failure.
 */
export function guarded(name: string, part: Part, fallback: Payload): Part {
  return {
    flow: parallel(`${name}: all`, [part], {
      select: { "whole.$": "$[0]" },
      into: "$.result",
      onFailure: {
        into: "$.failure",
        then: pass(`${name}: all failed`, { make: { whole: fallback }, into: "$.result" }),
      },
    }),
    closing: `${name}: all ended`,
    output: "$.result.whole",
  };
}
