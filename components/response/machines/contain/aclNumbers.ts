import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition, Payload } from "../../asl/states";
import { aclNumbers } from "../../aclNumbers";

/**
 * Finds out where an ACL's new entries begin, into `$.numbering`: at those of {@link aclNumbers}, unless the ACL has entries below them
 * that allow more than single addresses, in which case it is not one of the landing zone and the entries begin at 1. Entries
 * for single addresses are those that let contained instances reach Systems Manager.
 */
export function classifyAllows(): Flow {
  return sequence(
    pass("Entries that allow", {
      make: { "allows.$": "$.acl.Entries[?(@.RuleAction == 'allow')]" },
      into: "$.numbering",
    }),
    pass("Entries that allow early", {
      make: { "early.$": `$.numbering.allows[?(@.RuleNumber < ${String(aclNumbers.owners)})]` },
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
          then: startAt("Begin at the first number", {
            allows: 1,
            "denies.$": "States.MathAdd(States.ArrayLength($.blocks.ipv4), 1)",
          }),
        },
      ],
      startAt("Begin at the numbers kept free", {
        "allows.$": afterOctet(aclNumbers.allows),
        "denies.$": afterOctet(aclNumbers.denies),
      }),
    ),
  );
}

function afterOctet(first: number): string {
  return `States.MathAdd($.blocks.octet.last, ${String(first)})`;
}

function isWide(key: string, length: string): Condition {
  const path = `$.entry.${key}`;
  return {
    And: [{ Variable: path, IsPresent: true }, { Not: { Variable: path, StringMatches: `*${length}` } }],
  };
}

function startAt(name: string, numbers: Payload): Flow {
  return pass(name, { make: { ...numbers, "blocked.$": "$.numbering.blocked" }, into: "$.numbering" });
}
