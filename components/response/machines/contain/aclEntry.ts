import { call } from "../../asl/call";
import { choose, pass, sequence, wait, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { aclNumbers } from "../../aclNumbers";
import { leadBack } from "./paged";

export interface AclEntryArgs {
  /** Unique in the machine. */
  readonly name: string;
  /** Where the outcome is told in `$.steps`. */
  readonly key: string;
  /** The entry but for its number. Its block is `$.block`. */
  readonly rule: Payload;
}

/** How often a call is made again that fails for another reason than a number that is taken. */
const attempts = 3;

/**
 * Adds an entry to a network ACL under the first number that is free, which is known only by trying: other containments may
 * add entries at the same time. An entry that is there already is left as it is.
 *
 * Reads `$.aclId`, `$.entries` (those that the ACL had), `$.start`, and `$.blocked`: numbers of entries that allow traffic,
 * behind which an entry would be of no use.
 */
export function addAclEntry({ name, key, rule }: AclEntryArgs): Flow {
  const told = `$.steps.${key}`;
  const entry = `${name}: entry`;
  return sequence(
    pass(`${name}: begin`, { make: { "number.$": "$.start", numbers: 1, attempts: 0 }, into: "$.try" }),
    pass(entry, { make: { ...rule, "RuleNumber.$": "$.try.number" }, into: "$.entry" }),
    pass(`${name}: look`, {
      make: {
        "known.$": "States.ArrayContains($.entries, $.entry)",
        "blocked.$": "States.ArrayContains($.blocked, $.try.number)",
      },
      into: "$.look",
    }),
    choose(
      `${name}: needed?`,
      [
        {
          when: { Variable: "$.look.known", BooleanEquals: true },
          then: pass(`${name}: is there`, { make: { ok: true, already: true }, into: told }),
        },
        {
          when: {
            Or: [
              { Variable: "$.look.blocked", BooleanEquals: true },
              { Variable: "$.try.numbers", NumericGreaterThan: aclNumbers.tried },
            ],
          },
          then: pass(`${name}: no number`, {
            make: {
              Error: "NoFreeNumber",
              Cause: "No number is free before the entries that allow traffic.",
            },
            into: told,
          }),
        },
      ],
      call(name, {
        action: "ec2:createNetworkAclEntry",
        as: "container",
        key,
        input: { "NetworkAclId.$": "$.aclId", ...rule, "RuleNumber.$": "$.try.number" },
        timeoutSeconds: 15,
        retry: [],
        onFailure: choose(`${name}: number taken?`, [
          { when: { Variable: `${told}.Cause`, StringMatches: "*already exists*" }, then: next(name, entry) },
          {
            when: {
              And: [
                { Variable: "$.try.attempts", NumericLessThan: attempts },
                { Not: { Variable: `${told}.Cause`, StringMatches: "*maximum number*" } },
              ],
            },
            then: again(name, entry),
          },
        ]),
      }),
    ),
  );
}

function next(name: string, entry: string): Flow {
  const counted = pass(`${name}: next number`, {
    make: {
      "number.$": "States.MathAdd($.try.number, 1)",
      "numbers.$": "States.MathAdd($.try.numbers, 1)",
      "attempts.$": "$.try.attempts",
    },
    into: "$.try",
  });
  return leadBack(counted, entry);
}

function again(name: string, entry: string): Flow {
  const counted = pass(`${name}: count`, {
    make: {
      "number.$": "$.try.number",
      "numbers.$": "$.try.numbers",
      "attempts.$": "States.MathAdd($.try.attempts, 1)",
    },
    into: "$.try",
  });
  return leadBack(sequence(counted, wait(`${name}: wait`, 1)), entry);
}
