import assert from "node:assert/strict";
import type {
  DirectConnectPlan,
  HostedConnections,
} from "../../../../components/connectivity/directConnect/plan";
import { directConnectProblems } from "../../../../components/connectivity/directConnect/rules";
import { surroundingsProblems } from "../../../../components/connectivity/directConnect/surroundings";
import { dedicated, good, hostedPlan, publicInterface, transit } from "./plans";

const problemsOf = (plan: DirectConnectPlan) =>
  directConnectProblems(plan, "eu-central-1").map(({ path, rule }) => [path.join("."), rule]);

const withConnections = (change: object): DirectConnectPlan => ({
  ...good,
  interfaces: { corporate: transit },
  connections: { ...dedicated, ...change },
});

const withGateway = (change: object, association: object = {}): DirectConnectPlan => ({
  ...good,
  gateway: {
    amazonSideAsn: 64520,
    ...change,
    association: { type: "transitGateway", allowedPrefixes: ["10.20.0.0/16"], ...association },
  },
});

const withInterface = (change: object): DirectConnectPlan => ({
  ...good,
  interfaces: { corporate: { ...transit, ...change } },
});

const withPublic = (change: object): DirectConnectPlan => ({
  ...good,
  interfaces: { services: { ...publicInterface, ...change } },
});

const withHosted = (change: Partial<HostedConnections>): DirectConnectPlan => ({
  ...hostedPlan,
  connections: { type: "hosted", acceptance: "approver", accepted: {}, ...change },
});

const keys = { "eqfa5-a": "arn:a", "telmu1-a": "arn:b" };
const peer = (amazonAddress: string, customerAddress: string) => ({ amazonAddress, customerAddress });
const frankfurt = { connectionId: "dxcon-ffabc123", location: "EqFA5", vlan: 301 };
const hundred = Array.from({ length: 101 }, (_, index) => `10.200.${index}.0/24`);

