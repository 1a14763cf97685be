import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Shares resources through AWS RAM. Sharing outside the organization is refused.
 *
 * @param resourceArns ARNs of the resources by a stable key.
 * @param principals Ids of accounts, or ARNs of organizational units or of the organization. Without any, nothing is shared.
 */
export function shareResources(
  name: string,
  resourceArns: Readonly<Record<string, pulumi.Input<string>>>,
  principals: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  if (principals.length === 0 || Object.keys(resourceArns).length === 0) return;
  const share = new aws.ram.ResourceShare(name, { name, allowExternalPrincipals: false }, opts);
  for (const [key, resourceArn] of Object.entries(resourceArns)) {
    new aws.ram.ResourceAssociation(`${name}-${key}`, { resourceShareArn: share.arn, resourceArn }, opts);
  }
  for (const principal of principals) {
    const key = principal.split("/").at(-1) ?? principal;
    new aws.ram.PrincipalAssociation(`${name}-with-${key}`, { resourceShareArn: share.arn, principal }, opts);
  }
}
