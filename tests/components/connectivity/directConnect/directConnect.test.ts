import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  DirectConnect,
  type DirectConnectArgs,
} from "../../../../components/connectivity/directConnect/directConnect";
import type { DirectConnectPlan } from "../../../../components/connectivity/directConnect/plan";
import { VirtualPrivateGateway } from "../../../../components/connectivity/directConnect/virtualPrivateGateway";
import { valueOf } from "../../../support/mocks";
import { record } from "../../../support/record";
import { dedicated, good, hostedPlan, transit } from "./plans";

const account = { id: "111122223333", region: "eu-central-1" };
const topic = "arn:aws:sns:eu-central-1:111122223333:network";
const secretArn = (key: string) =>
  `arn:aws:secretsmanager:eu-central-1:111122223333:secret:directconnect-${key}-AbCdEf`;

const built = (plan: DirectConnectPlan, change: Partial<DirectConnectArgs> = {}) =>
  record(
    (opts) =>
      new DirectConnect(
        "prod-direct-connect",
        {
          account,
          plan,
          ...(plan.gateway && { associatedGateway: { id: "tgw-0a1b2c3d4e5f60718" } }),
          alarmTopicArns: [topic],
          ...change,
        },
        opts,
      ),
  );

const ordered: DirectConnectPlan = { ...good, gateway: undefined, interfaces: {} };

const keyed = (encryptionMode: "should_encrypt" | "must_encrypt"): DirectConnectPlan => ({
  ...ordered,
  connections: {
    ...dedicated,
    macsec: {
      encryptionMode,
      keySecretArns: { "eqfa5-a": secretArn("eqfa5-a"), "telmu1-a": secretArn("telmu1-a") },
    },
  },
});

/** The value of an output, which the mocks always know. */
async function known<T>(value: pulumi.Input<T> | undefined): Promise<pulumi.Unwrap<T>> {
  assert(value !== undefined);
  const settled = await valueOf(value);
  assert(settled !== undefined);
  return settled;
}

const name = (suffix: string) => `prod-direct-connect-${suffix}`;
const tagged = (suffix: string) => ({ component: "DirectConnect", Name: name(suffix) });

