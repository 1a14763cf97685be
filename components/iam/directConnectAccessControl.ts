import { approvalActions, writePatterns } from "./directConnectAccessActions";
import { directConnectRoleName, type DirectConnectDuty } from "./directConnectAccessBoundary";

/** A statement of a service control policy: it only ever denies. */
export interface ControlStatement {
  readonly Sid: string;
  readonly Effect: "Deny";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Who is left alone, as patterns of role ARNs such as `arn:aws:iam::*:role/landing-zone-deployment`. */
export interface ControlExemptions {
  /** The roles that deploy the network: they do all that operators do, and what approvers do where a stack accepts. */
  readonly deployers: readonly string[];
  /** The roles that administer IAM in the accounts. */
  readonly administrators: readonly string[];
}

/**
 * Statements of a service control policy that leave Direct Connect to the network operators of every account: nobody else
 * changes anything, only approvers tie an account to another, and nobody else makes or alters these roles.
 * Service-linked roles are not subject to service control policies.
 *
 * @param partition The partition of the organization, for instance `aws`.
 */
export function directConnectControl(partition: string, exempt: ControlExemptions): ControlStatement[] {
  const role = (duty: DirectConnectDuty) =>
    `arn:${partition}:iam::*:role/${directConnectRoleName("*", duty)}`;
  const unless = (principals: readonly string[]) => ({ ArnNotLike: { "aws:PrincipalArn": principals } });
  return [
    {
      Sid: "DirectConnectIsForOperators",
      Effect: "Deny",
      Action: writePatterns,
      Resource: "*",
      Condition: unless([role("operator"), role("approver"), ...exempt.deployers]),
    },
    {
      Sid: "ApprovalsAreForApprovers",
      Effect: "Deny",
      Action: approvalActions,
      Resource: "*",
      Condition: unless([role("approver"), ...exempt.deployers]),
    },
    {
      Sid: "DirectConnectRolesAreFixed",
      Effect: "Deny",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreatePolicyVersion",
        "iam:CreateRole",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:SetDefaultPolicyVersion",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      Resource: [
        role("operator"),
        role("approver"),
        role("reader"),
        `arn:${partition}:iam::*:policy/*-direct-connect-boundary`,
      ],
      Condition: unless([...exempt.administrators, ...exempt.deployers]),
    },
  ];
}
