import * as aws from "@pulumi/aws";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Network } from "../../../components/network/network";
import { NextHops } from "../../support/nextHops";
import type { Recording } from "../../support/record";
import { inspection, recordNetwork } from "./networkFirewallFixture";

const client = { IPv4: "203.0.113.80", IPv6: "2001:db8:ffff::80" };
const families = ["IPv4", "IPv6"] as const;

/** The tenth address of a block. */
function tenth(block: string): string {
  const [address = ""] = block.split("/");
  return address.includes(":") ? `${address}a` : address.replace(/\d+$/, (last) => String(Number(last) + 10));
}

function endpoints(stops: readonly string[]): string[] {
  return stops.filter((stop) => stop.startsWith("firewall endpoint"));
}

describe("The routes of an inspected network", () => {
  let made: Recording<Network>;
  let hops: NextHops;
  before(async () => {
    made = await recordNetwork({ dualStack: true });
    hops = new NextHops("net", made);
  });

  for (const zone of ["a", "b", "c"]) {
    it(`lead what leaves and enters public subnet ${zone} through the endpoint of its own zone`, () => {
      for (const family of families) {
        const address = tenth(hops.block(`public-${zone}`, family));
        assert.deepEqual(hops.out(`public-${zone}`, client[family]), [
          `firewall endpoint ${zone}`,
          "internet",
        ]);
        assert.deepEqual(hops.in(address), [
          "internet gateway",
          `firewall endpoint ${zone}`,
          `public-${zone}`,
        ]);
      }
    });

    it(`lead what private subnet ${zone} sends over IPv4 through the NAT gateway and the endpoint of its zone`, () => {
      const stops = hops.out(`private-${zone}`, client.IPv4);
      assert.deepEqual(stops, [`NAT gateway ${zone}`, `firewall endpoint ${zone}`, "internet"]);
    });

    it(`lead what private subnet ${zone} sends and is answered over IPv6 through the endpoint of its zone`, () => {
      const address = tenth(hops.block(`private-${zone}`, "IPv6"));
      assert.deepEqual(hops.out(`private-${zone}`, client.IPv6), [`firewall endpoint ${zone}`, "internet"]);
      assert.deepEqual(hops.in(address), [
        "internet gateway",
        `firewall endpoint ${zone}`,
        `private-${zone}`,
      ]);
    });
  }

  it("keep what stays within the VPC away from the firewall", () => {
    const address = tenth(hops.block("private-b", "IPv4"));
    assert.deepEqual(hops.out("public-a", address), ["private-b"]);
    assert.deepEqual(hops.out("isolated-c", address), ["private-b"]);
  });

  it("leave the isolated tier without a way out", () => {
    assert.deepEqual(hops.out("isolated-a", client.IPv4), ["nowhere"]);
    assert.deepEqual(hops.out("isolated-a", client.IPv6), ["nowhere"]);
  });

  it("cross one and the same endpoint in both directions, whatever the zones and the NAT gateways", async () => {
    const networks = fc.record({
      zones: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"), {
        minLength: 2,
        maxLength: 6,
      }),
      natGatewayStrategy: fc.constantFrom("OnePerAz" as const, "Single" as const),
      dualStack: fc.boolean(),
    });
    const property = fc.asyncProperty(networks, async ({ zones, ...network }) => {
      const availabilityZones = zones.map((zone) => `eu-central-1${zone}`);
      const walked = new NextHops("net", await recordNetwork({ ...network, availabilityZones }));
      for (const subnet of zones.flatMap((zone) => [`public-${zone}`, `private-${zone}`])) {
        for (const family of families.slice(0, network.dualStack ? 2 : 1)) {
          const out = walked.out(subnet, client[family]);
          const nat = /^NAT gateway (.)$/.exec(out[0] ?? "")?.[1];
          // The internet answers to the NAT gateway's address, where there is one.
          const answered = walked.block(nat === undefined ? subnet : `public-${nat}`, family);
          assert.equal(endpoints(out).length, 1);
          assert.deepEqual(endpoints(walked.in(tenth(answered))), endpoints(out));
        }
      }
    });
    await fc.assert(property, { numRuns: 6 });
  });

  it("use the endpoint of the one NAT gateway's zone when it serves all", async () => {
    const single = new NextHops("net", await recordNetwork({ natGatewayStrategy: "Single" }));
    assert.deepEqual(single.out("private-c", client.IPv4), [
      "NAT gateway a",
      "firewall endpoint a",
      "internet",
    ]);
  });

  it("send nothing to an endpoint that has no way on, or whose way back is not there", () => {
    const route = made.one(aws.ec2.Route, "net-public-b-internet").options.dependsOn;
    assert(route.includes("net-firewall-internet"));
    assert(route.includes("net-firewall-b"));
    assert(route.includes("net-inspection-logs"));
    const privateRoute = made.one(aws.ec2.Route, "net-private-b-internet-ipv6").options.dependsOn;
    assert(privateRoute.includes("net-public-b-internet-ipv6"));
    const association = made.one(aws.ec2.RouteTableAssociation, "net-public-b").options.dependsOn;
    assert(association.includes("net-public-b-internet"));
    const edge = made.one(aws.ec2.RouteTableAssociation, "net-edge").options.dependsOn;
    assert(edge.includes("net-edge-public-b"));
    assert(edge.includes("net-firewall-internet-ipv6"));
  });

  it("create a NAT gateway only when its subnet has a route to the internet", () => {
    assert(made.one(aws.ec2.NatGateway, "net-nat-b").options.dependsOn.includes("net-public-b-internet"));
  });

  it("are known to others by tier and zone, but for those that traffic only passes", () => {
    const keys = Object.keys(made.result.routeTableIds());
    assert.deepEqual(keys, [
      "public-a",
      "public-b",
      "public-c",
      "private-a",
      "private-b",
      "private-c",
      "isolated",
    ]);
    assert.deepEqual(Object.keys(made.result.routeTableIds("public")), ["public-a", "public-b", "public-c"]);
  });

  it("rename and move nothing when the middle zone goes", async () => {
    const fewer = await recordNetwork({
      dualStack: true,
      availabilityZones: ["eu-central-1a", "eu-central-1c"],
    });
    const gone = made.inventory().filter((line) => !fewer.inventory().includes(line));
    assert.deepEqual(
      gone.filter((line) => !/-b(-|$)/.test(line)),
      [],
    );
    assert(gone.includes("aws:ec2/route:Route net-edge-private-b-ipv6"));
    assert.deepEqual(
      fewer.inventory().filter((line) => !made.inventory().includes(line)),
      [],
    );
  });
});

