import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { defaultTunnelOptions } from "../../components/connectivity/vpn/tunnelOptions";
import { problemOf } from "../../config/issues";
import type { Problem } from "../../config/problems";
import { checkVpn, vpn, vpnPlan, type VpnConfig } from "../../config/vpn";

type Values = Record<string, unknown>;

/** What the VPN meets in a workload's configuration, as the workload's schema puts them together. */
const surroundings = z
  .object({
    account: z.string(),
    region: z.string(),
    network: z.object({
      cidr: z.string(),
      tiers: z.object({ public: z.unknown(), private: z.unknown(), isolated: z.unknown() }).partial(),
    }),
    transitGateway: z.object({ kind: z.string(), amazonSideAsn: z.number().optional() }).optional(),
    vpn,
  })
  .superRefine(checkVpn);

const berlin: Values = { name: "Berlin", address: "203.0.113.10", routing: { type: "bgp", bgpAsn: 65010 } };
const munich: Values = { name: "Munich", address: "203.0.113.20", routing: { type: "bgp", bgpAsn: 65020 } };
const good: Values = { customerGateways: { berlin, munich }, onPremisesPrefixes: ["192.168.0.0/16"] };

const around = {
  account: "111122223333",
  region: "eu-central-1",
  network: { cidr: "10.20.0.0/16", tiers: { public: {}, private: {} } },
};

function read(given: Values | undefined, change: Values = {}): VpnConfig | undefined {
  return surroundings.parse({ ...around, vpn: given, ...change }).vpn;
}

function problemsOf(given: Values, change: Values = {}): Problem[] {
  const values = { ...around, vpn: given, ...change };
  const { error } = surroundings.safeParse(values);
  return (error?.issues ?? []).flatMap((issue) => problemOf(issue, values, "landing-zone"));
}

const device = (change: Values): Values => ({
  ...good,
  customerGateways: { berlin: { ...berlin, ...change }, munich },
});

