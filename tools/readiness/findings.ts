import type { AwsSecurityFinding, SeverityLabel } from "@aws-sdk/client-securityhub";
import { arnIn, partitionOf } from "../../components/account";
import { levelOf, type InstanceReadiness, type Readiness } from "./assess";
import type { AccountFacts, InstanceFacts } from "./facts";
import { reasons, type Part, type ReasonName } from "./reasons";

/** What tells these findings from everybody else's. */
export const generatorId = "landing-zone/readiness";

/** Lengths that Security Hub takes. Source: AwsSecurityFinding and Recommendation, AWS Security Hub API reference. */
const longest = { title: 256, description: 1024, recommendation: 512 };

/**
 * How grave a gap is. Never more than MEDIUM: what is HIGH is forwarded to the forensics account as a possible attack
 * (components/response/eventForwarding.ts).
 */
const severities: Readonly<Record<Part, SeverityLabel>> = {
  containment: "MEDIUM",
  disks: "MEDIUM",
  memory: "LOW",
  restoring: "INFORMATIONAL",
};

/** The product under which an account's own findings are kept. Source: "Custom product integrations", Security Hub user guide. */
export function productArn(account: string, region: string): string {
  return arnIn({ id: account, region }, "securityhub", `product/${account}/default`);
}

/**
 * The gaps in the AWS Security Finding Format, one finding for each instance and reason. Its id stays the same as long as
 * the gap is there and when it comes back, so that Security Hub keeps one history, and a loss that was accepted can be
 * suppressed by itself.
 *
 * @param now ISO 8601 time.
 */
export function findingsOf(readiness: Readiness, facts: AccountFacts, now: string): AwsSecurityFinding[] {
  const known = new Map(facts.instances.map((instance) => [instance.id, instance]));
  return readiness.instances.flatMap((instance) =>
    gapsOf(instance).map(([reason, subjects]) =>
      findingOf({ ...readiness, instance, facts: known.get(instance.instanceId), reason, subjects, now }),
    ),
  );
}

/**
 * What to send so that Security Hub shows the gaps of now and no others: every gap, and what was a gap and is none any more,
 * or whose instance does not run any more, as archived. Whoever works with a finding sets its workflow status: an import
 * can't, and Security Hub sets it to NEW again when a gap comes back. Sources: BatchImportFindings and Workflow, AWS Security
 * Hub API reference.
 *
 * @param before The findings that are active in Security Hub.
 */
export function findingsToSend(
  gaps: readonly AwsSecurityFinding[],
  before: readonly AwsSecurityFinding[],
  now: string,
): AwsSecurityFinding[] {
  const known = new Map(before.map((finding) => [finding.Id, finding]));
  const current = new Set(gaps.map(({ Id }) => Id));
  return [
    ...gaps.map((gap) => ({ ...gap, CreatedAt: known.get(gap.Id)?.CreatedAt ?? gap.CreatedAt })),
    ...before.filter(({ Id }) => !current.has(Id)).map((finding) => archived(finding, now)),
  ];
}

interface Gap extends Pick<Readiness, "account" | "region"> {
  readonly instance: InstanceReadiness;
  readonly facts: InstanceFacts | undefined;
  readonly reason: ReasonName;
  readonly subjects: readonly string[];
  readonly now: string;
}

function findingOf(gap: Gap): AwsSecurityFinding {
  const { account, region, instance, reason, now } = gap;
  const { part, title, remedy } = reasons[reason];
  return {
    SchemaVersion: "2018-10-08",
    Id: [generatorId, account, region, instance.instanceId, reason].join("/"),
    ProductArn: productArn(account, region),
    GeneratorId: generatorId,
    AwsAccountId: account,
    CreatedAt: now,
    UpdatedAt: now,
    Title: cut(`Not ready for incident response: ${title}`, longest.title),
    Description: cut(describe(gap), longest.description),
    Remediation: { Recommendation: { Text: cut(`To mend it: ${remedy}.`, longest.recommendation) } },
    Resources: [resourceOf(gap)],
    // Its own values; the fields of the same names beside them belong to who works with the finding.
    FindingProviderFields: {
      Severity: { Label: severities[part] },
      Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    },
    Compliance: { Status: "FAILED" },
    RecordState: "ACTIVE",
  };
}

function resourceOf({ account, region, instance, facts }: Gap) {
  return {
    Type: "AwsEc2Instance",
    Id: arnIn({ id: account, region }, "ec2", `instance/${instance.instanceId}`),
    Partition: asPartition(partitionOf(region)),
    Region: region,
    ...(instance.name !== "" && { Tags: { Name: instance.name } }),
    ...(facts && { Details: { AwsEc2Instance: detailsOf(facts) } }),
  };
}

function detailsOf({ type, imageId, vpcId, subnetId, launchedAt }: InstanceFacts) {
  return {
    ...(type !== undefined && { Type: type }),
    ...(imageId !== undefined && { ImageId: imageId }),
    ...(vpcId !== undefined && { VpcId: vpcId }),
    ...(subnetId !== undefined && { SubnetId: subnetId }),
    ...(launchedAt !== undefined && { LaunchedAt: launchedAt }),
  };
}

/** Only what a provider may send: Security Hub adds fields of its own to what it is asked for. */
function archived(finding: AwsSecurityFinding, now: string): AwsSecurityFinding {
  const { SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt } = finding;
  const { Title, Description, Remediation, Resources, FindingProviderFields } = finding;
  return {
    ...{ SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt },
    ...{ Title, Description, Remediation, Resources, FindingProviderFields },
    UpdatedAt: now,
    Compliance: { Status: "PASSED" },
    RecordState: "ARCHIVED",
  };
}

/** What an instance misses, with everything that each reason is about. */
function gapsOf({ obstacles }: InstanceReadiness): readonly [ReasonName, readonly string[]][] {
  const gaps = obstacles.filter((obstacle) => levelOf(obstacle) === "gap");
  const names = [...new Set(gaps.map(({ reason }) => reason))];
  return names.map((name) => [
    name,
    gaps.flatMap(({ reason, subject }) => (reason === name && subject !== "" ? [subject] : [])),
  ]);
}

function describe({ instance, reason, subjects }: Gap): string {
  const { part, title } = reasons[reason];
  const about = subjects.length === 0 ? "" : ` (${subjects.join("; ")})`;
  return `A response to an incident in ${instance.instanceId} would lack something for ${part}. ${title}${about}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function asPartition(partition: string): "aws" | "aws-cn" | "aws-us-gov" {
  return partition === "aws-cn" || partition === "aws-us-gov" ? partition : "aws";
}
