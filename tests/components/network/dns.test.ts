import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Dns, type DnsArgs } from "../../../components/network/dns";
import { record, type Recording } from "../../support/record";

function recordDns(change: Partial<DnsArgs> = {}): Promise<Recording<Dns>> {
  const args: DnsArgs = {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    queryLogBucketArn: "arn:aws:s3:::logs",
    firewall: {
      kind: "threats",
      action: "BLOCK",
      managedDomainLists: [{ name: "malware", id: "rslvr-fdl-1a2b3c", priority: 1000 }],
      blockedDomains: ["example.com"],
      failOpen: false,
    },
    ...change,
  };
  return record((opts) => new Dns("dns", args, opts));
}

/** Priority, what matches and what is done, of every rule of the firewall. */
function rules(made: Recording<Dns>): unknown[] {
  return made.resources
    .filter(({ type }) => type === "aws:route53/resolverFirewallRule:ResolverFirewallRule")
    .map(({ inputs }) => [
      inputs["priority"],
      inputs["dnsThreatProtection"] ??
        (inputs["firewallDomainListId"] === "rslvr-fdl-1a2b3c" ? "malware" : "own list"),
      inputs["action"],
    ])
    .sort();
}

describe("Name resolution of a VPC", () => {
  it("logs every query to the bucket", async () => {
    const made = await recordDns();
    assert.equal(made.one(aws.route53.ResolverQueryLogConfig).inputs["destinationArn"], "arn:aws:s3:::logs");
    assert.equal(
      made.one(aws.route53.ResolverQueryLogConfigAssociation).inputs["resourceId"],
      "vpc-0a1b2c3d4e5f60718",
    );
  });

  it("stops bad and suspicious names, and fails closed", async () => {
    const made = await recordDns();
    assert.deepEqual(rules(made), [
      [100, "own list", "BLOCK"],
      [1000, "malware", "BLOCK"],
      [200, "DGA", "BLOCK"],
      [210, "DNS_TUNNELING", "BLOCK"],
    ]);
    assert.equal(made.one(aws.route53.ResolverFirewallConfig).inputs["firewallFailOpen"], "DISABLED");
  });

  it("only reports them, on request", async () => {
    const made = await recordDns({
      firewall: {
        kind: "threats",
        action: "ALERT",
        managedDomainLists: [],
        blockedDomains: [],
        failOpen: true,
      },
    });
    assert.deepEqual(rules(made), [
      [200, "DGA", "ALERT"],
      [210, "DNS_TUNNELING", "ALERT"],
    ]);
    assert.equal(made.one(aws.route53.ResolverFirewallConfig).inputs["firewallFailOpen"], "ENABLED");
  });

  it("resolves nothing but some names, where nothing may leave through a name server", async () => {
    const made = await recordDns({ firewall: { kind: "allow-only", domains: ["*.amazonaws.com"] } });
    assert.deepEqual(rules(made), [
      [100, "own list", "ALLOW"],
      [200, "own list", "BLOCK"],
    ]);
    assert.deepEqual(
      made.one(aws.route53.ResolverFirewallDomainList, "dns-firewall-allowed").inputs["domains"],
      ["*.amazonaws.com."],
    );
    assert.deepEqual(
      made.one(aws.route53.ResolverFirewallDomainList, "dns-firewall-everything").inputs["domains"],
      ["*."],
    );
  });

  it("asks name servers on-premises for their domains, and answers them, over DNS alone", async () => {
    const made = await recordDns({
      hybrid: {
        subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
        onPremisesPrefixListId: "pl-0a1b2c3d4e5f60718",
        domains: ["corp.example.com"],
        nameServers: ["192.168.0.53"],
      },
    });
    assert.deepEqual(made.names(aws.route53.ResolverEndpoint), ["dns-inbound", "dns-outbound"]);
    const rule = made.one(aws.route53.ResolverRule, "dns-forward-corp-example-com").inputs;
    assert.deepEqual(rule["targetIps"], [{ ip: "192.168.0.53", port: 53 }]);
    const opened = made.resources
      .filter(({ inputs }) => inputs["prefixListId"] === "pl-0a1b2c3d4e5f60718")
      .map(({ name, inputs }) => [name, inputs["ipProtocol"], inputs["fromPort"], inputs["toPort"]]);
    assert.deepEqual(opened.sort(), [
      ["dns-inbound-tcp", "tcp", 53, 53],
      ["dns-inbound-udp", "udp", 53, 53],
      ["dns-outbound-tcp", "tcp", 53, 53],
      ["dns-outbound-udp", "udp", 53, 53],
    ]);
  });
});
