/**
 * Controls that our rules check, by framework. A rule's row may name only what is listed here.
 *
 * Sources: AWS Security Hub user guide, "Controls that apply to the FSBP standard" and the reference of all controls;
 * CIS AWS Foundations Benchmark 3.0.0 and 5.0.0, titles shortened; NIST SP 800-53 revision 5.
 */
export const frameworks = {
  "aws-fsbp": {
    title: "AWS Foundational Security Best Practices",
    controls: {
      "AutoScaling.3": "Launch configurations should require IMDSv2",
      "EC2.1": "Amazon EBS snapshots should not be publicly restorable",
      "EC2.2": "VPC default security groups should not allow inbound or outbound traffic",
      "EC2.6": "VPC flow logging should be enabled in all VPCs",
      "EC2.8": "EC2 instances should use IMDSv2",
      "EC2.15": "Amazon EC2 subnets should not automatically assign public IP addresses",
      "EC2.18": "Security groups should only allow unrestricted incoming traffic for authorized ports",
      "EC2.19": "Security groups should not allow unrestricted access to ports with high risk",
      "EC2.21": "Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389",
      "EC2.23": "Amazon EC2 Transit Gateways should not automatically accept VPC attachment requests",
      "EC2.170": "EC2 launch templates should use IMDSv2",
      "EC2.171": "EC2 VPN connections should have logging enabled",
      "IAM.1": 'IAM policies should not allow full "*" administrative privileges',
      "NetworkFirewall.2": "Network Firewall logging should be enabled",
      "S3.5": "S3 buckets should require requests to use SSL",
      "S3.8": "S3 buckets should block public access",
    },
  },
  "aws-security-hub": {
    title: "AWS Security Hub controls outside FSBP",
    controls: {
      "CloudWatch.16": "CloudWatch log groups should be retained for a specified time period",
      "EC2.13": "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22",
      "EC2.14": "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 3389",
      "KMS.4": "AWS KMS key rotation should be enabled",
      "S3.14": "S3 buckets should have versioning enabled",
      "S3.15": "S3 buckets should have Object Lock enabled",
      "S3.17": "S3 buckets should be encrypted at rest with AWS KMS keys",
    },
  },
  "cis-aws-3.0": {
    title: "CIS AWS Foundations Benchmark 3.0",
    controls: {
      "1.16": 'No attached IAM policies with full "*:*" administrative privileges',
      "2.1.1": "S3 bucket policies deny HTTP requests",
      "2.1.4": "S3 buckets block public access",
      "3.6": "Customer-created symmetric keys are rotated",
      "3.7": "VPC flow logging is enabled in all VPCs",
      "5.1": "No network ACLs admit 0.0.0.0/0 to remote administration ports",
      "5.2": "No security groups admit 0.0.0.0/0 to remote administration ports",
      "5.3": "No security groups admit ::/0 to remote administration ports",
      "5.4": "The default security group of every VPC restricts all traffic",
      "5.6": "The EC2 metadata service only allows IMDSv2",
    },
  },
  "cis-aws-5.0": {
    title: "CIS AWS Foundations Benchmark 5.0",
    controls: {
      "1.15": 'No attached IAM policies with full "*:*" administrative privileges',
      "2.1.1": "S3 bucket policies deny HTTP requests",
      "2.1.4": "S3 buckets block public access",
      "3.6": "Customer-created symmetric keys are rotated",
      "3.7": "VPC flow logging is enabled in all VPCs",
      "5.2": "No network ACLs admit 0.0.0.0/0 to remote administration ports",
      "5.3": "No security groups admit 0.0.0.0/0 to remote administration ports",
      "5.4": "No security groups admit ::/0 to remote administration ports",
      "5.5": "The default security group of every VPC restricts all traffic",
      "5.7": "The EC2 metadata service only allows IMDSv2",
    },
  },
  "nist-800-53-r5": {
    title: "NIST SP 800-53 revision 5",
    controls: {
      "AC-3": "Access Enforcement",
      "AC-4": "Information Flow Enforcement",
      "AC-6": "Least Privilege",
      "AC-16": "Security and Privacy Attributes",
      "AC-17": "Remote Access",
      "AU-9": "Protection of Audit Information",
      "AU-10": "Non-repudiation",
      "AU-11": "Audit Record Retention",
      "AU-12": "Audit Record Generation",
      "CM-6": "Configuration Settings",
      "CM-7": "Least Functionality",
      "CM-8": "System Component Inventory",
      "CP-8": "Telecommunications Services",
      "CP-9": "System Backup",
      "IA-3": "Device Identification and Authentication",
      "IA-5": "Authenticator Management",
      "IR-4": "Incident Handling",
      "IR-5": "Incident Monitoring",
      "RA-2": "Security Categorization",
      "SC-7": "Boundary Protection",
      "SC-8": "Transmission Confidentiality and Integrity",
      "SC-12": "Cryptographic Key Establishment and Management",
      "SC-13": "Cryptographic Protection",
      "SC-28": "Protection of Information at Rest",
      "SI-4": "System Monitoring",
    },
  },
} as const;

export type FrameworkName = keyof typeof frameworks;

const frameworkNames = Object.keys(frameworks) as FrameworkName[];

/** Ids of the controls that a rule checks, by framework. An id that the table above lacks does not compile. */
export type Controls = {
  readonly [F in FrameworkName]?: readonly (keyof (typeof frameworks)[F]["controls"])[];
};

/** Every control of a row as framework and id, in the order of the table above. */
export function listControls(
  controls: Controls,
): { readonly framework: FrameworkName; readonly id: string }[] {
  return frameworkNames.flatMap((framework) => (controls[framework] ?? []).map((id) => ({ framework, id })));
}

/** All controls in one line: `aws-fsbp EC2.18, EC2.19; nist-800-53-r5 SC-7`. */
export function describeControls(controls: Controls): string {
  const parts = frameworkNames.flatMap((name) => {
    const ids = controls[name] ?? [];
    return ids.length === 0 ? [] : [`${name} ${ids.join(", ")}`];
  });
  return parts.join("; ");
}
