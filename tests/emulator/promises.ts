import assert from "node:assert/strict";
import { z } from "zod";
import type { ForensicsOutputs, WorkloadOutputs } from "../../stacks/contracts";
import type { Call } from "./aws";

/** Something that a stack promises, and how any client of AWS can see that it is kept. */
export interface Promise_ {
  readonly title: string;
  readonly calls: readonly Omit<Call, "account">[];
  /** Throws when the promise is not kept. */
  readonly check: (answers: readonly unknown[]) => void;
}

const allTrue = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What the forensics stack promises. */
export function forensicsPromises(
  outputs: ForensicsOutputs,
  retentionDays: number,
  senders: readonly string[],
): Promise_[] {
  const { evidenceBucketName: Bucket, evidenceKeyArn, vpcId, incidentBusArn } = outputs;
  const lock = "Rule.DefaultRetention.Mode, Rule.DefaultRetention.Days";
  return [
    {
      title: "the evidence bucket is versioned and locks every object in compliance mode",
      calls: [
        s3("get_bucket_versioning", { Bucket }, "Status"),
        s3(
          "get_object_lock_configuration",
          { Bucket },
          `ObjectLockConfiguration.[ObjectLockEnabled, ${lock}]`,
        ),
      ],
      check: isDeeply(["Enabled", ["Enabled", "COMPLIANCE", retentionDays]]),
    },
    {
      title: "evidence is encrypted with a key of its own, which is rotated every year",
      calls: [
        s3(
          "get_bucket_encryption",
          { Bucket },
          "ServerSideEncryptionConfiguration.Rules[].ApplyServerSideEncryptionByDefault",
        ),
        {
          service: "kms",
          operation: "get_key_rotation_status",
          parameters: { KeyId: evidenceKeyArn },
          select: "[KeyRotationEnabled, RotationPeriodInDays]",
        },
      ],
      check: isDeeply([[{ SSEAlgorithm: "aws:kms", KMSMasterKeyID: evidenceKeyArn }], [true, 365]]),
    },
    {
      title: "the evidence bucket is closed to the public, to plain HTTP and to deletion",
      calls: [
        s3("get_public_access_block", { Bucket }, "PublicAccessBlockConfiguration"),
        s3("get_bucket_policy", { Bucket }, "Policy"),
      ],
      check: ([access, policy]) => {
        assert.deepEqual(access, allTrue);
        const denials = statementsOf(policy).filter(({ Effect }) => Effect === "Deny");
        assert.ok(
          denials.some(({ Condition }) =>
            JSON.stringify(Condition ?? {}).includes('"aws:SecureTransport":"false"'),
          ),
        );
        assert.ok(denials.some(({ Action }) => listOf(Action).includes("s3:DeleteObjectVersion")));
        assert.ok(denials.some(({ Action }) => listOf(Action).includes("s3:DeleteBucket")));
      },
    },
    {
      title: "no route leads out of the analysis network",
      calls: [
        ec2("describe_internet_gateways", "attachment.vpc-id", vpcId, "InternetGateways[].InternetGatewayId"),
        ec2("describe_nat_gateways", "vpc-id", vpcId, "NatGateways[].NatGatewayId"),
        ec2("describe_route_tables", "vpc-id", vpcId, "RouteTables[].Routes[].GatewayId"),
      ],
      check: ([internet, nat, gateways]) => {
        assert.deepEqual([internet, nat], [[], []]);
        assert.ok(Array.isArray(gateways) && gateways.length > 0);
        assert.deepEqual(
          gateways.filter((id: string) => id !== "local" && !id.startsWith("vpce-")),
          [],
        );
      },
    },
    {
      title: "the incident bus accepts events of the configured accounts only",
      calls: [
        {
          service: "events",
          operation: "describe_event_bus",
          parameters: { Name: nameIn(incidentBusArn) },
          select: "Policy",
        },
      ],
      check: ([policy]) => {
        const allowed = statementsOf(policy).map(({ Effect, Principal, Action }) => ({
          Effect,
          Principal,
          Action,
        }));
        const AWS = senders.map((id) => `arn:aws:iam::${id}:root`);
        assert.deepEqual(allowed, [{ Effect: "Allow", Principal: { AWS }, Action: "events:PutEvents" }]);
      },
    },
  ];
}

