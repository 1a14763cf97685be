import type { Account } from "../account";
import {
  approvalActions,
  interfaceActions,
  orderActions,
  partnerActions,
  writePatterns,
} from "./directConnectAccessActions";
import type { Statement } from "./document";

/** What somebody is there for. */
export type DirectConnectDuty = "operator" | "approver" | "reader";

/** Name of the role of a duty. */
export function directConnectRoleName(prefix: string, duty: DirectConnectDuty): string {
  return `${prefix}-direct-connect-${duty}`;
}

/** Tag of a role that says what it is there for. Only who makes the role can set it: its sessions cannot be tagged. */
export const dutyTag = "direct-connect-duty";

const duty = `aws:PrincipalTag/${dutyTag}`;

/** What is never done to something of another account. A proposal is left out: it is about a gateway over there. */
const withinAccount = [
  ...writePatterns.filter((pattern) => pattern !== "directconnect:Create*"),
  ...orderActions,
  ...interfaceActions,
  "directconnect:CreateBGPPeer",
  "directconnect:CreateDirectConnectGatewayAssociation",
  "kms:Decrypt",
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
];

/**
 * The most that the roles of Direct Connect can ever do, whatever policy is attached to them later: nothing outside it and
 * its surroundings, nothing of another account, approvals for approvers only, and no change for readers.
 */
export function boundaryStatements(account: Account): Statement[] {
  return [
    {
      Sid: "DirectConnectAndWhatItNeeds",
      Effect: "Allow",
      Action: [
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "directconnect:*",
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGateways",
        "ec2:DescribeVpnGateways",
        "kms:Decrypt",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
    },
    {
      Sid: "RoleForMacsec",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:AWSServiceName": "directconnect.amazonaws.com" } },
    },
    {
      Sid: "ApprovalsAreForApprovers",
      Effect: "Deny",
      Action: approvalActions,
      Resource: "*",
      Condition: { StringNotEquals: { [duty]: "approver" } },
    },
    {
      Sid: "ReadersChangeNothing",
      Effect: "Deny",
      Action: writePatterns,
      Resource: "*",
      Condition: { StringNotEquals: { [duty]: ["operator", "approver"] } },
    },
    { Sid: "NothingOfPartners", Effect: "Deny", Action: partnerActions, Resource: "*" },
    {
      Sid: "NothingOfOtherAccounts",
      Effect: "Deny",
      Action: withinAccount,
      Resource: "*",
      Condition: {
        Null: { "aws:ResourceAccount": "false" },
        StringNotEquals: { "aws:ResourceAccount": account.id },
      },
    },
  ];
}
