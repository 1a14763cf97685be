import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { EventForwarding } from "../../../components/response/eventForwarding";
import { IsolationGroups, type IsolationGroupsArgs } from "../../../components/response/isolationGroups";
import { quarantineStatements, QuarantineProfile } from "../../../components/response/quarantineProfile";
import { TransferKey } from "../../../components/response/transferKey";
import { matches, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { valueOf } from "../../support/mocks";
import { record } from "../../support/record";

const account = { id: "111122223333", region: "eu-central-1" };
const responders = { accountId: "444455556666", region: "eu-central-1" };
const evidenceBucketArn = "arn:aws:s3:::evidence";
const evidenceKeyArn = "arn:aws:kms:eu-central-1:444455556666:key/evidence";

function statements(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}

/** Name of the statement that allows a call. */
function allowedBy(policy: readonly EvaluatedStatement[], call: Call): string | undefined {
  return policy.find((one) => one.Effect === "Allow" && matches(one, call))?.Sid;
}

describe("The groups of incident response", () => {
  const args: IsolationGroupsArgs = {
    vpcId: "vpc-0a1b2c3d4e5f60718",
    endpointsGroupId: "sg-endpoints",
    s3PrefixListId: "pl-s3",
  };
  const made = (changed: Partial<IsolationGroupsArgs> = {}) =>
    record((opts) => new IsolationGroups("isolation", { ...args, ...changed }, opts));

  it("are found by their purpose, in the VPC", async () => {
    const { inputs, names } = await made();
    assert.deepEqual(names(aws.ec2.SecurityGroup), ["isolation-conversion", "isolation-isolation"]);
    for (const purpose of ["isolation", "conversion"]) {
      const { tags, vpcId } = inputs(`isolation-${purpose}`);
      assert.equal((tags as Record<string, string>)["purpose"], purpose);
      assert.equal(vpcId, args.vpcId);
    }
  });

  it("let a contained instance reach endpoints and S3 by HTTPS, and nothing reach it", async () => {
    const { resources, inputs } = await made();
    assert.equal(inputs("isolation-isolation")["ingress"], undefined);
    assert.equal(inputs("isolation-isolation")["egress"], undefined);
    const rules = resources
      .filter(({ type }) => type === "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .map(({ inputs: { ipProtocol, fromPort, toPort, prefixListId, referencedSecurityGroupId } }) => [
        [ipProtocol, fromPort, toPort],
        prefixListId ?? referencedSecurityGroupId,
      ]);
    assert.deepEqual(rules, [
      [["tcp", 443, 443], "sg-endpoints"],
      [["tcp", 443, 443], "pl-s3"],
    ]);
    const into = inputs("isolation-endpoints-from-isolation");
    assert.equal(into["securityGroupId"], "sg-endpoints");
  });

  it("do not mention S3 where it has no gateway endpoint", async () => {
    const { names } = await made({ s3PrefixListId: undefined });
    assert.deepEqual(names(aws.vpc.SecurityGroupEgressRule), ["isolation-isolation-to-endpoints"]);
  });

  it("let everything through in both directions for a moment, so that nothing is tracked", async () => {
    const { inputs } = await made();
    const everything = [
      {
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["0.0.0.0/0"],
        ipv6CidrBlocks: ["::/0"],
        description: "Everything, so that nothing is tracked",
      },
    ];
    const { ingress, egress } = inputs("isolation-conversion");
    assert.deepEqual([ingress, egress], [everything, everything]);
  });
});

