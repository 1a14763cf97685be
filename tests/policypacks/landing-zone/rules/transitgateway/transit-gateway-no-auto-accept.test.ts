import { noAutoAccept } from "../../../../../policypacks/landing-zone/rules/transitgateway/transit-gateway-no-auto-accept";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("transit-gateway-no-auto-accept", () => {
  const accepted = "attachments of other accounts are accepted without a look";
  const associated = "every attachment uses the same route table, unless it is told another";
  const propagated = "every attachment spreads its routes to all that use the default route table";

  cases(noAutoAccept, [
    resource("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", {
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
    }),
  ])
    .accepts("a gateway that does nothing by itself")
    .accepts(
      "a gateway that says nothing of acceptance",
      change("hub", { autoAcceptSharedAttachments: undefined }),
    )
    .rejects(
      "a gateway that accepts attachments by itself",
      change("hub", { autoAcceptSharedAttachments: "enable" }),
      [`hub: autoAcceptSharedAttachments is "enable": ${accepted}`],
    )
    .rejects(
      "a gateway that associates attachments by itself",
      change("hub", { defaultRouteTableAssociation: "enable" }),
      [`hub: defaultRouteTableAssociation is "enable": ${associated}`],
    )
    .rejects(
      "a gateway that spreads routes by itself",
      change("hub", { defaultRouteTablePropagation: "enable" }),
      [`hub: defaultRouteTablePropagation is "enable": ${propagated}`],
    )
    .rejects(
      "a gateway that says nothing of route tables",
      change("hub", { defaultRouteTableAssociation: undefined, defaultRouteTablePropagation: undefined }),
      [
        `hub: defaultRouteTableAssociation is not set: ${associated}`,
        `hub: defaultRouteTablePropagation is not set: ${propagated}`,
      ],
    )
    .cannotJudge(
      "acceptance that is not known yet",
      change("hub", { autoAcceptSharedAttachments: unknown }),
      [
        `hub: autoAcceptSharedAttachments is not known yet: cannot tell before the update whether ${accepted}`,
      ],
    )
    .cannotJudge(
      "route tables that are not known yet",
      change("hub", { defaultRouteTableAssociation: unknown, defaultRouteTablePropagation: unknown }),
      [
        `hub: defaultRouteTableAssociation is not known yet: cannot tell before the update whether ${associated}`,
        `hub: defaultRouteTablePropagation is not known yet: cannot tell before the update whether ${propagated}`,
      ],
    );
});
