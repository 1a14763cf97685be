import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import { call } from "../../asl/call";
import { every, everyHolds, holdsWhen } from "../contain/checks";
import { context, each, unlessAlready } from "../contain/parts";
import type { PartArgs } from "./parts";

/**
 * Deletes what a containment has added to network ACLs: entries below 1000 for an address of the instance which the ACL did
 * not have before.
 */
export function releaseAcls(): PartArgs {
  const blocks =
    "States.Array($.before.network.interfaces[*].ipv4Blocks[*], $.before.network.interfaces[*].ipv6Blocks[*])";
  const item = {
    "aclId.$": "$$.Map.Item.Value.NetworkAclId",
    "earlier.$": "$$.Map.Item.Value.Entries[*]",
    "blocks.$": "$.blocks.lists[*][*]",
    now: { known: false, entries: [] },
  };
  return {
    part: "acls",
    unread: ["network.acls"],
    restore: sequence(
      pass("Blocks of the instance", { make: { "lists.$": blocks }, into: "$.blocks" }),
      each(
        "Each ACL",
        sequence(readEntries("Read entries"), eachOwn("Delete", deleteEntry(), "$.steps.entries")),
        {
          items: "$.before.network.acls",
          item,
          subject: "$.aclId",
          into: "$.steps.acls",
        },
      ),
    ),
    verify: sequence(
      every("Entries again", {
        items: "$.before.network.acls",
        item,
        flow: sequence(
          readEntries("Read entries again"),
          eachOwn("Remaining", pass("Remains", {}), "$.remaining"),
          pass("Any remaining?", {
            make: { "any.$": "States.ArrayContains($.remaining.own[*].own, true)" },
            into: "$.left",
          }),
          holdsWhen("None remaining?", {
            And: [
              { Variable: "$.now.known", BooleanEquals: true },
              { Variable: "$.left.any", BooleanEquals: false },
            ],
          }),
        ),
      }),
      holdsWhen("Deleted everywhere?", everyHolds),
    ),
  };
}

function readEntries(name: string): Flow {
  return call(name, {
    action: "ec2:describeNetworkAcls",
    as: "reader",
    key: "read",
    input: { "NetworkAclIds.$": "States.Array($.aclId)" },
    select: { known: true, "entries.$": "$.NetworkAcls[*].Entries[*]" },
    into: "$.now",
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/** Does something with each entry that the containment has added. The result is `{ own: [{ entry, steps }] }`. */
function eachOwn(name: string, then: Flow, into: string): Flow {
  const block = (state: string, key: string): Flow =>
    pass(`${name}: ${state}`, { make: { "block.$": `$.entry.${key}` }, into: "$.of" });
  return forEach(
    `${name}: each entry`,
    {
      flow: sequence(
        choose(
          `${name}: which family?`,
          [
            { when: { Variable: "$.entry.CidrBlock", IsPresent: true }, then: block("IPv4", "CidrBlock") },
            {
              when: { Variable: "$.entry.Ipv6CidrBlock", IsPresent: true },
              then: block("IPv6", "Ipv6CidrBlock"),
            },
          ],
          pass(`${name}: no block`, { make: { block: "" }, into: "$.of" }),
        ),
        pass(`${name}: whose?`, {
          make: {
            "instance.$": "States.ArrayContains($.blocks, $.of.block)",
            "earlier.$": "States.ArrayContains($.earlier, $.entry)",
          },
          into: "$.of",
        }),
        choose(`${name}: added?`, [
          {
            when: {
              And: [
                { Variable: "$.of.instance", BooleanEquals: true },
                { Variable: "$.of.earlier", BooleanEquals: false },
                { Variable: "$.entry.RuleNumber", NumericLessThan: 1000 },
              ],
            },
            then: sequence(pass(`${name}: own`, { make: { own: true }, into: "$.is" }), then),
          },
        ]),
      ),
      closing: `${name}: entry seen`,
      make: { "own.$": "$.is.own", "entry.$": "$.entry", "steps.$": "$.steps" },
    },
    {
      items: "$.now.entries",
      item: {
        ...context,
        "aclId.$": "$.aclId",
        "entry.$": "$$.Map.Item.Value",
        "blocks.$": "$.blocks",
        "earlier.$": "$.earlier",
        is: { own: false },
        steps: {},
      },
      select: { "own.$": "$[?(@.own == true)]" },
      into,
    },
  );
}

function deleteEntry(): Flow {
  return unlessAlready("Delete entry", {
    action: "ec2:deleteNetworkAclEntry",
    as: "container",
    key: "delete",
    input: {
      "NetworkAclId.$": "$.aclId",
      "Egress.$": "$.entry.Egress",
      "RuleNumber.$": "$.entry.RuleNumber",
    },
    timeoutSeconds: 15,
    already: "*does not exist*",
  });
}
