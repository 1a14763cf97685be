import { transitGateway } from "../../../shared/families/network";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

export const noAutoAccept = rule({
  name: "transit-gateway-no-auto-accept",
  must: "Nothing attaches to a transit gateway by itself, nor gets a route table there by itself.",
  fix:
    "Set autoAcceptSharedAttachments, defaultRouteTableAssociation and defaultRouteTablePropagation to disable; accept and " +
    "associate each attachment by name.",
  resources: [
    on(transitGateway, (gateway) => {
      // AWS disables the first of the three by default, and enables the others.
      const accepts = gateway.at("autoAcceptSharedAttachments");
      const associates = gateway.at("defaultRouteTableAssociation");
      const propagates = gateway.at("defaultRouteTablePropagation");
      return [
        ...judge(accepts.is("enable"), accepts, "attachments of other accounts are accepted without a look"),
        ...judge(
          not(associates.is("disable")),
          associates,
          "every attachment uses the same route table, unless it is told another",
        ),
        ...judge(
          not(propagates.is("disable")),
          propagates,
          "every attachment spreads its routes to all that use the default route table",
        ),
      ];
    }),
  ],
});