describe("A Direct Connect plan", () => {
  const fine: readonly [title: string, plan: DirectConnectPlan][] = [
    ["with a transit and a public interface", good],
    ["on hosted connections", hostedPlan],
    ["of connections on order only", { ...good, gateway: undefined, interfaces: {} }],
    ["of maximum resilience", { ...good, resilience: "maximum", interfaces: { corporate: transit } }],
    [
      "of two connections in one location",
      {
        ...withConnections({ locations: ["EqFA5"] }),
        resilience: "development",
      },
    ],
    ["of LAGs", withConnections({ bandwidth: "1Gbps", linksPerConnection: 4 })],
    [
      "whose every connection must encrypt",
      withConnections({ macsec: { encryptionMode: "must_encrypt", keySecretArns: keys } }),
    ],
    [
      "of ports without MACsec",
      withConnections({ macsec: { encryptionMode: "no_encrypt", keySecretArns: {} } }),
    ],
    ["with a primary location", { ...good, primaryLocation: "EqFA5" }],
    ["with a long ASN on AWS's side", withGateway({ amazonSideAsn: 4200000000 })],
  ];
  for (const [title, plan] of fine) {
    it(`may be one ${title}`, () => {
      assert.deepEqual(problemsOf(plan), []);
    });
  }

  const refused: readonly [title: string, plan: DirectConnectPlan, path: string, rule: string][] = [
    [
      "one location for high resilience",
      withConnections({ locations: ["EqFA5"] }),
      "connections.locations",
      "the resilience model high needs at least two locations",
    ],
    [
      "one location for maximum resilience",
      { ...withConnections({ locations: ["EqFA5"] }), resilience: "maximum" },
      "connections.locations",
      "the resilience model maximum needs at least two locations",
    ],
    [
      "two locations for the model development",
      { ...withConnections({}), resilience: "development" },
      "connections.locations",
      "the resilience model development needs exactly one location",
    ],
    [
      "MACsec at 1 Gbps",
      withConnections({
        bandwidth: "1Gbps",
        macsec: { encryptionMode: "should_encrypt", keySecretArns: {} },
      }),
      "connections.macsec.encryptionMode",
      "ports of 1Gbps have no MACsec",
    ],
    [
      "MACsec on a LAG",
      withConnections({
        linksPerConnection: 2,
        macsec: { encryptionMode: "should_encrypt", keySecretArns: {} },
      }),
      "connections.macsec.encryptionMode",
      "a LAG has no MACsec here: the provider cannot request it for a LAG",
    ],
    [
      "MACsec enforced on a connection without a key",
      withConnections({
        macsec: { encryptionMode: "must_encrypt", keySecretArns: { "eqfa5-a": "arn:a" } },
      }),
      "connections.macsec.encryptionMode",
      "must_encrypt drops every frame of a connection without a key: telmu1-a",
    ],
    [
      "a MACsec key on a port without MACsec",
      withConnections({ macsec: { encryptionMode: "no_encrypt", keySecretArns: keys } }),
      "connections.macsec.keySecretArns",
      "no_encrypt orders ports without MACsec, and such a port takes no key",
    ],
    [
      "a MACsec key of an unknown connection",
      withConnections({
        macsec: { encryptionMode: "should_encrypt", keySecretArns: { "eqfa5-b": "arn:a" } },
      }),
      "connections.macsec.keySecretArns.eqfa5-b",
      "there is no such connection",
    ],
    [
      "a LAG of five ports",
      withConnections({ linksPerConnection: 5 }),
      "connections.linksPerConnection",
      "a LAG has at most 4 ports of 10Gbps",
    ],
    [
      "a LAG of three ports of 100 Gbps",
      withConnections({ bandwidth: "100Gbps", linksPerConnection: 3 }),
      "connections.linksPerConnection",
      "a LAG has at most 2 ports of 100Gbps",
    ],
    [
      "a primary location that is none",
      { ...good, primaryLocation: "EqDC2" },
      "primaryLocation",
      "must be one of the locations of the connections",
    ],
    [
      "a primary location where there is one only",
      { ...withConnections({ locations: ["EqFA5"] }), resilience: "development", primaryLocation: "EqFA5" },
      "primaryLocation",
      "with one location there is nothing to prefer",
    ],
    [
      "hosted connections at one location for high resilience",
      withHosted({ accepted: { frankfurt } }),
      "connections.accepted",
      "the resilience model high needs at least two locations, each with at least one connection",
    ],
    [
      "a hosted connection named twice",
      withHosted({ accepted: { frankfurt, munich: { ...frankfurt, location: "TelMu1" } } }),
      "connections.accepted.munich.connectionId",
      "each connection is named once",
    ],
    [
      "a public ASN on AWS's side",
      withGateway({ amazonSideAsn: 64500 }),
      "gateway.amazonSideAsn",
      "the AWS side's ASN must be private: 64512 to 65534, or 4200000000 to 4294967294",
    ],
    [
      "more than 200 prefixes to a transit gateway",
      withGateway({}, { allowedPrefixes: Array.from({ length: 201 }, (_, index) => `10.20.${index}.0/24`) }),
      "gateway.association.allowedPrefixes",
      "at most 200 prefixes are allowed to a transit gateway, 201 are given",
    ],
    [
      "more than 20 prefixes to a virtual private gateway",
      {
        ...hostedPlan,
        gateway: {
          amazonSideAsn: 64520,
          association: {
            type: "virtualPrivateGateway",
            allowedPrefixes: Array.from({ length: 21 }, (_, index) => `10.20.${index}.0/24`),
          },
        },
      },
      "gateway.association.allowedPrefixes",
      "at most 20 prefixes are allowed to a virtual private gateway, 21 are given",
    ],
    [
      "an allowed prefix named twice",
      withGateway({}, { allowedPrefixes: ["10.20.0.0/16", "10.20.0.0/16"] }),
      "gateway.association.allowedPrefixes.1",
      "each prefix is named once",
    ],
    [
      "an allowed prefix that overlaps one on-premises",
      withGateway({}, { allowedPrefixes: ["10.0.0.0/8"] }),
      "gateway.association.allowedPrefixes.0",
      "must not overlap the on-premises prefix 10.100.0.0/16: both sides would announce the same addresses",
    ],
    [
      "a private interface beside a transit gateway",
      withInterface({ type: "private" }),
      "interfaces.corporate.type",
      "a Direct Connect gateway with a transit gateway has transit interfaces only; " +
        "private and transit interfaces cannot share one",
    ],
    [
      "a transit interface beside a virtual private gateway",
      { ...hostedPlan, interfaces: { corporate: { ...transit, vlan: undefined } } },
      "interfaces.corporate.type",
      "a Direct Connect gateway with a virtual private gateway has private interfaces only; " +
        "private and transit interfaces cannot share one",
    ],
    [
      "a transit interface without a gateway",
      { ...withInterface({}), gateway: undefined },
      "interfaces.corporate.type",
      "a transit interface needs a Direct Connect gateway",
    ],
    [
      "more than 100 prefixes on-premises",
      { ...good, onPremisesPrefixes: hundred },
      "onPremisesPrefixes",
      "AWS takes at most 100 prefixes in a BGP session and ends it at one more, 101 are given",
    ],
    [
      "a prefix on-premises named twice",
      { ...good, onPremisesPrefixes: ["10.100.0.0/16", "10.100.0.0/16"] },
      "onPremisesPrefixes.1",
      "each prefix is named once",
    ],
    [
      "no VLAN on a dedicated connection",
      withInterface({ vlan: undefined }),
      "interfaces.corporate.vlan",
      "an interface on a dedicated connection needs a VLAN",
    ],
    [
      "a VLAN on a hosted connection",
      {
        ...hostedPlan,
        interfaces: { corporate: { ...transit, type: "private", vlan: 5 } },
      },
      "interfaces.corporate.vlan",
      "the partner gives a hosted connection its VLAN",
    ],
    ["VLAN 0", withInterface({ vlan: 0 }), "interfaces.corporate.vlan", "a VLAN is from 1 to 4094"],
    ["VLAN 4095", withInterface({ vlan: 4095 }), "interfaces.corporate.vlan", "a VLAN is from 1 to 4094"],
    [
      "a VLAN twice on a connection",
      { ...good, interfaces: { corporate: transit, services: { ...publicInterface, vlan: 101 } } },
      "interfaces.services.vlan",
      "a VLAN has one interface on a connection, and corporate has 101",
    ],
    [
      "two interfaces on a hosted connection",
      {
        ...hostedPlan,
        interfaces: {
          corporate: { ...transit, type: "private", vlan: undefined },
          laboratory: { ...transit, type: "private", vlan: undefined },
        },
      },
      "interfaces",
      "a hosted connection carries one virtual interface, 2 are given",
    ],
    [
      "five transit interfaces",
      {
        ...good,
        interfaces: Object.fromEntries(
          [1, 2, 3, 4, 5].map((vlan) => [`network-${vlan}`, { ...transit, vlan }]),
        ),
      },
      "interfaces",
      "a connection carries at most 4 transit interfaces, 5 are given",
    ],
    [
      "one ASN on both sides",
      withInterface({ bgpAsn: 64520 }),
      "interfaces.corporate.bgpAsn",
      "the two sides of a BGP session need different ASNs, and AWS's side has 64520 too",
    ],
    [
      "AWS's ASN on a public interface",
      withPublic({ bgpAsn: 7224 }),
      "interfaces.services.bgpAsn",
      "AWS keeps this ASN for itself in every region",
    ],
    [
      "an ASN that the provider cannot send",
      withInterface({ bgpAsn: 4200000001 }),
      "interfaces.corporate.bgpAsn",
      "the provider takes ASNs up to 2147483646 on a virtual interface",
    ],
    [
      "addresses of an unknown connection",
      withInterface({ peers: { "eqfa5-b": peer("169.254.64.1/30", "169.254.64.2/30") } }),
      "interfaces.corporate.peers.eqfa5-b",
      "there is no such connection",
    ],
    [
      "addresses in different subnets",
      withInterface({ peers: { "eqfa5-a": peer("169.254.64.1/30", "169.254.64.6/30") } }),
      "interfaces.corporate.peers.eqfa5-a",
      "both addresses are in the same subnet",
    ],
    [
      "one address on both sides",
      withInterface({ peers: { "eqfa5-a": peer("169.254.64.1/30", "169.254.64.1/30") } }),
      "interfaces.corporate.peers.eqfa5-a",
      "the two addresses differ",
    ],
    [
      "addresses of a long subnet",
      withInterface({ peers: { "eqfa5-a": peer("169.254.64.1/29", "169.254.64.2/29") } }),
      "interfaces.corporate.peers.eqfa5-a",
      "both addresses have the same length, /30 or /31",
    ],
    [
      "the first address of a /30",
      withInterface({ peers: { "eqfa5-a": peer("169.254.64.0/30", "169.254.64.1/30") } }),
      "interfaces.corporate.peers.eqfa5-a",
      "neither address is the first or the last of its /30",
    ],
    [
      "a subnet for two BGP sessions",
      withInterface({
        peers: {
          "eqfa5-a": peer("169.254.64.1/30", "169.254.64.2/30"),
          "telmu1-a": peer("169.254.64.2/30", "169.254.64.1/30"),
        },
      }),
      "interfaces.corporate.peers.telmu1-a",
      "each BGP session has a subnet of its own, and corporate on eqfa5-a has this one",
    ],
    [
      "the key of an unknown connection",
      withInterface({ keyGenerations: { "eqfa5-b": 2 } }),
      "interfaces.corporate.keyGenerations.eqfa5-b",
      "there is no such connection",
    ],
    [
      "a key without a generation",
      withInterface({ keyGenerations: { "eqfa5-a": 0 } }),
      "interfaces.corporate.keyGenerations.eqfa5-a",
      "the generation of a key is a whole number from 1",
    ],
    [
      "a public interface without prefixes",
      withPublic({ routeFilterPrefixes: [] }),
      "interfaces.services.routeFilterPrefixes",
      "a public interface announces at least one prefix, or AWS drops all its traffic",
    ],
    [
      "a private prefix on a public interface",
      withPublic({ routeFilterPrefixes: ["203.0.113.0/24", "172.16.0.0/12"] }),
      "interfaces.services.routeFilterPrefixes.1",
      "a public interface announces public prefixes only",
    ],
    [
      "prefixes that overlap on a public interface",
      withPublic({ routeFilterPrefixes: ["203.0.113.0/24", "203.0.113.128/25"] }),
      "interfaces.services.routeFilterPrefixes.1",
      "must not overlap the announced prefix 203.0.113.0/24",
    ],
    [
      "a public interface without addresses on a connection",
      withPublic({ peers: { "eqfa5-a": peer("198.51.100.1/30", "198.51.100.2/30") } }),
      "interfaces.services.peers.telmu1-a",
      "a public interface needs addresses of its own on every connection; AWS gives none",
    ],
    [
      "private addresses on a public interface",
      withPublic({
        peers: { ...publicInterface.peers, "eqfa5-a": peer("10.1.0.1/30", "10.1.0.2/30") },
      }),
      "interfaces.services.peers.eqfa5-a",
      "the BGP session of a public interface has public addresses",
    ],
  ];
  for (const [title, plan, path, rule] of refused) {
    it(`must not have ${title}`, () => {
      assert.deepEqual(problemsOf(plan), [[path, rule]]);
    });
  }

  it("must not name a location twice, which is no second location either", () => {
    assert.deepEqual(problemsOf(withConnections({ locations: ["EqFA5", "eqfa5"] })), [
      ["connections.locations.1", "each location is named once"],
      ["connections.locations", "the resilience model high needs at least two locations"],
    ]);
  });

  it("gives a remedy for every broken rule", () => {
    for (const [, plan] of refused) {
      for (const { rule, remedy } of directConnectProblems(plan, "eu-central-1")) {
        assert.match(remedy, /^[a-z]/, rule);
        assert.doesNotMatch(`${rule}${remedy}`, /\.$/);
      }
    }
  });
});

