import {
  BatchImportFindingsCommand,
  SecurityHubClient,
  type AwsSecurityFinding,
} from "@aws-sdk/client-securityhub";
import { arnIn } from "../../components/account";
import type { ClientSettings } from "../incident/session";
import { levelOf, type InstanceReadiness, type Readiness } from "./assess";
import { reasons } from "./reasons";

/** Findings that one call takes. Source: BatchImportFindings, AWS Security Hub API reference. */
const batchSize = 100;

/** Security Hub shows no more of a description. Source: AwsSecurityFinding, AWS Security Hub API reference. */
const longestDescription = 1024;

/**
 * One finding for each instance, in the AWS Security Finding Format: it fails while something would be missing and passes
 * afterwards, under the same id, so that Security Hub keeps one history.
 */
export function findingsOf(readiness: Readiness, partition: string, now: string): AwsSecurityFinding[] {
  return readiness.instances.map((instance) => findingOf(instance, readiness, partition, now));
}

function findingOf(
  instance: InstanceReadiness,
  { account, region }: Readiness,
  partition: string,
  now: string,
): AwsSecurityFinding {
  const { instanceId, ready } = instance;
  const instanceArn = arnIn({ id: account, region }, "ec2", `instance/${instanceId}`);
  return {
    SchemaVersion: "2018-10-08",
    Id: `landing-zone/readiness/${account}/${region}/${instanceId}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: "landing-zone/readiness",
    AwsAccountId: account,
    Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    CreatedAt: now,
    UpdatedAt: now,
    Severity: { Label: ready ? "INFORMATIONAL" : "MEDIUM" },
    Title: "EC2 instances should be ready for incident response",
    Description: describeFor(instance),
    Remediation: { Recommendation: { Text: remedyFor(instance) } },
    Resources: [
      { Type: "AwsEc2Instance", Id: instanceArn, Partition: asPartition(partition), Region: region },
    ],
    Compliance: { Status: ready ? "PASSED" : "FAILED" },
    Workflow: { Status: ready ? "RESOLVED" : "NEW" },
    RecordState: "ACTIVE",
  };
}

function gapsOf({ obstacles }: InstanceReadiness) {
  return obstacles.filter((obstacle) => levelOf(obstacle) === "gap");
}

function describeFor(instance: InstanceReadiness): string {
  const lines = gapsOf(instance).map(({ reason, subject }) =>
    `${reasons[reason].title}${subject === "" ? "" : ` (${subject})`}`.trim(),
  );
  return cut(lines.length === 0 ? "Containment and acquisition would miss nothing." : lines.join(" "));
}

function remedyFor(instance: InstanceReadiness): string {
  const remedies = [...new Set(gapsOf(instance).map(({ reason }) => reasons[reason].remedy))];
  const text = remedies.length === 0 ? "nothing to do" : remedies.join("; ");
  return text.length <= 512 ? text : `${text.slice(0, 511)}…`;
}

function cut(text: string): string {
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1)}…`;
}

function asPartition(partition: string): "aws" | "aws-cn" | "aws-us-gov" {
  return partition === "aws-cn" || partition === "aws-us-gov" ? partition : "aws";
}

/**
 * Sends findings to Security Hub.
 *
 * @throws Error that names the findings that were refused, and why.
 */
export async function importFindings(
  findings: readonly AwsSecurityFinding[],
  settings: ClientSettings,
): Promise<void> {
  const client = new SecurityHubClient(settings);
  for (let start = 0; start < findings.length; start += batchSize) {
    const Findings = findings.slice(start, start + batchSize);
    const { FailedFindings = [] } = await client.send(new BatchImportFindingsCommand({ Findings }));
    if (FailedFindings.length > 0) {
      const lines = FailedFindings.map(({ Id, ErrorCode, ErrorMessage }) =>
        [Id, ErrorCode, ErrorMessage].filter((part) => part !== undefined).join(": "),
      );
      throw new Error(`Security Hub refused findings:\n${lines.join("\n")}`);
    }
  }
}
