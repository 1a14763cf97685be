import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import { isolationPurpose } from "../../names";
import { every, everyHolds, holdsWhen, holdsWhenAmong, type Check } from "./checks";
import { filter, filterBy, filterByList, ifPresent } from "./parts";

/** Every interface that is attached now has isolation groups only. */
export function verifyGroups(): Check {
  const read = sequence(
    pass("No groups read", { make: { isolation: { ids: [] }, current: { ids: [] } }, into: "$.groups" }),
    call("Read isolation groups", {
      action: "ec2:describeSecurityGroups",
      as: "reader",
      key: "isolation",
      input: {
        Filters: [filterByList("vpc-id", "$.before.network.vpcIds"), filter("tag:purpose", isolationPurpose)],
      },
      select: { "ids.$": "$.SecurityGroups[*].GroupId" },
      into: "$.groups.isolation",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    call("Read groups", {
      action: "ec2:describeNetworkInterfaces",
      as: "reader",
      key: "current",
      input: { Filters: [filterBy("attachment.instance-id", "$.instanceId")] },
      select: { "ids.$": "$.NetworkInterfaces[*].Groups[*].GroupId" },
      into: "$.groups.current",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
  );
  const judge = holdsWhenAmong("Isolated?", "$.groups.current.ids", ["$.groups.isolation.ids"]);
  return {
    key: "groups",
    flow: ifPresent(
      "Interfaces to verify?",
      "$.before.network.vpcIds[0]",
      sequence(read, ifPresent("Groups read?", "$.groups.current.ids[0]", judge)),
    ),
  };
}

/** Every ACL of the VPCs denies every block of the instance, both ways. */
export function verifyAcls(): Check {
  const read = sequence(
    pass("No ACLs read", { make: { list: [] }, into: "$.acls" }),
    pass("Blocks to be denied", {
      make: {
        "lists.$":
          "States.Array($.before.network.interfaces[*].ipv4Blocks[*], $.before.network.interfaces[*].ipv6Blocks[*])",
      },
      into: "$.blocks",
    }),
    call("Read ACLs", {
      action: "ec2:describeNetworkAcls",
      as: "reader",
      key: "acls",
      input: { Filters: [filterByList("vpc-id", "$.before.network.vpcIds")] },
      select: { "list.$": "$.NetworkAcls[*]" },
      into: "$.acls",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
  );
  const judge = sequence(
    every("Denied", {
      items: "$.acls.list",
      item: { "entries.$": "$$.Map.Item.Value.Entries[*]", "wanted.$": "$.blocks.lists[*][*]" },
      flow: deniesAll(),
    }),
    holdsWhen("Denied everywhere?", everyHolds),
  );
  return {
    key: "acls",
    flow: ifPresent(
      "ACLs to verify?",
      "$.before.network.vpcIds[0]",
      sequence(read, ifPresent("ACLs read?", "$.acls.list[0]", judge)),
    ),
  };
}

/** Reads no further than to 999, since entries of the landing zone that allow traffic begin at 1000. */
function deniesAll(): Flow {
  return sequence(
    narrow("Entries that deny", "$.entries", "@.RuleAction == 'deny'"),
    narrow("Entries that deny everything", "$.denies.list", "@.Protocol == '-1'"),
    narrow("Entries that deny early", "$.denies.list", "@.RuleNumber < 1000"),
    pass("Entries by direction", {
      make: {
        "in.$": "$.denies.list[?(@.Egress == false)]",
        "out.$": "$.denies.list[?(@.Egress == true)]",
      },
      into: "$.ways",
    }),
    holdsWhenAmong("Denied on its way in?", "$.wanted", blocksOf("in")),
    choose("Denied one way?", [
      {
        when: { Variable: "$.check.holds", BooleanEquals: true },
        then: sequence(
          pass("Other way open", { make: { holds: false }, into: "$.check" }),
          holdsWhenAmong("Denied on its way out?", "$.wanted", blocksOf("out")),
        ),
      },
    ]),
  );
}

function blocksOf(way: "in" | "out"): readonly string[] {
  return [`$.ways.${way}..CidrBlock`, `$.ways.${way}..Ipv6CidrBlock`];
}

function narrow(name: string, list: string, condition: string): Flow {
  return pass(name, { make: { "list.$": `${list}[?(${condition})]` }, into: "$.denies" });
}
