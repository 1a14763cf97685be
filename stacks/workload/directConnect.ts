import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import { DirectConnect } from "../../components/connectivity/directConnect/directConnect";
import type { AssociatedGateway } from "../../components/connectivity/directConnect/gateway";
import { DirectConnectAccess } from "../../components/iam/directConnectAccess";
import type { DirectConnectConfig } from "../../config/directConnect";

/** The account's own transit gateway, with the route table of its VPC's environment. */
export interface OwnTransitGateway {
  readonly id: pulumi.Output<string>;
  readonly routeTableId: pulumi.Input<string>;
  readonly amazonSideAsn: number;
}

/** What connections may end at. */
export interface Gateways {
  readonly transitGateway?: OwnTransitGateway;
  readonly virtualPrivateGatewayId?: pulumi.Input<string>;
}

/** Creates the Direct Connect of the account and the roles of those who run it. */
export function createDirectConnect(
  name: string,
  account: Account,
  config: DirectConnectConfig,
  gateways: Gateways,
  opts: pulumi.ComponentResourceOptions,
): DirectConnect {
  const { access, alarmTopicArns } = config;
  if (access) createAccess(name, account, access, opts);
  return new DirectConnect(
    `${name}-direct-connect`,
    { account, plan: config, associatedGateway: associatedGateway(config, gateways), alarmTopicArns },
    opts,
  );
}

function associatedGateway(
  { gateway }: DirectConnectConfig,
  { transitGateway, virtualPrivateGatewayId }: Gateways,
): AssociatedGateway | undefined {
  switch (gateway?.association.type) {
    case undefined:
      return undefined;
    case "transitGateway":
      return transitGateway;
    case "virtualPrivateGateway":
      return virtualPrivateGatewayId === undefined ? undefined : { id: virtualPrivateGatewayId };
  }
}

function createAccess(
  name: string,
  account: Account,
  { mandatoryTags, operators, approvers, readers }: NonNullable<DirectConnectConfig["access"]>,
  opts: pulumi.ComponentResourceOptions,
): void {
  const principals = { operator: operators, approver: approvers, reader: readers };
  new DirectConnectAccess(
    `${name}-direct-connect-access`,
    { account, namePrefix: name, mandatoryTags, principals },
    opts,
  );
}
