import { choose, forEach, parallel, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { addAclEntry } from "./aclEntry";
import { each, ifPresent } from "./parts";
import { classifyAllows } from "./aclNumbers";

type Family = "IPv4" | "IPv6";

const blockKey = { IPv4: "CidrBlock.$", IPv6: "Ipv6CidrBlock.$" } as const;

/**
 * Denies every address of the instance in every network ACL of its VPCs. An ACL sees only the far end of a packet, so the
 * entries cut what the instance has going through NAT gateways, load balancers and endpoints of other subnets. Where the
 * VPC's interface endpoints are, Systems Manager stays within reach.
 */
export function denyAddresses(): Flow {
  return sequence(
    pass("Blocks of the instance", {
      make: {
        "ipv4.$": "$.before.network.interfaces[*].ipv4Blocks[*]",
        "ipv6.$": "$.before.network.interfaces[*].ipv6Blocks[*]",
        octet: { last: 0 },
      },
      into: "$.blocks",
    }),
    ifPresent(
      "Any IPv4 block?",
      "$.blocks.ipv4[0]",
      pass("Last octet of the first", {
        make: {
          "last.$": "States.StringToJson(States.ArrayGetItem(States.StringSplit($.blocks.ipv4[0], './'), 3))",
        },
        into: "$.blocks.octet",
      }),
    ),
    each("Each ACL", denyInAcl(), {
      items: "$.before.network.acls",
      item: {
        "acl.$": "$$.Map.Item.Value",
        "aclId.$": "$$.Map.Item.Value.NetworkAclId",
        "entries.$": "$$.Map.Item.Value.Entries[*]",
        "blocks.$": "$.blocks",
        "endpointAclIds.$": "$.before.network.endpointAclIds",
      },
      subject: "$.aclId",
      into: "$.list",
    }),
  );
}

/** One entry after another, since they compete for numbers. */
function denyInAcl(): Flow {
  return sequence(
    classifyAllows(),
    pass("Where the ACL's entries begin", {
      make: {
        "ipv6.$": "States.MathAdd($.numbering.denies, States.ArrayLength($.blocks.ipv4))",
        "endpoints.$": "States.ArrayContains($.endpointAclIds, $.aclId)",
      },
      into: "$.first",
    }),
    choose("Holds endpoints?", [
      {
        when: { Variable: "$.first.endpoints", BooleanEquals: true },
        then: eachBlock("Allow endpoints", "IPv4", "$.numbering.allows", "$.steps.allow", allowEndpoints()),
      },
    ]),
    eachBlock("Deny IPv4", "IPv4", "$.numbering.denies", "$.steps.ipv4", deny("IPv4")),
    ifPresent(
      "Any IPv6 block?",
      "$.blocks.ipv6[0]",
      eachBlock("Deny IPv6", "IPv6", "$.first.ipv6", "$.steps.ipv6", deny("IPv6")),
    ),
  );
}

function eachBlock(
  name: string,
  family: Family,
  start: string,
  into: string,
  branches: readonly Part[],
): Flow {
  return forEach(
    `${name}: each block`,
    {
      flow: parallel(`${name}: both ways`, branches, { into: "$.entries" }),
      closing: `${name}: told`,
      make: { "subject.$": "$.block", "entries.$": "$.entries" },
    },
    {
      items: family === "IPv4" ? "$.blocks.ipv4" : "$.blocks.ipv6",
      item: {
        "account.$": "$.account",
        "aclId.$": "$.aclId",
        "entries.$": "$.entries",
        "blocked.$": "$.numbering.blocked",
        "block.$": "$$.Map.Item.Value",
        "start.$": `States.MathAdd(${start}, $$.Map.Item.Index)`,
        steps: {},
      },
      into,
      atOnce: 1,
    },
  );
}

function deny(family: Family): readonly Part[] {
  const rule: Payload = { Protocol: "-1", RuleAction: "deny", [blockKey[family]]: "$.block" };
  return [
    entryPart(`Deny ${family} in`, { ...rule, Egress: false }),
    entryPart(`Deny ${family} out`, { ...rule, Egress: true }),
  ];
}

function allowEndpoints(): readonly Part[] {
  const rule: Payload = { Protocol: "6", RuleAction: "allow", [blockKey.IPv4]: "$.block" };
  return [
    entryPart("Allow HTTPS in", { ...rule, Egress: false, PortRange: { From: 443, To: 443 } }),
    entryPart("Allow answers out", { ...rule, Egress: true, PortRange: { From: 1024, To: 65535 } }),
  ];
}

function entryPart(name: string, rule: Payload): Part {
  return {
    flow: addAclEntry({ name, key: "add", rule }),
    closing: `${name}: end`,
    make: { "entry.$": "$.entry", "steps.$": "$.steps" },
  };
}
