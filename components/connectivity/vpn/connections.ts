import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedConnection, VpnPlan } from "./plan";
import { tunnelArgs } from "./tunnelArgs";

/** A connection as created, with its plan. */
export interface Connection {
  readonly planned: PlannedConnection;
  readonly connection: aws.ec2.VpnConnection;
}

/** The largest number that AWS takes as `bgpAsn`. Source: `CreateCustomerGateway`, Amazon EC2 API reference. */
const largestBgpAsn = 2147483647;

/** What AWS assumes of a device that does not speak BGP. Source: same. */
const asnOfStaticRouting = 65000;

/** Creates each planned connection with the record of its device. */
export function createConnections(
  name: string,
  planned: readonly PlannedConnection[],
  plan: VpnPlan,
  gatewayId: pulumi.Input<string>,
  logGroupArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): Connection[] {
  return planned.map((one) => {
    const { authentication, routing } = one.customerGateway;
    const connection = new aws.ec2.VpnConnection(
      `${name}-connection-${one.key}`,
      {
        type: "ipsec.1",
        customerGatewayId: createCustomerGateway(name, one, opts).id,
        ...(plan.gateway.type === "virtualPrivateGateway"
          ? { vpnGatewayId: gatewayId }
          : { transitGatewayId: gatewayId }),
        staticRoutesOnly: routing.type === "static",
        // AWS then answers with the word REDACTED in place of each key, in the device's configuration too.
        ...(authentication.type === "preSharedKey" && { presharedKeyStorage: "SecretsManager" }),
        ...tunnelArgs(one, plan.tunnels, logGroupArn),
        tags: { Name: `${name}-${one.key}` },
      },
      opts,
    );
    return { planned: one, connection };
  });
}

function createCustomerGateway(
  name: string,
  { key, customerGateway }: PlannedConnection,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.CustomerGateway {
  const { address, authentication, routing } = customerGateway;
  const bgpAsn = routing.type === "bgp" ? routing.bgpAsn : asnOfStaticRouting;
  return new aws.ec2.CustomerGateway(
    `${name}-customer-gateway-${key}`,
    {
      type: "ipsec.1",
      deviceName: customerGateway.name,
      ipAddress: address,
      ...(bgpAsn > largestBgpAsn ? { bgpAsnExtended: String(bgpAsn) } : { bgpAsn: String(bgpAsn) }),
      ...(authentication.type === "certificate" && { certificateArn: authentication.certificateArn }),
      tags: { Name: `${name}-${key}` },
    },
    opts,
  );
}
