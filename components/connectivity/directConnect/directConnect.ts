import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../account";
import { Component } from "../../component";
import { EncryptionKey } from "../../encryption/encryptionKey";
import { useThroughService } from "../../encryption/keyStatements";
import { refuseProblems, type ArgumentProblem } from "../../problems";
import { createAlarms } from "./alarms";
import { createConnections, type Connection } from "./connections";
import { createGateway, type AssociatedGateway } from "./gateway";
import type { DirectConnectPlan } from "./plan";
import { inArgument } from "./problem";
import { routerSettings, type RouterSettings } from "./routers";
import { directConnectProblems } from "./rules";
import { createVirtualInterfaces, type VirtualInterface } from "./virtualInterfaces";

export interface DirectConnectArgs {
  /** The account and region. Connections belong to a region; the Direct Connect gateway reaches all of them. */
  readonly account: Account;
  /** What to order, and what to run over it. */
  readonly plan: DirectConnectPlan;
  /** What the Direct Connect gateway leads to. Given exactly when the plan has a gateway. */
  readonly associatedGateway?: AssociatedGateway;
  /** Topics that hear of every alarm. @default none: the alarms only show. */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[];
}

/**
 * A private line between on-premises and AWS: connections (ordered here or accepted from a partner), the Direct Connect
 * gateway with its association, virtual interfaces with an MD5 key for each BGP session, and alarms.
 *
 * AWS takes days to a few weeks until an ordered connection is `available`, and refuses virtual interfaces before. So it
 * is built in steps: first the connections, then MACsec keys and interfaces. Ports cost by the hour from the day they are
 * available, at the latest 90 days after the order. Source: AWS Direct Connect pricing.
 */
export class DirectConnect extends Component {
  /** Id of the Direct Connect gateway, if there is one. */
  public readonly gatewayId: pulumi.Output<string> | undefined;
  /** Ids of the connections or LAGs, by their keys. */
  public readonly connectionIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** AWS's device of each port, by its key: two ports of one location on the same device are no redundancy. */
  public readonly devices: Readonly<Record<string, pulumi.Output<string>>>;
  /** Ids of the virtual interfaces, by connection and VLAN. */
  public readonly virtualInterfaceIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** What to configure on the routers on-premises. */
  public readonly routers: readonly RouterSettings[];

  public constructor(name: string, args: DirectConnectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("connectivity:DirectConnect", name, args, opts);
    refuseProblems("DirectConnect", name, argumentProblems(args));
    const child = { parent: this };
    const { plan } = args;
    const connections = createConnections(name, plan, child);
    const gateway = associate(name, args, child);
    const interfaces = createInterfaces(name, args, connections, gateway, child);
    createAlarms(name, { plan, connections, interfaces, topicArns: args.alarmTopicArns ?? [] }, child);
    this.gatewayId = gateway?.id;
    this.connectionIds = Object.fromEntries(connections.map(({ planned, id }) => [planned.key, id]));
    this.devices = Object.fromEntries(
      connections.flatMap(({ ports }) => ports.map(({ key: port, device }) => [port, device])),
    );
    this.virtualInterfaceIds = Object.fromEntries(interfaces.map(({ planned, id }) => [planned.key, id]));
    this.routers = routerSettings(plan, interfaces);
    this.registerOutputs({ gatewayId: this.gatewayId, routers: this.routers });
  }
}

function argumentProblems({ account, plan, associatedGateway }: DirectConnectArgs): ArgumentProblem[] {
  const problems = directConnectProblems(plan, account.region).map(inArgument);
  if ((plan.gateway === undefined) !== (associatedGateway === undefined)) {
    problems.push({
      argument: "associatedGateway",
      rule: "is given exactly when plan.gateway is",
      remedy: plan.gateway ? "give the gateway to associate" : "remove it, or add plan.gateway",
    });
  }
  if (plan.gateway?.association.type === "virtualPrivateGateway" && associatedGateway?.routeTableId) {
    problems.push({
      argument: "associatedGateway.routeTableId",
      rule: "only a transit gateway has route tables of its own",
      remedy: "remove it, or set plan.gateway.association.type to transitGateway",
    });
  }
  return problems;
}

function associate(
  name: string,
  { plan, associatedGateway }: DirectConnectArgs,
  opts: pulumi.CustomResourceOptions,
): aws.directconnect.Gateway | undefined {
  if (plan.gateway === undefined || associatedGateway === undefined) return undefined;
  return createGateway(name, plan.gateway, associatedGateway, opts);
}

function createInterfaces(
  name: string,
  { account, plan }: DirectConnectArgs,
  connections: readonly Connection[],
  gateway: aws.directconnect.Gateway | undefined,
  opts: pulumi.CustomResourceOptions,
): VirtualInterface[] {
  if (Object.keys(plan.interfaces).length === 0) return [];
  const key = new EncryptionKey(
    `${name}-keys`,
    {
      account,
      description: "Encrypts the MD5 keys of Direct Connect's BGP sessions",
      usage: [useThroughService(account, "secretsmanager")],
    },
    opts,
  );
  return createVirtualInterfaces(name, plan, connections, gateway?.id, key.arn, opts);
}
