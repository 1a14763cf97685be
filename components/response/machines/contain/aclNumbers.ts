import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";

/** Rule numbers that ACLs of the landing zone keep free. */
const keptFree = 500;

/**
 * Finds out where an ACL's new entries begin, into `$.numbering`: at 500, unless the ACL has entries below 1000 that allow
 * more than single addresses, in which case it is not one of the landing zone and the entries begin at 1. Entries for single
 * addresses are those that let contained instances reach Systems Manager.
 */
export function classifyAllows(): Flow {
  return sequence(
    pass("Entries that allow", {
      make: { "allows.$": "$.acl.Entries[?(@.RuleAction == 'allow')]" },
      into: "$.numbering",
    }),
    pass("Entries that allow early", {
      make: { "early.$": "$.numbering.allows[?(@.RuleNumber < 1000)]" },
      into: "$.numbering",
    }),
    forEach(
      "Each early entry",
      {
        flow: choose(
          "Allows more than an address?",
          [
            {
              when: { Or: [isWide("CidrBlock", "/32"), isWide("Ipv6CidrBlock", "/128")] },
              then: pass("Allows more", { make: { wide: true }, into: "$.judged" }),
            },
          ],
          pass("Allows an address", { make: { wide: false }, into: "$.judged" }),
        ),
        closing: "Entry judged",
        make: { "wide.$": "$.judged.wide", "number.$": "$.entry.RuleNumber" },
      },
      {
        items: "$.numbering.early",
        item: { "entry.$": "$$.Map.Item.Value" },
        select: { "blocked.$": "$[?(@.wide == true)].number" },
        into: "$.numbering",
      },
    ),
    choose(
      "Numbers kept free?",
      [
        {
          when: { Variable: "$.numbering.blocked[0]", IsPresent: true },
          then: startAt("Begin at the first number", 1),
        },
      ],
      startAt("Begin at the numbers kept free", keptFree),
    ),
  );
}

function isWide(key: string, length: string): Condition {
  const path = `$.entry.${key}`;
  return {
    And: [{ Variable: path, IsPresent: true }, { Not: { Variable: path, StringMatches: `*${length}` } }],
  };
}

function startAt(name: string, start: number): Flow {
  return pass(name, { make: { start, "blocked.$": "$.numbering.blocked" }, into: "$.numbering" });
}
