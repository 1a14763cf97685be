import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "./addressPlan";
import type { VpcFacts, ZoneSubnets } from "./vpc";

const anywhere = "0.0.0.0/0";
const anywhereIpv6 = "::/0";

/** Where a route leads. */
export type RouteTarget =
  | { readonly gatewayId: pulumi.Input<string> }
  | { readonly natGatewayId: pulumi.Input<string> }
  | { readonly egressOnlyGatewayId: pulumi.Input<string> }
  | { readonly vpcEndpointId: pulumi.Input<string> };

/** Creates the route tables of a network, and remembers them by a stable key: `public`, `private-a` and so on. */
export class RouteTables {
  private readonly tables = new Map<string, aws.ec2.RouteTable>();

  public constructor(
    private readonly name: string,
    private readonly vpc: Pick<VpcFacts, "id">,
    private readonly opts: pulumi.CustomResourceOptions,
  ) {}

  /** Creates a table that others add routes to. */
  public create(key: string): aws.ec2.RouteTable {
    const table = this.createPassage(key);
    this.tables.set(key, table);
    return table;
  }

  /** Creates a table that nobody else needs to know: traffic only passes there. */
  public createPassage(key: string): aws.ec2.RouteTable {
    const name = `${this.name}-${key}`;
    return new aws.ec2.RouteTable(name, { vpcId: this.vpc.id, tags: { Name: name } }, this.opts);
  }

  /**
   * Lets subnets of a tier use a table.
   *
   * @param dependsOn Routes that the table must have before it is used.
   */
  public associate(
    tier: Tier,
    zones: ZoneSubnets,
    table: aws.ec2.RouteTable,
    dependsOn: readonly pulumi.Resource[] = [],
  ): aws.ec2.RouteTableAssociation[] {
    return Array.from(
      zones,
      ([zone, subnet]) =>
        new aws.ec2.RouteTableAssociation(
          `${this.name}-${tier}-${zone}`,
          { routeTableId: table.id, subnetId: subnet.id },
          { ...this.opts, dependsOn: [...dependsOn] },
        ),
    );
  }

  /** Ids of the tables by key, without those that traffic only passes. */
  public ids(): ReadonlyMap<string, pulumi.Output<string>> {
    return new Map(Array.from(this.tables, ([key, { id }]) => [key, id]));
  }
}

/** Sends everything without a longer match over IPv4 to a target. */
export function routeDefault(
  name: string,
  table: aws.ec2.RouteTable,
  target: RouteTarget,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Route {
  return new aws.ec2.Route(name, { routeTableId: table.id, destinationCidrBlock: anywhere, ...target }, opts);
}

/** Sends everything without a longer match over IPv6 to a target. The route's name ends with `-ipv6`. */
export function routeDefaultIpv6(
  name: string,
  table: aws.ec2.RouteTable,
  target: RouteTarget,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Route {
  return new aws.ec2.Route(
    `${name}-ipv6`,
    { routeTableId: table.id, destinationIpv6CidrBlock: anywhereIpv6, ...target },
    opts,
  );
}
