import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { defaultFlows } from "../../../components/network/flows";
import { PrefixLists } from "../../../components/network/prefixLists";
import { SecurityGroups, type SecurityGroupsArgs } from "../../../components/network/securityGroups";
import { record, type Recording } from "../../support/record";

function recordGroups(change: Partial<SecurityGroupsArgs> = {}): Promise<Recording<SecurityGroups>> {
  const args = {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    flows: defaultFlows,
    prefixListIds: {},
    ipv6: false,
    ...change,
  };
  return record((opts) => new SecurityGroups("sg", args, opts));
}

describe("Security groups", () => {
  let made: Recording<SecurityGroups>;
  before(async () => (made = await recordGroups()));

  it("are one for each purpose, without a rule of their own", () => {
    assert.deepEqual(made.names(aws.ec2.SecurityGroup), [
      "sg-application",
      "sg-database",
      "sg-endpoints",
      "sg-load-balancer",
      "sg-management",
    ]);
    for (const { inputs } of made.resources.filter(
      ({ type }) => type === "aws:ec2/securityGroup:SecurityGroup",
    )) {
      assert.deepEqual([inputs["ingress"], inputs["egress"]], [undefined, undefined]);
    }
  });

  it("name each other in their rules, never a block within the VPC", () => {
    const rule = made.one(
      aws.vpc.SecurityGroupIngressRule,
      "sg-application-from-load-balancer-tcp-8080",
    ).inputs;
    assert.match(rule["referencedSecurityGroupId"] as string, /^sg-/);
    assert.equal(rule["cidrIpv4"], undefined);
    assert.deepEqual([rule["fromPort"], rule["toPort"], rule["ipProtocol"]], [8080, 8080, "tcp"]);
  });

  it("open the load balancer alone to the internet", () => {
    const open = made.resources
      .filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0")
      .map(({ name }) => name);
    assert.deepEqual(open, [
      "sg-load-balancer-from-internet-tcp-443",
      "sg-load-balancer-from-internet-tcp-80",
    ]);
  });

  it("open it over IPv6 too, in a dual-stack VPC", async () => {
    const dual = await recordGroups({ ipv6: true });
    const rule = dual.one(
      aws.vpc.SecurityGroupIngressRule,
      "sg-load-balancer-from-internet-tcp-443-ipv6",
    ).inputs;
    assert.deepEqual([rule["cidrIpv6"], rule["cidrIpv4"]], ["::/0", undefined]);
  });

  it("know addresses outside the VPC as prefix lists", async () => {
    const flows = [{ from: "office", to: "management", ports: [443] }];
    const office = await recordGroups({ flows, prefixListIds: { office: "pl-0a1b2c3d4e5f60718" } });
    const rule = office.one(aws.vpc.SecurityGroupIngressRule).inputs;
    assert.equal(rule["prefixListId"], "pl-0a1b2c3d4e5f60718");
    assert.equal(rule["description"], "From office");
  });

  it("refuse flows that cannot work", async () => {
    await assert.rejects(recordGroups({ flows: [{ from: "office", to: "management", ports: [443] }] }), {
      message:
        'SecurityGroups "sg": 1 problem\n' +
        "  flows.0: office is no end of a flow, there are load-balancer, application, database, endpoints, management, " +
        "internet; name one of them, or add a prefix list",
    });
  });
});

describe("Prefix lists", () => {
  const lists = { office: ["198.51.100.0/24", "203.0.113.0/24"], "on-premises": ["192.168.0.0/16"] };

  it("have room for exactly their blocks, since each counts as a rule", async () => {
    const made = await record((opts) => new PrefixLists("pl", { lists, sharedWith: [] }, opts));
    const { inputs } = made.one(aws.ec2.ManagedPrefixList, "pl-office");
    assert.equal(inputs["maxEntries"], 2);
    assert.deepEqual(inputs["entries"], [
      { cidr: "198.51.100.0/24", description: "office" },
      { cidr: "203.0.113.0/24", description: "office" },
    ]);
    assert.deepEqual(made.names(aws.ram.ResourceShare), []);
  });

  it("are shared within the organization only", async () => {
    const sharedWith = [
      "arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-cdef3456",
      "777788889999",
    ];
    const made = await record((opts) => new PrefixLists("pl", { lists, sharedWith }, opts));
    assert.equal(made.one(aws.ram.ResourceShare).inputs["allowExternalPrincipals"], false);
    assert.deepEqual(made.names(aws.ram.ResourceAssociation), ["pl-share-office", "pl-share-on-premises"]);
    assert.deepEqual(made.names(aws.ram.PrincipalAssociation), [
      "pl-share-with-777788889999",
      "pl-share-with-ou-ab12-cdef3456",
    ]);
  });
});
