import assert from "node:assert/strict";
import type { CustomerGatewayPlan, VpnPlan } from "../../../../components/connectivity/vpn/plan";
import { planConnections } from "../../../../components/connectivity/vpn/plan";
import { vpnProblems } from "../../../../components/connectivity/vpn/rules";
import {
  defaultTunnelOptions,
  type TunnelOptions,
} from "../../../../components/connectivity/vpn/tunnelOptions";
import type { ArgumentProblem } from "../../../../components/problems";
import { berlin, munich, plan, staticPlan, surroundings } from "./fixture";

const certificateArn =
  "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

const changed = (change: Partial<CustomerGatewayPlan>): VpnPlan => ({
  ...plan,
  customerGateways: { berlin: { ...berlin, ...change }, munich },
});

const tunnels = (change: Partial<TunnelOptions>): VpnPlan => ({
  ...plan,
  tunnels: { ...defaultTunnelOptions, ...change },
});

const transit = { type: "transitGateway", transitGatewayId: "tgw-1", amazonSideAsn: 64600 } as const;

describe("A plan of a VPN", () => {
  const good: readonly [title: string, plan: VpnPlan][] = [
    ["two devices that route by BGP", plan],
    ["one device with static routes", staticPlan],
    [
      "two devices with static routes at a virtual private gateway",
      {
        ...plan,
        customerGateways: {
          berlin: { ...berlin, routing: { type: "static" } },
          munich: { ...munich, routing: { type: "static" } },
        },
      },
    ],
    [
      "a device with a certificate and no address",
      changed({ address: undefined, authentication: { type: "certificate", certificateArn } }),
    ],
    ["chosen blocks inside the tunnels", changed({ insideCidrs: ["169.254.10.0/30", "169.254.10.4/30"] })],
    ["BGP without a list of blocks on-premises", { ...plan, onPremisesPrefixes: [] }],
    [
      "a transit gateway with its own defaults",
      { ...plan, gateway: transit, amazonPrefixes: ["10.30.0.0/16"] },
    ],
    [
      "one device with static routes at a transit gateway",
      { ...staticPlan, gateway: { ...transit, routeTableId: "tgw-rtb-1" } },
    ],
    [
      "a margin that just ends before the session",
      tunnels({ phase2LifetimeSeconds: 900, rekeyMarginSeconds: 449 }),
    ],
  ];
  for (const [title, accepted] of good) {
    it(`may have ${title}`, () => {
      assert.deepEqual(vpnProblems(accepted, surroundings), []);
    });
  }

  const refused: readonly [title: string, plan: VpnPlan, problem: ArgumentProblem][] = [
    [
      "a public ASN on AWS's side",
      { ...plan, gateway: { type: "virtualPrivateGateway", amazonSideAsn: 3320 } },
      {
        argument: "gateway.amazonSideAsn",
        rule: "the AWS side's ASN must be private: 64512 to 65534, or 4200000000 to 4294967294",
        remedy: "choose a private number that the network does not use yet, such as 64512",
      },
    ],
    [
      "the same ASN on both sides",
      changed({ routing: { type: "bgp", bgpAsn: 64512 } }),
      {
        argument: "customerGateways.berlin.routing.bgpAsn",
        rule: "the two sides of a BGP session need different ASNs, and AWS's side has 64512 too",
        remedy: "change the number of one side",
      },
    ],
    [
      "an ASN of AWS for the device",
      changed({ routing: { type: "bgp", bgpAsn: 7224 } }),
      {
        argument: "customerGateways.berlin.routing.bgpAsn",
        rule: "AWS keeps this ASN for itself in every region",
        remedy: "give the device's own public ASN, or a private one: 64512 to 65534",
      },
    ],
    [
      "no device",
      { ...plan, customerGateways: {} },
      {
        argument: "customerGateways",
        rule: "one or two are possible, got 0",
        remedy: "add the device on-premises",
      },
    ],
    [
      "three devices",
      { ...plan, customerGateways: { berlin, munich, hamburg: { ...munich, address: "203.0.113.30" } } },
      {
        argument: "customerGateways",
        rule: "one or two are possible, got 3",
        remedy: "keep the two that stand in for each other",
      },
    ],
    [
      "a key that is no name",
      { ...plan, customerGateways: { "Berlin 1": berlin } },
      {
        argument: "customerGateways.Berlin 1",
        rule: "a key has a-z, 0-9 and -, starts with a letter, and has 20 characters at most",
        remedy: "choose another key",
      },
    ],
    [
      "a name of two lines",
      changed({ name: "Berlin\nX" }),
      {
        argument: "customerGateways.berlin.name",
        rule: '"Berlin\\nX" is no name for AWS: 1 to 255 letters, digits, spaces and . _ : / = + - @',
        remedy: "choose another name",
      },
    ],
    [
      "a device with a key and no address",
      changed({ address: undefined }),
      {
        argument: "customerGateways.berlin.address",
        rule: "a device with a pre-shared key is known by its address",
        remedy: "give its public IPv4 address, or authenticate by certificate",
      },
    ],
    [
      "a private address",
      changed({ address: "192.168.1.1" }),
      {
        argument: "customerGateways.berlin.address",
        rule: "192.168.1.1 is no address of the internet",
        remedy: "give the public address of the device, or of the NAT before it",
      },
    ],
    [
      "two devices with one address",
      { ...plan, customerGateways: { berlin, munich: { ...munich, address: "203.0.113.10" } } },
      {
        argument: "customerGateways.munich.address",
        rule: "berlin has this address too: one device that fails would take both connections with it",
        remedy: "give the second device's own address, or remove one of the two",
      },
    ],
    [
      "a tunnel that AWS starts to an unknown address",
      changed({
        address: undefined,
        startupAction: "start",
        authentication: { type: "certificate", certificateArn },
      }),
      {
        argument: "customerGateways.berlin.startupAction",
        rule: "AWS cannot start a tunnel to a device whose address it does not know",
        remedy: "give the address, or write add",
      },
    ],
    [
      "a certificate of another region",
      changed({
        authentication: {
          type: "certificate",
          certificateArn: certificateArn.replace("eu-central-1", "us-east-1"),
        },
      }),
      {
        argument: "customerGateways.berlin.authentication.certificateArn",
        rule: "must be the ARN of a certificate in AWS Certificate Manager in 111122223333, eu-central-1",
        remedy: "import or issue the certificate there",
      },
    ],
    [
      "static routing without blocks on-premises",
      { ...staticPlan, onPremisesPrefixes: [] },
      {
        argument: "customerGateways.berlin.routing",
        rule: "static routing needs the blocks on-premises",
        remedy: "list them in onPremisesPrefixes, or route by BGP",
      },
    ],
    [
      "a block inside the tunnels that AWS reserves",
      changed({ insideCidrs: ["169.254.10.0/30", "169.254.5.0/30"] }),
      {
        argument: "customerGateways.berlin.insideCidrs.1",
        rule: "AWS reserves 169.254.5.0/30 for itself",
        remedy: "give a /30 block of 169.254.64.0/18, such as 169.254.64.0/30",
      },
    ],
    [
      "one block for both tunnels",
      changed({ insideCidrs: ["169.254.10.0/30", "169.254.10.0/30"] }),
      {
        argument: "customerGateways.berlin.insideCidrs.1",
        rule: "169.254.10.0/30 is the block of another tunnel of berlin",
        remedy: "give each tunnel a block of its own in insideCidrs",
      },
    ],
    [
      "a block that another device's tunnel has",
      {
        ...plan,
        customerGateways: {
          berlin: { ...berlin, insideCidrs: ["169.254.10.0/30", "169.254.10.4/30"] },
          munich: { ...munich, insideCidrs: ["169.254.11.0/30", "169.254.10.4/30"] },
        },
      },
      {
        argument: "customerGateways.munich.insideCidrs.1",
        rule: "169.254.10.4/30 is the block of another tunnel of berlin",
        remedy: "give each tunnel a block of its own in insideCidrs",
      },
    ],
    [
      "a block on-premises that overlaps the VPC",
      { ...plan, onPremisesPrefixes: ["10.0.0.0/8"] },
      {
        argument: "onPremisesPrefixes.0",
        rule: "10.0.0.0/8 must not overlap the VPC's block 10.20.0.0/16: the VPC would keep that traffic to itself",
        remedy: "give the VPC another block, or translate the addresses on-premises",
      },
    ],
    [
      "a block on-premises twice",
      { ...plan, onPremisesPrefixes: ["192.168.0.0/16", "192.168.0.0/16"] },
      {
        argument: "onPremisesPrefixes.1",
        rule: "192.168.0.0/16 is listed twice",
        remedy: "remove the repetition",
      },
    ],
    [
      "the link-local range on-premises",
      { ...plan, onPremisesPrefixes: ["169.254.0.0/17"] },
      {
        argument: "onPremisesPrefixes.0",
        rule: "169.254.0.0/17 must not overlap 169.254.0.0/16, which is never routed",
        remedy: "remove it, or list the blocks around it",
      },
    ],
    [
      "a block on both sides of a transit gateway",
      { ...plan, gateway: transit, amazonPrefixes: ["192.168.128.0/17"] },
      {
        argument: "onPremisesPrefixes.1",
        rule: "192.168.0.0/16 must not overlap 192.168.128.0/17, which is behind the transit gateway",
        remedy: "correct one of the two blocks",
      },
    ],
    [
      "further blocks behind a virtual private gateway",
      { ...plan, amazonPrefixes: ["10.30.0.0/16"] },
      {
        argument: "amazonPrefixes",
        rule: "a virtual private gateway leads to its own VPC and nowhere else",
        remedy: "remove it, or end the tunnels at a transit gateway",
      },
    ],
    [
      "static routes without a route table of the transit gateway",
      { ...staticPlan, gateway: transit },
      {
        argument: "gateway.routeTableId",
        rule: "static routes are written to a route table of the transit gateway, and none is named",
        remedy: "name the route table, or route by BGP",
      },
    ],
    [
      "two static devices at a transit gateway",
      {
        ...plan,
        gateway: { ...transit, routeTableId: "tgw-rtb-1" },
        customerGateways: {
          berlin: { ...berlin, routing: { type: "static" } },
          munich: { ...munich, routing: { type: "static" } },
        },
      },
      {
        argument: "customerGateways",
        rule: "a transit gateway's route table has one static route for a block, so a second connection would never be used",
        remedy: "route by BGP, or keep one customer gateway",
      },
    ],
    [
      "an IKE session that is too long",
      tunnels({ phase1LifetimeSeconds: 28801 }),
      {
        argument: "tunnels.phase1LifetimeSeconds",
        rule: "28801 is not a whole number from 900 to 28800",
        remedy: "give one, or leave it out for 28800",
      },
    ],
    [
      "half a second",
      tunnels({ dpdTimeoutSeconds: 30.5 }),
      {
        argument: "tunnels.dpdTimeoutSeconds",
        rule: "30.5 is not a whole number from 30 to 3600",
        remedy: "give one, or leave it out for 30",
      },
    ],
    [
      "a replay window that is too small",
      tunnels({ replayWindowSize: 63 }),
      {
        argument: "tunnels.replayWindowSize",
        rule: "63 is not a whole number from 64 to 2048",
        remedy: "give one, or leave it out for 1024",
      },
    ],
    [
      "no Diffie-Hellman group",
      tunnels({ dhGroups: [] }),
      {
        argument: "tunnels.dhGroups",
        rule: "at least one is needed",
        remedy: "name some of 20, 21, or leave it out for all of them",
      },
    ],
    [
      "no hash function",
      tunnels({ integrityAlgorithms: [] }),
      {
        argument: "tunnels.integrityAlgorithms",
        rule: "at least one is needed",
        remedy: "name some of SHA2-384, SHA2-512, or leave it out for all of them",
      },
    ],
    [
      "a second phase as long as the first",
      tunnels({ phase1LifetimeSeconds: 3600 }),
      {
        argument: "tunnels.phase2LifetimeSeconds",
        rule: "3600 must be less than phase 1's 3600",
        remedy: "shorten phase 2 or lengthen phase 1",
      },
    ],
    [
      "a margin longer than half of phase 2",
      tunnels({ phase2LifetimeSeconds: 900, rekeyMarginSeconds: 451 }),
      {
        argument: "tunnels.rekeyMarginSeconds",
        rule: "451 is more than half of phase 2's 900",
        remedy: "give at most 450",
      },
    ],
    [
      "a margin that may be as long as phase 2",
      tunnels({ phase2LifetimeSeconds: 900, rekeyMarginSeconds: 450 }),
      {
        argument: "tunnels.rekeyFuzzPercentage",
        rule: "a margin of 450 seconds and up to 100 percent more is as long as phase 2",
        remedy: "lower one of the two: a session would be renewed as soon as it starts",
      },
    ],
  ];
  for (const [title, broken, problem] of refused) {
    it(`must not have ${title}`, () => {
      assert.deepEqual(vpnProblems(broken, surroundings), [problem]);
    });
  }

  it("has all its problems reported at once", () => {
    const problems = vpnProblems(
      { ...changed({ address: "10.0.0.1" }), onPremisesPrefixes: ["10.20.0.0/24"] },
      surroundings,
    );
    assert.deepEqual(
      problems.map(({ argument }) => argument),
      ["customerGateways.berlin.address", "onPremisesPrefixes.0"],
    );
  });
});

