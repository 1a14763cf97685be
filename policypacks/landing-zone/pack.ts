import { stackKinds } from "../shared/facts";
import type { Pack } from "../shared/pack";
import { redundancy } from "./rules/directconnect/connectivity-redundancy";
import { bgpAuthentication } from "./rules/directconnect/direct-connect-bgp-auth";
import { macsec } from "./rules/directconnect/direct-connect-macsec";
import { interfaceOwner } from "./rules/directconnect/direct-connect-vif-owner";
import { copiesNotPublic } from "./rules/ec2/ec2-copies-not-public";
import { defaultSecurityGroupEmpty } from "./rules/ec2/ec2-default-security-group-empty";
import { namesGroups } from "./rules/ec2/ec2-group-names-groups";
import { groupRulesDescribed } from "./rules/ec2/ec2-group-rules-described";
import { imdsv2 } from "./rules/ec2/ec2-imdsv2";
import { naclNoOpenAdminPorts } from "./rules/ec2/ec2-nacl-no-open-admin-ports";
import { noOpenIngress } from "./rules/ec2/ec2-no-open-ingress";
import { subnetNoPublicIp } from "./rules/ec2/ec2-subnet-no-public-ip";
import { noClassic } from "./rules/elb/elb-no-classic";
import { noStarStar } from "./rules/iam/iam-no-star-star";
import { trustConfiguredAccounts } from "./rules/iam/iam-trust-configured-accounts";
import { incidentRolesTrust } from "./rules/incident/incident-roles-trust";
import { keptThingsProtected } from "./rules/incident/kept-things-protected";
import { quarantineVisible } from "./rules/incident/quarantine-visible";
import { keyRotation } from "./rules/kms/kms-rotation";
import { logsRetention } from "./rules/logs/logs-retention";
import { firewallCustomerKey } from "./rules/networkfirewall/network-firewall-customer-key";
import { firewallLogged } from "./rules/networkfirewall/network-firewall-logged";
import { pinsAccount } from "./rules/provider/provider-pins-account";
import { noExternalPrincipals } from "./rules/ram/ram-no-external-principals";
import { blockPublicAccess } from "./rules/s3/s3-block-public-access";
import { customerKeyEncryption } from "./rules/s3/s3-customer-key-encryption";
import { evidenceObjectLock } from "./rules/s3/s3-evidence-object-lock";
import { evidenceWriters } from "./rules/s3/s3-evidence-writers";
import { tlsOnly } from "./rules/s3/s3-tls-only";
import { versioning } from "./rules/s3/s3-versioning";
import { dataClassification } from "./rules/tags/data-classification";
import { requiredTags } from "./rules/tags/required-tags";
import { noAutoAccept } from "./rules/transitgateway/transit-gateway-no-auto-accept";
import { forensicsVpcIsolated } from "./rules/vpc/forensics-vpc-isolated";
import { dnsFirewall } from "./rules/vpc/vpc-dns-firewall";
import { dnsQueryLog } from "./rules/vpc/vpc-dns-query-log";
import { endpointPolicy } from "./rules/vpc/vpc-endpoint-policy";
import { vpcFlowLog } from "./rules/vpc/vpc-flow-log";
import { ikev2Only } from "./rules/vpn/vpn-ikev2-only";
import { pskNotPlaintext } from "./rules/vpn/vpn-psk-not-plaintext";
import { strongCrypto } from "./rules/vpn/vpn-strong-crypto";
import { tunnelLogging } from "./rules/vpn/vpn-tunnel-logging";

/** What holds for most rules, so that the rows show where a rule differs. */
const usual = { level: "mandatory", kinds: stackKinds, undetermined: "advise" } as const;

