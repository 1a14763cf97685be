import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { refuseProblems } from "../problems";
import {
  flowProblems,
  groupPurposes,
  groupRules,
  internet,
  isGroup,
  ruleKey,
  type Flow,
  type GroupPurpose,
  type GroupRule,
} from "./flows";

export interface SecurityGroupsArgs {
  /** The VPC of the groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Traffic that is wanted; all else is closed in both directions. */
  readonly flows: readonly Flow[];
  /** Ids of prefix lists by their names, for flows that name them. */
  readonly prefixListIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the flows with the internet are open over IPv6 too. */
  readonly ipv6: boolean;
}

/** What each group protects, as AWS shows it. A description cannot be changed without replacing the group. */
const descriptions: Readonly<Record<GroupPurpose, string>> = {
  "load-balancer": "Load balancers",
  application: "Applications behind the load balancers",
  database: "Databases of the applications",
  endpoints: "Interface endpoints of AWS services",
  management: "Instances that administer others",
};

/**
 * The VPC's security groups, one for each purpose. They name one another as sources and destinations, never addresses within
 * the VPC; known addresses outside it are prefix lists.
 */
export class SecurityGroups extends Component {
  private readonly groups: Readonly<Record<GroupPurpose, aws.ec2.SecurityGroup>>;

  public constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:SecurityGroups", name, args, opts);
    refuseProblems("SecurityGroups", name, flowProblems(args.flows, Object.keys(args.prefixListIds)));
    const child = { parent: this };
    this.groups = Object.fromEntries(
      groupPurposes.map((purpose) => [purpose, createGroup(name, purpose, args.vpcId, child)]),
    ) as Record<GroupPurpose, aws.ec2.SecurityGroup>;
    for (const rule of groupRules(args.flows)) this.createRules(name, rule, args);
    this.registerOutputs({});
  }

  /** Ids of the groups by their purpose. */
  public groupIds(): Record<GroupPurpose, pulumi.Output<string>> {
    const ids = Object.entries(this.groups).map(([purpose, group]) => [purpose, group.id]);
    return Object.fromEntries(ids) as Record<GroupPurpose, pulumi.Output<string>>;
  }

  private createRules(name: string, rule: GroupRule, args: SecurityGroupsArgs): void {
    for (const [suffix, peer] of Object.entries(this.peers(rule, args))) {
      const Rule =
        rule.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
      new Rule(
        `${name}-${ruleKey(rule)}${suffix}`,
        {
          securityGroupId: this.groups[rule.group].id,
          ipProtocol: rule.protocol,
          fromPort: rule.port,
          toPort: rule.port,
          description: `${rule.direction === "ingress" ? "From" : "To"} ${rule.peer}`,
          ...peer,
        },
        { parent: this },
      );
    }
  }

  /** The other end of a rule as AWS takes it, by what follows in the resource's name. */
  private peers({ peer }: GroupRule, args: SecurityGroupsArgs): Record<string, object> {
    if (isGroup(peer)) return { "": { referencedSecurityGroupId: this.groups[peer].id } };
    if (peer !== internet) return { "": { prefixListId: args.prefixListIds[peer] } };
    return { "": { cidrIpv4: "0.0.0.0/0" }, ...(args.ipv6 && { "-ipv6": { cidrIpv6: "::/0" } }) };
  }
}

function createGroup(
  name: string,
  purpose: GroupPurpose,
  vpcId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-${purpose}`,
    { vpcId, description: descriptions[purpose], tags: { Name: `${name}-${purpose}`, purpose } },
    opts,
  );
}
