import type { Facts } from "../facts";
import {
  endpointServicePermission,
  eventPermission,
  imagePermission,
  keyGrant,
  lambdaPermission,
  layerPermission,
  sharePrincipal,
  snapshotPermission,
} from "../families/identity";
import { isTrusted } from "../facts";
import { judge, type Finding } from "../finding";
import { on, type ResourceCheck } from "../rule";
import { all, any, not, type Truth } from "../truth";
import type { Value } from "../value";
import { describeStranger, isForeign } from "./trust";

/** Checks of resources that let somebody in without a policy document. */
export const grantChecks: readonly ResourceCheck[] = [
  on(lambdaPermission, (permission, facts) => {
    const principal = permission.at("principal");
    const bounded = any(
      permission.at("sourceAccount").isText((account) => isTrusted(account, facts)),
      isOrganization(permission.at("principalOrgId"), facts),
    );
    // A service principal is no account; for whom it may act is another question.
    const isService = principal.isText((text) => text.endsWith(".amazonaws.com"));
    return judgeGrantee(principal, all(not(isService), isForeign(principal, bounded, facts)));
  }),
  on(layerPermission, (permission, facts) => {
    const principal = permission.at("principal");
    const bounded = isOrganization(permission.at("organizationId"), facts);
    return judgeGrantee(principal, isForeign(principal, bounded, facts));
  }),
  on(eventPermission, (permission, facts) => {
    const principal = permission.at("principal");
    const bounded = isOrganization(permission.at("condition").at("value"), facts);
    return judgeGrantee(principal, isForeign(principal, bounded, facts));
  }),
  on(keyGrant, (grant, facts) => judgeAccount(grant.at("granteePrincipal"), facts)),
  on(snapshotPermission, (permission, facts) => judgeAccount(permission.at("accountId"), facts)),
  on(endpointServicePermission, (permission, facts) => judgeAccount(permission.at("principalArn"), facts)),
  on(imagePermission, (permission, facts) => {
    const group = permission.at("group");
    return [
      ...judgeAccount(permission.at("accountId"), facts),
      ...judge(group.isSet(), group, "everybody is let in"),
      ...judgeOrganization(permission.at("organizationArn"), facts),
      ...judgeOrganization(permission.at("organizationalUnitArn"), facts),
    ];
  }),
  on(sharePrincipal, (association, facts) => {
    const principal = association.at("principal");
    const ofOrganization = principal.isText((text) => /^arn:[^:]+:organizations:/.test(text));
    return ofOrganization === "yes" ? judgeOrganization(principal, facts) : judgeAccount(principal, facts);
  }),
];

function isOrganization<T>(id: Value<T>, { organizationId }: Facts): Truth {
  return id.isText((text) => organizationId !== undefined && text === organizationId);
}

function judgeAccount<T>(principal: Value<T>, facts: Facts): Finding[] {
  return principal.isAbsent ? [] : judgeGrantee(principal, isForeign(principal, "no", facts));
}

function judgeGrantee<T>(principal: Value<T>, foreign: Truth): Finding[] {
  return judge(foreign, principal, describeStranger(principal), principal.text() ?? "an unknown principal");
}

/** An organization or one of its units; its id is the first part of the ARN's path. */
function judgeOrganization<T>(arn: Value<T>, { organizationId }: Facts): Finding[] {
  if (arn.isAbsent) return [];
  const isOurs = arn.isText((text) => organizationId !== undefined && text.split("/")[1] === organizationId);
  return judge(not(isOurs), arn, "an organization is let in that is not configured");
}
