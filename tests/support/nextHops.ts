import * as aws from "@pulumi/aws";
import { containsCidr, parseCidr } from "cidr-tools";
import type { RecordedResource } from "./monitor";
import type { Recording } from "./record";

type ResourceClass = Parameters<Recording<unknown>["names"]>[0];

interface Route {
  readonly destination: string;
  /** Id of what the route leads to; `local` for the VPC itself. */
  readonly target: string;
}

const internet = "internet";
const local = "local";

/**
 * Follows packets through the route tables of a recorded network, as the VPC's router does: at each stop the longest match of
 * the table that is used there. A stop is a subnet by tier and zone, `firewall endpoint a`, `NAT gateway a`,
 * `internet gateway`, `egress-only gateway`, or `internet`.
 */
export class NextHops {
  private readonly subnets: ReadonlyMap<string, RecordedResource>;
  /** Routes by the id of the subnet or gateway that uses them. */
  private readonly routes: ReadonlyMap<string, readonly Route[]>;
  private readonly endpointSubnets: ReadonlyMap<string, string>;

  public constructor(
    private readonly name: string,
    private readonly made: Recording<unknown>,
  ) {
    this.subnets = new Map(this.all(aws.ec2.Subnet).map((subnet) => [subnet.id, subnet]));
    this.routes = this.readRoutes();
    this.endpointSubnets = new Map(this.all(aws.networkfirewall.Firewall).flatMap(endpoints));
  }

  /** The stops of a packet on its way from a subnet, such as `public-a`, to an address. */
  public out(from: string, to: string): string[] {
    return this.walk(this.subnetNamed(from), to);
  }

  /** The stops of a packet from the internet on its way to an address of the network. */
  public in(to: string): string[] {
    const gateway = this.made.one(aws.ec2.InternetGateway).id;
    return ["internet gateway", ...this.walk(gateway, to)];
  }

  /** A block of the subnet: IPv4, or IPv6 if it has one. */
  public block(subnet: string, family: "IPv4" | "IPv6"): string {
    const { inputs } = this.made.one(aws.ec2.Subnet, `${this.name}-${subnet}`);
    return text(inputs[family === "IPv4" ? "cidrBlock" : "ipv6CidrBlock"]);
  }

  private walk(start: string, to: string): string[] {
    const stops: string[] = [];
    for (let at = start; ;) {
      const target = this.target(at, to);
      const [stop, next] = this.arrive(target, to);
      stops.push(stop);
      if (next === undefined) return stops;
      if (stops.length > 8) throw new Error(`a loop: ${stops.join(", ")}`);
      at = next;
    }
  }

  /** Where the routes that are used at a place lead a packet. Every table, also a gateway's, has the VPC's local routes. */
  private target(at: string, to: string): string {
    const found = [...(this.routes.get(at) ?? []), ...this.localRoutes()]
      .filter(({ destination }) => isFamily(destination, to) && containsCidr(destination, to))
      .sort((one, other) => length(other.destination) - length(one.destination))[0];
    return found?.target ?? "nowhere";
  }

  private localRoutes(): Route[] {
    const { cidrBlock, ipv6CidrBlock } = this.made.one(aws.ec2.Vpc).outputs;
    return [cidrBlock, ipv6CidrBlock]
      .filter((block) => typeof block === "string" && block !== "")
      .map((block) => ({ destination: text(block), target: local }));
  }

  /** The stop that a target is, and the place whose routes decide there; none where the way ends. */
  private arrive(target: string, to: string): [stop: string, next?: string] {
    if (target === local) return [this.subnetOf(to)];
    if (target.startsWith("igw-")) return [internet];
    if (target.startsWith("eigw-")) return ["egress-only gateway"];
    if (target.startsWith("nat-")) {
      const subnetId = text(this.byId(aws.ec2.NatGateway, target).inputs["subnetId"]);
      return [`NAT gateway ${this.zoneOf(subnetId)}`, subnetId];
    }
    const subnetId = this.endpointSubnets.get(target);
    if (subnetId === undefined) return [target];
    return [`firewall endpoint ${this.zoneOf(subnetId)}`, subnetId];
  }

  private readRoutes(): Map<string, Route[]> {
    const ofTable = new Map<string, Route[]>();
    for (const { inputs } of this.all(aws.ec2.Route)) {
      const destination = inputs["destinationCidrBlock"] ?? inputs["destinationIpv6CidrBlock"];
      const target =
        inputs["gatewayId"] ??
        inputs["natGatewayId"] ??
        inputs["egressOnlyGatewayId"] ??
        inputs["vpcEndpointId"];
      const table = text(inputs["routeTableId"]);
      ofTable.set(table, [
        ...(ofTable.get(table) ?? []),
        { destination: text(destination), target: text(target) },
      ]);
    }
    const used = new Map<string, Route[]>();
    for (const { inputs } of this.all(aws.ec2.RouteTableAssociation)) {
      const user = text(inputs["subnetId"] ?? inputs["gatewayId"]);
      if (used.has(user)) throw new Error(`${user} uses two route tables`);
      used.set(user, ofTable.get(text(inputs["routeTableId"])) ?? []);
    }
    return used;
  }

  private subnetOf(address: string): string {
    const subnet = [...this.subnets.values()].find((candidate) => holds(candidate, address));
    if (subnet === undefined) throw new Error(`${address} is in no subnet`);
    return subnet.name.slice(this.name.length + 1);
  }

  private subnetNamed(subnet: string): string {
    return this.made.one(aws.ec2.Subnet, `${this.name}-${subnet}`).id;
  }

  private zoneOf(subnetId: string): string {
    return this.subnets.get(subnetId)?.name.slice(-1) ?? subnetId;
  }

  private byId(type: ResourceClass, id: string): RecordedResource {
    const found = this.all(type).find((resource) => resource.id === id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  }

  private all(type: ResourceClass): RecordedResource[] {
    return this.made.names(type).map((name) => this.made.one(type, name));
  }
}

/** The endpoints of a firewall with the subnet of each. */
function endpoints({ outputs }: RecordedResource): [string, string][] {
  const statuses = outputs["firewallStatuses"] as unknown as {
    syncStates: { attachments: { endpointId: string; subnetId: string }[] }[];
  }[];
  return statuses.flatMap(({ syncStates }) =>
    syncStates.flatMap(({ attachments }) =>
      attachments.map(({ endpointId, subnetId }): [string, string] => [endpointId, subnetId]),
    ),
  );
}

function holds({ inputs }: RecordedResource, address: string): boolean {
  const blocks = [inputs["cidrBlock"], inputs["ipv6CidrBlock"]];
  return blocks.some(
    (block) => typeof block === "string" && isFamily(block, address) && containsCidr(block, address),
  );
}

function isFamily(block: string, address: string): boolean {
  return block.includes(":") === address.includes(":");
}

function length(block: string): number {
  return Number(parseCidr(block).prefix);
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}