describe("Direct Connect", () => {
  it("orders a connection in each location, with alarms, and nothing else at first", async () => {
    const { inventory } = await built(ordered);
    assert.deepEqual(inventory(), [
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-eqfa5-a-light-received",
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-eqfa5-a-light-transmitted",
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-eqfa5-a-state",
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-telmu1-a-light-received",
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-telmu1-a-light-transmitted",
      "aws:cloudwatch/metricAlarm:MetricAlarm prod-direct-connect-telmu1-a-state",
      "aws:directconnect/connection:Connection prod-direct-connect-eqfa5-a",
      "aws:directconnect/connection:Connection prod-direct-connect-telmu1-a",
      "landingzone:connectivity:DirectConnect prod-direct-connect",
    ]);
  });

  it("asks for MACsec with the order, and leaves the mode to AWS until it is enforced", async () => {
    const { inputs } = await built(ordered);
    assert.deepEqual(inputs(name("eqfa5-a")), {
      name: name("eqfa5-a"),
      location: "EqFA5",
      bandwidth: "10Gbps",
      requestMacsec: true,
      tags: tagged("eqfa5-a"),
    });
  });

  it("asks for no MACsec at 1 Gbps", async () => {
    const { inputs } = await built({ ...ordered, connections: { ...dedicated, bandwidth: "1Gbps" } });
    assert.equal(inputs(name("eqfa5-a"))["requestMacsec"], false);
  });

  it("associates MACsec keys by their secrets, and watches encryption", async () => {
    const { one, names, result } = await built(keyed("should_encrypt"));
    const association = one(aws.directconnect.MacsecKeyAssociation, name("eqfa5-a"));
    const connection = one(aws.directconnect.Connection, name("eqfa5-a"));
    assert.deepEqual(association.inputs, {
      connectionId: await known(result.connectionIds["eqfa5-a"]),
      secretArn: secretArn("eqfa5-a"),
    });
    assert.equal(connection.inputs["encryptionMode"], undefined);
    assert.deepEqual(
      names(aws.cloudwatch.MetricAlarm).filter((alarm) => alarm.endsWith("-encryption")),
      [name("eqfa5-a-encryption"), name("telmu1-a-encryption")],
    );
  });

  it("enforces MACsec when told to", async () => {
    const { one } = await built(keyed("must_encrypt"));
    assert.equal(
      one(aws.directconnect.Connection, name("telmu1-a")).inputs["encryptionMode"],
      "must_encrypt",
    );
  });

  it("makes a LAG of several ports, around the first", async () => {
    const { one, names } = await built({
      ...ordered,
      connections: { ...dedicated, bandwidth: "1Gbps", linksPerConnection: 3 },
    });
    assert.deepEqual(
      names(aws.directconnect.Connection),
      ["eqfa5", "telmu1"].flatMap((location) =>
        ["a", "b", "c"].map((link) => name(`${location}-a-link-${link}`)),
      ),
    );
    const lag = one(aws.directconnect.LinkAggregationGroup, name("eqfa5-a"));
    assert.deepEqual(lag.options.dependsOn, [name("eqfa5-a-link-a")]);
    assert.deepEqual(
      names(aws.directconnect.ConnectionAssociation).filter((each) => each.includes("eqfa5")),
      [name("eqfa5-a-link-b"), name("eqfa5-a-link-c")],
    );
  });

  it("has a gateway with its association, and an interface on every connection", async () => {
    const { names, one, result } = await built(good);
    assert.equal(one(aws.directconnect.Gateway).inputs["amazonSideAsn"], "64520");
    assert.deepEqual(one(aws.directconnect.GatewayAssociation).inputs, {
      dxGatewayId: await known(result.gatewayId),
      associatedGatewayId: "tgw-0a1b2c3d4e5f60718",
      allowedPrefixes: ["10.20.0.0/16"],
    });
    assert.deepEqual(names(aws.directconnect.TransitVirtualInterface), [
      name("eqfa5-a-101"),
      name("telmu1-a-101"),
    ]);
    assert.deepEqual(names(aws.directconnect.PublicVirtualInterface), [
      name("eqfa5-a-102"),
      name("telmu1-a-102"),
    ]);
  });

  it("uses the transit gateway's route table when there is one", async () => {
    const { names } = await built(good, {
      associatedGateway: { id: "tgw-0a1b2c3d4e5f60718", routeTableId: "tgw-rtb-0a1b2c3d4e5f60718" },
    });
    assert.deepEqual(names(aws.ec2transitgateway.RouteTableAssociation), [name("transit-association")]);
    assert.deepEqual(names(aws.ec2transitgateway.RouteTablePropagation), [name("transit-propagation")]);
  });

  it("gives a transit interface its gateway, its frames and its own key", async () => {
    const { one, result } = await built(good);
    const { inputs, options, secrets } = one(aws.directconnect.TransitVirtualInterface, name("eqfa5-a-101"));
    const { bgpAuthKey, ...rest } = inputs;
    assert.deepEqual(rest, {
      name: name("eqfa5-a-101"),
      connectionId: await known(result.connectionIds["eqfa5-a"]),
      dxGatewayId: await known(result.gatewayId),
      vlan: 101,
      mtu: 8500,
      addressFamily: "ipv4",
      bgpAsn: 65010,
      tags: { ...tagged("eqfa5-a-101"), interface: "corporate" },
    });
    assert(typeof bgpAuthKey === "string");
    assert.match(bgpAuthKey, /^[A-Za-z0-9]{24}$/);
    assert.deepEqual(secrets, ["bgpAuthKey"]);
    assert.equal(options.deleteBeforeReplace, true);
  });

  it("gives a public interface its prefixes and addresses, and no larger frames", async () => {
    const { one } = await built(good);
    const created = one(aws.directconnect.PublicVirtualInterface, name("telmu1-a-102")).inputs;
    assert.deepEqual(created["routeFilterPrefixes"], ["203.0.113.0/24"]);
    assert.equal(created["amazonAddress"], "198.51.100.4/31");
    assert.equal(created["customerAddress"], "198.51.100.5/31");
    assert.equal(created["mtu"], undefined);
  });

  it("keeps the keys in Secrets Manager, encrypted with a key of their own, and ignores later random values", async () => {
    const { one, names } = await built(good);
    assert.equal(names(aws.secretsmanager.Secret).length, 4);
    const secret = one(aws.secretsmanager.Secret, name("eqfa5-a-101"));
    assert.deepEqual(secret.options.dependsOn, [name("keys-key")]);
    assert.deepEqual(secret.inputs["tags"], {
      ...tagged("eqfa5-a-101"),
      "data-classification": "confidential",
    });
    const version = one(aws.secretsmanager.SecretVersion, name("eqfa5-a-101-key-1"));
    assert.deepEqual(version.options.dependsOn, [name("eqfa5-a-101")]);
    assert.deepEqual(version.options.ignoreChanges, ["secretString"]);
    assert.deepEqual(version.secrets, ["secretString"]);
  });

  it("makes a new key for one connection when its generation is raised", async () => {
    const { names } = await built({
      ...good,
      interfaces: { corporate: { ...transit, keyGenerations: { "eqfa5-a": 2 } } },
    });
    assert.deepEqual(names(aws.secretsmanager.SecretVersion), [
      name("eqfa5-a-101-key-2"),
      name("telmu1-a-101-key-1"),
    ]);
  });

  it("accepts hosted connections and puts one private interface on each", async () => {
    const { names, one } = await built(hostedPlan, { associatedGateway: { id: "vgw-0a1b2c3d4e5f60718" } });
    assert.deepEqual(names(aws.directconnect.ConnectionConfirmation), [name("frankfurt"), name("munich")]);
    assert.deepEqual(names(aws.directconnect.Connection), []);
    const { inputs } = one(aws.directconnect.PrivateVirtualInterface, name("munich-302"));
    assert.equal(inputs["connectionId"], "dxcon-ffdef456");
    assert.equal(inputs["vlan"], 302);
    assert.equal(inputs["mtu"], 1500);
  });

  it("accepts nothing where an approver does", async () => {
    assert(hostedPlan.connections.type === "hosted");
    const { names } = await built(
      { ...hostedPlan, connections: { ...hostedPlan.connections, acceptance: "approver" } },
      { associatedGateway: { id: "vgw-0a1b2c3d4e5f60718" } },
    );
    assert.deepEqual(names(aws.directconnect.ConnectionConfirmation), []);
    assert.equal(names(aws.directconnect.PrivateVirtualInterface).length, 2);
  });

  it("refuses a gateway that the plan does not have, and the other way round", async () => {
    await assert.rejects(
      built(ordered, { associatedGateway: { id: "tgw-0a1b2c3d4e5f60718" } }),
      /associatedGateway: is given exactly when plan.gateway is; remove it, or add plan.gateway/,
    );
    await assert.rejects(
      built(good, { associatedGateway: undefined }),
      /associatedGateway: is given exactly when plan.gateway is; give the gateway to associate/,
    );
    await assert.rejects(
      built(hostedPlan, { associatedGateway: { id: "vgw-0a", routeTableId: "tgw-rtb-0a" } }),
      /associatedGateway.routeTableId: only a transit gateway has route tables of its own/,
    );
  });

  it("refuses an impossible plan before it creates anything", async () => {
    await assert.rejects(
      built({ ...good, interfaces: { corporate: { ...transit, vlan: 4095 } } }),
      /DirectConnect "prod-direct-connect": 1 problem\n {2}plan.interfaces.corporate.vlan: a VLAN is from 1 to 4094/,
    );
  });

  it("needs unique names whatever an interface is called", async () => {
    const called = async (interfaceName: string) =>
      (await built({ ...good, interfaces: { [interfaceName]: transit } })).names(
        aws.directconnect.TransitVirtualInterface,
      );
    assert.deepEqual(await called("corporate"), await called("headquarters"));
  });
});