describe("A Direct Connect plan in its surroundings", () => {
  const vpc = { vpcCidrBlock: "10.20.0.0/16" };
  const found = (plan: DirectConnectPlan, surroundings: object = {}) =>
    surroundingsProblems(plan, { ...vpc, ...surroundings }).map(({ path, rule }) => [path.join("."), rule]);

  it("may lead to a VPC that both announce apart", () => {
    assert.deepEqual(found(good, { transitGatewayAsn: 64521 }), []);
    assert.deepEqual(found(hostedPlan), []);
  });

  it("must not have the VPC's addresses on-premises", () => {
    assert.deepEqual(found({ ...good, onPremisesPrefixes: ["10.20.128.0/24"] }), [
      [
        "onPremisesPrefixes.0",
        "must not overlap the VPC's block 10.20.0.0/16: the VPC would keep that traffic to itself",
      ],
    ]);
  });

  it("must let a virtual private gateway announce its VPC", () => {
    assert.deepEqual(found(hostedPlan, { vpcCidrBlock: "10.20.0.0/15" }), [
      [
        "gateway.association.allowedPrefixes",
        "a virtual private gateway announces its VPC's block 10.20.0.0/15 only if an allowed prefix is as wide or wider",
      ],
    ]);
  });

  it("must not share its ASN with the transit gateway", () => {
    assert.deepEqual(found(good, { transitGatewayAsn: 64520 }), [
      ["gateway.amazonSideAsn", "must differ from the transit gateway's ASN, or AWS refuses the association"],
    ]);
  });

  const taken = (route: string) => [
    [
      "onPremisesPrefixes.0",
      `the VPN's static route ${route} takes this traffic from Direct Connect also while Direct Connect works`,
    ],
  ];
  const backed = (plan: DirectConnectPlan, route: string) =>
    found({ ...plan, onPremisesPrefixes: ["10.100.0.0/16"] }, { vpnStaticRoutes: [route] });

  it("must not have a VPN whose static routes win", () => {
    assert.deepEqual(backed(hostedPlan, "10.100.4.0/24"), taken("10.100.4.0/24"));
    assert.deepEqual(backed(good, "10.100.0.0/16"), taken("10.100.0.0/16"));
  });

  it("may have a VPN whose static routes lose", () => {
    assert.deepEqual(backed(hostedPlan, "10.100.0.0/16"), []);
    assert.deepEqual(backed(good, "10.96.0.0/11"), []);
  });
});
