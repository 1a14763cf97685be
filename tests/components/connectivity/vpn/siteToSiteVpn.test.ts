import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { SiteToSiteVpn, type SiteToSiteVpnArgs } from "../../../../components/connectivity/vpn/siteToSiteVpn";
import { valueOf } from "../../../support/mocks";
import { record, type Recording } from "../../../support/record";
import { berlin, munich, plan, staticPlan, surroundings } from "./fixture";

type Made = Recording<SiteToSiteVpn>;

const topic = "arn:aws:sns:eu-central-1:111122223333:alarms";

function recordVpn(change: Partial<SiteToSiteVpnArgs> = {}): Promise<Made> {
  const args: SiteToSiteVpnArgs = {
    ...surroundings,
    plan,
    vpcId: "vpc-1",
    routeTableIds: { "private-a": "rtb-a", "private-b": "rtb-b" },
    alarmTopicArns: [topic],
    ...change,
  };
  return record((opts) => new SiteToSiteVpn("vpn", args, opts));
}

const connection = (made: Made, key: string) => made.one(aws.ec2.VpnConnection, `vpn-connection-${key}`);

describe("A Site-to-Site VPN", () => {
  let made: Made;
  before(async () => (made = await recordVpn()));

  it("consists of exactly these resources for two devices with BGP", () => {
    assert.deepEqual(made.inventory(), [
      "aws:cloudwatch/compositeAlarm:CompositeAlarm vpn-all-tunnels",
      "aws:cloudwatch/compositeAlarm:CompositeAlarm vpn-both-tunnels-berlin",
      "aws:cloudwatch/compositeAlarm:CompositeAlarm vpn-both-tunnels-munich",
      "aws:cloudwatch/logGroup:LogGroup vpn-logs-group",
      "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-berlin-1",
      "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-berlin-2",
      "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-munich-1",
      "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-munich-2",
      "aws:ec2/customerGateway:CustomerGateway vpn-customer-gateway-berlin",
      "aws:ec2/customerGateway:CustomerGateway vpn-customer-gateway-munich",
      "aws:ec2/managedPrefixList:ManagedPrefixList vpn-on-premises",
      "aws:ec2/vpnConnection:VpnConnection vpn-connection-berlin",
      "aws:ec2/vpnConnection:VpnConnection vpn-connection-munich",
      "aws:ec2/vpnGateway:VpnGateway vpn-gateway",
      "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation vpn-propagation-private-a",
      "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation vpn-propagation-private-b",
      "aws:kms/alias:Alias vpn-logs-encryption-alias",
      "aws:kms/key:Key vpn-logs-encryption-key",
      "landingzone:connectivity:SiteToSiteVpn vpn",
      "landingzone:connectivity:TunnelLogs vpn-logs",
      "landingzone:encryption:EncryptionKey vpn-logs-encryption",
    ]);
  });

  it("leaves nothing without a parent", () => {
    assert.deepEqual(made.orphans, []);
  });

  it("attaches a gateway with the plan's ASN to the VPC", () => {
    const { inputs } = made.one(aws.ec2.VpnGateway);
    assert.equal(inputs["vpcId"], "vpc-1");
    assert.equal(inputs["amazonSideAsn"], "64512");
  });

  it("describes each device", () => {
    const { inputs } = made.one(aws.ec2.CustomerGateway, "vpn-customer-gateway-berlin");
    const { type, ipAddress, bgpAsn, bgpAsnExtended, deviceName, certificateArn } = inputs;
    assert.deepEqual(
      { type, ipAddress, bgpAsn, bgpAsnExtended, deviceName, certificateArn },
      {
        type: "ipsec.1",
        ipAddress: "203.0.113.10",
        bgpAsn: "65010",
        bgpAsnExtended: undefined,
        deviceName: "Berlin",
        certificateArn: undefined,
      },
    );
  });

  for (const tunnel of [1, 2]) {
    it(`gives tunnel ${tunnel} every option`, async () => {
      const { inputs } = connection(made, "berlin");
      const logGroupArn = await valueOf(made.result.logGroupArn);
      const prefix = `tunnel${tunnel}`;
      const options = Object.fromEntries(
        Object.entries(inputs)
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, value]) => [name.slice(prefix.length), value]),
      );
      assert.deepEqual(options, {
        IkeVersions: ["ikev2"],
        Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
        Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
        Phase1IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
        Phase2IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
        Phase1DhGroupNumbers: [20, 21],
        Phase2DhGroupNumbers: [20, 21],
        Phase1LifetimeSeconds: 28800,
        Phase2LifetimeSeconds: 3600,
        RekeyMarginTimeSeconds: 270,
        RekeyFuzzPercentage: 100,
        ReplayWindowSize: 1024,
        DpdTimeoutAction: "restart",
        DpdTimeoutSeconds: 30,
        StartupAction: "start",
        EnableTunnelLifecycleControl: true,
        InsideCidr: tunnel === 1 ? "169.254.113.128/30" : "169.254.113.132/30",
        LogOptions: {
          cloudwatchLogOptions: {
            logEnabled: true,
            logGroupArn,
            logOutputFormat: "json",
            bgpLogEnabled: true,
            bgpLogGroupArn: logGroupArn,
            bgpLogOutputFormat: "json",
          },
        },
      });
    });
  }

  it("lets AWS make the keys and keep them in Secrets Manager", () => {
    for (const key of ["berlin", "munich"]) {
      const { inputs } = connection(made, key);
      assert.equal(inputs["presharedKeyStorage"], "SecretsManager");
      assert.equal(inputs["tunnel1PresharedKey"], undefined);
      assert.equal(inputs["tunnel2PresharedKey"], undefined);
    }
  });

  it("hands out nothing that is a secret", async () => {
    assert.equal(await pulumi.isSecret(pulumi.output(made.result.devices)), false);
  });

  it("routes by BGP, and lets the route tables learn from the gateway", () => {
    assert.equal(connection(made, "berlin").inputs["staticRoutesOnly"], false);
    assert.deepEqual(made.names(aws.ec2.VpnConnectionRoute), []);
    const { inputs, options } = made.one(aws.ec2.VpnGatewayRoutePropagation, "vpn-propagation-private-b");
    assert.equal(inputs["routeTableId"], "rtb-b");
    assert.deepEqual(options.dependsOn, ["vpn-gateway"]);
  });

  it("names the blocks on-premises in a prefix list", () => {
    const { inputs } = made.one(aws.ec2.ManagedPrefixList);
    assert.equal(inputs["name"], "on-premises");
    assert.equal(inputs["addressFamily"], "IPv4");
    assert.equal(inputs["maxEntries"], 2);
    assert.deepEqual(inputs["entries"], [
      { cidr: "172.16.0.0/12", description: "on-premises" },
      { cidr: "192.168.0.0/16", description: "on-premises" },
    ]);
  });

  it("encrypts the tunnels' logs with a key of their own and keeps them for the days planned", () => {
    const { inputs, options } = made.one(aws.cloudwatch.LogGroup);
    assert.equal(inputs["name"], "/aws/vendedlogs/vpn/vpn-logs");
    assert.equal(inputs["retentionInDays"], 365);
    assert.deepEqual(options.dependsOn, ["vpn-logs-encryption-key"]);
    assert.equal((inputs["tags"] as Record<string, unknown>)["data-classification"], "confidential");
    const policy = JSON.parse(made.one(aws.kms.Key).inputs["policy"] as string) as {
      Statement: { Sid: string; Principal: unknown; Condition?: unknown }[];
    };
    assert.deepEqual(
      policy.Statement.filter(({ Sid }) => Sid === "EncryptLogGroup").map(({ Principal, Condition }) => ({
        Principal,
        Condition,
      })),
      [
        {
          Principal: { Service: "logs.eu-central-1.amazonaws.com" },
          Condition: {
            ArnEquals: {
              "kms:EncryptionContext:aws:logs:arn":
                "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/vpn/vpn-logs",
            },
          },
        },
      ],
    );
  });

  it("raises an alarm for each tunnel that is down", async () => {
    const connectionId = await valueOf(made.result.connectionIds["berlin"] ?? "");
    const second = await valueOf(made.result.devices["berlin"]?.tunnels[1].outsideAddress ?? "");
    const { inputs } = made.one(aws.cloudwatch.MetricAlarm, "vpn-tunnel-berlin-2");
    const { namespace, metricName, dimensions, statistic, comparisonOperator, threshold } = inputs;
    assert.deepEqual(
      { namespace, metricName, dimensions, statistic, comparisonOperator, threshold },
      {
        namespace: "AWS/VPN",
        metricName: "TunnelState",
        dimensions: { VpnId: connectionId, TunnelIpAddress: second },
        statistic: "Maximum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
      },
    );
    assert.equal(inputs["treatMissingData"], "breaching");
    assert.deepEqual([inputs["alarmActions"], inputs["okActions"]], [[topic], [topic]]);
  });

  it("raises one alarm for both tunnels of a connection, and one for all of them", () => {
    const rules = made
      .names(aws.cloudwatch.CompositeAlarm)
      .map((name) => made.one(aws.cloudwatch.CompositeAlarm, name).inputs)
      .map(({ alarmRule, alarmActions }) => [alarmRule, alarmActions]);
    assert.deepEqual(rules, [
      ['ALARM("vpn-both-tunnels-berlin") AND ALARM("vpn-both-tunnels-munich")', [topic]],
      ['ALARM("vpn-tunnel-berlin-1") AND ALARM("vpn-tunnel-berlin-2")', [topic]],
      ['ALARM("vpn-tunnel-munich-1") AND ALARM("vpn-tunnel-munich-2")', [topic]],
    ]);
  });

  it("tells each device what it needs", async () => {
    const device = await valueOf(made.result.devices["munich"]);
    assert.deepEqual(
      { ...device, tunnels: undefined, connectionId: undefined, authentication: device?.authentication.type },
      {
        name: "Munich",
        connectionId: undefined,
        address: "203.0.113.20",
        authentication: "preSharedKey",
        routing: { type: "bgp", bgpAsn: 65020 },
        gatewayType: "virtualPrivateGateway",
        amazonSideAsn: 64512,
        startupAction: "start",
        tunnelOptions: plan.tunnels,
        tunnels: undefined,
        amazonPrefixes: ["10.20.0.0/16"],
        onPremisesPrefixes: ["172.16.0.0/12", "192.168.0.0/16"],
      },
    );
  });
});

