import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createBgpKey, type BgpKey } from "./bgpKey";
import type { Connection } from "./connections";
import type { DirectConnectPlan } from "./plan";
import { planInterfaces, type PlannedInterface } from "./planned";

type AwsInterface =
  | aws.directconnect.PrivateVirtualInterface
  | aws.directconnect.TransitVirtualInterface
  | aws.directconnect.PublicVirtualInterface;

/** A virtual interface and the key of its BGP session. */
export interface VirtualInterface {
  readonly planned: PlannedInterface;
  readonly id: pulumi.Output<string>;
  readonly amazonSideAsn: pulumi.Output<string>;
  readonly amazonAddress: pulumi.Output<string>;
  readonly customerAddress: pulumi.Output<string>;
  readonly key: BgpKey;
}

/** Creates every interface of a plan on every connection. */
export function createVirtualInterfaces(
  name: string,
  plan: DirectConnectPlan,
  connections: readonly Connection[],
  gatewayId: pulumi.Output<string> | undefined,
  encryptionKeyArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): VirtualInterface[] {
  return planInterfaces(plan).flatMap((planned) => {
    const connection = connections.find((one) => one.planned.key === planned.connection.key);
    if (connection === undefined) return [];
    const child = `${name}-${planned.key}`;
    const purpose = `${planned.name} on ${planned.connection.key}`;
    const key = createBgpKey(child, purpose, planned.keyGeneration, encryptionKeyArn, opts);
    const created = createInterface(child, planned, { connection, gatewayId, key }, opts);
    const { id, amazonSideAsn, amazonAddress, customerAddress } = created;
    return [{ planned, id, amazonSideAsn, amazonAddress, customerAddress, key }];
  });
}

interface Ends {
  readonly connection: Connection;
  readonly gatewayId: pulumi.Output<string> | undefined;
  readonly key: BgpKey;
}

function createInterface(
  name: string,
  { plan, vlan, mtu, peer, name: interfaceName }: PlannedInterface,
  { connection, gatewayId, key }: Ends,
  opts: pulumi.CustomResourceOptions,
): AwsInterface {
  const common = {
    name,
    connectionId: connection.id,
    vlan,
    addressFamily: "ipv4",
    bgpAsn: plan.bgpAsn,
    bgpAuthKey: key.value,
    ...peer,
    tags: { Name: name, interface: interfaceName },
  };
  const options = {
    ...opts,
    // A VLAN is taken until the old interface is gone.
    deleteBeforeReplace: true,
    additionalSecretOutputs: ["bgpAuthKey"],
    dependsOn: [...connection.ready],
  };
  const dxGatewayId = gatewayId ?? "";
  switch (plan.type) {
    case "private":
      return new aws.directconnect.PrivateVirtualInterface(name, { ...common, mtu, dxGatewayId }, options);
    case "transit":
      return new aws.directconnect.TransitVirtualInterface(name, { ...common, mtu, dxGatewayId }, options);
    case "public": {
      const routeFilterPrefixes = [...plan.routeFilterPrefixes];
      return new aws.directconnect.PublicVirtualInterface(name, { ...common, routeFilterPrefixes }, options);
    }
  }
}
