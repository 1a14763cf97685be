import assert from "node:assert/strict";
import { allowedActions, allows, decides, statementsOf, type Request } from "./authorization";
import {
  bucket,
  buildingPolicies,
  deployAccount,
  previewPolicies,
  property,
  role,
  secretsKey,
  stateKey,
} from "./fixtures";

const account = deployAccount();
const policy = (name: string) => property(account, name, "PolicyDocument");
const deployment = [...previewPolicies, ...buildingPolicies].map(policy);
const preview = previewPolicies.map(policy);
const everything = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" }],
};

const iam = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const key = "arn:aws:kms:eu-central-1:111122223333:key/1";
const bus = (name: string) => `arn:aws:events:eu-central-1:111122223333:event-bus/${name}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-1a2b3c`;
const document = (name: string) => `arn:aws:ssm:eu-central-1:111122223333:document/${name}`;
const image = (resource: string) => `arn:aws:imagebuilder:eu-central-1:111122223333:${resource}`;
const tool = "arn:aws:s3:::prod-evidence-store-bucket-1a2b3c4/tools/avml/1/x86_64/avml";
const here = { "aws:RequestedRegion": "eu-central-1" };
const own = { "aws:ResourceTag/stack": "prod" };
const foreign = { "aws:ResourceTag/stack": "other" };

type Asked = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>];

function request([action, resource, context = {}]: Asked): Request {
  return { action, resource, context, principal: role("prod", "landing-zone-deployment") };
}

/** Whether a role with these policies may do it: they allow it, and so does the boundary. */
function may(policies: readonly unknown[], asked: Asked): boolean {
  return allows(policies, request(asked)) && allows([policy("Boundary")], request(asked));
}

