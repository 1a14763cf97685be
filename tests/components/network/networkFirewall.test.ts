import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { NetworkFirewall, type InspectionArgs } from "../../../components/network/networkFirewall";
import type { Network } from "../../../components/network/network";
import { valueOf } from "../../support/mocks";
import { record, type Recording } from "../../support/record";
import { inspection, recordNetwork } from "./networkFirewallFixture";

function recordInspection(change: Partial<InspectionArgs>): Promise<Recording<Network>> {
  return recordNetwork({ inspection: { ...inspection, ...change } });
}

interface Policy {
  readonly statefulDefaultActions: readonly string[];
  readonly statefulEngineOptions: unknown;
  readonly statelessDefaultActions: readonly string[];
  readonly statelessFragmentDefaultActions: readonly string[];
  readonly statefulRuleGroupReferences: readonly {
    readonly priority: number;
    readonly resourceArn: string;
    readonly override?: unknown;
  }[];
  readonly policyVariables: unknown;
}

function policyOf(made: Recording<unknown>): Policy {
  return made.one(aws.networkfirewall.FirewallPolicy).inputs["firewallPolicy"] as unknown as Policy;
}

describe("A network firewall", () => {
  let made: Recording<Network>;
  before(async () => (made = await recordNetwork()));

  it("leaves nothing without a parent", () => {
    assert.deepEqual(made.orphans, []);
  });

  it("has an endpoint in the firewall subnet of each zone, and nowhere else", () => {
    const { inputs } = made.one(aws.networkfirewall.Firewall);
    assert.deepEqual(
      inputs["subnetMappings"],
      ["a", "b", "c"].map((zone) => ({
        subnetId: made.one(aws.ec2.Subnet, `net-firewall-${zone}`).id,
        ipAddressType: "IPV4",
      })),
    );
    assert.equal(inputs["vpcId"], made.one(aws.ec2.Vpc).id);
  });

  it("gives everything to the stateful engine, which asks the rules in strict order and drops what none decides", () => {
    const policy = policyOf(made);
    assert.deepEqual(policy.statelessDefaultActions, ["aws:forward_to_sfe"]);
    assert.deepEqual(policy.statelessFragmentDefaultActions, ["aws:forward_to_sfe"]);
    assert.deepEqual(policy.statefulEngineOptions, {
      ruleOrder: "STRICT_ORDER",
      streamExceptionPolicy: "REJECT",
    });
    assert.deepEqual(policy.statefulDefaultActions, [
      "aws:drop_established_app_layer_to_server",
      "aws:alert_established_app_layer_to_server",
    ]);
  });

  it("asks for denied domains, managed groups, own rules, the network's flows and allowed domains, in that order", () => {
    const arns = policyOf(made).statefulRuleGroupReferences.map(({ priority, resourceArn }) => [
      priority,
      resourceArn.replace(/^.*\//, "").replace(/-[0-9a-f]{7}$/, ""),
    ]);
    assert.deepEqual(
      arns.sort(([one], [other]) => Number(one) - Number(other)),
      [
        [100, "net-inspection-policy-denied-domains"],
        [1000, "MalwareDomainsStrictOrder"],
        [9500, "net-inspection-policy-own-rules"],
        [10000, "net-inspection-policy-flows"],
        [11000, "net-inspection-policy-allowed-domains"],
      ],
    );
  });

  it("names managed groups by the partition and region of the account", async () => {
    const china = { id: "111122223333", region: "cn-north-1" };
    const there = await recordNetwork({
      availabilityZones: ["cn-north-1a", "cn-north-1b"],
      inspection: {
        ...inspection,
        account: china,
        managedRuleGroups: [{ name: "ThreatSignaturesIOCStrictOrder", priority: 2000, alertOnly: true }],
      },
    });
    assert.deepEqual(
      policyOf(there).statefulRuleGroupReferences.filter(({ priority }) => priority === 2000),
      [
        {
          priority: 2000,
          resourceArn:
            "arn:aws-cn:network-firewall:cn-north-1:aws-managed:stateful-rulegroup/ThreatSignaturesIOCStrictOrder",
          override: { action: "DROP_TO_ALERT" },
        },
      ],
    );
  });

  it("looks for domains in the server name of TLS and the host of HTTP", () => {
    const group = (key: string) => made.inputs(`net-inspection-policy-${key}`)["ruleGroup"];
    const list = (type: string, targets: string[]) => ({
      statefulRuleOptions: { ruleOrder: "STRICT_ORDER" },
      rulesSource: {
        rulesSourceList: { generatedRulesType: type, targetTypes: ["HTTP_HOST", "TLS_SNI"], targets },
      },
    });
    assert.deepEqual(group("allowed-domains"), list("ALLOWLIST", [".example.com", "api.example.org"]));
    assert.deepEqual(group("denied-domains"), list("DENYLIST", ["bad.example.com"]));
  });

  it("tells the rules the VPC's blocks and the public tier's, IPv6 included when it is dual-stack", async () => {
    const dual = await recordNetwork({ dualStack: true });
    const ipv6 = (subnet: string) => dual.one(aws.ec2.Subnet, `net-${subnet}`).inputs["ipv6CidrBlock"];
    assert.deepEqual(policyOf(dual).policyVariables, {
      ruleVariables: [
        {
          key: "HOME_NET",
          ipSet: { definitions: ["10.20.0.0/16", dual.one(aws.ec2.Vpc).outputs["ipv6CidrBlock"]] },
        },
      ],
    });
    const { ruleVariables } = dual.inputs("net-inspection-policy-flows")["ruleGroup"] as {
      ruleVariables: unknown;
    };
    assert.deepEqual(ruleVariables, {
      ipSets: [
        {
          key: "PUBLIC_NET",
          ipSet: {
            definitions: ["a", "b", "c"].flatMap((zone, index) => [
              `10.20.${String(24 + index * 32)}.0/22`,
              ipv6(`public-${zone}`),
            ]),
          },
        },
      ],
    });
    const { subnetMappings } = dual.one(aws.networkfirewall.Firewall).inputs;
    assert.deepEqual(
      (subnetMappings as { ipAddressType: string }[]).map(({ ipAddressType }) => ipAddressType),
      ["DUALSTACK", "DUALSTACK", "DUALSTACK"],
    );
  });

  it("only logs what no rule decides, on request, and then without an allow list, which would drop", async () => {
    const observed = await recordInspection({ defaultAction: "ALERT" });
    assert.deepEqual(policyOf(observed).statefulDefaultActions, [
      "aws:alert_established_app_layer_to_server",
    ]);
    assert.deepEqual(observed.names(aws.networkfirewall.RuleGroup), [
      "net-inspection-policy-denied-domains",
      "net-inspection-policy-flows",
      "net-inspection-policy-own-rules",
    ]);
  });

  it("is encrypted with one customer key, and so are its policy and rule groups", () => {
    const expected = { type: "CUSTOMER_KMS", keyId: made.one(aws.kms.Key).outputs["arn"] };
    for (const type of [
      aws.networkfirewall.Firewall,
      aws.networkfirewall.FirewallPolicy,
      aws.networkfirewall.RuleGroup,
    ]) {
      for (const name of made.names(type)) {
        assert.deepEqual(made.one(type, name).inputs["encryptionConfiguration"], expected, name);
      }
    }
  });

  it("lets the service use the key for this account alone, and the account's own callers only through the service", () => {
    const policy = JSON.parse(made.one(aws.kms.Key).inputs["policy"] as string) as {
      Statement: { Sid: string; Principal: unknown; Action: unknown; Condition?: unknown }[];
    };
    const throughService = {
      "kms:CallerAccount": "111122223333",
      "kms:ViaService": "network-firewall.eu-central-1.amazonaws.com",
    };
    const use = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    const root = { AWS: "arn:aws:iam::111122223333:root" };
    assert.deepEqual(
      policy.Statement.slice(1).map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition })),
      [
        {
          Principal: { Service: "network-firewall.amazonaws.com" },
          Action: use,
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
        { Principal: root, Action: use, Condition: { StringEquals: throughService } },
        {
          Principal: root,
          Action: "kms:CreateGrant",
          Condition: { StringEquals: throughService, Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
    );
  });

  it("writes alerts and flows to the log bucket, without a prefix of its own", () => {
    const { id, inputs } = made.one(aws.networkfirewall.LoggingConfiguration);
    assert.equal(id, made.one(aws.networkfirewall.Firewall).outputs["arn"]);
    const destination = { logDestinationType: "S3", logDestination: { bucketName: "logs" } };
    assert.deepEqual(inputs["loggingConfiguration"], {
      logDestinationConfigs: [
        { logType: "ALERT", ...destination },
        { logType: "FLOW", ...destination },
      ],
    });
  });

  it("can be removed by a deployment, unless it is protected; then the preview already refuses", async () => {
    const isProtected = await recordInspection({
      protection: { deletion: true, subnetChange: true, policyChange: false },
    });
    const summary = (recording: Recording<unknown>) => {
      const { inputs, options } = recording.one(aws.networkfirewall.Firewall);
      return [
        inputs["deleteProtection"],
        options.protect,
        inputs["subnetChangeProtection"],
        inputs["firewallPolicyChangeProtection"],
      ];
    };
    assert.deepEqual(summary(made), [false, false, false, true]);
    assert.deepEqual(summary(isProtected), [true, true, true, false]);
  });

  it("tells the id of each zone's endpoint, and refuses a zone without one", async () => {
    const alone = await record(
      (opts) =>
        new NetworkFirewall(
          "fw",
          {
            ...inspection,
            vpcId: "vpc-0a1b2c3d4e5f60718",
            subnets: new Map([["c", { id: pulumi.output("subnet-0a1b2c3d4e5f60718") }]]),
            homeBlocks: ["10.20.0.0/16"],
            publicBlocks: ["10.20.24.0/22"],
            dualStack: false,
          },
          opts,
        ),
    );
    const [status] = alone.one(aws.networkfirewall.Firewall).outputs["firewallStatuses"] as {
      syncStates: { attachments: { endpointId: string; subnetId: string }[] }[];
    }[];
    const [attachment] = status?.syncStates[0]?.attachments ?? [];
    assert.equal(attachment?.subnetId, "subnet-0a1b2c3d4e5f60718");
    assert.equal(await valueOf(alone.result.endpointId("c")), attachment.endpointId);
    assert.throws(() => alone.result.endpointId("a"), {
      message: "The firewall has no subnet in zone a, only in c",
    });
  });

  it("refuses arguments that cannot work, before it creates anything", async () => {
    await assert.rejects(
      recordNetwork({
        tiers: { private: {} },
        natGatewayStrategy: "None",
        inspection: { ...inspection, allowedDomains: ["*.example.com"] },
      }),
      {
        message: [
          'Network "net": 3 problems',
          "  inspection: inspection stands between the firewall tier, the public tier and the internet, and there is no " +
            "public tier; add tiers.public",
          "  inspection: inspection stands between the firewall tier, the public tier and the internet, and there is no " +
            "firewall tier; add tiers.firewall",
          '  inspection.allowedDomains.0: "*.example.com" must be a domain in lower case such as example.com, or ' +
            ".example.com with its subdomains; write .example.com",
        ].join("\n"),
      },
    );
  });
});
