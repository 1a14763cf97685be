import assert from "node:assert/strict";
import { z } from "zod";
import { checkDirectConnect, directConnect } from "../../config/directConnect";
import { problemOf } from "../../config/issues";

type Values = Record<string, unknown>;

/** The part of a stack's configuration that a Direct Connect is checked with. */
const schema = z
  .strictObject({
    region: z.string(),
    network: z.strictObject({ cidr: z.string() }),
    transitGateway: z.strictObject({ kind: z.string(), amazonSideAsn: z.number().optional() }).optional(),
    vpn: z
      .strictObject({
        gateway: z.strictObject({ type: z.string() }),
        customerGateways: z.record(
          z.string(),
          z.strictObject({ routing: z.strictObject({ type: z.string() }) }),
        ),
        onPremisesPrefixes: z.array(z.string()),
      })
      .optional(),
    directConnect,
  })
  .superRefine(checkDirectConnect);

const good = {
  resilience: "high",
  connections: { type: "dedicated", bandwidth: "10Gbps", locations: ["EqFA5", "TelMu1"] },
  gateway: {
    amazonSideAsn: 64520,
    association: { type: "transitGateway", allowedPrefixes: ["10.20.0.0/16"] },
  },
  interfaces: { corporate: { type: "transit", bgpAsn: 65010, vlan: 101 } },
  onPremisesPrefixes: ["10.100.0.0/16"],
};

const surroundings = {
  region: "eu-central-1",
  network: { cidr: "10.20.0.0/16" },
  transitGateway: { kind: "own", amazonSideAsn: 64512 },
};

function problemsOf(value: Values | undefined, around: Values = {}) {
  const values = { ...surroundings, ...around, directConnect: value };
  const { error } = schema.safeParse(values);
  return (error?.issues ?? [])
    .flatMap((issue) => problemOf(issue, values, "landing-zone"))
    .map(({ key, rule, remedy }) => [key.replace("landing-zone:directConnect.", ""), rule, remedy]);
}

const connections = (change: Values): Values => ({
  ...good,
  connections: { ...good.connections, ...change },
});
const corporate = (change: Values): Values => ({
  ...good,
  interfaces: { corporate: { ...good.interfaces.corporate, ...change } },
});
const hosted = (change: Values): Values => ({
  ...good,
  interfaces: {},
  connections: {
    type: "hosted",
    accepted: {
      frankfurt: { connectionId: "dxcon-ffabc123", location: "EqFA5", vlan: 301 },
      munich: { connectionId: "dxcon-ffdef456", location: "TelMu1", vlan: 302 },
    },
    ...change,
  },
});

