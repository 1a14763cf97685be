import type { ArgumentProblem } from "../problems";

/** What a security group is for. Its resources belong to one group each. */
export const groupPurposes = ["load-balancer", "application", "database", "endpoints", "management"] as const;

export type GroupPurpose = (typeof groupPurposes)[number];

/** The whole internet, as the source or destination of a flow. */
export const internet = "internet";

/** The prefix list of the networks on-premises, which a VPN or Direct Connect fills. */
export const onPremises = "on-premises";

/**
 * Traffic that is wanted, named by who starts it and who answers. Each end is the purpose of a security group, the name of a
 * prefix list, or `internet`.
 */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** @default tcp */
  readonly protocol?: "tcp" | "udp";
  /** Destination ports, 1 to 65535. */
  readonly ports: readonly number[];
}

/** One rule of one security group, made from a flow. */
export interface GroupRule {
  /** The group that has the rule. */
  readonly group: GroupPurpose;
  readonly direction: "ingress" | "egress";
  readonly peer: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** What is wanted unless said otherwise: HTTPS down to the database, and the endpoints of AWS services. */
export const defaultFlows: readonly Flow[] = [
  { from: internet, to: "load-balancer", ports: [443, 80] },
  { from: "load-balancer", to: "application", ports: [8080] },
  { from: "application", to: "database", ports: [5432] },
  { from: "application", to: "endpoints", ports: [443] },
  { from: "management", to: "endpoints", ports: [443] },
];

/** Ports that the internet may reach, and only on the load balancer's group. */
const publicPorts: readonly number[] = [80, 443];

export function isGroup(end: string): end is GroupPurpose {
  return (groupPurposes as readonly string[]).includes(end);
}

/**
 * The rules that let the flows through: out of the group that starts one, into the group that answers. Everything else stays
 * closed, in both directions; security groups keep state, so answers need no rule.
 */
export function groupRules(flows: readonly Flow[]): GroupRule[] {
  return flows.flatMap(({ from, to, protocol = "tcp", ports }) =>
    ports.flatMap((port): GroupRule[] => [
      ...(isGroup(from) ? [{ group: from, direction: "egress" as const, peer: to, protocol, port }] : []),
      ...(isGroup(to) ? [{ group: to, direction: "ingress" as const, peer: from, protocol, port }] : []),
    ]),
  );
}

/** A rule's place in names: who, which way, whom, on what. */
export function ruleKey({ group, direction, peer, protocol, port }: GroupRule): string {
  return `${group}-${direction === "ingress" ? "from" : "to"}-${peer}-${protocol}-${port}`;
}

/**
 * What is wrong with the flows.
 *
 * @param prefixLists Names of the prefix lists that there are.
 */
export function flowProblems(flows: readonly Flow[], prefixLists: readonly string[]): ArgumentProblem[] {
  const ends = [...groupPurposes, ...prefixLists, internet];
  const seen = new Set<string>();
  return flows.flatMap((flow, index) => {
    const problems: ArgumentProblem[] = [];
    const refuse = (rule: string, remedy: string) =>
      problems.push({ argument: `flows.${index}`, rule, remedy });
    for (const end of [flow.from, flow.to].filter((name) => !ends.includes(name))) {
      refuse(
        `${end} is no end of a flow, there are ${ends.join(", ")}`,
        "name one of them, or add a prefix list",
      );
    }
    if (!isGroup(flow.from) && !isGroup(flow.to)) {
      refuse("one end of a flow is a security group", "name the group that starts or answers it");
    }
    if (flow.from === internet && !isPublic(flow)) {
      refuse(
        `the internet reaches only ports ${publicPorts.join(" and ")} of the load balancer`,
        "send it through the load balancer, or name a prefix list as its source",
      );
    }
    const key = JSON.stringify([flow.from, flow.to, flow.protocol ?? "tcp"]);
    if (seen.has(key)) refuse("each pair of ends stands once per protocol", "put the ports into one flow");
    seen.add(key);
    return problems;
  });
}

function isPublic(flow: Flow): boolean {
  return (
    flow.to === "load-balancer" &&
    (flow.protocol ?? "tcp") === "tcp" &&
    flow.ports.every((port) => publicPorts.includes(port))
  );
}