describe("The alarms of Direct Connect", () => {
  const common = {
    comparisonOperator: "LessThanThreshold",
    treatMissingData: "missing",
    alarmActions: [topic],
    okActions: [topic],
    insufficientDataActions: [topic],
    tags: { component: "DirectConnect" },
  };

  it("tell when a connection is down for five minutes", async () => {
    const { inputs, result } = await built(good);
    assert.deepEqual(inputs(name("eqfa5-a-state")), {
      ...common,
      name: name("eqfa5-a-state"),
      alarmDescription: "The Direct Connect connection eqfa5-a is down",
      namespace: "AWS/DX",
      metricName: "ConnectionState",
      dimensions: { ConnectionId: await known(result.connectionIds["eqfa5-a"]) },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 5,
      threshold: 1,
    });
  });

  it("tell when light is weaker than the port's standard allows, on any lane", async () => {
    const levels = async (bandwidth: "1Gbps" | "10Gbps" | "100Gbps" | "400Gbps") => {
      const { inputs } = await built({ ...ordered, connections: { ...dedicated, bandwidth } });
      return ["transmitted", "received"].map((way) => inputs(name(`eqfa5-a-light-${way}`))["threshold"]);
    };
    assert.deepEqual(await levels("1Gbps"), [-11, -19]);
    assert.deepEqual(await levels("10Gbps"), [-8.2, -14.4]);
    assert.deepEqual(await levels("100Gbps"), [-4.3, -10.6]);
    assert.deepEqual(await levels("400Gbps"), [-2.7, -9]);
    const { inputs, result } = await built(good);
    const connectionId = await known(result.connectionIds["eqfa5-a"]);
    assert.deepEqual(inputs(name("eqfa5-a-light-received"))["metricQueries"], [
      {
        id: "lowest",
        label: "ConnectionLightLevelRx",
        expression: `SELECT MIN(ConnectionLightLevelRx) FROM "AWS/DX" WHERE ConnectionId = '${connectionId}'`,
        period: 300,
        returnData: true,
      },
    ]);
  });

  it("tell when a BGP session is down, by its address family", async () => {
    const { inputs, result } = await built(good);
    const interfaceId = await known(result.virtualInterfaceIds["eqfa5-a-101"]);
    const alarm = inputs(name("eqfa5-a-101-bgp"));
    assert.equal(alarm["threshold"], 1);
    assert.deepEqual(alarm["metricQueries"], [
      {
        id: "lowest",
        label: "VirtualInterfaceBgpStatus",
        expression:
          'SELECT MIN(VirtualInterfaceBgpStatus) FROM "AWS/DX" ' +
          `WHERE VirtualInterfaceId = '${interfaceId}' AND IpAddressFamily = 'ipv4'`,
        period: 300,
        returnData: true,
      },
    ]);
  });

  it("tell when every session of an interface is down", async () => {
    const { inputs, names } = await built(good);
    assert.deepEqual(names(aws.cloudwatch.CompositeAlarm), [
      name("corporate-unreachable"),
      name("services-unreachable"),
    ]);
    assert.equal(
      inputs(name("corporate-unreachable"))["alarmRule"],
      `ALARM("${name("eqfa5-a-101-bgp")}") AND ALARM("${name("telmu1-a-101-bgp")}")`,
    );
  });

  it("watch every port of a LAG", async () => {
    const { names } = await built({
      ...ordered,
      connections: { ...dedicated, bandwidth: "1Gbps", linksPerConnection: 2 },
    });
    assert.deepEqual(
      names(aws.cloudwatch.MetricAlarm).filter((alarm) => alarm.endsWith("-state")),
      ["eqfa5-a-link-a", "eqfa5-a-link-b", "telmu1-a-link-a", "telmu1-a-link-b"].map((port) =>
        name(`${port}-state`),
      ),
    );
  });
});