describe("A deployment", () => {
  for (const asked of [
    ["s3:GetObject", `${bucket}/.pulumi/stacks/landing-zone/prod.json`],
    ["s3:PutObject", `${bucket}/.pulumi/stacks/landing-zone/prod.json`],
    ["s3:DeleteObject", `${bucket}/.pulumi/locks/organization/landing-zone/prod/1.json`],
    ["s3:ListBucket", bucket],
    ["kms:Decrypt", stateKey],
    ["kms:GenerateDataKey", stateKey],
    ["kms:Decrypt", secretsKey],
    ["kms:Encrypt", secretsKey],
    ["ec2:CreateVpc", "*", here],
    ["s3:CreateBucket", "arn:aws:s3:::prod-logs-store-bucket-1a2b3c4"],
    ["kms:CreateKey", "*", { "aws:RequestTag/stack": "prod" }],
    ["kms:EnableKeyRotation", key],
    ["kms:PutKeyPolicy", key, own],
    ["kms:ScheduleKeyDeletion", key, own],
    ["kms:CreateAlias", "arn:aws:kms:eu-central-1:111122223333:alias/prod-logs-encryption"],
    ["iam:CreateRole", iam("role/landing-zone-incident-responder")],
    ["iam:PutRolePolicy", iam("role/landing-zone-incident-responder")],
    ["events:CreateEventBus", bus("prod-incidents")],
    ["secretsmanager:GetSecretValue", secret("prod-connection-bgp")],
    [
      "iam:PassRole",
      iam("role/prod-network-flow-logs"),
      { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" },
    ],
    [
      "iam:PassRole",
      iam("role/landing-zone-incident-respond"),
      { "iam:PassedToService": "states.amazonaws.com" },
    ],
    [
      "states:CreateStateMachine",
      "arn:aws:states:eu-central-1:111122223333:stateMachine:landing-zone-incident-respond",
    ],
    ["kms:Decrypt", key, { ...own, "kms:ViaService": "states.eu-central-1.amazonaws.com" }],
    ["ram:CreateResourceShare", "*", { ...here, "ram:RequestedAllowsExternalPrincipals": "false" }],
    ["iam:CreateRole", iam("role/landing-zone-quarantine")],
    ["iam:AddRoleToInstanceProfile", iam("instance-profile/landing-zone-quarantine")],
    ["iam:PassRole", iam("role/landing-zone-quarantine"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    [
      "iam:AttachRolePolicy",
      iam("role/Administrator"),
      { "iam:PolicyARN": iam("policy/prod-incident-guard-response") },
    ],
    ["kms:UpdateAlias", "arn:aws:kms:eu-central-1:111122223333:alias/landing-zone-evidence-transfer"],
    ["s3:PutObject", tool],
    ["s3:GetObject", tool],
    ["kms:GenerateDataKey", key, { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }],
    ["ssm:ModifyDocumentPermission", document("landing-zone-capture-memory")],
    ["imagebuilder:CreateImagePipeline", image("image-pipeline/prod-image-pipeline")],
    ["iam:PassRole", iam("role/prod-image-builder"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ["cloudtrail:CreateTrail", "arn:aws:cloudtrail:eu-central-1:111122223333:trail/prod-account"],
  ] satisfies Asked[]) {
    it(`may do ${asked[0]} to ${asked[1]}`, () => {
      assert(may(deployment, asked));
    });
  }

  for (const [why, asked] of [
    ["in another region", ["ec2:CreateVpc", "*", { "aws:RequestedRegion": "us-east-1" }]],
    ["with instances", ["ec2:RunInstances", "*", here]],
    ["with instances", ["ec2:TerminateInstances", "*", here]],
    ["with a bucket of another name", ["s3:PutBucketPolicy", "arn:aws:s3:::other-bucket"]],
    ["with what is in a bucket", ["s3:GetObject", "arn:aws:s3:::prod-logs-store-bucket-1a2b3c4/AWSLogs/x"]],
    [
      "with what is in a bucket",
      ["s3:DeleteObject", "arn:aws:s3:::prod-logs-store-bucket-1a2b3c4/AWSLogs/x"],
    ],
    ["with a key that would belong to no stack", ["kms:CreateKey", "*"]],
    ["with a key of another stack", ["kms:ScheduleKeyDeletion", key, foreign]],
    ["with a key of another stack", ["kms:PutKeyPolicy", key, foreign]],
    ["with a key of nobody's", ["kms:PutKeyPolicy", key]],
    [
      "to take a key from another stack",
      ["kms:TagResource", key, { ...foreign, "aws:RequestTag/stack": "prod" }],
    ],
    ["to use a key of the account", ["kms:Decrypt", key, own]],
    ["with the keys of the state beyond using them", ["kms:PutKeyPolicy", stateKey]],
    ["with a role of another name", ["iam:CreateRole", iam("role/Administrator")]],
    [
      "to give a role to another service",
      ["iam:PassRole", iam("role/prod-x"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ],
    [
      "outside the organization",
      ["ram:CreateResourceShare", "*", { ...here, "ram:RequestedAllowsExternalPrincipals": "true" }],
    ],
    ["with a secret of another stack", ["secretsmanager:GetSecretValue", secret("other-connection")]],
    ["to give a role to a service", ["iam:PassRole", iam("role/landing-zone-incident-respond")]],
    [
      "to give the role of a state machine to another service",
      [
        "iam:PassRole",
        iam("role/landing-zone-incident-respond"),
        { "iam:PassedToService": "lambda.amazonaws.com" },
      ],
    ],
    ["with what a table holds", ["dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/x"]],
    [
      "with state machines that are not of incident response",
      ["states:UpdateStateMachine", "arn:aws:states:eu-central-1:111122223333:stateMachine:other"],
    ],
    [
      "to attach any other policy to somebody",
      [
        "iam:AttachRolePolicy",
        iam("role/Administrator"),
        { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
      ],
    ],
    ["with evidence", ["s3:PutObject", tool.replace("tools/avml/1/x86_64/avml", "cases/case-1/x")]],
    ["with a tool, once it is stored,", ["s3:DeleteObject", tool]],
    [
      "with an image",
      ["imagebuilder:StartImagePipelineExecution", image("image-pipeline/prod-image-pipeline")],
    ],
    ["with another stack's images", ["imagebuilder:DeleteImagePipeline", image("image-pipeline/other")]],
    ["with another stack's event bus", ["events:PutPermission", bus("default")]],
  ] satisfies [string, Asked][]) {
    it(`may do nothing ${why} (${asked[0]})`, () => {
      assert(!may(deployment, asked));
    });
  }
});

describe("A preview", () => {
  it("reads the state and changes nothing", () => {
    assert(may(preview, ["s3:GetObject", `${bucket}/.pulumi/stacks/landing-zone/prod.json`]));
    assert(may(preview, ["kms:Decrypt", secretsKey]));
    const writes = buildingPolicies.flatMap((name) => allowedActions(policy(name)));
    assert(writes.length > 80);
    for (const action of writes) assert(!may(preview, [action, "*", { ...here, ...own }]), action);
  });

  it("reads settings only", () => {
    const reading = /:(Describe|Get(?!Object|Bucket|SecretValue)|List(?!Bucket)|SearchTransitGatewayRoutes)/;
    const others = preview.flatMap(allowedActions).filter((action) => !reading.test(action));
    assert.deepEqual(others, [
      "s3:ListBucket",
      "s3:GetObject",
      "kms:Decrypt",
      "s3:GetBucket*",
      "s3:ListBucket",
      "states:ValidateStateMachineDefinition",
      "kms:Decrypt",
      // The tool that captures memory.
      "s3:GetObject",
      "s3:GetObjectTagging",
      "kms:Decrypt",
    ]);
  });
});

describe("The boundary", () => {
  const byBoundary = (asked: Asked) => decides(policy("Boundary"), request(asked));

  for (const [verdict, asked] of [
    ["nothing", ["iam:CreateUser", iam("user/backdoor")]],
    ["nothing", ["iam:CreateAccessKey", iam("user/backdoor")]],
    ["deny:RefuseOwnRoles", ["iam:AttachRolePolicy", iam("role/landing-zone-deployment")]],
    ["deny:RefuseOwnRoles", ["iam:UpdateAssumeRolePolicy", iam("role/landing-zone-preview")]],
    ["deny:RefuseOwnRoles", ["iam:PutRolePolicy", iam("role/landing-zone-readiness")]],
    ["deny:RefuseOwnRoles", ["iam:DeleteRolePermissionsBoundary", iam("role/landing-zone-deployment")]],
    ["nothing", ["iam:CreatePolicyVersion", iam("policy/landing-zone-boundary")]],
    [
      "nothing",
      ["iam:UpdateOpenIDConnectProviderThumbprint", iam("oidc-provider/token.actions.githubusercontent.com")],
    ],
    ["nothing", ["sts:AssumeRole", iam("role/landing-zone-incident-responder")]],
    ["nothing", ["cloudformation:UpdateStack", "*"]],
    ["nothing", ["organizations:LeaveOrganization", "*"]],
    ["nothing", ["account:CloseAccount", "*"]],
    ["deny:RefuseReadingOtherSecrets", ["secretsmanager:GetSecretValue", secret("other")]],
    ["deny:RefuseReadingData", ["ec2:GetConsoleOutput", "*"]],
    ["deny:RefuseReadingOtherObjects", ["s3:GetObject", "arn:aws:s3:::forensics-evidence-store-bucket-1/x"]],
    [
      "deny:RefuseReadingOtherObjects",
      ["s3:GetObjectVersion", "arn:aws:s3:::forensics-evidence-store-bucket-1/x"],
    ],
    ["deny:RefuseOtherDecryption", ["kms:Decrypt", key]],
    ["deny:RefuseRunningCommands", ["ssm:SendCommand", "*"]],
    ["deny:RefuseRunningCommands", ["ssm:StartSession", "*"]],
    ["deny:RefuseHandingOutCopies", ["ec2:ModifySnapshotAttribute", "*"]],
    [
      "deny:RefuseDestroyingStoredEvidence",
      ["s3:DeleteObjectVersion", "arn:aws:s3:::forensics-evidence-store-bucket-1/x"],
    ],
    ["deny:RefuseDestroyingStoredEvidence", ["s3:BypassGovernanceRetention", "*"]],
    [
      "deny:RefuseDestroyingEvidenceOfACase",
      ["ec2:DeleteSnapshot", "*", { "aws:ResourceTag/case-id": "2026-1" }],
    ],
    [
      "deny:RefuseEndingQuarantine",
      ["ec2:ModifyNetworkInterfaceAttribute", "*", { "aws:ResourceTag/case-id": "2026-1" }],
    ],
    [
      "deny:RefuseEndingQuarantine",
      ["ec2:DisassociateIamInstanceProfile", "*", { "aws:ResourceTag/case-id": "2026-1" }],
    ],
  ] satisfies [string, Asked][]) {
    it(`stops ${asked[0]} on ${asked[1]}, whatever policy the role has`, () => {
      assert.equal(byBoundary(asked), verdict);
      assert(!may([everything], asked));
    });
  }

  it("lets a service decrypt on behalf of a deployment", () => {
    const context = { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" };
    assert.equal(byBoundary(["kms:Decrypt", key, context]), "allow:AllowInfrastructure");
  });

  it("lets a deployment remove a snapshot that belongs to no case", () => {
    assert.equal(byBoundary(["ec2:DeleteSnapshot", "*"]), "allow:AllowInfrastructure");
  });
});

describe("The policies of the account's template", () => {
  for (const name of ["Boundary", ...previewPolicies, ...buildingPolicies, "ReadinessPolicy"]) {
    it(`fit into a managed policy (${name})`, () => {
      // 6,144 characters without white space. Source: "IAM and AWS STS quotas".
      assert(JSON.stringify(policy(name)).replace(/\s/g, "").length <= 6144);
    });

    it(`allow no action of every service (${name})`, () => {
      const allowing = statementsOf(policy(name)).filter(({ Effect }) => Effect === "Allow");
      assert(allowing.every(({ Action = [] }) => !Action.includes("*")));
    });
  }

  it("allow every action by its full name, but for some that read settings", () => {
    const wide = deployment.flatMap(allowedActions).filter((action) => action.includes("*"));
    assert.deepEqual(wide, [
      "ec2:DescribeTransitGateway*",
      "directconnect:Describe*",
      "route53resolver:Get*",
      "route53resolver:List*",
      "s3:GetBucket*",
    ]);
  });
});
