import { arnIn, iamArn, partitionOf, serviceHost, type Account } from "../account";
import {
  acceptActions,
  associationActions,
  changeActions,
  commitActions,
  interfaceActions,
  offerActions,
  orderActions,
  paperActions,
  proposeActions,
  readActions,
} from "./directConnectAccessActions";
import type { Statement } from "./document";

/** What the duties of Direct Connect are about. */
export interface DirectConnectScope {
  readonly account: Account;
  /** Tags without which nothing is created; `account` must also have the account's id as its value. */
  readonly mandatoryTags: readonly string[];
}

type Condition = NonNullable<Statement["Condition"]>;

/** A resource of AWS Direct Connect in the account, for instance `dxcon`. A gateway has no region. */
function owned(account: Account, kind: string): string {
  if (kind !== "dx-gateway" && kind !== "dx-resiliency-group") {
    return arnIn(account, "directconnect", `${kind}/*`);
  }
  return `arn:${partitionOf(account.region)}:directconnect::${account.id}:${kind}/*`;
}

function everyKind(account: Account): string[] {
  return ["dx-gateway", "dx-resiliency-group", "dxcon", "dxlag", "dxvif"].map((kind) => owned(account, kind));
}

/** Lets somebody look at Direct Connect, its gateways and its alarms. */
export function readStatements(): Statement[] {
  return [
    { Sid: "ReadDirectConnect", Effect: "Allow", Action: readActions, Resource: "*" },
    {
      Sid: "ReadWhatItLeadsTo",
      Effect: "Allow",
      Action: [
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "cloudwatch:ListMetrics",
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGateways",
        "ec2:DescribeVpnGateways",
      ],
      Resource: "*",
    },
  ];
}

/** Lets an operator order, connect, change and delete within the account. */
export function operatorStatements(scope: DirectConnectScope): Statement[] {
  const { account } = scope;
  return [
    ...readStatements(),
    {
      Sid: "ReadPapers",
      Effect: "Allow",
      Action: paperActions,
      Resource: ["dxcon", "dxlag", "dxvif"].map((kind) => owned(account, kind)),
    },
    {
      Sid: "OrderWithTags",
      Effect: "Allow",
      Action: orderActions,
      Resource: "*",
      Condition: requestTags(scope),
    },
    {
      Sid: "CreateInterfacesWithTags",
      Effect: "Allow",
      Action: interfaceActions,
      Resource: [owned(account, "dxcon"), owned(account, "dxlag")],
      Condition: requestTags(scope),
    },
    {
      Sid: "ChangeWhatIsTagged",
      Effect: "Allow",
      Action: changeActions,
      Resource: everyKind(account),
      Condition: resourceTags(scope),
    },
    { Sid: "ChangeAllowedPrefixes", Effect: "Allow", Action: associationActions, Resource: "*" },
    ...tagStatements(scope),
    ...secretStatements(account),
  ];
}

/** Lets an approver tie the account to others: accept, offer, propose and agree. */
export function approverStatements(scope: DirectConnectScope): Statement[] {
  const { account } = scope;
  return [
    ...readStatements(),
    {
      Sid: "AcceptOffers",
      Effect: "Allow",
      Action: acceptActions,
      Resource: ["dx-gateway", "dxcon", "dxvif"].map((kind) => owned(account, kind)),
    },
    {
      Sid: "OfferToOthers",
      Effect: "Allow",
      Action: offerActions,
      Resource: [owned(account, "dxcon"), owned(account, "dxlag")],
      Condition: requestTags(scope),
    },
    {
      Sid: "ProposeToOthers",
      Effect: "Allow",
      Action: proposeActions,
      Resource: `arn:${partitionOf(account.region)}:directconnect::*:dx-gateway/*`,
    },
    { Sid: "AgreeAndWithdraw", Effect: "Allow", Action: commitActions, Resource: "*" },
  ];
}

/** The request carries every mandatory tag. */
function requestTags({ account, mandatoryTags }: DirectConnectScope): Condition {
  return {
    Null: Object.fromEntries(mandatoryTags.map((key) => [`aws:RequestTag/${key}`, "false"])),
    StringEquals: {
      "aws:RequestedRegion": account.region,
      ...(mandatoryTags.includes("account") && { "aws:RequestTag/account": account.id }),
    },
  };
}

/** The resource carries every mandatory tag: it was made by these rules, or taken over by them. */
function resourceTags({ mandatoryTags }: DirectConnectScope): Condition {
  return { Null: Object.fromEntries(mandatoryTags.map((key) => [`aws:ResourceTag/${key}`, "false"])) };
}

/** An operator sets the mandatory tags once and never takes them away or changes them. */
function tagStatements(scope: DirectConnectScope): Statement[] {
  const { account, mandatoryTags } = scope;
  const Resource = everyKind(account);
  return [
    {
      Sid: "TagWhatHasNoTags",
      Effect: "Allow",
      Action: "directconnect:TagResource",
      Resource,
      Condition: {
        Null: {
          ...requestTags(scope)["Null"],
          ...Object.fromEntries(mandatoryTags.map((key) => [`aws:ResourceTag/${key}`, "true"])),
        },
        ...(mandatoryTags.includes("account") && {
          StringEquals: { "aws:RequestTag/account": account.id },
        }),
      },
    },
    {
      Sid: "ChangeOtherTags",
      Effect: "Allow",
      Action: ["directconnect:TagResource", "directconnect:UntagResource"],
      Resource,
      Condition: {
        Null: { "aws:TagKeys": "false" },
        "ForAllValues:StringNotEquals": { "aws:TagKeys": mandatoryTags },
      },
    },
  ];
}

/** Whoever configures the router needs the BGP keys; MACsec needs AWS's own role for Direct Connect. */
function secretStatements(account: Account): Statement[] {
  const service = "directconnect.amazonaws.com";
  return [
    {
      Sid: "ReadBgpKeys",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: arnIn(account, "secretsmanager", "secret:*"),
      Condition: { StringEquals: { "aws:ResourceTag/component": "DirectConnect" } },
    },
    {
      Sid: "DecryptBgpKeys",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: arnIn(account, "kms", "key/*"),
      Condition: {
        StringEquals: {
          "aws:ResourceTag/component": "EncryptionKey",
          "kms:ViaService": serviceHost(account.region, "secretsmanager"),
        },
      },
    },
    {
      Sid: "CreateRoleForMacsec",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: iamArn(account.id, account.region, `role/aws-service-role/${service}/*`),
      Condition: { StringEquals: { "iam:AWSServiceName": service } },
    },
  ];
}
