import { isTrusted, type Facts } from "../../../shared/facts";
import {
  gatewayAssociation,
  gatewayAssociationProposal,
  hostedForOthers,
} from "../../../shared/families/directConnect";
import { judge, type Finding } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import type { Value } from "../../../shared/value";

export const interfaceOwner = rule({
  name: "direct-connect-vif-owner",
  must: "Direct Connect is shared with configured accounts only.",
  fix: "Name a configured account as the owner, or add the account to those that the stack may trust.",
  resources: [
    on(hostedForOthers, (properties, facts) =>
      judgeOwner(
        properties.at("ownerAccountId"),
        facts,
        "a part of the connection goes to another organization",
      ),
    ),
    on(gatewayAssociation, (properties, facts) =>
      judgeOwner(
        properties.at("associatedGatewayOwnerAccountId"),
        facts,
        "another organization's network is let in",
      ),
    ),
    on(gatewayAssociationProposal, (properties, facts) =>
      judgeOwner(
        properties.at("dxGatewayOwnerAccountId"),
        facts,
        "the network is offered to another organization",
      ),
    ),
  ],
});

function judgeOwner<T>(owner: Value<T>, facts: Facts, reason: string): Finding[] {
  return judge(
    owner.isText((account) => !isTrusted(account, facts)),
    owner,
    reason,
  );
}