/** What is enforced, where, how hard, and which controls it answers. */
export const pack: Pack = {
  name: "landing-zone",
  rows: [
    {
      ...usual,
      rule: pinsAccount,
      severity: "critical",
      undetermined: "fail",
      controls: { "nist-800-53-r5": ["AC-3", "CM-6"] },
    },
    {
      ...usual,
      rule: noStarStar,
      severity: "critical",
      controls: {
        "aws-fsbp": ["IAM.1"],
        "cis-aws-3.0": ["1.16"],
        "cis-aws-5.0": ["1.15"],
        "nist-800-53-r5": ["AC-3", "AC-6"],
      },
    },
    {
      ...usual,
      rule: trustConfiguredAccounts,
      severity: "critical",
      controls: { "nist-800-53-r5": ["AC-3", "AC-6"] },
    },
    {
      ...usual,
      rule: incidentRolesTrust,
      severity: "critical",
      kinds: ["workload"],
      controls: { "nist-800-53-r5": ["AC-3", "AC-6", "IR-4"] },
    },
    {
      ...usual,
      rule: noOpenIngress,
      severity: "critical",
      controls: {
        "aws-fsbp": ["EC2.18", "EC2.19"],
        "aws-security-hub": ["EC2.13", "EC2.14"],
        "cis-aws-3.0": ["5.2", "5.3"],
        "cis-aws-5.0": ["5.3", "5.4"],
        "nist-800-53-r5": ["AC-4", "AC-17", "SC-7"],
      },
    },
    {
      ...usual,
      rule: naclNoOpenAdminPorts,
      severity: "high",
      controls: {
        "aws-fsbp": ["EC2.21"],
        "cis-aws-3.0": ["5.1"],
        "cis-aws-5.0": ["5.2"],
        "nist-800-53-r5": ["AC-17", "SC-7"],
      },
    },
    {
      ...usual,
      rule: defaultSecurityGroupEmpty,
      severity: "high",
      controls: {
        "aws-fsbp": ["EC2.2"],
        "cis-aws-3.0": ["5.4"],
        "cis-aws-5.0": ["5.5"],
        "nist-800-53-r5": ["AC-4", "SC-7"],
      },
    },
    {
      ...usual,
      rule: imdsv2,
      severity: "high",
      controls: {
        "aws-fsbp": ["AutoScaling.3", "EC2.8", "EC2.170"],
        "cis-aws-3.0": ["5.6"],
        "cis-aws-5.0": ["5.7"],
        "nist-800-53-r5": ["AC-3", "AC-6"],
      },
    },
    {
      ...usual,
      rule: vpcFlowLog,
      severity: "high",
      controls: {
        "aws-fsbp": ["EC2.6"],
        "cis-aws-3.0": ["3.7"],
        "cis-aws-5.0": ["3.7"],
        "nist-800-53-r5": ["AU-12", "SI-4"],
      },
    },
    {
      ...usual,
      rule: dnsQueryLog,
      severity: "medium",
      controls: { "nist-800-53-r5": ["AU-12", "SI-4"] },
    },
    {
      ...usual,
      rule: dnsFirewall,
      severity: "medium",
      controls: { "nist-800-53-r5": ["SC-7", "SI-4"] },
    },
    {
      ...usual,
      rule: endpointPolicy,
      severity: "medium",
      controls: { "nist-800-53-r5": ["AC-3", "AC-4"] },
    },
    {
      ...usual,
      rule: subnetNoPublicIp,
      severity: "medium",
      controls: { "aws-fsbp": ["EC2.15"], "nist-800-53-r5": ["AC-3", "SC-7"] },
    },
    {
      ...usual,
      rule: namesGroups,
      severity: "medium",
      controls: { "nist-800-53-r5": ["AC-4", "SC-7"] },
    },
    {
      ...usual,
      rule: groupRulesDescribed,
      severity: "low",
      controls: { "nist-800-53-r5": ["CM-6"] },
    },
    {
      ...usual,
      rule: firewallLogged,
      severity: "high",
      controls: { "aws-fsbp": ["NetworkFirewall.2"], "nist-800-53-r5": ["AU-12", "SI-4"] },
    },
    {
      ...usual,
      rule: firewallCustomerKey,
      severity: "medium",
      controls: { "nist-800-53-r5": ["SC-12", "SC-28"] },
    },
    {
      ...usual,
      rule: noAutoAccept,
      severity: "high",
      controls: { "aws-fsbp": ["EC2.23"], "nist-800-53-r5": ["AC-4"] },
    },
    {
      ...usual,
      rule: noExternalPrincipals,
      severity: "high",
      controls: { "nist-800-53-r5": ["AC-3"] },
    },
    {
      ...usual,
      rule: forensicsVpcIsolated,
      severity: "critical",
      kinds: ["forensics"],
      undetermined: "fail",
      controls: { "nist-800-53-r5": ["AC-4", "IR-4", "SC-7"] },
    },
    {
      ...usual,
      rule: ikev2Only,
      severity: "high",
      controls: { "nist-800-53-r5": ["SC-8"] },
    },
    {
      ...usual,
      rule: strongCrypto,
      severity: "high",
      controls: { "nist-800-53-r5": ["SC-8", "SC-12", "SC-13"] },
    },
    {
      ...usual,
      rule: pskNotPlaintext,
      severity: "high",
      controls: { "nist-800-53-r5": ["IA-5", "SC-12"] },
    },
    {
      ...usual,
      rule: tunnelLogging,
      severity: "medium",
      controls: { "aws-fsbp": ["EC2.171"], "nist-800-53-r5": ["AU-12"] },
    },
    {
      ...usual,
      rule: blockPublicAccess,
      severity: "critical",
      controls: {
        "aws-fsbp": ["S3.8"],
        "cis-aws-3.0": ["2.1.4"],
        "cis-aws-5.0": ["2.1.4"],
        "nist-800-53-r5": ["AC-3", "SC-7"],
      },
    },
    {
      ...usual,
      rule: tlsOnly,
      severity: "high",
      controls: {
        "aws-fsbp": ["S3.5"],
        "cis-aws-3.0": ["2.1.1"],
        "cis-aws-5.0": ["2.1.1"],
        "nist-800-53-r5": ["SC-8"],
      },
    },
    {
      ...usual,
      rule: customerKeyEncryption,
      severity: "high",
      controls: { "aws-security-hub": ["S3.17"], "nist-800-53-r5": ["SC-12", "SC-28"] },
    },
    {
      ...usual,
      rule: versioning,
      severity: "medium",
      controls: { "aws-security-hub": ["S3.14"], "nist-800-53-r5": ["CP-9"] },
    },
    {
      ...usual,
      rule: evidenceObjectLock,
      severity: "critical",
      kinds: ["forensics"],
      undetermined: "fail",
      controls: { "aws-security-hub": ["S3.15"], "nist-800-53-r5": ["AU-9", "AU-10", "AU-11"] },
    },
    {
      ...usual,
      rule: evidenceWriters,
      severity: "critical",
      kinds: ["forensics"],
      controls: { "nist-800-53-r5": ["AC-3", "AU-9", "AU-10"] },
    },
    {
      ...usual,
      rule: copiesNotPublic,
      severity: "critical",
      controls: { "aws-fsbp": ["EC2.1"], "nist-800-53-r5": ["AC-3", "SC-7"] },
    },
    {
      ...usual,
      rule: keptThingsProtected,
      severity: "high",
      controls: { "nist-800-53-r5": ["AU-9", "CP-9"] },
    },
    {
      ...usual,
      rule: quarantineVisible,
      level: "advisory",
      severity: "high",
      controls: { "nist-800-53-r5": ["IR-4", "IR-5"] },
    },
    {
      ...usual,
      rule: keyRotation,
      severity: "medium",
      controls: {
        "aws-security-hub": ["KMS.4"],
        "cis-aws-3.0": ["3.6"],
        "cis-aws-5.0": ["3.6"],
        "nist-800-53-r5": ["SC-12"],
      },
    },
    {
      ...usual,
      rule: logsRetention,
      severity: "medium",
      controls: { "aws-security-hub": ["CloudWatch.16"], "nist-800-53-r5": ["AU-11"] },
    },
    {
      ...usual,
      rule: noClassic,
      severity: "medium",
      controls: { "nist-800-53-r5": ["CM-7", "SC-8"] },
    },
    {
      ...usual,
      rule: macsec,
      severity: "high",
      controls: { "nist-800-53-r5": ["SC-8"] },
    },
    {
      ...usual,
      rule: bgpAuthentication,
      severity: "high",
      controls: { "nist-800-53-r5": ["IA-3", "SC-12"] },
    },
    {
      ...usual,
      rule: interfaceOwner,
      severity: "critical",
      undetermined: "fail",
      controls: { "nist-800-53-r5": ["AC-3", "AC-4"] },
    },
    {
      ...usual,
      rule: redundancy,
      severity: "medium",
      controls: { "nist-800-53-r5": ["CP-8"] },
    },
    {
      ...usual,
      rule: requiredTags,
      severity: "low",
      controls: { "nist-800-53-r5": ["CM-8"] },
    },
    {
      ...usual,
      rule: dataClassification,
      severity: "medium",
      controls: { "nist-800-53-r5": ["AC-16", "RA-2"] },
    },
  ],
};
