import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Network, type NetworkArgs } from "../../../components/network/network";
import { record, type Recording } from "../../support/record";

const account = { id: "111122223333", region: "eu-central-1" };

function recordNetwork(change: Partial<NetworkArgs> = {}): Promise<Recording<Network>> {
  const args: NetworkArgs = {
    cidrBlock: "10.20.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    tiers: { public: {}, private: {} },
    natGatewayStrategy: "OnePerAz",
    purpose: "workload",
    flowLogs: { account, bucketArn: "arn:aws:s3:::logs" },
    ...change,
  };
  return record((opts) => new Network("net", args, opts));
}

describe("A network", () => {
  let made: Recording<Network>;
  before(async () => (made = await recordNetwork()));

  it("has a subnet of each tier in each zone, named by tier and zone", () => {
    assert.deepEqual(made.names(aws.ec2.Subnet), [
      "net-private-a",
      "net-private-b",
      "net-private-c",
      "net-public-a",
      "net-public-b",
      "net-public-c",
    ]);
    assert.equal(made.one(aws.ec2.Subnet, "net-public-a").inputs["mapPublicIpOnLaunch"], false);
  });

  it("leaves nothing without a parent", () => {
    assert.deepEqual(made.orphans, []);
  });

  it("empties what AWS creates with every VPC", () => {
    assert.deepEqual(made.one(aws.ec2.DefaultSecurityGroup).inputs["ingress"], []);
    assert.deepEqual(made.one(aws.ec2.DefaultSecurityGroup).inputs["egress"], []);
    assert.deepEqual(made.one(aws.ec2.DefaultNetworkAcl).inputs["ingress"], []);
    assert.deepEqual(made.one(aws.ec2.DefaultNetworkAcl).inputs["egress"], []);
    assert.deepEqual(made.one(aws.ec2.DefaultRouteTable).inputs["routes"], []);
  });

  it("routes each private zone through the NAT gateway of its own zone", () => {
    assert.deepEqual(made.names(aws.ec2.NatGateway), ["net-nat-a", "net-nat-b", "net-nat-c"]);
    for (const zone of ["a", "b", "c"]) {
      const { dependsOn } = made.one(aws.ec2.Route, `net-private-${zone}-internet`).options;
      assert(dependsOn.includes(`net-nat-${zone}`));
    }
  });

  it("puts a subnet behind its network ACL only when the ACL has its entries", () => {
    const { dependsOn } = made.one(aws.ec2.NetworkAclAssociation, "net-private-a").options;
    assert(dependsOn.includes("net-private-ingress-vpc"));
    assert(dependsOn.includes("net-private-egress-https"));
  });

  it("records all traffic by the minute, as Parquet by the hour", () => {
    const { inputs } = made.one(aws.ec2.FlowLog);
    assert.equal(inputs["trafficType"], "ALL");
    assert.equal(inputs["maxAggregationInterval"], 60);
    assert.deepEqual(inputs["destinationOptions"], {
      fileFormat: "parquet",
      hiveCompatiblePartitions: true,
      perHourPartition: true,
    });
    assert.match(
      inputs["logFormat"] as string,
      /\$\{tcp-flags\}.*\$\{pkt-srcaddr\}.*\$\{flow-direction\} \$\{traffic-path\}/,
    );
  });

  it("renames and moves nothing when the middle zone goes", async () => {
    const fewer = await recordNetwork({ availabilityZones: ["eu-central-1a", "eu-central-1c"] });
    const gone = made.inventory().filter((line) => !fewer.inventory().includes(line));
    assert(gone.length > 0);
    assert.deepEqual(
      gone.filter((line) => !/-b(-|$)/.test(line)),
      [],
    );
    assert.deepEqual(
      fewer.inventory().filter((line) => !made.inventory().includes(line)),
      [],
    );
    const blockOfC = (network: Recording<Network>) =>
      network.one(aws.ec2.Subnet, "net-public-c").inputs["cidrBlock"];
    assert.equal(blockOfC(fewer), blockOfC(made));
  });

  it("has one NAT gateway for all zones, in the first, when it is to be single", async () => {
    const single = await recordNetwork({ natGatewayStrategy: "Single" });
    assert.deepEqual(single.names(aws.ec2.NatGateway), ["net-nat-a"]);
    assert.deepEqual(single.names(aws.ec2.Eip), ["net-nat-a-address"]);
    assert(single.one(aws.ec2.Route, "net-private-c-internet").options.dependsOn.includes("net-nat-a"));
  });

  it("gives the private tier no default route without a NAT gateway", async () => {
    const none = await recordNetwork({ natGatewayStrategy: "None" });
    assert.deepEqual(none.names(aws.ec2.NatGateway), []);
    assert.deepEqual(none.names(aws.ec2.Route), ["net-public-internet"]);
  });

  it("takes the addresses that are brought along, and creates the others", async () => {
    const own = await recordNetwork({ natGatewayAddresses: { b: "eipalloc-0a1b2c3d4e5f60718" } });
    assert.deepEqual(own.names(aws.ec2.Eip), ["net-nat-a-address", "net-nat-c-address"]);
    assert.equal(
      own.one(aws.ec2.NatGateway, "net-nat-b").inputs["allocationId"],
      "eipalloc-0a1b2c3d4e5f60718",
    );
  });

  it("has no way out at all with isolated subnets alone", async () => {
    const isolated = await recordNetwork({ tiers: { isolated: {} }, natGatewayStrategy: "None" });
    assert.deepEqual(isolated.names(aws.ec2.InternetGateway), []);
    assert.deepEqual(isolated.names(aws.ec2.Route), []);
    assert.deepEqual(isolated.names(aws.ec2.RouteTable), ["net-isolated"]);
  });

  it("has IPv6 beside IPv4 when it is dual-stack, out of the private tier by an egress-only gateway", async () => {
    const dual = await recordNetwork({ dualStack: true });
    assert.equal(dual.one(aws.ec2.Vpc).inputs["assignGeneratedIpv6CidrBlock"], true);
    assert.match(dual.one(aws.ec2.Subnet, "net-private-b").inputs["ipv6CidrBlock"] as string, /10::\/64$/);
    assert.deepEqual(dual.names(aws.ec2.EgressOnlyInternetGateway), ["net-egress-only"]);
    assert(
      dual.one(aws.ec2.Route, "net-private-a-internet-ipv6").options.dependsOn.includes("net-egress-only"),
    );
    assert.equal(
      dual.one(aws.ec2.Route, "net-public-internet-ipv6").inputs["destinationIpv6CidrBlock"],
      "::/0",
    );
    assert.equal(
      dual.one(aws.ec2.NetworkAclRule, "net-public-ingress-https-ipv6").inputs["ipv6CidrBlock"],
      "::/0",
    );
  });

  it("takes its block from the IPAM pool that it is given", async () => {
    const pooled = await recordNetwork({ ipamPoolId: "ipam-pool-0a1b2c3d4e5f60718" });
    const { cidrBlock, ipv4IpamPoolId } = pooled.one(aws.ec2.Vpc).inputs;
    assert.deepEqual([cidrBlock, ipv4IpamPoolId], ["10.20.0.0/16", "ipam-pool-0a1b2c3d4e5f60718"]);
  });

  it("keeps a second copy of its flow logs in an encrypted log group, on request", async () => {
    const copied = await recordNetwork({
      flowLogs: { account, bucketArn: "arn:aws:s3:::logs", logGroupRetentionDays: 30 },
    });
    const group = copied.one(aws.cloudwatch.LogGroup);
    assert.equal(group.inputs["retentionInDays"], 30);
    assert(group.options.dependsOn.includes("net-flow-logs-cloudwatch-encryption-key"));
    assert.deepEqual(copied.names(aws.ec2.FlowLog), ["net-flow-logs-cloudwatch-log", "net-flow-logs-log"]);
  });

  it("refuses arguments that cannot work, before it creates anything", async () => {
    const broken = { cidrBlock: "10.20.0.0/22", tiers: { private: {}, isolated: { prefixLength: 20 } } };
    await assert.rejects(recordNetwork(broken), {
      message: [
        'Network "net": 2 problems',
        "  tiers.isolated.prefixLength: an isolated subnet of 10.20.0.0/22 has room for /27, and AWS allows /28 at most; " +
          "take 27 to 28",
        "  natGatewayStrategy: OnePerAz needs the public tier, got private, isolated; add that tier or set None",
      ].join("\n"),
    });
  });
});