describe("The outputs of Direct Connect", () => {
  it("tell what to configure on the routers", async () => {
    const { result } = await built({ ...good, primaryLocation: "TelMu1" });
    assert.deepEqual(
      result.routers.map(({ interface: called, connection, vlan, mtu, bgpAsn, bfd, community }) => [
        called,
        connection,
        vlan,
        mtu,
        bgpAsn,
        bfd,
        community,
      ]),
      [
        ["corporate", "eqfa5-a", 101, 8500, 65010, { intervalMilliseconds: 300, multiplier: 3 }, "7224:7100"],
        [
          "corporate",
          "telmu1-a",
          101,
          8500,
          65010,
          { intervalMilliseconds: 300, multiplier: 3 },
          "7224:7300",
        ],
        ["services", "eqfa5-a", 102, 1500, 65010, { intervalMilliseconds: 300, multiplier: 3 }, undefined],
        ["services", "telmu1-a", 102, 1500, 65010, { intervalMilliseconds: 300, multiplier: 3 }, undefined],
      ],
    );
    const [first] = result.routers;
    assert(first);
    assert.match(
      await known(first.bgpKeySecretArn),
      /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod-direct-connect-eqfa5-a-101/,
    );
    assert.deepEqual(Object.keys(first).sort(), [
      "amazonAddress",
      "amazonSideAsn",
      "bfd",
      "bgpAsn",
      "bgpKeySecretArn",
      "community",
      "connection",
      "customerAddress",
      "interface",
      "location",
      "mtu",
      "vlan",
    ]);
  });

  it("name connections and interfaces by their keys", async () => {
    const { result } = await built(good);
    assert.deepEqual(Object.keys(result.connectionIds), ["eqfa5-a", "telmu1-a"]);
    assert.deepEqual(Object.keys(result.devices), ["eqfa5-a", "telmu1-a"]);
    assert.deepEqual(Object.keys(result.virtualInterfaceIds), [
      "eqfa5-a-101",
      "telmu1-a-101",
      "eqfa5-a-102",
      "telmu1-a-102",
    ]);
  });
});

describe("A virtual private gateway", () => {
  it("is attached to the VPC and spreads what it learns", async () => {
    const { inventory, one } = await record(
      (opts) =>
        new VirtualPrivateGateway(
          "prod-gateway",
          {
            vpcId: "vpc-0a1b2c3d4e5f60718",
            amazonSideAsn: 64512,
            routeTableIds: { "private-a": "rtb-a", "private-b": "rtb-b" },
          },
          opts,
        ),
    );
    assert.deepEqual(inventory(), [
      "aws:ec2/vpnGateway:VpnGateway prod-gateway-gateway",
      "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation prod-gateway-propagation-private-a",
      "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation prod-gateway-propagation-private-b",
      "landingzone:connectivity:VirtualPrivateGateway prod-gateway",
    ]);
    assert.deepEqual(one(aws.ec2.VpnGateway).inputs, {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      amazonSideAsn: "64512",
      tags: { Name: "prod-gateway", component: "VirtualPrivateGateway" },
    });
  });
});
