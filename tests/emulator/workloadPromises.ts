import assert from "node:assert/strict";
import { z } from "zod";
import { machineNames, takers } from "../../components/response/names";
import type { ForensicsOutputs, WorkloadOutputs } from "../../stacks/contracts";
import { ec2, isDeeply, listOf, nameIn, s3, statementsOf, type Kept } from "./promise";

/** What a workload stack promises. */
export function workloadPromises(
  outputs: WorkloadOutputs,
  forensics: ForensicsOutputs,
  zones: readonly string[],
  retentionDays: number,
): Kept[] {
  const { vpcId, logBucketName: Bucket, responderRoleArns } = outputs;
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
      title: "the container role trusts state machines of the forensics account and nobody else",
      calls: [
        {
          service: "iam",
          operation: "get_role",
          parameters: { RoleName: nameIn(responderRoleArns.container) },
          select: "Role.AssumeRolePolicyDocument",
        },
      ],
      check: ([document]) => {
        const statements = statementsOf(JSON.stringify(document));
        const trusted = { AWS: `arn:aws:iam::${forensics.account}:root` };
        for (const { Effect, Principal } of statements) {
          assert.deepEqual({ Effect, Principal }, { Effect: "Allow", Principal: trusted });
        }
        const roles = statements.flatMap(({ Condition }) =>
          listOf(Condition?.["ArnEquals"]?.["aws:PrincipalArn"] ?? "anybody").map(nameIn),
        );
        assert.deepEqual(roles.sort(), takers.container.map((machine) => machineNames[machine]).sort());
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