describe("The configuration of Direct Connect", () => {
  it("is off by default", () => {
    assert.deepEqual(problemsOf(undefined), []);
    assert.equal(schema.parse(surroundings).directConnect, undefined);
  });

  it("fills in what is safe", () => {
    const { connections: dedicated, interfaces, ...rest } = good;
    assert.deepEqual(
      schema.parse({ ...surroundings, directConnect: { ...good, access: {} } }).directConnect,
      {
        ...rest,
        connections: { ...dedicated, linksPerConnection: 1 },
        interfaces: {
          corporate: { ...interfaces.corporate, jumboFrames: false, peers: {}, keyGenerations: {} },
        },
        access: {
          operators: [],
          approvers: [],
          readers: [],
          mandatoryTags: ["account", "stack", "component"],
        },
        routeTables: ["private"],
        alarmTopicArns: [],
      },
    );
  });

  it("takes hosted connections, accepted by the deployment unless told otherwise", () => {
    const parsed = schema.parse({ ...surroundings, directConnect: hosted({}) }).directConnect;
    assert(parsed?.connections.type === "hosted");
    assert.equal(parsed.connections.acceptance, "deployment");
  });

  const refused: readonly [title: string, value: Values, key: string, rule: string, remedy: string][] = [
    [
      "MACsec on a hosted connection",
      hosted({ macsec: { encryptionMode: "must_encrypt" } }),
      "connections.macsec",
      "a hosted connection has no MACsec",
      "remove it, or take dedicated connections",
    ],
    [
      "MACsec at 1 Gbps",
      connections({ bandwidth: "1Gbps", macsec: { encryptionMode: "must_encrypt" } }),
      "connections.macsec.encryptionMode",
      "ports of 1Gbps have no MACsec",
      "take 10Gbps or more, or remove macsec and encrypt above it, with a VPN over the connection or TLS",
    ],
    [
      "a MACsec secret that AWS Direct Connect cannot read",
      connections({
        macsec: {
          keySecretArns: {
            "eqfa5-a": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:macsec-AbCdEf",
          },
        },
      }),
      "connections.macsec.keySecretArns.eqfa5-a",
      "must be the ARN of a secret whose name contains directconnect: AWS Direct Connect reads no other",
      "correct the value",
    ],
    [
      "locations that the resilience model cannot do with",
      connections({ locations: ["EqFA5"] }),
      "connections.locations",
      "the resilience model high needs at least two locations",
      "name a second location, or take the model development, which does not survive the loss of a location",
    ],
    [
      "jumbo frames on a public interface",
      {
        ...good,
        interfaces: {
          services: {
            type: "public",
            bgpAsn: 65010,
            vlan: 102,
            routeFilterPrefixes: ["203.0.113.0/24"],
            jumboFrames: true,
            peers: {
              "eqfa5-a": { amazonAddress: "198.51.100.1/30", customerAddress: "198.51.100.2/30" },
              "telmu1-a": { amazonAddress: "198.51.100.5/30", customerAddress: "198.51.100.6/30" },
            },
          },
        },
      },
      "interfaces.services.jumboFrames",
      "a public interface has frames of 1500 bytes",
      "remove it",
    ],
    [
      "a prefix list on a transit interface",
      corporate({ routeFilterPrefixes: ["203.0.113.0/24"] }),
      "interfaces.corporate.routeFilterPrefixes",
      "only a public interface announces prefixes by a list; here the router announces what it has",
      "remove it, or make the interface public",
    ],
    [
      "a private interface on the gateway of a transit gateway",
      corporate({ type: "private" }),
      "interfaces.corporate.type",
      "a Direct Connect gateway with a transit gateway has transit interfaces only; " +
        "private and transit interfaces cannot share one",
      "make it transit, or change gateway.association.type to suit all interfaces",
    ],
    [
      "one ASN on both sides",
      corporate({ bgpAsn: 64520 }),
      "interfaces.corporate.bgpAsn",
      "the two sides of a BGP session need different ASNs, and AWS's side has 64520 too",
      "change the number of one side",
    ],
    [
      "a VLAN out of range",
      corporate({ vlan: 4095 }),
      "interfaces.corporate.vlan",
      "a VLAN is from 1 to 4094",
      "take a free one in that range",
    ],
    [
      "the VPC's block on-premises",
      {
        ...good,
        gateway: {
          ...good.gateway,
          association: { type: "transitGateway", allowedPrefixes: ["10.20.0.0/18"] },
        },
        onPremisesPrefixes: ["10.20.200.0/24"],
      },
      "onPremisesPrefixes.0",
      "must not overlap the VPC's block 10.20.0.0/16: the VPC would keep that traffic to itself",
      "give the VPC another block, or translate the addresses on-premises",
    ],
    [
      "an ill-formed prefix, without calculating with it",
      { ...good, onPremisesPrefixes: ["10.20.4.0"] },
      "onPremisesPrefixes.0",
      "must be an IPv4 block such as 10.20.0.0/16",
      "correct the value",
    ],
    [
      "an ill-formed address, without calculating with it",
      corporate({
        peers: { "eqfa5-a": { amazonAddress: "169.254.64.1/30", customerAddress: "169.254.64.300/30" } },
      }),
      "interfaces.corporate.peers.eqfa5-a.customerAddress",
      "must be an address with the length of its subnet, such as 169.254.64.1/30",
      "correct the value",
    ],
    [
      "the code of no location",
      connections({ locations: ["EqFA5", "Munich (TelMu1)"] }),
      "connections.locations.1",
      "must be the code of a location, such as EqFA5; `aws directconnect describe-locations` lists them",
      "correct the value",
    ],
    [
      "an operator that is no role",
      { ...good, access: { operators: ["network-team"] } },
      "access.operators.0",
      "must be the ARN of an IAM role or user",
      "correct the value",
    ],
  ];
  for (const [title, value, ...expected] of refused) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(problemsOf(value), [expected]);
    });
  }

  const alone: readonly [title: string, around: Values, rule: string, remedy: string][] = [
    [
      "no transit gateway to associate",
      { transitGateway: undefined },
      "there is no transit gateway to associate",
      "add transitGateway, or take virtualPrivateGateway",
    ],
    [
      "a transit gateway of another account",
      { transitGateway: { kind: "attach" } },
      "another account's transit gateway is associated by a proposal of that account",
      "configure directConnect in the account that owns the transit gateway",
    ],
  ];
  for (const [title, around, rule, remedy] of alone) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(problemsOf(good, around), [["gateway.association.type", rule, remedy]]);
    });
  }

  it("refuses the transit gateway's own ASN", () => {
    assert.deepEqual(problemsOf(good, { transitGateway: { kind: "own", amazonSideAsn: 64520 } }), [
      [
        "gateway.amazonSideAsn",
        "must differ from the transit gateway's ASN, or AWS refuses the association",
        "change one of the two",
      ],
    ]);
  });

  const vpn = (type: string, routing: string): Values => ({
    vpn: {
      gateway: { type },
      customerGateways: { headquarters: { routing: { type: routing } } },
      onPremisesPrefixes: ["10.100.0.0/16"],
    },
  });

  it("takes a VPN that stands by with BGP at the same gateway", () => {
    assert.deepEqual(problemsOf(good, vpn("transitGateway", "bgp")), []);
  });

  it("refuses a VPN whose static route takes the traffic", () => {
    assert.deepEqual(problemsOf(good, vpn("transitGateway", "static")), [
      [
        "onPremisesPrefixes.0",
        "the VPN's static route 10.100.0.0/16 takes this traffic from Direct Connect also while Direct Connect works",
        "let the VPN learn its routes by BGP, or give it a route that is wider than this prefix",
      ],
    ]);
  });

  it("refuses a VPN that ends at another gateway", () => {
    assert.deepEqual(problemsOf(good, vpn("virtualPrivateGateway", "bgp")), [
      [
        "gateway.association.type",
        "the VPN's tunnels end at another gateway, virtualPrivateGateway: its routes would win over Direct Connect's",
        "let both lead to the same gateway",
      ],
    ]);
  });
});
