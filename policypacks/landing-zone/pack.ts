import { stackKinds } from "../shared/facts";
import type { Pack } from "../shared/pack";
import { defaultSecurityGroupEmpty } from "./rules/ec2/ec2-default-security-group-empty";
import { imdsv2 } from "./rules/ec2/ec2-imdsv2";
import { naclNoOpenAdminPorts } from "./rules/ec2/ec2-nacl-no-open-admin-ports";
import { noOpenIngress } from "./rules/ec2/ec2-no-open-ingress";
import { noClassic } from "./rules/elb/elb-no-classic";
import { noStarStar } from "./rules/iam/iam-no-star-star";
import { trustConfiguredAccounts } from "./rules/iam/iam-trust-configured-accounts";
import { keyRotation } from "./rules/kms/kms-rotation";
import { logsRetention } from "./rules/logs/logs-retention";
import { pinsAccount } from "./rules/provider/provider-pins-account";
import { blockPublicAccess } from "./rules/s3/s3-block-public-access";
import { customerKeyEncryption } from "./rules/s3/s3-customer-key-encryption";
import { evidenceObjectLock } from "./rules/s3/s3-evidence-object-lock";
import { tlsOnly } from "./rules/s3/s3-tls-only";
import { versioning } from "./rules/s3/s3-versioning";
import { dataClassification } from "./rules/tags/data-classification";
import { requiredTags } from "./rules/tags/required-tags";
import { forensicsVpcIsolated } from "./rules/vpc/forensics-vpc-isolated";
import { vpcFlowLog } from "./rules/vpc/vpc-flow-log";

const everywhere = stackKinds;

/** What is enforced, where, how hard, and which controls it answers. */
export const pack: Pack = {
  name: "landing-zone",
  rows: [
    {
      rule: pinsAccount,
      level: "mandatory",
      severity: "critical",
      kinds: everywhere,
      undetermined: "fail",
      controls: { "nist-800-53-r5": ["AC-3", "CM-6"] },
    },
    {
      rule: noStarStar,
      level: "mandatory",
      severity: "critical",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["IAM.1"],
        "cis-aws-3.0": ["1.16"],
        "cis-aws-5.0": ["1.15"],
        "nist-800-53-r5": ["AC-3", "AC-6"],
      },
    },
    {
      rule: trustConfiguredAccounts,
      level: "mandatory",
      severity: "critical",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "nist-800-53-r5": ["AC-3", "AC-6"] },
    },
    {
      rule: noOpenIngress,
      level: "mandatory",
      severity: "critical",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["EC2.18", "EC2.19"],
        "aws-security-hub": ["EC2.13", "EC2.14"],
        "cis-aws-3.0": ["5.2", "5.3"],
        "cis-aws-5.0": ["5.3", "5.4"],
        "nist-800-53-r5": ["AC-4", "AC-17", "SC-7"],
      },
    },
    {
      rule: naclNoOpenAdminPorts,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["EC2.21"],
        "cis-aws-3.0": ["5.1"],
        "cis-aws-5.0": ["5.2"],
        "nist-800-53-r5": ["AC-17", "SC-7"],
      },
    },
    {
      rule: defaultSecurityGroupEmpty,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["EC2.2"],
        "cis-aws-3.0": ["5.4"],
        "cis-aws-5.0": ["5.5"],
        "nist-800-53-r5": ["AC-4", "SC-7"],
      },
    },
    {
      rule: imdsv2,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["AutoScaling.3", "EC2.8", "EC2.170"],
        "cis-aws-3.0": ["5.6"],
        "cis-aws-5.0": ["5.7"],
        "nist-800-53-r5": ["AC-3", "AC-6"],
      },
    },
    {
      rule: vpcFlowLog,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["EC2.6"],
        "cis-aws-3.0": ["3.7"],
        "cis-aws-5.0": ["3.7"],
        "nist-800-53-r5": ["AU-12", "SI-4"],
      },
    },
    {
      rule: forensicsVpcIsolated,
      level: "mandatory",
      severity: "critical",
      kinds: ["forensics"],
      undetermined: "fail",
      controls: { "nist-800-53-r5": ["AC-4", "IR-4", "SC-7"] },
    },
    {
      rule: blockPublicAccess,
      level: "mandatory",
      severity: "critical",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["S3.8"],
        "cis-aws-3.0": ["2.1.4"],
        "cis-aws-5.0": ["2.1.4"],
        "nist-800-53-r5": ["AC-3", "SC-7"],
      },
    },
    {
      rule: tlsOnly,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-fsbp": ["S3.5"],
        "cis-aws-3.0": ["2.1.1"],
        "cis-aws-5.0": ["2.1.1"],
        "nist-800-53-r5": ["SC-8"],
      },
    },
    {
      rule: customerKeyEncryption,
      level: "mandatory",
      severity: "high",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "aws-security-hub": ["S3.17"], "nist-800-53-r5": ["SC-12", "SC-28"] },
    },
    {
      rule: versioning,
      level: "mandatory",
      severity: "medium",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "aws-security-hub": ["S3.14"], "nist-800-53-r5": ["CP-9"] },
    },
    {
      rule: evidenceObjectLock,
      level: "mandatory",
      severity: "critical",
      kinds: ["forensics"],
      undetermined: "fail",
      controls: { "aws-security-hub": ["S3.15"], "nist-800-53-r5": ["AU-9", "AU-10", "AU-11"] },
    },
    {
      rule: keyRotation,
      level: "mandatory",
      severity: "medium",
      kinds: everywhere,
      undetermined: "advise",
      controls: {
        "aws-security-hub": ["KMS.4"],
        "cis-aws-3.0": ["3.6"],
        "cis-aws-5.0": ["3.6"],
        "nist-800-53-r5": ["SC-12"],
      },
    },
    {
      rule: logsRetention,
      level: "mandatory",
      severity: "medium",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "aws-security-hub": ["CloudWatch.16"], "nist-800-53-r5": ["AU-11"] },
    },
    {
      rule: noClassic,
      level: "mandatory",
      severity: "medium",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "nist-800-53-r5": ["CM-7", "SC-8"] },
    },
    {
      rule: requiredTags,
      level: "mandatory",
      severity: "low",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "nist-800-53-r5": ["CM-8"] },
    },
    {
      rule: dataClassification,
      level: "mandatory",
      severity: "medium",
      kinds: everywhere,
      undetermined: "advise",
      controls: { "nist-800-53-r5": ["AC-16", "RA-2"] },
    },
  ],
};
