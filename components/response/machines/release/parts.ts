import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition, Json, Payload } from "../../asl/states";

/**
 * Parts that can be released, in this order: who the instance is, then what protects it, then its network, then its traffic.
 * `all` stands for every one of them, and only then the tags go and the case lets the instance go.
 */
export const releaseParts = [
  "profile",
  "sessions",
  "protection",
  "groups",
  "acls",
  "addresses",
  "targets",
  "loadBalancers",
  "autoScaling",
] as const;

export type ReleasePart = (typeof releaseParts)[number];

export interface PartArgs<Part extends string = ReleasePart> {
  readonly part: Part;
  /** Only when it is named: `all` does not stand for it. @default false */
  readonly onlyNamed?: boolean;
  /** Paths in the state before that say that this part of it could not be read. */
  readonly unread: readonly string[];
  /** Restores the part; its steps are told in `$.steps`. */
  readonly restore: Flow;
  /** Reads it back, and leaves the answer in `$.check.holds`. */
  readonly verify: Flow;
}

/** What is wanted, into `$.wanted`, and that nothing is done yet, into `$.results`. */
export function readWanted(parts: readonly string[]): Flow {
  const wanted = Object.fromEntries(
    parts.map((part) => [`${part}.$`, `States.ArrayContains($.parts, '${part}')`]),
  );
  const nothing: [string, Json][] = parts.map((part) => [part, { wanted: false, holds: null, steps: {} }]);
  return sequence(
    pass("Wanted parts", {
      make: { "all.$": "States.ArrayContains($.parts, 'all')", ...wanted },
      into: "$.wanted",
    }),
    pass("Nothing released yet", { make: Object.fromEntries(nothing), into: "$.results" }),
  );
}

/** Restores a part and verifies it, when it is wanted. What was never read cannot be restored. */
export function releasePart<Part extends string>(args: PartArgs<Part>): Flow {
  const { part, unread, restore, verify } = args;
  const result: Payload = { wanted: true, "holds.$": "$.check.holds", "steps.$": "$.steps" };
  const work = sequence(restore, verify);
  return choose(`Release ${part}?`, [
    {
      when: isWanted(args),
      then: sequence(
        pass(`Begin ${part}`, { make: {}, into: "$.steps" }),
        pass(`Verified ${part} not`, { make: { holds: false }, into: "$.check" }),
        unread.length === 0 ? work : unlessUnread(part, unread, work),
        pass(`Result of ${part}`, { make: result, into: `$.results.${part}` }),
      ),
    },
  ]);
}

/** Whether a part is asked for, by its name or with all. */
export function isWanted({ part, onlyNamed }: Pick<PartArgs<string>, "part" | "onlyNamed">): Condition {
  const isTrue = (path: string): Condition => ({ Variable: path, BooleanEquals: true });
  return onlyNamed
    ? isTrue(`$.wanted.${part}`)
    : { Or: [isTrue("$.wanted.all"), isTrue(`$.wanted.${part}`)] };
}

function unlessUnread(part: string, unread: readonly string[], work: Flow): Flow {
  return choose(
    `Was ${part} read?`,
    [
      {
        when: { Or: unread.map((path) => ({ Variable: `$.before.failures.${path}`, IsPresent: true })) },
        then: pass(`Never read ${part}`, {
          make: { Error: "NotRecorded", Cause: "This was not read before the containment." },
          into: "$.steps.before",
        }),
      },
    ],
    work,
  );
}

/** A part is as it should be: restored, or not asked for. */
export function isDone(part: string): Condition {
  return {
    Or: [
      { Variable: `$.results.${part}.wanted`, BooleanEquals: false },
      { Variable: `$.results.${part}.holds`, BooleanEquals: true },
    ],
  };
}
