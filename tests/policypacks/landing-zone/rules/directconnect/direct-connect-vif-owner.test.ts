import { interfaceOwner } from "../../../../../policypacks/landing-zone/rules/directconnect/direct-connect-vif-owner";
import { cases, change } from "../../../../support/policyCases";
import { ownAccount, resource, trustedAccount, unknown } from "../../../../support/policyStack";

const stranger = "999999999999";

describe("direct-connect-vif-owner", () => {
  for (const type of [
    "aws:directconnect/hostedConnection:HostedConnection",
    "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
    "aws:directconnect/hostedPublicVirtualInterface:HostedPublicVirtualInterface",
    "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface",
  ]) {
    const reason = "a part of the connection goes to another organization";
    describe(type, () => {
      cases(interfaceOwner, [resource(type, "line", { ownerAccountId: trustedAccount })])
        .accepts("a configured account")
        .accepts("the stack's own account", change("line", { ownerAccountId: ownAccount }))
        .rejects("a stranger", change("line", { ownerAccountId: stranger }), [
          `line: ownerAccountId is "${stranger}": ${reason}`,
        ])
        .cannotJudge("an account that is not known yet", change("line", { ownerAccountId: unknown }), [
          `line: ownerAccountId is not known yet: cannot tell before the update whether ${reason}`,
        ]);
    });
  }

  describe("an association with a gateway", () => {
    cases(interfaceOwner, [
      resource("aws:directconnect/gatewayAssociation:GatewayAssociation", "network", {
        dxGatewayId: "gateway",
        associatedGatewayId: "tgw-1",
      }),
    ])
      .accepts("of the same account")
      .accepts(
        "of a configured account",
        change("network", { associatedGatewayOwnerAccountId: trustedAccount }),
      )
      .rejects("of a stranger", change("network", { associatedGatewayOwnerAccountId: stranger }), [
        `network: associatedGatewayOwnerAccountId is "${stranger}": another organization's network is let in`,
      ]);
  });

  describe("a proposal", () => {
    cases(interfaceOwner, [
      resource("aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal", "offer", {
        dxGatewayOwnerAccountId: trustedAccount,
      }),
    ])
      .accepts("to a configured account")
      .rejects("to a stranger", change("offer", { dxGatewayOwnerAccountId: stranger }), [
        `offer: dxGatewayOwnerAccountId is "${stranger}": the network is offered to another organization`,
      ]);
  });
});
