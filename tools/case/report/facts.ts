import { z } from "zod";
import { readSmall, type CaseSource } from "../source";
import type { CaseVerdict, VerifiedEntry } from "../verify";
import { outcomes, type StepOutcome } from "./outcomes";

/** What a case tells about an instance or a principal. */
export interface SubjectFacts {
  readonly subject: string;
  readonly state: "contained" | "not contained" | "released" | "not released" | "unknown";
  /** From the trigger to containment. */
  readonly seconds?: number;
  /** What was read back after containment, or after release. */
  readonly verified: readonly { readonly name: string; readonly holds: boolean | undefined }[];
  readonly steps: readonly StepOutcome[];
  readonly warnings: readonly string[];
}

/** Who acted in a case. */
export interface ActorFacts {
  readonly actor: string;
  readonly entries: number;
  readonly first: string;
  readonly last: string;
  readonly steps: readonly string[];
}

/** What a report is made of, besides the verdict. */
export interface CaseFacts {
  /** From the request, when it is in the case and intact. */
  readonly request?: Readonly<Record<string, string>>;
  readonly opened?: string;
  readonly closed?: string;
  readonly subjects: readonly SubjectFacts[];
  readonly actors: readonly ActorFacts[];
}

/** Larger objects are evidence, not a request. */
const largestRequest = 256 * 1024;

/** Reads off a case what happened in it. Only entries that are intact are believed. */
export async function factsOf(source: CaseSource, { entries, objects }: CaseVerdict): Promise<CaseFacts> {
  const intact = entries.filter((entry) => entry.intact);
  const request = await requestOf(source, intact, objects);
  const closing = intact.find(({ step }) => step === "close");
  return {
    ...(request && { request }),
    ...(intact[0] && { opened: intact[0].time }),
    ...(closing && { closed: closing.time }),
    subjects: subjectsOf(intact),
    actors: actorsOf(entries),
  };
}

const requestFields = z.record(z.string(), z.unknown());

async function requestOf(
  source: CaseSource,
  entries: readonly VerifiedEntry[],
  objects: CaseVerdict["objects"],
): Promise<CaseFacts["request"]> {
  const entry = entries.find(({ step, object }) => step === "request" && object !== null);
  const named = objects.find(({ entries: numbers }) => entry && numbers.includes(entry.sequence));
  if (!named?.intact) return undefined;
  const stored = await source.list();
  const object =
    stored.find(({ path, versionId }) => path === named.path && versionId === named.versionId) ??
    stored.find(({ path, latest }) => path === named.path && latest);
  if (!object) return undefined;
  try {
    const fields = requestFields.parse(JSON.parse(String(await readSmall(source, object, largestRequest))));
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]));
  } catch {
    return undefined; // It is listed among the evidence all the same.
  }
}

/** A value in one line. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

const conclusion = z.object({
  contained: z.boolean().optional(),
  released: z.boolean().optional(),
  seconds: z.number().nullish(),
  verified: z.record(z.string(), z.unknown()).optional(),
});

const warned = z.object({ warnings: z.record(z.string(), z.object({ text: z.string() })) });

/** Steps of a machine are named `<machine>.<part>`. */
const partPattern = /^(contain|containPrincipal|release|releasePrincipal)\.(\w+)$/;

function subjectsOf(entries: readonly VerifiedEntry[]): readonly SubjectFacts[] {
  const found = new Map<string, SubjectFacts>();
  for (const { subject, step, details } of entries) {
    const [, machine, part = ""] = partPattern.exec(step) ?? [];
    if (machine === undefined && step !== "response") continue;
    const before = found.get(subject) ?? emptyFacts(subject);
    const told = conclusion.safeParse(details).data;
    const warnings = Object.values(warned.safeParse(details).data?.warnings ?? {}).map(({ text }) => text);
    found.set(subject, {
      ...before,
      ...(told && concluded(told, before)),
      steps:
        machine === undefined ? before.steps : [...before.steps, ...outcomes(`${machine}: ${part}`, details)],
      warnings: [...before.warnings, ...warnings],
    });
  }
  return [...found.values()];
}

function emptyFacts(subject: string): SubjectFacts {
  return { subject, state: "unknown", verified: [], steps: [], warnings: [] };
}

function concluded(
  { contained, released, seconds, verified }: z.output<typeof conclusion>,
  before: SubjectFacts,
): Partial<SubjectFacts> {
  const state =
    released === true
      ? "released"
      : released === false
        ? "not released"
        : contained === undefined
          ? before.state
          : contained
            ? "contained"
            : "not contained";
  return {
    state,
    ...(typeof seconds === "number" && { seconds }),
    ...(verified && {
      verified: Object.entries(verified).map(([name, holds]) => ({
        name,
        holds: typeof holds === "boolean" ? holds : undefined,
      })),
    }),
  };
}

function actorsOf(entries: readonly VerifiedEntry[]): readonly ActorFacts[] {
  const found = new Map<string, ActorFacts>();
  for (const { actor, time, step } of entries) {
    const before = found.get(actor);
    found.set(actor, {
      actor,
      entries: (before?.entries ?? 0) + 1,
      first: before?.first ?? time,
      last: time,
      steps: [...new Set([...(before?.steps ?? []), step])],
    });
  }
  return [...found.values()];
}
