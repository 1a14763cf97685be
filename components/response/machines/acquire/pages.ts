import { choose, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { isPresent, isText, not } from "../conditions";
import { goTo } from "../jumps";
import type { MachineSettings } from "../settings";
import {
  entryAboutFailure,
  entryAboutObject,
  handUp,
  inCase,
  read,
  store,
  storedEvidence,
  type PieceArgs,
} from "./piece";

export interface PagesArgs extends Omit<PieceArgs, "otherwise"> {
  /** How many pages are taken at most. That there are more is told. */
  readonly atMost: number;
  /** What must be known for the question, and how it is told that it is not. */
  readonly needs?: { readonly path: string; readonly otherwise: Payload };
}

/** One question whose answer comes in pages, each stored as a file `<file>-<number>.json`. */
export function pages(settings: MachineSettings, { key, file, atMost, needs, ...args }: PagesArgs): Part {
  const closing = `${key}: end`;
  const failed = sequence(
    add(`${key}: note the failure`, { entry: entryAboutFailure(key, `$.steps.${key}`) }),
    handUp(`${key}: failed`, {
      outcome: `$.steps.${key}`,
      evidence: "$.pages.evidence",
      entries: "$.pages.entries",
    }),
    goTo(closing),
  );
  const name = pass(`${key}: name`, {
    make: { "key.$": inCase(`metadata/${file}-{}.json`, "$.pages.number") },
    into: "$.file",
  });
  const ask = read(`${key}: ask`, key, args, goTo(failed.first));
  const further = { ...args, input: { ...args.input, "NextToken.$": "$.taken.answer.NextToken" } };
  return {
    flow: sequence(
      pass(`${key}: begin`, { make: { number: 1, evidence: [], entries: [] }, into: "$.pages" }),
      ...(needs ? [unlessUnknown(key, needs, ask.first, closing)] : []),
      ask,
      name,
      store(`${key}: store`, key, settings, failed),
      add(`${key}: note the page`, { entry: entryAboutObject(key), evidence: storedEvidence(key) }),
      choose(
        `${key}: is there more?`,
        [
          { when: not(isPresent("$.taken.answer.NextToken")), then: done(`${key}: done`, true) },
          {
            when: { Variable: "$.pages.number", NumericGreaterThan: atMost },
            then: done(`${key}: cut off`, false),
          },
        ],
        sequence(read(`${key}: ask on`, key, further, goTo(failed.first)), goTo(name.first)),
      ),
    ),
    closing,
  };
}

function unlessUnknown(
  key: string,
  { path, otherwise }: NonNullable<PagesArgs["needs"]>,
  ask: string,
  closing: string,
): Flow {
  const details = { step: key, "subject.$": "$.instanceId", details: otherwise };
  const unknown = handUp(`${key}: not available`, { outcome: otherwise, evidence: [], entries: [details] });
  return choose(
    `${key}: can it be asked?`,
    [{ when: isText(path), then: goTo(ask) }],
    sequence(unknown, goTo(closing)),
  );
}

/** Nothing appends to a list: a list of lists is made, and then read as one. */
function add(name: string, { entry, evidence }: { entry: Payload; evidence?: Payload }): Flow {
  return sequence(
    pass(name, { make: { entries: [entry], evidence: evidence ? [evidence] : [] }, into: "$.added" }),
    pass(`${name}: nest`, {
      make: {
        "number.$": "States.MathAdd($.pages.number, 1)",
        "entries.$": "States.Array($.pages.entries, $.added.entries)",
        "evidence.$": "States.Array($.pages.evidence, $.added.evidence)",
      },
      into: "$.nested",
    }),
    pass(`${name}: flatten`, {
      make: {
        "number.$": "$.nested.number",
        "entries.$": "$.nested.entries[*][*]",
        "evidence.$": "$.nested.evidence[*][*]",
      },
      into: "$.pages",
    }),
  );
}

function done(name: string, complete: boolean): Flow {
  return handUp(name, {
    outcome: { ok: true, complete },
    evidence: "$.pages.evidence",
    entries: "$.pages.entries",
  });
}