describe("A Site-to-Site VPN with other choices", () => {
  it("has the plan's static routes, and no BGP log", async () => {
    const made = await recordVpn({ plan: staticPlan });
    const { inputs } = connection(made, "berlin");
    assert.equal(inputs["staticRoutesOnly"], true);
    const { cloudwatchLogOptions } = inputs["tunnel1LogOptions"] as { cloudwatchLogOptions: object };
    assert.deepEqual(Object.keys(cloudwatchLogOptions).sort(), [
      "logEnabled",
      "logGroupArn",
      "logOutputFormat",
    ]);
    assert.deepEqual(made.names(aws.ec2.VpnConnectionRoute), [
      "vpn-route-berlin-172.16.0.0-12",
      "vpn-route-berlin-192.168.0.0-16",
    ]);
    const route = made.one(aws.ec2.VpnConnectionRoute, "vpn-route-berlin-192.168.0.0-16").inputs;
    assert.equal(route["destinationCidrBlock"], "192.168.0.0/16");
    assert.equal(made.one(aws.ec2.CustomerGateway).inputs["bgpAsn"], "65000");
  });

  it("has no alarm on all tunnels when there is one connection: the one on both says the same", async () => {
    const made = await recordVpn({ plan: staticPlan });
    assert.deepEqual(made.names(aws.cloudwatch.CompositeAlarm), ["vpn-both-tunnels-berlin"]);
  });

  it("has no key at all for a device with a certificate", async () => {
    const certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
    const device = {
      ...berlin,
      address: undefined,
      authentication: { type: "certificate", certificateArn } as const,
    };
    const made = await recordVpn({ plan: { ...plan, customerGateways: { berlin: device } } });
    const gateway = made.one(aws.ec2.CustomerGateway).inputs;
    assert.equal(gateway["certificateArn"], certificateArn);
    assert.equal(gateway["ipAddress"], undefined);
    const { inputs } = connection(made, "berlin");
    assert.equal(inputs["presharedKeyStorage"], undefined);
    assert.deepEqual(
      [inputs["tunnel1StartupAction"], inputs["tunnel2StartupAction"], inputs["tunnel1DpdTimeoutAction"]],
      ["add", "add", "clear"],
    );
  });

  it("writes an ASN above 2147483647 where AWS takes it", async () => {
    const device = { ...berlin, routing: { type: "bgp", bgpAsn: 4200000010 } as const };
    const made = await recordVpn({ plan: { ...plan, customerGateways: { berlin: device } } });
    const { bgpAsn, bgpAsnExtended } = made.one(aws.ec2.CustomerGateway).inputs;
    assert.deepEqual([bgpAsn, bgpAsnExtended], [undefined, "4200000010"]);
  });

  it("opens security groups for the prefix list", async () => {
    const made = await recordVpn({
      access: {
        https: { securityGroupId: "sg-1", direction: "ingress", protocol: "tcp", port: 443 },
        dns: { securityGroupId: "sg-2", direction: "egress", protocol: "udp", port: 53 },
      },
    });
    const prefixListId = await valueOf(made.result.prefixListId ?? "");
    assert.deepEqual(made.one(aws.vpc.SecurityGroupIngressRule).name, "vpn-access-https");
    assert.deepEqual(withoutTags(made.one(aws.vpc.SecurityGroupIngressRule).inputs), {
      securityGroupId: "sg-1",
      prefixListId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "From on-premises",
    });
    assert.deepEqual(withoutTags(made.one(aws.vpc.SecurityGroupEgressRule).inputs), {
      securityGroupId: "sg-2",
      prefixListId,
      ipProtocol: "udp",
      fromPort: 53,
      toPort: 53,
      description: "To on-premises",
    });
  });

  it("uses a prefix list that there is", async () => {
    const made = await recordVpn({ prefixListId: "pl-1" });
    assert.deepEqual(made.names(aws.ec2.ManagedPrefixList), []);
    assert.equal(await valueOf(made.result.prefixListId ?? ""), "pl-1");
  });

  it("has no prefix list without blocks on-premises", async () => {
    const made = await recordVpn({ plan: { ...plan, onPremisesPrefixes: [] } });
    assert.deepEqual(made.names(aws.ec2.ManagedPrefixList), []);
    assert.equal(made.result.prefixListId, undefined);
  });

  it("renames nothing of one device when the other goes", async () => {
    const two = new Set((await recordVpn()).inventory());
    const one = (await recordVpn({ plan: { ...plan, customerGateways: { munich } } })).inventory();
    assert.deepEqual(
      one.filter((line) => !two.has(line)),
      [],
    );
    assert.deepEqual(
      [...two].filter((line) => !one.includes(line)),
      [
        "aws:cloudwatch/compositeAlarm:CompositeAlarm vpn-all-tunnels",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm vpn-both-tunnels-berlin",
        "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-berlin-1",
        "aws:cloudwatch/metricAlarm:MetricAlarm vpn-tunnel-berlin-2",
        "aws:ec2/customerGateway:CustomerGateway vpn-customer-gateway-berlin",
        "aws:ec2/vpnConnection:VpnConnection vpn-connection-berlin",
      ],
    );
  });

  it("refuses a plan that cannot work, with every problem", async () => {
    const broken = { ...plan, customerGateways: { berlin, munich: { ...munich, address: berlin.address } } };
    await assert.rejects(recordVpn({ plan: { ...broken, onPremisesPrefixes: ["10.20.0.0/24"] } }), {
      message: [
        'SiteToSiteVpn "vpn": 2 problems',
        "  plan.customerGateways.munich.address: berlin has this address too: one device that fails would take both " +
          "connections with it; give the second device's own address, or remove one of the two",
        "  plan.onPremisesPrefixes.0: 10.20.0.0/24 must not overlap the VPC's block 10.20.0.0/16: the VPC would keep that " +
          "traffic to itself; give the VPC another block, or translate the addresses on-premises",
      ].join("\n"),
    });
  });

  it("refuses access without blocks on-premises", async () => {
    const access = {
      https: { securityGroupId: "sg-1", direction: "ingress", protocol: "tcp", port: 443 } as const,
    };
    await assert.rejects(recordVpn({ plan: { ...plan, onPremisesPrefixes: [] }, access }), {
      message:
        'SiteToSiteVpn "vpn": 1 problem\n  access: there are no blocks on-premises to open a security group for; ' +
        "list them in plan.onPremisesPrefixes",
    });
  });
});

