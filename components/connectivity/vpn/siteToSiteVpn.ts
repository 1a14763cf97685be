import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../component";
import { refuseProblems, type ArgumentProblem } from "../../problems";
import { createAlarms } from "./alarms";
import { createConnections } from "./connections";
import { deviceSettings, type DeviceSettings } from "./devices";
import { createAccess, createPrefixList, type OnPremisesAccess } from "./onPremises";
import { planConnections, type VpnPlan, type VpnSurroundings } from "./plan";
import { createRoutes } from "./routes";
import { vpnProblems } from "./rules";
import { TunnelLogs } from "./tunnelLogs";

export interface SiteToSiteVpnArgs extends VpnSurroundings {
  /** The devices on-premises, and how to reach them. */
  readonly plan: VpnPlan;
  /** The VPC that on-premises reaches. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Id of the VPC's virtual private gateway, where there is one already and it writes to the route tables by itself. A VPC
   * has one at most. @default one that the VPN creates
   */
  readonly virtualPrivateGatewayId?: pulumi.Input<string>;
  /** Route tables of the VPC that get the way on-premises, by a stable key, for instance `private-a`. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Prefix list with the plan's blocks on-premises. @default one that the VPN creates, if the plan has blocks */
  readonly prefixListId?: pulumi.Input<string>;
  /** Traffic with on-premises that security groups let through, by a stable key. @default {} */
  readonly access?: Readonly<Record<string, OnPremisesAccess>>;
  /** Topics that hear of every alarm. @default none: the alarms only show */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[];
}

/**
 * Encrypted connections over the internet between a VPC and one or two devices on-premises, two tunnels each: IKEv2 with
 * AES-256-GCM, keys that only AWS Secrets Manager holds (or certificates), logs, routes and alarms. A connection costs by
 * the hour, and its traffic by the gigabyte.
 */
export class SiteToSiteVpn extends Component {
  /** Id of the virtual private gateway or transit gateway. A Direct Connect of the same VPC is associated with it too. */
  public readonly gatewayId: pulumi.Output<string>;
  /** Ids of the connections by the key of their customer gateway. */
  public readonly connectionIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Id of the prefix list of the blocks on-premises, if there is one. */
  public readonly prefixListId: pulumi.Output<string> | undefined;
  /** ARN of the log group of all tunnels. */
  public readonly logGroupArn: pulumi.Output<string>;
  /** What to configure on each device, by the key of its customer gateway. `npm run vpn:device-config` renders it. */
  public readonly devices: Readonly<Record<string, DeviceSettings>>;

  public constructor(name: string, args: SiteToSiteVpnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("connectivity:SiteToSiteVpn", name, args, opts);
    refuseProblems("SiteToSiteVpn", name, argumentProblems(args));
    const child = { parent: this };
    const { plan, account } = args;
    this.gatewayId = gatewayOf(name, args, child);
    this.logGroupArn = new TunnelLogs(
      `${name}-logs`,
      { account, retentionDays: plan.logRetentionDays },
      child,
    ).arn;
    const planned = planConnections(plan, account);
    const connections = createConnections(name, planned, plan, this.gatewayId, this.logGroupArn, child);
    this.prefixListId = prefixListOf(name, args, child);
    const { gatewayId, prefixListId } = this;
    createRoutes(
      name,
      {
        plan,
        connections,
        gatewayId,
        prefixListId,
        // A gateway that was there before writes to the tables already.
        routeTableIds: args.virtualPrivateGatewayId === undefined ? args.routeTableIds : {},
      },
      child,
    );
    if (prefixListId !== undefined) createAccess(name, args.access ?? {}, prefixListId, child);
    createAlarms(name, connections, args.alarmTopicArns ?? [], child);
    this.connectionIds = Object.fromEntries(
      connections.map(({ planned: { key }, connection }) => [key, connection.id]),
    );
    this.devices = deviceSettings(plan, args, connections);
    this.registerOutputs({
      gatewayId,
      connectionIds: this.connectionIds,
      prefixListId,
      logGroupArn: this.logGroupArn,
      devices: this.devices,
    });
  }
}

function argumentProblems(args: SiteToSiteVpnArgs): ArgumentProblem[] {
  const problems = vpnProblems(args.plan, args).map(({ argument, ...rest }) => ({
    argument: `plan.${argument}`,
    ...rest,
  }));
  if (args.plan.onPremisesPrefixes.length === 0 && Object.keys(args.access ?? {}).length > 0) {
    problems.push({
      argument: "access",
      rule: "there are no blocks on-premises to open a security group for",
      remedy: "list them in plan.onPremisesPrefixes",
    });
  }
  return problems;
}

function gatewayOf(
  name: string,
  { plan, vpcId, virtualPrivateGatewayId }: SiteToSiteVpnArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (plan.gateway.type === "transitGateway") return pulumi.output(plan.gateway.transitGatewayId);
  if (virtualPrivateGatewayId !== undefined) return pulumi.output(virtualPrivateGatewayId);
  return new aws.ec2.VpnGateway(
    `${name}-gateway`,
    { vpcId, amazonSideAsn: String(plan.gateway.amazonSideAsn), tags: { Name: name } },
    opts,
  ).id;
}

function prefixListOf(
  name: string,
  { plan, prefixListId }: SiteToSiteVpnArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> | undefined {
  if (prefixListId !== undefined) return pulumi.output(prefixListId);
  return plan.onPremisesPrefixes.length > 0
    ? createPrefixList(name, plan.onPremisesPrefixes, opts).id
    : undefined;
}