describe("The profile of contained instances", () => {
  const args = { account, evidenceBucketArn, evidenceKeyArn };

  it("has a role that EC2 takes, both of the fixed name", async () => {
    const { one } = await record((opts) => new QuarantineProfile("quarantine", args, opts));
    assert.equal(one(aws.iam.InstanceProfile).inputs["name"], "landing-zone-quarantine");
    const { name, assumeRolePolicy } = one(aws.iam.Role).inputs;
    assert.equal(name, "landing-zone-quarantine");
    assert.deepEqual(statements(assumeRolePolicy), [
      {
        Sid: "TrustInstances",
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  describe("lets an instance", () => {
    const context = { "aws:userid": "AROAQUARANTINE:i-1", "aws:RequestedRegion": "eu-central-1" };
    let policy: EvaluatedStatement[] = [];
    before(async () => {
      policy = (await valueOf(quarantineStatements(args))) as unknown as EvaluatedStatement[];
    });
    const through = (service: string) => ({ "kms:ViaService": `${service}.eu-central-1.amazonaws.com` });

    for (const [what, action, resource, more, by] of [
      ["take commands", "ec2messages:GetMessages", "*", {}, "ExchangeMessages"],
      ["take sessions", "ssmmessages:OpenDataChannel", "*", {}, "ExchangeMessages"],
      [
        "report itself",
        "ssm:UpdateInstanceInformation",
        "arn:aws:ec2:eu-central-1:111122223333:instance/i-1",
        {},
        "ReportToSystemsManager",
      ],
      [
        "put its memory into the vault",
        "s3:PutObject",
        `${evidenceBucketArn}/cases/case-1/memory/AROAQUARANTINE:i-1/dump`,
        {},
        "UploadMemory",
      ],
      [
        "give up an upload of it",
        "s3:AbortMultipartUpload",
        `${evidenceBucketArn}/cases/case-1/memory/AROAQUARANTINE:i-1/dump`,
        {},
        "UploadMemory",
      ],
      [
        "fetch the tool that captures it",
        "s3:GetObject",
        `${evidenceBucketArn}/tools/avml/0.14.0/x86_64/avml`,
        {},
        "FetchMemoryTool",
      ],
      ["decrypt that through S3", "kms:Decrypt", evidenceKeyArn, through("s3"), "EncryptMemory"],
      ["encrypt it through S3", "kms:GenerateDataKey", evidenceKeyArn, through("s3"), "EncryptMemory"],
      [
        "but write where another does",
        "s3:PutObject",
        `${evidenceBucketArn}/cases/case-1/memory/AROAQUARANTINE:i-2/dump`,
        {},
        undefined,
      ],
      [
        "but write anywhere else",
        "s3:PutObject",
        `${evidenceBucketArn}/cases/case-1/custody/1.json`,
        {},
        undefined,
      ],
      [
        "but change the tool",
        "s3:PutObject",
        `${evidenceBucketArn}/tools/avml/0.14.0/x86_64/avml`,
        {},
        undefined,
      ],
      ["but read evidence", "s3:GetObject", `${evidenceBucketArn}/cases/case-1/x`, {}, undefined],
      ["but use the key otherwise", "kms:Decrypt", evidenceKeyArn, through("ec2"), undefined],
      ["but find a package to install", "ssm:GetManifest", "*", {}, undefined],
      ["but report a package", "ssm:PutConfigurePackageResult", "*", {}, undefined],
      ["but read parameters", "ssm:GetParameter", "*", {}, undefined],
      ["but take another role", "sts:AssumeRole", "*", {}, undefined],
      ["but look around", "ec2:DescribeInstances", "*", {}, undefined],
    ] satisfies [string, string, string, Call["context"], string | undefined][]) {
      it(`${what} (${action})`, () => {
        assert.equal(allowedBy(policy, { action, resource, context: { ...context, ...more } }), by);
      });
    }
  });
});

describe("The key under which disks are handed over", () => {
  const recorded = () => record((opts) => new TransferKey("transfer", { account, responders }, opts));
  const copier = "arn:aws:iam::111122223333:role/landing-zone-incident-copier";
  const transfer = "arn:aws:iam::444455556666:role/landing-zone-incident-transfer";
  const throughEc2 = { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" };
  const toAws = { ...throughEc2, "kms:GrantIsForAWSResource": "true" };

  it("has the alias that the forensics account knows, and stays when the stack is destroyed", async () => {
    const { one } = await recorded();
    const alias = one(aws.kms.Alias);
    assert.equal(alias.inputs["name"], "alias/landing-zone-evidence-transfer");
    assert.equal(one(aws.kms.Key).options.retainOnDelete, true);
    assert.equal(alias.options.retainOnDelete, false);
  });

  for (const [who, principal, action, context, by] of [
    ["the copier encrypts", copier, "kms:ReEncryptTo", throughEc2, "CopierUsesThroughEc2"],
    ["the copier gives EBS a grant", copier, "kms:CreateGrant", toAws, "CopierGrantsToEbs"],
    ["the transfer machine decrypts", transfer, "kms:Decrypt", throughEc2, "TransferUsesThroughEc2"],
    ["the transfer machine gives EBS a grant", transfer, "kms:CreateGrant", toAws, "TransferGrantsToEbs"],
    ["the transfer machine asks for its state", transfer, "kms:DescribeKey", {}, "TransferDescribesKey"],
    ["the transfer machine never encrypts", transfer, "kms:ReEncryptTo", throughEc2, undefined],
    ["the copier gives nobody else a grant", copier, "kms:CreateGrant", throughEc2, undefined],
    ["the copier decrypts nothing itself", copier, "kms:Decrypt", {}, undefined],
    ["the transfer machine decrypts nothing itself", transfer, "kms:Decrypt", {}, undefined],
    [
      "another machine decrypts nothing",
      transfer.replace(/transfer$/, "acquire"),
      "kms:Decrypt",
      throughEc2,
      undefined,
    ],
    [
      "an administrator encrypts nothing",
      "arn:aws:iam::111122223333:role/Administrator",
      "kms:ReEncryptTo",
      throughEc2,
      undefined,
    ],
  ] satisfies [string, string, string, Call["context"], string | undefined][]) {
    it(`is for those alone: ${who}`, async () => {
      const ofAccount = `arn:aws:iam::${principal.split(":")[4] ?? ""}:root`;
      const policy = statements((await recorded()).one(aws.kms.Key).inputs["policy"]).filter(
        (one) => (one as unknown as { Principal: { AWS: string } }).Principal.AWS === ofAccount,
      );
      const call = { action, resource: "*", context: { "aws:PrincipalArn": principal, ...context } };
      assert.equal(allowedBy(policy, call), by);
    });
  }
});

describe("The forwarding of findings", () => {
  const incidentBusArn = "arn:aws:events:eu-central-1:444455556666:event-bus/incidents";
  const recorded = () => record((opts) => new EventForwarding("findings", { account, incidentBusArn }, opts));

  it("sends those of GuardDuty and Security Hub, through one role", async () => {
    const { resources, one } = await recorded();
    const ofType = (type: string) => resources.filter((resource) => resource.type.startsWith(type));
    const patterns = ofType("aws:cloudwatch/eventRule:").map(({ name, inputs }) => {
      const pattern = JSON.parse(inputs["eventPattern"] as string) as Record<string, unknown>;
      return [name, pattern["source"], pattern["detail-type"]];
    });
    assert.deepEqual(patterns.sort(), [
      ["findings-guardduty", ["aws.guardduty"], ["GuardDuty Finding"]],
      ["findings-securityhub-actions", ["aws.securityhub"], ["Security Hub Findings - Custom Action"]],
      ["findings-securityhub-findings", ["aws.securityhub"], ["Security Hub Findings - Imported"]],
    ]);
    const roleArn = one(aws.iam.Role).outputs["arn"];
    for (const { inputs } of ofType("aws:cloudwatch/eventTarget:")) {
      assert.deepEqual([inputs["arn"], inputs["roleArn"]], [incidentBusArn, roleArn]);
    }
  });

  it("can put events on the forensics account's bus and do nothing else", async () => {
    const { one } = await recorded();
    assert.deepEqual(statements(one(aws.iam.RolePolicy).inputs["policy"]), [
      { Sid: "SendFindings", Effect: "Allow", Action: "events:PutEvents", Resource: incidentBusArn },
    ]);
  });

  it("is for EventBridge, on behalf of the account", async () => {
    const { one } = await recorded();
    assert.deepEqual(statements(one(aws.iam.Role).inputs["assumeRolePolicy"]), [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });
});
