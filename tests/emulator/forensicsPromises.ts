import assert from "node:assert/strict";
import type { ForensicsOutputs } from "../../stacks/contracts";
import { ec2, isDeeply, listOf, nameIn, s3, statementsOf, type Kept } from "./promise";

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
): Kept[] {
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
