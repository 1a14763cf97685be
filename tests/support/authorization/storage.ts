import {
  type Context,
  type Mapping,
  type Parameters,
  type Permission,
  region,
  textOf,
  through,
} from "./asked";

const onTable: Mapping = ({ account, operation, parameters, known }) => [
  [`dynamodb:${operation}`, `arn:aws:dynamodb:${region}:${account}:table/${textOf(parameters, "TableName")}`],
  ["kms:Decrypt", known.tableKeyArn, through("dynamodb")],
];

const objectOf = (parameters: Parameters) =>
  `arn:aws:s3:::${textOf(parameters, "Bucket")}/${textOf(parameters, "Key")}`;

const holds = (parameters: Parameters): Permission[] =>
  parameters["ObjectLockLegalHoldStatus"] === undefined
    ? []
    : [["s3:PutObjectLegalHold", objectOf(parameters)]];

const objectRead: Mapping = ({ parameters, known }) => [
  [parameters["VersionId"] === undefined ? "s3:GetObject" : "s3:GetObjectVersion", objectOf(parameters)],
  ["kms:Decrypt", known.evidenceKeyArn, through("s3")],
];

/** No call names the key: the bucket does. */
const objectPut: Mapping = ({ parameters, known }) => [
  ["s3:PutObject", objectOf(parameters)],
  ...holds(parameters),
  ["kms:GenerateDataKey", known.evidenceKeyArn, through("s3")],
];

const objectCopied: Mapping = (asked) => [
  ["s3:GetObject", `arn:aws:s3:::${decodeURIComponent(textOf(asked.parameters, "CopySource"))}`],
  ["kms:Decrypt", asked.known.logKeyArn, through("s3")],
  ...objectPut(asked),
];

const onKey =
  (context: (parameters: Parameters) => Context = () => ({})): Mapping =>
  ({ operation, parameters }) => [[`kms:${operation}`, textOf(parameters, "KeyId"), context(parameters)]];

/**
 * Step Functions follows what it waits for, and has a rule tell it of the end. The machines name what they don't wait for, so
 * that it is started once.
 */
const started: Mapping = ({ account, parameters }) => {
  const machine = textOf(parameters, "StateMachineArn");
  const rule = `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  const follow: Permission[] = [
    ["states:DescribeExecution", `${machine.replace(":stateMachine:", ":execution:")}:0a1b`],
    ...["events:DescribeRule", "events:PutRule", "events:PutTargets"].map((action): Permission => [
      action,
      rule,
    ]),
  ];
  return [["states:StartExecution", machine], ...(parameters["Name"] === undefined ? follow : [])];
};

/** What the machines keep, sign and tell. */
export const storage: Readonly<Record<string, Mapping>> = {
  "cloudwatch:PutMetricData": ({ parameters }) => [
    ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": textOf(parameters, "Namespace") }],
  ],
  "dynamodb:DeleteItem": onTable,
  "dynamodb:GetItem": onTable,
  "dynamodb:PutItem": onTable,
  "dynamodb:Query": onTable,
  "dynamodb:UpdateItem": onTable,
  "kms:CreateGrant": onKey((parameters) => ({
    "kms:GranteePrincipal": textOf(parameters, "GranteePrincipal"),
  })),
  "kms:DescribeKey": onKey(),
  "kms:RetireGrant": onKey(),
  "kms:Sign": onKey(),
  "kms:Verify": onKey(),
  "s3:CopyObject": objectCopied,
  "s3:GetObject": objectRead,
  "s3:HeadObject": objectRead,
  "s3:ListObjectsV2": ({ parameters }) => [
    [
      "s3:ListBucket",
      `arn:aws:s3:::${textOf(parameters, "Bucket")}`,
      { "s3:prefix": textOf(parameters, "Prefix") },
    ],
  ],
  "s3:PutObject": objectPut,
  "s3:PutObjectLegalHold": ({ parameters }) => [["s3:PutObjectLegalHold", objectOf(parameters)]],
  "sns:Publish": ({ parameters, known }) => [
    ["sns:Publish", textOf(parameters, "TopicArn")],
    ...["kms:Decrypt", "kms:GenerateDataKey"].map((action): Permission => [
      action,
      known.noticesKeyArn,
      through("sns"),
    ]),
  ],
  "ssm:GetParameter": ({ account, parameters }) => [
    ["ssm:GetParameter", `arn:aws:ssm:${region}:${account}:parameter${textOf(parameters, "Name")}`],
  ],
  "states:StartExecution": started,
};
