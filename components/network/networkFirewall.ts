import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptFirewalls } from "../encryption/keyStatements";
import { refuseProblems } from "../problems";
import { createFirewallPolicy, type Encryption } from "./networkFirewallPolicy";
import { firewallProblems } from "./networkFirewallProblems";
import type { FirewallRules } from "./networkFirewallRules";
import type { ZoneSubnets } from "./vpc";

/** What AWS refuses to do to the firewall until an update has lifted the protection. */
export interface FirewallProtection {
  /**
   * To delete it. A deployment that would delete it is then refused in its preview as well. So its removal, or the stack's,
   * takes two updates: one that lifts the protection, and one that removes.
   */
  readonly deletion: boolean;
  /** To change its subnets. Zones are then added and removed only by an update that lifts the protection. */
  readonly subnetChange: boolean;
  /** To give it another policy. A change of its own policy is not hindered. */
  readonly policyChange: boolean;
}

/** How the traffic between a network and the internet is inspected. */
export interface InspectionArgs extends FirewallRules {
  /** The account of the firewall. */
  readonly account: Account;
  /** ARN of the bucket that takes the alert and flow logs. Its policy must let log delivery write to it. */
  readonly logBucketArn: pulumi.Input<string>;
  readonly protection: FirewallProtection;
  /**
   * Zones that keep an endpoint and nothing else, which is how a zone is removed: AWS ends an endpoint only when no route leads
   * to it, and an update changes the firewall before it deletes routes. So one update names the zone here instead of among the
   * network's zones, and the next one nowhere. @default []
   */
  readonly leavingZones?: readonly string[];
}

export interface NetworkFirewallArgs extends InspectionArgs {
  /** The VPC that the firewall stands in. */
  readonly vpcId: pulumi.Input<string>;
  /** A subnet for an endpoint in each zone, by the zone's letter. Nothing else may be in them. */
  readonly subnets: ZoneSubnets;
  /** Blocks of the VPC, IPv4 and IPv6: what the rules call `$HOME_NET`. */
  readonly homeBlocks: readonly pulumi.Input<string>[];
  /** Blocks of the subnets that can be reached from the internet: what the rules call `$PUBLIC_NET`. */
  readonly publicBlocks: readonly pulumi.Input<string>[];
  /** Whether the endpoints take IPv6 too. */
  readonly dualStack: boolean;
}

/**
 * An AWS Network Firewall with its policy and rule groups, encrypted with a customer key, with an endpoint in each zone. Alerts
 * and flows are logged. Each endpoint is charged by the hour, and every gigabyte that passes one.
 */
export class NetworkFirewall extends Component {
  /** ARN of the firewall. */
  public readonly arn: pulumi.Output<string>;
  private readonly endpoints: ReadonlyMap<string, pulumi.Output<string>>;

  public constructor(name: string, args: NetworkFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:NetworkFirewall", name, args, opts);
    refuseProblems("NetworkFirewall", name, firewallProblems(args));
    const child = { parent: this };
    const encryption = customerKey(name, args.account, child);
    const policy = createFirewallPolicy(`${name}-policy`, args, encryption, child);
    const firewall = createFirewall(name, args, policy, encryption, child);
    const logs = logTraffic(name, firewall, args.logBucketArn, child);
    this.arn = firewall.arn;
    this.endpoints = new Map(
      // Nothing is sent to an endpoint before its logs are written.
      Array.from(args.subnets, ([zone, { id }]) => [
        zone,
        pulumi
          .all([firewall.firewallStatuses, id, logs.id])
          .apply(([statuses, subnetId]) => endpointIn(statuses, subnetId)),
      ]),
    );
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Id of the endpoint in a zone.
   *
   * @param zone Letter of the zone.
   * @throws Error when the firewall has no subnet in that zone.
   */
  public endpointId(zone: string): pulumi.Output<string> {
    const endpoint = this.endpoints.get(zone);
    if (endpoint === undefined) {
      throw new Error(
        `The firewall has no subnet in zone ${zone}, only in ${[...this.endpoints.keys()].join(", ")}`,
      );
    }
    return endpoint;
  }
}

function customerKey(name: string, account: Account, opts: pulumi.CustomResourceOptions): Encryption {
  const key = new EncryptionKey(
    `${name}-encryption`,
    { account, description: "Encrypts the network firewall and its rules", usage: encryptFirewalls(account) },
    opts,
  );
  return { type: "CUSTOMER_KMS", keyId: key.arn };
}

function createFirewall(
  name: string,
  { vpcId, subnets, dualStack, protection }: NetworkFirewallArgs,
  policy: aws.networkfirewall.FirewallPolicy,
  encryptionConfiguration: Encryption,
  opts: pulumi.CustomResourceOptions,
): aws.networkfirewall.Firewall {
  return new aws.networkfirewall.Firewall(
    `${name}-firewall`,
    {
      vpcId,
      // In the order of the letters, so that a zone keeps its place when it is about to leave.
      subnetMappings: [...subnets]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([, { id }]) => ({ subnetId: id, ipAddressType: dualStack ? "DUALSTACK" : "IPV4" })),
      firewallPolicyArn: policy.arn,
      encryptionConfiguration,
      deleteProtection: protection.deletion,
      subnetChangeProtection: protection.subnetChange,
      firewallPolicyChangeProtection: protection.policyChange,
      tags: { Name: name },
    },
    // AWS alone would refuse the deletion halfway, when the routes through the firewall are gone.
    { ...opts, protect: protection.deletion },
  );
}

/**
 * Log delivery writes below `AWSLogs/<account>/network-firewall/`.
 * Source: "Sending AWS Network Firewall logs to Amazon Simple Storage Service", Network Firewall developer guide.
 */
function logTraffic(
  name: string,
  firewall: aws.networkfirewall.Firewall,
  bucketArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.networkfirewall.LoggingConfiguration {
  const bucketName = pulumi.output(bucketArn).apply((arn) => arn.slice(arn.lastIndexOf(":") + 1));
  return new aws.networkfirewall.LoggingConfiguration(
    `${name}-logs`,
    {
      firewallArn: firewall.arn,
      loggingConfiguration: {
        logDestinationConfigs: ["ALERT", "FLOW"].map((logType) => ({
          logType,
          logDestinationType: "S3",
          logDestination: { bucketName },
        })),
      },
    },
    opts,
  );
}

type FirewallStatuses = pulumi.Unwrap<aws.networkfirewall.Firewall["firewallStatuses"]>;

function endpointIn(statuses: FirewallStatuses, subnetId: string): string {
  const attachments = statuses.flatMap(({ syncStates }) => syncStates.flatMap((state) => state.attachments));
  const endpointId = attachments.find((attachment) => attachment.subnetId === subnetId)?.endpointId;
  if (endpointId !== undefined && endpointId !== "") return endpointId;
  const known = attachments.map((attachment) => attachment.subnetId).join(", ");
  throw new Error(
    `The firewall has no endpoint in ${subnetId}, only in ${known}; look at its status in AWS, and deploy again when it is READY`,
  );
}
