import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DedicatedConnections, DirectConnectPlan } from "./plan";
import { encryptionModeOf, planConnections, type PlannedConnection } from "./planned";

/** A port with a cable of its own. */
export interface Port {
  readonly key: string;
  readonly id: pulumi.Output<string>;
  /** AWS's device that it ends on. Two connections of a location must not share one. */
  readonly device: pulumi.Output<string>;
  /** Whether it has a MACsec key. */
  readonly hasKey: boolean;
}

/** What virtual interfaces are made on. */
export interface Connection {
  readonly planned: PlannedConnection;
  /** Id of the connection or LAG. */
  readonly id: pulumi.Output<string>;
  /** Ports of a dedicated connection; none of a hosted one. */
  readonly ports: readonly Port[];
  /** What must exist before an interface: the MACsec keys. */
  readonly ready: readonly pulumi.Resource[];
}

/** Orders the connections of a plan, or accepts them from the partner. */
export function createConnections(
  name: string,
  plan: DirectConnectPlan,
  opts: pulumi.CustomResourceOptions,
): Connection[] {
  const { connections } = plan;
  return planConnections(plan).map((planned) =>
    connections.type === "dedicated"
      ? orderConnection(name, connections, planned, opts)
      : acceptConnection(name, planned, connections.acceptance === "deployment", opts),
  );
}

function orderConnection(
  name: string,
  plan: DedicatedConnections,
  planned: PlannedConnection,
  opts: pulumi.CustomResourceOptions,
): Connection {
  const links = planned.links.map((key) => orderPort(name, plan, planned.location, key, opts));
  const ports = links.map(({ port }) => port);
  const ready = links.flatMap(({ key }) => (key ? [key] : []));
  const [first, ...others] = ports;
  if (first === undefined || others.length === 0) {
    return { planned, id: pulumi.output(first?.id ?? ""), ports, ready };
  }
  const lag = createLag(name, plan, planned, first, opts);
  const members = others.map(
    (port) =>
      new aws.directconnect.ConnectionAssociation(
        `${name}-${port.key}`,
        { connectionId: port.id, lagId: lag.id },
        opts,
      ),
  );
  return { planned, id: lag.id, ports, ready: [...ready, ...members] };
}

function orderPort(
  name: string,
  plan: DedicatedConnections,
  location: string,
  key: string,
  opts: pulumi.CustomResourceOptions,
): { port: Port; key?: aws.directconnect.MacsecKeyAssociation } {
  const mode = encryptionModeOf(plan);
  const connection = new aws.directconnect.Connection(
    `${name}-${key}`,
    {
      name: `${name}-${key}`,
      location,
      bandwidth: plan.bandwidth,
      requestMacsec: mode !== "no_encrypt",
      // AWS itself starts a port at should_encrypt, and the provider sends a mode with an update only.
      ...(mode === "must_encrypt" && { encryptionMode: mode }),
      tags: { Name: `${name}-${key}` },
    },
    opts,
  );
  const secretArn = plan.macsec?.keySecretArns[key];
  const port = { key, id: connection.id, device: connection.awsDevice, hasKey: secretArn !== undefined };
  if (secretArn === undefined) return { port };
  return {
    port,
    key: new aws.directconnect.MacsecKeyAssociation(
      `${name}-${key}`,
      { connectionId: connection.id, secretArn },
      // The other way round, a new key could not be told from the old one.
      { ...opts, deleteBeforeReplace: true },
    ),
  };
}

function createLag(
  name: string,
  plan: DedicatedConnections,
  { key, location }: PlannedConnection,
  first: Port,
  opts: pulumi.CustomResourceOptions,
): aws.directconnect.LinkAggregationGroup {
  return new aws.directconnect.LinkAggregationGroup(
    `${name}-${key}`,
    {
      name: `${name}-${key}`,
      location,
      connectionsBandwidth: plan.bandwidth,
      // Without a connection of its own the provider would order one and cancel it at once.
      connectionId: first.id,
      tags: { Name: `${name}-${key}` },
    },
    opts,
  );
}

function acceptConnection(
  name: string,
  planned: PlannedConnection,
  accept: boolean,
  opts: pulumi.CustomResourceOptions,
): Connection {
  const connectionId = planned.hosted?.connectionId ?? "";
  if (!accept) return { planned, id: pulumi.output(connectionId), ports: [], ready: [] };
  const confirmation = new aws.directconnect.ConnectionConfirmation(
    `${name}-${planned.key}`,
    { connectionId },
    opts,
  );
  return { planned, id: confirmation.connectionId, ports: [], ready: [confirmation] };
}
