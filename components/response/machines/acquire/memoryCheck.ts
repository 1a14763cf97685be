import { choose, pass, sequence, type Alternative, type Flow } from "../../asl/flow";
import type { Condition, Json, Payload } from "../../asl/states";
import { all, isPresent, isText, not } from "../conditions";
import { goTo } from "../jumps";
import type { MachineSettings } from "../settings";
import { holdObject, lookAtObject } from "./memoryObject";

/**
 * Share of zeros, from 0 to 1, from which an image is none. A capture that failed without telling so is almost all zeros;
 * memory that was never used since the start is zeros too, so less would refuse the images of young instances.
 */
const tooManyZeros = "0.98";

export interface Ways {
  /** State that goes on with what was told. */
  readonly record: string;
  /** State that goes on without an object, with the failure in `$.steps.memory`. */
  readonly untaken: string;
  /** Name of the failure of an image that is none. */
  readonly rejected: string;
}

/**
 * What the capture prints: one line of JSON with these keys in this order, all values texts without quotes. It comes from a
 * suspect, so it is taken apart at its quotes, which can't fail, and not parsed, which could end the acquisition.
 */
const reported = ["sha256", "checksumSha256", "bytes", "zeroShare", "banner"] as const;

const part = (index: number): string => `$.report.parts[${index}]`;

const value = (name: (typeof reported)[number]): string => part(3 + 4 * reported.indexOf(name));

const isReport = all(
  ...reported.flatMap((name, index): Condition[] => [
    isPresent(part(3 + 4 * index)),
    { Variable: part(1 + 4 * index), StringEquals: name },
  ]),
);

/** What Systems Manager has of the command, kept as a file: an entry of the custody log would not take all of it. */
export const entryAboutCommand: Payload = {
  step: "memoryCommand",
  "subject.$": "$.instanceId",
  details: { "commandId.$": "$.started.id" },
  "key.$": "States.Format('{}/metadata/memory-command.json', $.instanceId)",
  body: { "answer.$": "$.command.answer" },
};

const entries = (details: Payload): readonly Json[] => [
  {
    step: "memory",
    "subject.$": "$.instanceId",
    details: { ...details, "bytes.$": "$.object.bytes", "minimumBytes.$": "$.size.minimumBytes" },
    "key.$": "$.file.key",
  },
  entryAboutCommand,
];

/** Checks what the capture left. An object that is refused stays in the vault, and in the custody log. */
export function checkDump(settings: MachineSettings, ways: Ways): Flow {
  return sequence(
    lookAtObject("Memory: look at the object", settings, { key: "memory", onFailure: goTo(ways.untaken) }),
    holdObject("Memory: hold the object", settings),
    choose("Memory: is there a report?", [
      {
        when: isText("$.command.answer.StandardOutputContent"),
        then: pass("Memory: take the report apart", {
          make: {
            "parts.$": "States.StringSplit($.command.answer.StandardOutputContent, '\"')",
            "bytes.$": "States.Format('{}', $.object.bytes)",
          },
          into: "$.report",
        }),
      },
    ]),
    choose(
      "Memory: is it an image?",
      refusals.map(({ when, why }, index) => ({ when, then: refuse(ways, why, index + 1) })),
      accepted(ways),
    ),
  );
}

const refusals: readonly { readonly when: Alternative["when"]; readonly why: string }[] = [
  { when: not(isReport), why: "the capture printed no report" },
  {
    when: not({ Variable: value("bytes"), StringEqualsPath: "$.report.bytes" }),
    why: "the object has another size than the capture tells",
  },
  {
    when: { Variable: "$.object.bytes", NumericLessThanPath: "$.size.minimumBytes" },
    why: "the object is smaller than the memory of the instance",
  },
  {
    when: not({ Variable: value("zeroShare"), StringLessThan: tooManyZeros }),
    why: "the object is almost all zeros",
  },
  {
    when: not({ Variable: value("banner"), StringMatches: "Linux version *" }),
    why: "there is no banner of a kernel in the object",
  },
];

function refuse({ record, rejected }: Ways, why: string, number: number): Flow {
  return sequence(
    pass(`Memory: refuse (${number})`, { make: { Error: rejected, Cause: why }, into: "$.steps.memory" }),
    pass(`Memory: tell the refusal (${number})`, {
      make: {
        memory: { possible: false, reason: why, "key.$": "$.file.full" },
        evidence: [],
        entries: entries({ rejected: why }),
      },
      into: "$.told",
    }),
    goTo(record),
  );
}

function accepted({ record }: Ways): Flow {
  return sequence(
    pass("Memory: take it", {
      make: {
        memory: { possible: true, "key.$": "$.file.full" },
        evidence: [
          {
            kind: "memory",
            "key.$": "$.file.full",
            "checksumSha256.$": value("checksumSha256"),
            "versionId.$": "$.object.versionId",
          },
        ],
        entries: entries({ "isSizeKnown.$": "$.size.isKnown" }),
      },
      into: "$.told",
    }),
    goTo(record),
  );
}
