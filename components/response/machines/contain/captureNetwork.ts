import { call } from "../../asl/call";
import { forEach, pass, sequence, type Flow } from "../../asl/flow";
import type { Capture } from "./captured";
import { filter, filterByList, ifPresent } from "./parts";

/** Interfaces with their groups and addresses, and the network ACLs of their VPCs. */
export function captureNetwork(): Capture {
  return {
    name: "Capture network",
    key: "network",
    unread: {
      interfaces: [],
      vpcs: { ids: [] },
      acls: { list: [] },
      endpoints: { subnetIds: [] },
      endpointAcls: { ids: [] },
    },
    flow: sequence(
      normalizeInterfaces(),
      pass("VPCs of the interfaces", {
        make: { "ids.$": "States.ArrayUnique($.read.interfaces[*].vpcId)" },
        into: "$.read.vpcs",
      }),
      ifPresent("In a VPC?", "$.read.vpcs.ids[0]", sequence(readAcls(), readEndpoints())),
    ),
    value: {
      "interfaces.$": "$.read.interfaces",
      "vpcIds.$": "$.read.vpcs.ids",
      "acls.$": "$.read.acls.list",
      "endpointAclIds.$": "$.read.endpointAcls.ids",
    },
  };
}

/** `..` finds a key wherever it is, and gives an empty list where it is not. */
function normalizeInterfaces(): Flow {
  const nic = "$.interface";
  return forEach(
    "Each interface found",
    {
      flow: sequence(
        blocks("IPv4 blocks", "$.ipv4", 32, "$.ipv4Blocks"),
        blocks("IPv6 blocks", "$.ipv6", 128, "$.ipv6Blocks"),
      ),
      closing: "Interface captured",
      make: {
        "interfaceId.$": `${nic}.NetworkInterfaceId`,
        "subnetId.$": `${nic}.SubnetId`,
        "vpcId.$": `${nic}.VpcId`,
        "groupIds.$": `${nic}.Groups[*].GroupId`,
        "ipv4Blocks.$": "$.ipv4Blocks",
        "ipv6Blocks.$": "$.ipv6Blocks",
        tracking: {
          "tcpEstablished.$": `${nic}..TcpEstablishedTimeout`,
          "udpStream.$": `${nic}..UdpStreamTimeout`,
          "udp.$": `${nic}..UdpTimeout`,
        },
      },
    },
    {
      items: "$.found.interfaces",
      item: {
        "interface.$": "$$.Map.Item.Value",
        "ipv4.$": "States.ArrayUnique($$.Map.Item.Value..PrivateIpAddress)",
        "ipv6.$": "States.ArrayUnique($$.Map.Item.Value..Ipv6Address)",
      },
      into: "$.read.interfaces",
    },
  );
}

/** The addresses of a list in CIDR notation. */
function blocks(name: string, items: string, length: number, into: string): Flow {
  return forEach(
    name,
    {
      flow: pass(`${name}: one`, { make: { "block.$": `States.Format('{}/${length}', $.address)` } }),
      closing: `${name}: done`,
      output: "$.block",
    },
    { items, item: { "address.$": "$$.Map.Item.Value" }, into },
  );
}

function readAcls(): Flow {
  return call("Describe ACLs", {
    action: "ec2:describeNetworkAcls",
    as: "reader",
    key: "acls",
    input: { Filters: [filterByList("vpc-id", "$.read.vpcs.ids")] },
    select: { "list.$": "$.NetworkAcls[*]" },
    into: "$.read.acls",
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/** The ACLs through which an instance reaches Systems Manager. */
function readEndpoints(): Flow {
  return sequence(
    call("Describe endpoints", {
      action: "ec2:describeVpcEndpoints",
      as: "reader",
      key: "endpoints",
      input: {
        Filters: [filterByList("vpc-id", "$.read.vpcs.ids"), filter("vpc-endpoint-type", "Interface")],
      },
      select: { "subnetIds.$": "States.ArrayUnique($.VpcEndpoints[*].SubnetIds[*])" },
      into: "$.read.endpoints",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    ifPresent(
      "Interface endpoints?",
      "$.read.endpoints.subnetIds[0]",
      call("Describe ACLs of endpoints", {
        action: "ec2:describeNetworkAcls",
        as: "reader",
        key: "endpointAcls",
        input: { Filters: [filterByList("association.subnet-id", "$.read.endpoints.subnetIds")] },
        select: { "ids.$": "$.NetworkAcls[*].NetworkAclId" },
        into: "$.read.endpointAcls",
        timeoutSeconds: 10,
        onFailure: "record",
      }),
    ),
  );
}
