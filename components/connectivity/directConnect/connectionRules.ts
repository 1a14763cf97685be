import type { DedicatedConnections, DirectConnectPlan, HostedConnections, ResilienceModel } from "./plan";
import { connectionsPerLocation, encryptionModeOf, planConnections, speaksMacsec } from "./planned";
import { repeated, when, type PlanProblem } from "./problem";

/** Locations that a model needs: at least two, or exactly one. */
const locationsOf: Readonly<Record<ResilienceModel, string>> = {
  maximum: "at least two locations",
  high: "at least two locations",
  development: "exactly one location",
};

/** What makes the connections of a plan impossible. */
export function connectionProblems(plan: DirectConnectPlan): PlanProblem[] {
  const { connections } = plan;
  return [
    ...(connections.type === "dedicated"
      ? dedicatedProblems(plan, connections)
      : hostedProblems(plan, connections)),
    ...primaryProblems(plan),
  ];
}

function dedicatedProblems(plan: DirectConnectPlan, connections: DedicatedConnections): PlanProblem[] {
  const locations = connections.locations.map((location) => location.toLowerCase());
  return [
    ...repeated(locations).map(([, index]) => ({
      path: ["connections", "locations", String(index)],
      rule: "each location is named once",
      remedy: "remove the repetition; the resilience model says how many connections a location has",
    })),
    ...when(!fitsModel(plan.resilience, new Set(locations).size), () => ({
      path: ["connections", "locations"],
      rule: `the resilience model ${plan.resilience} needs ${locationsOf[plan.resilience]}`,
      remedy: otherModel(new Set(locations).size),
    })),
    ...linkProblems(connections),
    ...macsecProblems(plan, connections),
  ];
}

function fitsModel(model: ResilienceModel, locations: number): boolean {
  return model === "development" ? locations === 1 : locations >= 2;
}

function otherModel(locations: number): string {
  return locations === 1
    ? "name a second location, or take the model development, which does not survive the loss of a location"
    : "take the model maximum or high, or name one location";
}

/** Source: "Link aggregation groups (LAGs)", AWS Direct Connect user guide. */
function linkProblems({ bandwidth, linksPerConnection }: DedicatedConnections): PlanProblem[] {
  const most = bandwidth === "1Gbps" || bandwidth === "10Gbps" ? 4 : 2;
  return when(linksPerConnection > most, () => ({
    path: ["connections", "linksPerConnection"],
    rule: `a LAG has at most ${most} ports of ${bandwidth}`,
    remedy: `give at most ${most}`,
  }));
}

function macsecProblems(plan: DirectConnectPlan, connections: DedicatedConnections): PlanProblem[] {
  const { bandwidth, linksPerConnection, macsec } = connections;
  const mode = encryptionModeOf(connections);
  const able = speaksMacsec(bandwidth, linksPerConnection);
  const secrets = Object.keys(macsec?.keySecretArns ?? {});
  const keys = planConnections(plan).map(({ key }) => key);
  const without = keys.filter((key) => !secrets.includes(key));
  const at = (...path: string[]) => ["connections", "macsec", ...path];
  return [
    ...when(mode !== "no_encrypt" && bandwidth === "1Gbps", () => ({
      path: at("encryptionMode"),
      rule: "ports of 1Gbps have no MACsec",
      remedy:
        "take 10Gbps or more, or remove macsec and encrypt above it, with a VPN over the connection or TLS",
    })),
    ...when(mode !== "no_encrypt" && bandwidth !== "1Gbps" && !able, () => ({
      path: at("encryptionMode"),
      rule: "a LAG has no MACsec here: the provider cannot request it for a LAG",
      remedy: "set linksPerConnection to 1 and take a faster port, or remove macsec",
    })),
    ...when(mode === "no_encrypt" && secrets.length > 0, () => ({
      path: at("keySecretArns"),
      rule: "no_encrypt orders ports without MACsec, and such a port takes no key",
      remedy: "set encryptionMode to should_encrypt, or remove the keys",
    })),
    ...when(mode === "must_encrypt" && able && without.length > 0, () => ({
      path: at("encryptionMode"),
      rule: `must_encrypt drops every frame of a connection without a key: ${without.join(", ")}`,
      remedy: "add the secrets under keySecretArns and deploy them with should_encrypt first",
    })),
    ...secrets
      .filter((key) => !keys.includes(key))
      .map((key) => ({ path: at("keySecretArns", key), ...unknownConnection(keys) })),
  ];
}

/** What to say of a key that names no connection. */
export function unknownConnection(keys: readonly string[]): { rule: string; remedy: string } {
  return { rule: "there is no such connection", remedy: `take one of ${keys.join(", ")}` };
}

function hostedProblems(plan: DirectConnectPlan, connections: HostedConnections): PlanProblem[] {
  const entries = Object.entries(connections.accepted);
  const ids = entries.map(([, { connectionId }]) => connectionId);
  const perLocation = new Map<string, number>();
  for (const [, { location }] of entries) perLocation.set(location, (perLocation.get(location) ?? 0) + 1);
  const needed = connectionsPerLocation[plan.resilience];
  const full = [...perLocation.values()].every((count) => count >= needed);
  return [
    ...repeated(ids).map(([, index]) => ({
      path: ["connections", "accepted", entries[index]?.[0] ?? "", "connectionId"],
      rule: "each connection is named once",
      remedy: "give the id of another connection, or remove this one",
    })),
    ...when(!full || !fitsModel(plan.resilience, perLocation.size), () => ({
      path: ["connections", "accepted"],
      rule:
        `the resilience model ${plan.resilience} needs ${locationsOf[plan.resilience]}, ` +
        `each with at least ${needed === 1 ? "one connection" : `${needed} connections`}`,
      remedy: "have the partner make the missing connections, or take another model",
    })),
  ];
}

function primaryProblems(plan: DirectConnectPlan): PlanProblem[] {
  const locations = [...new Set(planConnections(plan).map(({ location }) => location))];
  const { primaryLocation } = plan;
  if (primaryLocation === undefined) return [];
  return [
    ...when(!locations.includes(primaryLocation), () => ({
      path: ["primaryLocation"],
      rule: "must be one of the locations of the connections",
      remedy: `take one of ${locations.join(", ")}`,
    })),
    ...when(locations.length === 1, () => ({
      path: ["primaryLocation"],
      rule: "with one location there is nothing to prefer",
      remedy: "remove it",
    })),
  ];
}
