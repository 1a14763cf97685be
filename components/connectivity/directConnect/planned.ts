import type {
  DedicatedBandwidth,
  DedicatedConnections,
  DirectConnectPlan,
  EncryptionMode,
  HostedConnection,
  InterfacePlan,
  PeerAddresses,
  ResilienceModel,
} from "./plan";

/** One connection, as an interface sees it: a port, a LAG or a hosted connection. */
export interface PlannedConnection {
  /** Stable key in names: the location's code in lower case and a letter, or the key of a hosted connection. */
  readonly key: string;
  readonly location: string;
  /** Keys of its ports; empty for a hosted connection. */
  readonly links: readonly string[];
  /** Set for a hosted connection. */
  readonly hosted?: HostedConnection;
}

/** One interface on one connection. */
export interface PlannedInterface {
  /** Stable key in names: connection and VLAN, so that another name for the interface changes nothing. */
  readonly key: string;
  /** Name of the interface in the plan. */
  readonly name: string;
  readonly plan: InterfacePlan;
  readonly connection: PlannedConnection;
  readonly vlan: number;
  /** Largest frame, in bytes. */
  readonly mtu: number;
  readonly peer?: PeerAddresses;
  readonly keyGeneration: number;
}

/** Connections that a resilience model has in each location. */
export const connectionsPerLocation: Readonly<Record<ResilienceModel, number>> = {
  maximum: 2,
  high: 1,
  development: 2,
};

const letters = ["a", "b", "c", "d"];

/** The connections of a plan, location by location. */
export function planConnections({ connections, resilience }: DirectConnectPlan): PlannedConnection[] {
  if (connections.type === "hosted") {
    return Object.entries(connections.accepted).map(([key, hosted]) => ({
      key,
      location: hosted.location,
      links: [],
      hosted,
    }));
  }
  const { locations, linksPerConnection } = connections;
  return locations.flatMap((location) =>
    letters.slice(0, connectionsPerLocation[resilience]).map((letter) => {
      const key = `${location.toLowerCase()}-${letter}`;
      return { key, location, links: linkKeys(key, linksPerConnection) };
    }),
  );
}

function linkKeys(connection: string, count: number): string[] {
  if (count === 1) return [connection];
  return letters.slice(0, count).map((letter) => `${connection}-link-${letter}`);
}

/** Every interface on every connection. One without a VLAN is left out: `directConnectProblems` reports it. */
export function planInterfaces(plan: DirectConnectPlan): PlannedInterface[] {
  const connections = planConnections(plan);
  return Object.entries(plan.interfaces).flatMap(([name, one]) =>
    connections.flatMap((connection) => {
      const vlan = connection.hosted?.vlan ?? one.vlan;
      if (vlan === undefined) return [];
      const key = `${connection.key}-${vlan}`;
      const peer = one.peers[connection.key];
      const keyGeneration = one.keyGenerations[connection.key] ?? 1;
      return [
        { key, name, plan: one, connection, vlan, mtu: mtuOf(one), keyGeneration, ...(peer && { peer }) },
      ];
    }),
  );
}

/** Source: "MTUs for private virtual interfaces or transit virtual interfaces", AWS Direct Connect user guide. */
function mtuOf(plan: InterfacePlan): number {
  if (plan.type === "public" || !plan.jumboFrames) return 1500;
  return plan.type === "private" ? 9001 : 8500;
}

/** How the ports of a plan treat frames without MACsec, with the default filled in. */
export function encryptionModeOf({
  bandwidth,
  linksPerConnection,
  macsec,
}: DedicatedConnections): EncryptionMode {
  return (
    macsec?.encryptionMode ?? (speaksMacsec(bandwidth, linksPerConnection) ? "should_encrypt" : "no_encrypt")
  );
}

/**
 * Whether ports can be ordered with MACsec: from 10 Gbps, and outside a LAG, because the provider cannot request MACsec for
 * a LAG and AWS refuses to mix. Sources: "MAC Security in AWS Direct Connect", user guide; `aws.directconnect` 7.48.
 */
export function speaksMacsec(bandwidth: DedicatedBandwidth, linksPerConnection: number): boolean {
  return bandwidth !== "1Gbps" && linksPerConnection === 1;
}