describe("A zone that leaves an inspected network", () => {
  const leave = (leavingZones: string[]) =>
    recordNetwork({
      availabilityZones: ["eu-central-1a", "eu-central-1c"],
      inspection: { ...inspection, leavingZones },
    });

  it("first keeps its endpoint and loses everything else, then the endpoint goes too", async () => {
    const [before, between, after] = [await recordNetwork(), await leave(["eu-central-1b"]), await leave([])];
    const kept = between.inventory().filter((line) => !after.inventory().includes(line));
    assert.deepEqual(kept, [
      "aws:ec2/networkAclAssociation:NetworkAclAssociation net-firewall-b",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-firewall-b",
      "aws:ec2/subnet:Subnet net-firewall-b",
    ]);
    const mappings = (made: Recording<Network>) =>
      made.one(aws.networkfirewall.Firewall).inputs["subnetMappings"] as { subnetId: string }[];
    assert.deepEqual(mappings(between), mappings(before));
    assert.equal(mappings(after).length, 2);
    assert(between.names(aws.ec2.Route).every((route) => !/-b(-|$)/.test(route)));
  });

  it("is no longer one of the network's zones", async () => {
    const both = recordNetwork({
      inspection: { ...inspection, leavingZones: ["eu-central-1b", "eu-central-1x"] },
    });
    await assert.rejects(both, {
      message: [
        'Network "net": 2 problems',
        "  inspection.leavingZones: eu-central-1b is still one of the network's zones; name it in one place",
        "  inspection.leavingZones: eu-central-1x must end with a letter from a to h; name a zone, not a region",
      ].join("\n"),
    });
  });
});

describe("Turning inspection on", () => {
  it("adds the firewall and its routes, and takes away only the public tier's shared table", async () => {
    const off = await recordNetwork({ inspection: undefined });
    const on = await recordNetwork();
    assert.deepEqual(
      off.inventory().filter((line) => !on.inventory().includes(line)),
      ["aws:ec2/route:Route net-public-internet", "aws:ec2/routeTable:RouteTable net-public"],
    );
    const added = on.inventory().filter((line) => !off.inventory().includes(line));
    assert.deepEqual(
      added.filter((line) => line.startsWith("aws:ec2/")),
      [
        "aws:ec2/route:Route net-edge-public-a",
        "aws:ec2/route:Route net-edge-public-b",
        "aws:ec2/route:Route net-edge-public-c",
        "aws:ec2/route:Route net-firewall-internet",
        "aws:ec2/route:Route net-public-a-internet",
        "aws:ec2/route:Route net-public-b-internet",
        "aws:ec2/route:Route net-public-c-internet",
        "aws:ec2/routeTable:RouteTable net-edge",
        "aws:ec2/routeTable:RouteTable net-public-a",
        "aws:ec2/routeTable:RouteTable net-public-b",
        "aws:ec2/routeTable:RouteTable net-public-c",
        "aws:ec2/routeTableAssociation:RouteTableAssociation net-edge",
      ],
    );
  });

  it("takes the egress-only gateway away, past which nothing could be inspected", async () => {
    const [off, on] = [
      await recordNetwork({ dualStack: true, inspection: undefined }),
      await recordNetwork({ dualStack: true }),
    ];
    assert.deepEqual(off.names(aws.ec2.EgressOnlyInternetGateway), ["net-egress-only"]);
    assert.deepEqual(on.names(aws.ec2.EgressOnlyInternetGateway), []);
    assert.deepEqual(new NextHops("net", off).out("private-a", client.IPv6), ["egress-only gateway"]);
  });

  it("finds the firewall tier prepared, with a table that leads nowhere", async () => {
    const off = await recordNetwork({ inspection: undefined });
    assert.deepEqual(new NextHops("net", off).out("firewall-a", client.IPv4), ["nowhere"]);
    assert.deepEqual(off.names(aws.networkfirewall.Firewall), []);
  });
});
