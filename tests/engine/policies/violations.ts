import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where the resources of a violation go. */
interface ViolationOptions {
  /** The stack's account, which the pack is configured with. */
  readonly account: string;
  /** The provider, which pins that account. */
  readonly provider: aws.Provider;
}

/** A program that breaks one rule and keeps all others. */
export interface EngineViolation {
  /** The rule, which is also the name of the resource that breaks it, or the start of it. */
  readonly rule: string;
  /** Kind of stack in which the rule holds. */
  readonly kind: "workload" | "forensics";
  readonly build: (options: ViolationOptions) => void;
}

const stranger = "999999999999";

/** One violation of every rule of the pack. */
export const violations: readonly EngineViolation[] = [
  inWorkload("data-classification", (name, options) => {
    new aws.sqs.Queue(name, { tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("connectivity-redundancy", (name, options) => {
    const gateway = new aws.directconnect.Gateway(
      name,
      { amazonSideAsn: "64520", tags: tagsOf(options) },
      opts(options),
    );
    new aws.directconnect.PrivateVirtualInterface(
      `${name}-only`,
      {
        connectionId: "dxcon-ffabc123",
        dxGatewayId: gateway.id,
        vlan: 101,
        addressFamily: "ipv4",
        bgpAsn: 65010,
        bgpAuthKey: "abcdefghijklmnopqrstuvwx",
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("direct-connect-bgp-auth", (name, options) => {
    new aws.directconnect.PublicVirtualInterface(
      name,
      {
        connectionId: "dxcon-ffabc123",
        vlan: 102,
        addressFamily: "ipv4",
        bgpAsn: 65010,
        amazonAddress: "198.51.100.1/30",
        customerAddress: "198.51.100.2/30",
        routeFilterPrefixes: ["203.0.113.0/24"],
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("direct-connect-macsec", (name, options) => {
    new aws.directconnect.Connection(
      name,
      { bandwidth: "10Gbps", location: "EqFA5", tags: tagsOf(options) },
      opts(options),
    );
  }),
  inWorkload("direct-connect-vif-owner", (name, options) => {
    new aws.directconnect.HostedConnection(
      name,
      { connectionId: "dxcon-ffabc123", bandwidth: "500Mbps", vlan: 301, ownerAccountId: stranger },
      opts(options),
    );
  }),
  inWorkload("ec2-copies-not-public", (name, options) => {
    new aws.ebs.SnapshotBlockPublicAccess(name, { state: "unblocked" }, opts(options));
  }),
  inWorkload("ec2-default-security-group-empty", (name, options) => {
    addNetwork(name, options, { without: "default security group" });
  }),
  inWorkload("ec2-group-names-groups", (name, options) => {
    const vpc = addNetwork(`${name}-vpc`, options);
    const group = new aws.ec2.SecurityGroup(
      `${name}-group`,
      { vpcId: vpc.id, tags: tagsOf(options) },
      opts(options),
    );
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    new aws.vpc.SecurityGroupIngressRule(
      name,
      {
        securityGroupId: group.id,
        ...https,
        cidrIpv4: "10.0.16.0/20",
        description: "From applications",
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("ec2-group-rules-described", (name, options) => {
    const egress = [{ protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: ["pl-0a1b2c3d"] }];
    new aws.ec2.SecurityGroup(name, { vpcId: "vpc-0a1b2c3d", egress, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("ec2-imdsv2", (name, options) => {
    new aws.ec2.LaunchTemplate(name, { instanceType: "t3.micro", tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("ec2-nacl-no-open-admin-ports", (name, options) => {
    const entry = {
      action: "allow",
      protocol: "6",
      ruleNo: 100,
      fromPort: 22,
      toPort: 22,
      cidrBlock: "0.0.0.0/0",
    };
    new aws.ec2.NetworkAcl(
      name,
      { vpcId: "vpc-0a1b2c3d", ingress: [entry], tags: tagsOf(options) },
      opts(options),
    );
  }),
  inWorkload("ec2-no-open-ingress", (name, options) => {
    const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, description: "From anywhere" };
    const ingress = [{ ...ssh, cidrBlocks: ["0.0.0.0/0"] }];
    new aws.ec2.SecurityGroup(name, { vpcId: "vpc-0a1b2c3d", ingress, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("ec2-subnet-no-public-ip", (name, options) => {
    new aws.ec2.Subnet(
      name,
      {
        vpcId: "vpc-0a1b2c3d",
        cidrBlock: "10.0.0.0/24",
        mapPublicIpOnLaunch: true,
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("elb-no-classic", (name, options) => {
    const listeners = [{ instancePort: 443, instanceProtocol: "tcp", lbPort: 443, lbProtocol: "tcp" }];
    new aws.elb.LoadBalancer(
      name,
      { listeners, subnets: ["subnet-0a1b2c3d"], tags: tagsOf(options) },
      opts(options),
    );
  }),
  inForensics("forensics-vpc-isolated", (name, options) => {
    addBucket(`${name}-evidence`, options, { lock: "COMPLIANCE" });
    const vpc = addNetwork(`${name}-vpc`, options);
    new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("iam-no-star-star", (name, options) => {
    const Statement = [{ Effect: "Allow", Action: "*", Resource: "*" }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement });
    new aws.iam.Policy(name, { policy, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("iam-trust-configured-accounts", (name, options) => {
    const Principal = { AWS: `arn:aws:iam::${stranger}:root` };
    const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    new aws.iam.Role(name, { assumeRolePolicy, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("incident-roles-trust", (name, options) => {
    const Principal = { AWS: `arn:aws:iam::${options.account}:root` };
    const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    new aws.iam.Role(
      name,
      { name: "landing-zone-incident-container", assumeRolePolicy, tags: tagsOf(options) },
      opts(options),
    );
  }),
  inWorkload("kept-things-protected", (name, options) => {
    new aws.ec2.Eip(
      name,
      { domain: "vpc", tags: { ...tagsOf(options), "do-not-delete": "true" } },
      opts(options),
    );
  }),
  inWorkload("kms-rotation", (name, options) => {
    new aws.kms.Key(name, { description: "Is never rotated", tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("logs-retention", (name, options) => {
    new aws.cloudwatch.LogGroup(name, { retentionInDays: 30, tags: classified(options) }, opts(options));
  }),
  inWorkload("network-firewall-customer-key", (name, options) => {
    new aws.networkfirewall.FirewallPolicy(
      name,
      {
        firewallPolicy: {
          statelessDefaultActions: ["aws:forward_to_sfe"],
          statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        },
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("network-firewall-logged", (name, options) => {
    const { account } = options;
    new aws.networkfirewall.Firewall(
      name,
      {
        vpcId: "vpc-0a1b2c3d",
        subnetMappings: [{ subnetId: "subnet-0a1b2c3d" }],
        firewallPolicyArn: `arn:aws:network-firewall:eu-central-1:${account}:firewall-policy/inspect`,
        encryptionConfiguration: {
          type: "CUSTOMER_KMS",
          keyId: `arn:aws:kms:eu-central-1:${account}:key/0a1b2c3d`,
        },
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("provider-pins-account", (name) => {
    new aws.Provider(name, {
      region: "eu-central-1",
      skipCredentialsValidation: true,
      skipRequestingAccountId: true,
    });
  }),
  inWorkload("quarantine-visible", (name, options) => {
    new aws.ec2.Eip(
      name,
      { domain: "vpc", tags: { ...tagsOf(options), "case-id": "case-1" } },
      opts(options),
    );
  }),
  inWorkload("ram-no-external-principals", (name, options) => {
    new aws.ram.ResourceShare(name, { allowExternalPrincipals: true, tags: tagsOf(options) }, opts(options));
  }),
  inWorkload("required-tags", (name, options) => {
    new aws.ec2.Eip(name, { domain: "vpc" }, opts(options));
  }),
  inWorkload("s3-block-public-access", (name, options) => {
    addBucket(name, options, { without: "public access block" });
  }),
  inWorkload("s3-customer-key-encryption", (name, options) => {
    addBucket(name, options, { without: "encryption" });
  }),
  inForensics("s3-evidence-object-lock", (name, options) => {
    addBucket(name, options, { lock: "GOVERNANCE" });
  }),
  inForensics("s3-evidence-writers", (name, options) => {
    addBucket(name, options, { lock: "COMPLIANCE", without: "writers" });
  }),
  inWorkload("s3-tls-only", (name, options) => {
    addBucket(name, options, { without: "policy" });
  }),
  inWorkload("s3-versioning", (name, options) => {
    addBucket(name, options, { without: "versioning" });
  }),
  inWorkload("transit-gateway-no-auto-accept", (name, options) => {
    new aws.ec2transitgateway.TransitGateway(
      name,
      {
        autoAcceptSharedAttachments: "enable",
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
        tags: tagsOf(options),
      },
      opts(options),
    );
  }),
  inWorkload("vpc-dns-firewall", (name, options) => {
    addNetwork(name, options, { without: "DNS firewall" });
  }),
  inWorkload("vpc-dns-query-log", (name, options) => {
    addNetwork(name, options, { without: "query log" });
  }),
  inWorkload("vpc-endpoint-policy", (name, options) => {
    const serviceName = "com.amazonaws.eu-central-1.s3";
    new aws.ec2.VpcEndpoint(
      name,
      { vpcId: "vpc-0a1b2c3d", serviceName, tags: tagsOf(options) },
      opts(options),
    );
  }),
  inWorkload("vpc-flow-log", (name, options) => {
    addNetwork(name, options, { without: "flow log" });
  }),
  // Not in the workload: there a VPN would stand by for the Direct Connect that must have nothing to stand by.
  inForensics("vpn-ikev2-only", (name, options) => {
    addVpn(name, options, { tunnel2IkeVersions: ["ikev1", "ikev2"] });
  }),
  inForensics("vpn-psk-not-plaintext", (name, options) => {
    addVpn(name, options, { presharedKeyStorage: "Standard" });
  }),
  inForensics("vpn-strong-crypto", (name, options) => {
    addVpn(name, options, { tunnel1Phase1DhGroupNumbers: [14] });
  }),
  inForensics("vpn-tunnel-logging", (name, options) => {
    addVpn(name, options, { tunnel1LogOptions: { cloudwatchLogOptions: { logEnabled: false } } });
  }),
];

type Build = (name: string, options: ViolationOptions) => void;

function inWorkload(rule: string, build: Build): EngineViolation {
  return {
    rule,
    kind: "workload",
    build: (options) => {
      build(rule, options);
    },
  };
}

function inForensics(rule: string, build: Build): EngineViolation {
  return {
    rule,
    kind: "forensics",
    build: (options) => {
      build(rule, options);
    },
  };
}

function opts({ provider }: ViolationOptions): pulumi.CustomResourceOptions {
  return { provider };
}

function tagsOf({ account }: ViolationOptions): Record<string, string> {
  return { account, stack: pulumi.getStack(), component: "tests:Violations" };
}

/** The tags of something that stores data. */
function classified(options: ViolationOptions, classification = "internal"): Record<string, string> {
  return { ...tagsOf(options), "data-classification": classification };
}

interface NetworkParts {
  readonly without?: "default security group" | "DNS firewall" | "flow log" | "query log";
}

/** A VPC that keeps all rules, but for the part that is left out. */
function addNetwork(name: string, options: ViolationOptions, { without }: NetworkParts = {}): aws.ec2.Vpc {
  const { provider } = options;
  const tags = tagsOf(options);
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", tags }, { provider });
  if (without !== "default security group") {
    new aws.ec2.DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: vpc.id, ingress: [], egress: [], tags },
      { provider },
    );
  }
  if (without !== "flow log") {
    const destination = { logDestinationType: "s3", logDestination: "arn:aws:s3:::flow-logs" };
    new aws.ec2.FlowLog(
      `${name}-flow-log`,
      { vpcId: vpc.id, trafficType: "ALL", ...destination, tags },
      { provider },
    );
  }
  if (without !== "query log") {
    new aws.route53.ResolverQueryLogConfigAssociation(
      `${name}-query-log`,
      { resolverQueryLogConfigId: "rqlc-0a1b2c3d", resourceId: vpc.id },
      { provider },
    );
  }
  if (without !== "DNS firewall") {
    new aws.route53.ResolverFirewallRuleGroupAssociation(
      `${name}-dns-firewall`,
      { firewallRuleGroupId: "rslvr-frg-0a1b2c3d", vpcId: vpc.id, priority: 101, tags },
      { provider },
    );
  }
  return vpc;
}

/** A VPN connection that keeps all rules, but for what is different. */
function addVpn(
  name: string,
  options: ViolationOptions,
  different: Partial<aws.ec2.VpnConnectionArgs>,
): void {
  const { provider } = options;
  const tags = tagsOf(options);
  const device = new aws.ec2.CustomerGateway(
    `${name}-device`,
    { type: "ipsec.1", bgpAsn: "65010", ipAddress: "203.0.113.10", tags },
    { provider },
  );
  const cloudwatchLogOptions = {
    logEnabled: true,
    logGroupArn: `arn:aws:logs:eu-central-1:${options.account}:log-group:vpn`,
  };
  new aws.ec2.VpnConnection(
    name,
    {
      type: "ipsec.1",
      customerGatewayId: device.id,
      vpnGatewayId: "vgw-0a1b2c3d",
      presharedKeyStorage: "SecretsManager",
      tunnel1IkeVersions: ["ikev2"],
      tunnel2IkeVersions: ["ikev2"],
      tunnel1Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
      tunnel1Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
      tunnel2Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
      tunnel2Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
      tunnel1Phase1IntegrityAlgorithms: ["SHA2-384"],
      tunnel1Phase2IntegrityAlgorithms: ["SHA2-384"],
      tunnel2Phase1IntegrityAlgorithms: ["SHA2-384"],
      tunnel2Phase2IntegrityAlgorithms: ["SHA2-384"],
      tunnel1Phase1DhGroupNumbers: [20],
      tunnel1Phase2DhGroupNumbers: [20],
      tunnel2Phase1DhGroupNumbers: [20],
      tunnel2Phase2DhGroupNumbers: [20],
      tunnel1LogOptions: { cloudwatchLogOptions },
      tunnel2LogOptions: { cloudwatchLogOptions },
      tags,
      ...different,
    },
    { provider },
  );
}

interface BucketParts {
  readonly without?: "public access block" | "encryption" | "policy" | "versioning" | "writers";
  /** Makes it an evidence bucket with a retention in this mode. */
  readonly lock?: "COMPLIANCE" | "GOVERNANCE";
}

/** A bucket that keeps all rules, but for the part that is left out. */
function addBucket(name: string, options: ViolationOptions, { without, lock }: BucketParts): void {
  const { provider, account } = options;
  const opts = { provider };
  const tags =
    lock === undefined ? classified(options) : { ...classified(options, "restricted"), purpose: "evidence" };
  const bucket = new aws.s3.Bucket(
    name,
    { bucket: `${name}-${account}`, objectLockEnabled: lock !== undefined, tags },
    opts,
  );
  if (without !== "public access block") {
    const all = {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    new aws.s3.BucketPublicAccessBlock(`${name}-block`, { bucket: bucket.bucket, ...all }, opts);
  }
  if (without !== "encryption") {
    const kmsMasterKeyId = `arn:aws:kms:eu-central-1:${account}:key/0a1b2c3d`;
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId } }];
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.bucket, rules },
      opts,
    );
  }
  if (without !== "versioning") {
    const versioningConfiguration = { status: "Enabled" };
    new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration },
      opts,
    );
  }
  if (without !== "policy") {
    const arn = `arn:aws:s3:::${name}-${account}`;
    const statements = [
      tlsOnly(arn),
      ...(lock === undefined || without === "writers" ? [] : namedOnly(arn, account)),
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    new aws.s3.BucketPolicy(`${name}-policy`, { bucket: bucket.bucket, policy }, opts);
  }
  if (lock !== undefined) {
    const rule = { defaultRetention: { mode: lock, days: 3650 } };
    new aws.s3.BucketObjectLockConfiguration(`${name}-lock`, { bucket: bucket.bucket, rule }, opts);
  }
}

function tlsOnly(arn: string): object {
  return {
    Sid: "RefusePlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** What the policy of an evidence bucket refuses to whoever is not named, and to everybody. */
function namedOnly(arn: string, account: string): object[] {
  const refusal = { Effect: "Deny", Principal: "*", Resource: `${arn}/*` };
  const named = `arn:aws:iam::${account}:role/landing-zone-incident-record`;
  return [
    {
      ...refusal,
      Action: ["s3:PutObject", "s3:GetObject", "s3:PutObjectLegalHold"],
      Condition: { ArnNotLike: { "aws:PrincipalArn": named } },
    },
    { ...refusal, Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"] },
  ];
}