describe("The configuration of a VPN", () => {
  it("is none by default", () => {
    assert.equal(read(undefined), undefined);
  });

  it("has documented defaults", () => {
    assert.deepEqual(read({ customerGateways: { berlin } }), {
      gateway: { type: "virtualPrivateGateway", amazonSideAsn: 64512 },
      customerGateways: { berlin: { ...berlin, authentication: { type: "preSharedKey" } } },
      onPremisesPrefixes: [],
      amazonPrefixes: [],
      tunnels: { ...defaultTunnelOptions, dhGroups: [20, 21], integrityAlgorithms: ["SHA2-384", "SHA2-512"] },
      routeTables: ["private"],
      logRetentionDays: 365,
      alarmTopicArns: [],
    });
  });

  it("takes everything that can be chosen", () => {
    const everything: Values = {
      gateway: {
        type: "existingTransitGateway",
        transitGatewayId: "tgw-0a1b2c3d4e5f60718",
        amazonSideAsn: 64600,
        routeTableId: "tgw-rtb-0a1b2c3d4e5f60718",
      },
      customerGateways: {
        berlin: {
          ...berlin,
          authentication: { type: "preSharedKey" },
          insideCidrs: ["169.254.10.0/30", "169.254.10.4/30"],
          startupAction: "add",
        },
        munich: {
          name: "Munich",
          authentication: {
            type: "certificate",
            certificateArn:
              "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
          },
          routing: { type: "static" },
        },
      },
      onPremisesPrefixes: ["192.168.0.0/16"],
      amazonPrefixes: ["10.30.0.0/16"],
      tunnels: {
        dhGroups: [21],
        integrityAlgorithms: ["SHA2-512"],
        phase1LifetimeSeconds: 14400,
        phase2LifetimeSeconds: 1800,
        rekeyMarginSeconds: 120,
        rekeyFuzzPercentage: 50,
        replayWindowSize: 2048,
        dpdTimeoutSeconds: 60,
        lifecycleControl: false,
      },
      routeTables: ["public", "private"],
      logRetentionDays: 731,
      alarmTopicArns: ["arn:aws:sns:eu-central-1:111122223333:network"],
    };
    assert.deepEqual(read(everything), everything);
  });

  it("can be written as a JSON Schema for editors", () => {
    const { properties = {} } = z.toJSONSchema(vpn, { io: "input" });
    assert.deepEqual(Object.keys(properties), [
      "gateway",
      "customerGateways",
      "onPremisesPrefixes",
      "amazonPrefixes",
      "tunnels",
      "routeTables",
      "logRetentionDays",
      "alarmTopicArns",
    ]);
  });

  it("is valid in every example of docs/vpn.md", () => {
    const page = readFileSync(join(__dirname, "../../docs/vpn.md"), "utf8");
    const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
      ([, yaml = ""]) => parse(yaml) as Values,
    );
    assert.equal(examples.length, 3);
    for (const example of examples) {
      assert.deepEqual(Object.keys(example), ["landing-zone:vpn"]);
      const problems = problemsOf(example["landing-zone:vpn"] as Values, { transitGateway: { kind: "own" } });
      assert.deepEqual(problems, []);
    }
  });

  const refused: readonly [title: string, given: Values, problem: Problem, change?: Values][] = [
    [
      "a missing list of devices",
      {},
      {
        key: "landing-zone:vpn.customerGateways",
        rule: "must be a map",
        remedy: "set it",
      },
    ],
    [
      "an unknown key",
      { ...good, presharedKey: "x" },
      {
        key: "landing-zone:vpn.presharedKey",
        given: '"x"',
        rule: "there is no such key",
        remedy: "remove it or correct its spelling; the schemas in config/schemas list every key",
      },
    ],
    [
      "an unknown gateway",
      { ...good, gateway: { type: "internetGateway" } },
      {
        key: "landing-zone:vpn.gateway.type",
        given: '"internetGateway"',
        rule: "type must be virtualPrivateGateway, transitGateway or existingTransitGateway",
        remedy: "correct the value",
      },
    ],
    [
      "an unknown routing",
      device({ routing: { type: "ospf" } }),
      {
        key: "landing-zone:vpn.customerGateways.berlin.routing.type",
        given: '"ospf"',
        rule: "type must be bgp or static",
        remedy: "correct the value",
      },
    ],
    [
      "an unknown authentication",
      device({ authentication: { type: "password" } }),
      {
        key: "landing-zone:vpn.customerGateways.berlin.authentication.type",
        given: '"password"',
        rule: "type must be preSharedKey or certificate",
        remedy: "correct the value",
      },
    ],
    [
      "an address that is none",
      device({ address: "vpn.example.com" }),
      {
        key: "landing-zone:vpn.customerGateways.berlin.address",
        given: '"vpn.example.com"',
        rule: "must be an IPv4 address such as 203.0.113.10",
        remedy: "correct the value",
      },
    ],
    [
      "an ASN in quotes",
      device({ routing: { type: "bgp", bgpAsn: "65010" } }),
      {
        key: "landing-zone:vpn.customerGateways.berlin.routing.bgpAsn",
        given: '"65010"',
        rule: "must be a number such as 65010",
        remedy: "give a number",
      },
    ],
    [
      "a single block inside the tunnels",
      device({ insideCidrs: ["169.254.10.0/30"] }),
      {
        key: "landing-zone:vpn.customerGateways.berlin.insideCidrs",
        given: '["169.254.10.0/30"]',
        rule: "must be two /30 blocks, one for each tunnel",
        remedy: "give at least 2",
      },
    ],
    [
      "a weak group",
      { ...good, tunnels: { dhGroups: [14] } },
      {
        key: "landing-zone:vpn.tunnels.dhGroups.0",
        given: "14",
        rule: "must be 20 or 21",
        remedy: "correct the value",
      },
    ],
    [
      "a weak hash function",
      { ...good, tunnels: { integrityAlgorithms: ["SHA1"] } },
      {
        key: "landing-zone:vpn.tunnels.integrityAlgorithms.0",
        given: '"SHA1"',
        rule: "must be one of SHA2-384, SHA2-512",
        remedy: "take one of them",
      },
    ],
    [
      "a tier that the network has not",
      { ...good, routeTables: ["isolated"] },
      {
        key: "landing-zone:vpn.routeTables.0",
        given: '"isolated"',
        rule: "the network has no isolated tier",
        remedy: "remove it, or add network.tiers.isolated",
      },
    ],
    [
      "the stack's transit gateway where there is none",
      { ...good, gateway: { type: "transitGateway" } },
      {
        key: "landing-zone:vpn.gateway",
        given: '{"type":"transitGateway"}',
        rule: "the stack has no transit gateway of its own, and AWS takes no VPN on one of another account",
        remedy: "set transitGateway with kind own, or end the tunnels at a virtualPrivateGateway",
      },
    ],
    [
      "the stack's transit gateway when it is another account's",
      { ...good, gateway: { type: "transitGateway" } },
      {
        key: "landing-zone:vpn.gateway",
        given: '{"type":"transitGateway"}',
        rule: "the stack has no transit gateway of its own, and AWS takes no VPN on one of another account",
        remedy: "set transitGateway with kind own, or end the tunnels at a virtualPrivateGateway",
      },
      { transitGateway: { kind: "attach" } },
    ],
    [
      "the ASN of the stack's transit gateway for a device",
      { ...device({ routing: { type: "bgp", bgpAsn: 64700 } }), gateway: { type: "transitGateway" } },
      {
        key: "landing-zone:vpn.customerGateways.berlin.routing.bgpAsn",
        given: "64700",
        rule: "the two sides of a BGP session need different ASNs, and AWS's side has 64700 too",
        remedy: "change the number of one side",
      },
      { transitGateway: { kind: "own", amazonSideAsn: 64700 } },
    ],
    [
      "a block on-premises that overlaps the VPC",
      { ...good, onPremisesPrefixes: ["10.0.0.0/8"] },
      {
        key: "landing-zone:vpn.onPremisesPrefixes.0",
        given: '"10.0.0.0/8"',
        rule: "10.0.0.0/8 must not overlap the VPC's block 10.20.0.0/16: the VPC would keep that traffic to itself",
        remedy: "give the VPC another block, or translate the addresses on-premises",
      },
    ],
    [
      "static routing without blocks",
      { customerGateways: { berlin: { ...berlin, routing: { type: "static" } } } },
      {
        key: "landing-zone:vpn.customerGateways.berlin.routing",
        given: '{"type":"static"}',
        rule: "static routing needs the blocks on-premises",
        remedy: "list them in onPremisesPrefixes, or route by BGP",
      },
    ],
    [
      "a lifetime out of range",
      { ...good, tunnels: { phase2LifetimeSeconds: 60 } },
      {
        key: "landing-zone:vpn.tunnels.phase2LifetimeSeconds",
        given: "60",
        rule: "60 is not a whole number from 900 to 3600",
        remedy: "give one, or leave it out for 3600",
      },
    ],
    [
      "a malformed block, once and where it stands",
      { ...good, onPremisesPrefixes: ["10.20.0.1/16"] },
      {
        key: "landing-zone:vpn.onPremisesPrefixes.0",
        given: '"10.20.0.1/16"',
        rule: "must start at the first address of the block",
        remedy: "write 10.20.0.0/16",
      },
    ],
    [
      "an alarm topic that is none",
      { ...good, alarmTopicArns: ["network"] },
      {
        key: "landing-zone:vpn.alarmTopicArns.0",
        given: '"network"',
        rule: "must be the ARN of an SNS topic",
        remedy: "correct the value",
      },
    ],
  ];
  for (const [title, given, problem, change] of refused) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(problemsOf(given, change), [problem]);
    });
  }
});