describe("A Site-to-Site VPN at a transit gateway", () => {
  const gateway = {
    type: "transitGateway",
    transitGatewayId: "tgw-1",
    amazonSideAsn: 64600,
    routeTableId: "tgw-rtb-1",
  } as const;

  it("ends there, and puts its connections behind the route table", async () => {
    const made = await recordVpn({ plan: { ...plan, gateway } });
    assert.deepEqual(made.names(aws.ec2.VpnGateway), []);
    const { inputs } = connection(made, "berlin");
    assert.deepEqual([inputs["transitGatewayId"], inputs["vpnGatewayId"]], ["tgw-1", undefined]);
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTableAssociation), [
      "vpn-association-berlin",
      "vpn-association-munich",
    ]);
    const association = made.one(aws.ec2transitgateway.RouteTableAssociation, "vpn-association-berlin");
    assert.equal(association.inputs["transitGatewayRouteTableId"], "tgw-rtb-1");
    assert.equal(association.inputs["replaceExistingAssociation"], true);
    assert.deepEqual(association.options.dependsOn, ["vpn-connection-berlin"]);
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTablePropagation), [
      "vpn-propagation-berlin",
      "vpn-propagation-munich",
    ]);
    assert.deepEqual(made.names(aws.ec2transitgateway.Route), []);
  });

  it("routes the VPC's tables to it by the prefix list", async () => {
    const made = await recordVpn({ plan: { ...plan, gateway } });
    assert.deepEqual(made.names(aws.ec2.VpnGatewayRoutePropagation), []);
    assert.deepEqual(made.names(aws.ec2.Route), ["vpn-on-premises-private-a", "vpn-on-premises-private-b"]);
    const { inputs, options } = made.one(aws.ec2.Route, "vpn-on-premises-private-a");
    assert.deepEqual([inputs["routeTableId"], inputs["transitGatewayId"]], ["rtb-a", "tgw-1"]);
    assert.deepEqual(options.dependsOn, ["vpn-on-premises"]);
  });

  it("has static routes in the gateway's route table", async () => {
    const made = await recordVpn({ plan: { ...staticPlan, gateway } });
    assert.deepEqual(made.names(aws.ec2.VpnConnectionRoute), []);
    assert.deepEqual(made.names(aws.ec2transitgateway.Route), [
      "vpn-route-berlin-172.16.0.0-12",
      "vpn-route-berlin-192.168.0.0-16",
    ]);
  });

  it("leaves associations to the gateway's defaults when no route table is named", async () => {
    const made = await recordVpn({ plan: { ...plan, gateway: { ...gateway, routeTableId: undefined } } });
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTableAssociation), []);
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTablePropagation), []);
  });

  it("tells the devices the blocks behind it too", async () => {
    const made = await recordVpn({ plan: { ...plan, gateway, amazonPrefixes: ["10.30.0.0/16"] } });
    assert.deepEqual(made.result.devices["berlin"]?.amazonPrefixes, ["10.20.0.0/16", "10.30.0.0/16"]);
    assert.equal(made.result.devices["berlin"].gatewayType, "transitGateway");
  });
});

function withoutTags(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "tags"));
}