describe("The connections of a plan", () => {
  const { account } = surroundings;

  it("are started by AWS where it knows the address, and restarted when the device is dead", () => {
    const without = changed({ address: undefined, authentication: { type: "certificate", certificateArn } });
    const actions = planConnections(without, account).map(({ key, startupAction, dpdTimeoutAction }) => [
      key,
      startupAction,
      dpdTimeoutAction,
    ]);
    assert.deepEqual(actions, [
      ["berlin", "add", "clear"],
      ["munich", "start", "restart"],
    ]);
  });

  it("are started by the device on request", () => {
    const [first] = planConnections(changed({ startupAction: "add" }), account);
    assert.equal(first?.startupAction, "add");
    assert.equal(first.dpdTimeoutAction, "restart");
  });

  it("keep their blocks when another device is added, removed or moved", () => {
    const both = planConnections(plan, account).map(({ key, insideCidrs }) => [key, insideCidrs] as const);
    const only = planConnections({ ...plan, customerGateways: { munich } }, account);
    assert.deepEqual(only[0]?.insideCidrs, new Map(both).get("munich"));
    const turned = planConnections({ ...plan, customerGateways: { munich, berlin } }, account);
    assert.deepEqual(new Map(turned.map(({ key, insideCidrs }) => [key, insideCidrs])), new Map(both));
  });

  it("have other blocks in another account, since one device may lead to both", () => {
    const [here] = planConnections(plan, account);
    const [there] = planConnections(plan, { ...account, id: "222233334444" });
    assert.notDeepEqual(here?.insideCidrs, there?.insideCidrs);
  });
});