describe("The plan of a configured VPN", () => {
  const configured = (gateway: Values): VpnConfig => {
    const config = read({ ...good, gateway }, { transitGateway: { kind: "own" } });
    assert(config);
    return config;
  };

  it("ends at a virtual private gateway", () => {
    assert.deepEqual(vpnPlan(configured({ type: "virtualPrivateGateway" })).gateway, {
      type: "virtualPrivateGateway",
      amazonSideAsn: 64512,
    });
  });

  it("ends at the stack's own transit gateway", () => {
    const own = { transitGatewayId: "tgw-own", routeTableId: "tgw-rtb-own", amazonSideAsn: 64512 };
    assert.deepEqual(vpnPlan(configured({ type: "transitGateway" }), own).gateway, {
      type: "transitGateway",
      ...own,
    });
  });

  it("cannot end at a transit gateway that is not given", () => {
    assert.throws(() => vpnPlan(configured({ type: "transitGateway" })), {
      message: "vpn.gateway is the stack's transit gateway, and there is none",
    });
  });

  it("ends at a transit gateway that there is already", () => {
    const existing = { transitGatewayId: "tgw-0a", amazonSideAsn: 64600 };
    assert.deepEqual(vpnPlan(configured({ type: "existingTransitGateway", ...existing })).gateway, {
      type: "transitGateway",
      ...existing,
    });
  });
});