/** What a workload stack promises. */
export function workloadPromises(
  outputs: WorkloadOutputs,
  forensics: ForensicsOutputs,
  zones: readonly string[],
  retentionDays: number,
): Promise_[] {
  const { vpcId, logBucketName: Bucket, responderRoleArn } = outputs;
  return [
    {
      title: "all traffic of the VPC is logged to the account's log bucket every minute",
      calls: [
        ec2(
          "describe_flow_logs",
          "resource-id",
          vpcId,
          "FlowLogs[].[FlowLogStatus, DeliverLogsStatus, TrafficType, MaxAggregationInterval, DestinationOptions.FileFormat]",
        ),
        ec2("describe_flow_logs", "resource-id", vpcId, "FlowLogs[].LogDestination"),
      ],
      check: ([logs, destinations]) => {
        assert.deepEqual(logs, [["ACTIVE", "SUCCESS", "ALL", 60, "parquet"]]);
        assert.ok(
          Array.isArray(destinations) && String(destinations[0]).startsWith(`arn:aws:s3:::${Bucket}`),
        );
      },
    },
    {
      title: "logs expire after the configured days",
      calls: [s3("get_bucket_lifecycle_configuration", { Bucket }, "Rules[].Expiration.Days")],
      check: isDeeply([[retentionDays]]),
    },
    {
      title: "the default security group and the default network ACL let nothing through",
      calls: [
        ec2(
          "describe_security_groups",
          "vpc-id",
          vpcId,
          "SecurityGroups[?GroupName=='default'].[IpPermissions, IpPermissionsEgress]",
        ),
        ec2(
          "describe_network_acls",
          "vpc-id",
          vpcId,
          "NetworkAcls[?IsDefault].Entries[?RuleAction=='allow'][]",
        ),
      ],
      check: isDeeply([[[[], []]], []]),
    },
    {
      title: "each zone has its own NAT gateway",
      calls: [
        ec2("describe_nat_gateways", "vpc-id", vpcId, "NatGateways[?State=='available'].SubnetId"),
        ec2("describe_subnets", "vpc-id", vpcId, "Subnets[].[SubnetId, AvailabilityZone]"),
      ],
      check: ([natSubnets, subnets]) => {
        const zoneOf = new Map(z.array(z.tuple([z.string(), z.string()])).parse(subnets));
        const served = z
          .array(z.string())
          .parse(natSubnets)
          .map((id) => zoneOf.get(id));
        assert.deepEqual(served.sort(), [...zones].sort());
      },
    },
    {
      title: "the responder role trusts the forensics account's response role and nobody else",
      calls: [
        {
          service: "iam",
          operation: "get_role",
          parameters: { RoleName: nameIn(responderRoleArn) },
          select: "Role.AssumeRolePolicyDocument",
        },
      ],
      check: ([document]) => {
        const principals = statementsOf(JSON.stringify(document)).map(({ Effect, Principal }) => ({
          Effect,
          Principal,
        }));
        assert.deepEqual(principals, [{ Effect: "Allow", Principal: { AWS: forensics.responseRoleArn } }]);
      },
    },
    {
      title: "nothing of the forensics account is in the workload account",
      calls: [
        s3("list_buckets", {}, "Buckets[].Name"),
        {
          service: "ec2",
          operation: "describe_vpcs",
          parameters: { VpcIds: [forensics.vpcId] },
          select: "Vpcs[].VpcId",
        },
      ],
      check: isDeeply([[Bucket], { refused: "InvalidVpcID.NotFound" }]),
    },
  ];
}

function isDeeply(expected: readonly unknown[]): Promise_["check"] {
  return (answers) => {
    assert.deepEqual(answers, expected);
  };
}

function s3(operation: string, parameters: Record<string, unknown>, select: string) {
  return { service: "s3", operation, parameters, select };
}

function ec2(operation: string, filter: string, value: string, select: string) {
  return { service: "ec2", operation, parameters: { Filters: [{ Name: filter, Values: [value] }] }, select };
}

const statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Principal: z.unknown(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

function statementsOf(document: unknown): z.infer<typeof statement>[] {
  return z.object({ Statement: z.array(statement) }).parse(JSON.parse(String(document))).Statement;
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
