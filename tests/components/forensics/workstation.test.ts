import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Workstation, type WorkstationArgs } from "../../../components/forensics/workstation";
import { documentContent } from "../../../components/forensics/workstationDocuments";
import { script } from "../../../components/forensics/workstation/scripts";
import { valueOf } from "../../support/mocks";
import { record, type Recording } from "../../support/record";

const args: WorkstationArgs = {
  account: { id: "444455556666", region: "eu-central-1" },
  vpcId: "vpc-analysis",
  subnetIds: ["subnet-a", "subnet-b"],
  workstationGroupId: "sg-workstations",
  evidenceBucketName: "evidence",
  evidenceBucketArn: "arn:aws:s3:::evidence",
  evidenceKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
  instanceType: "m7i.2xlarge",
  diskSize: 500,
  logRetentionDays: 365,
};

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

const statements = (policy: unknown) =>
  (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;

const without = (values: object, ...keys: string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

describe("The workstation", () => {
  let made: Recording<Workstation>;
  before(async () => {
    made = await record((opts) => new Workstation("forensics-workstation", args, opts));
  });

  it("starts hardened: no address or key, IMDSv2 alone, an encrypted disk that stays, protected from termination", () => {
    const template = made.one(aws.ec2.LaunchTemplate).inputs;
    assert.deepEqual(without(template, "tags"), {
      name: "forensics-workstation-template",
      description: "Forensic workstation; image, subnet and role are given by the machine that starts it",
      updateDefaultVersion: true,
      instanceType: "m7i.2xlarge",
      ebsOptimized: "true",
      disableApiTermination: true,
      instanceInitiatedShutdownBehavior: "stop",
      vpcSecurityGroupIds: ["sg-workstations"],
      monitoring: { enabled: true },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            kmsKeyId: args.evidenceKeyArn,
            volumeType: "gp3",
            volumeSize: 500,
            deleteOnTermination: "false",
          },
        },
      ],
    });
  });

  it("reads its own case, and adds to its results alone", () => {
    const policy = statements(made.one(aws.iam.Policy).inputs["policy"]);
    const own = "cases/${aws:PrincipalTag/case-id}";
    assert.deepEqual(
      policy
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith("s3:")))
        .map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition })),
      [
        {
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: `arn:aws:s3:::evidence/${own}/*`,
          Condition: undefined,
        },
        {
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::evidence",
          Condition: { StringLike: { "s3:prefix": `${own}/*` } },
        },
        {
          Action: ["s3:PutObject", "s3:PutObjectLegalHold"],
          Resource: `arn:aws:s3:::evidence/${own}/*/analysis/*`,
          Condition: undefined,
        },
      ],
    );
  });

  it("may neither change an instance nor take another role", () => {
    const actions = statements(made.one(aws.iam.Policy).inputs["policy"]).flatMap(({ Action }) => Action);
    assert.deepEqual(
      actions.filter((action) => /^(ec2|iam|sts):|Delete(?!Message)|ssm:(Send|Start|GetParam)/.test(action)),
      [],
    );
  });

  it("logs its audits under a key of their own", () => {
    const log = made.one(aws.cloudwatch.LogGroup).inputs;
    assert.deepEqual(
      [log["name"], log["retentionInDays"], log["kmsKeyId"] !== undefined],
      ["/landing-zone/forensic-workstations", 365, true],
    );
  });

  it("has a group without any rule for suspects", () => {
    const { ingress, egress } = made.one(aws.ec2.SecurityGroup).inputs;
    assert.deepEqual([ingress, egress], [undefined, undefined]);
    assert.deepEqual(made.names(aws.vpc.SecurityGroupEgressRule), []);
  });

  it("tells the machine everything that it needs", async () => {
    const settings = await valueOf(made.result.settings);
    assert.deepEqual(settings, {
      launchTemplateId: made.one(aws.ec2.LaunchTemplate).id,
      imageParameter: "/imagebuilder/landing-zone/forensic-workstation",
      subnetIds: ["subnet-a", "subnet-b"],
      policyArn: made.one(aws.iam.Policy).outputs["arn"],
      rolePath: "/landing-zone-workstations/",
      diskDocument: "forensics-workstation-disk",
      memoryDocument: "forensics-workstation-memory",
      suspectGroupId: made.one(aws.ec2.SecurityGroup).id,
      suspectInstanceType: "m7i.2xlarge",
    });
  });

  it("adds what sessions need", async () => {
    const session = {
      Sid: "LogSessions",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: "arn:x",
    } as const;
    const { one } = await record(
      (opts) => new Workstation("forensics-workstation", { ...args, sessionStatements: [session] }, opts),
    );
    assert.deepEqual(statements(one(aws.iam.Policy).inputs["policy"]).at(-1), session);
  });
});

interface Content {
  readonly parameters: Record<string, { allowedPattern: string }>;
  readonly mainSteps: [{ inputs: { runCommand: string[] } }];
}

describe("The documents of a workstation", () => {
  const disk = documentContent("disk", "evidence", "arn:key") as Content;

  it("take plain ids alone, for values become part of a script", () => {
    const good: Record<string, string> = {
      caseId: "case-0b9f5a5e-93f2-4d4c-a3c4-0f6b1f3f7a55",
      instanceId: "i-0123456789abcdef0",
      volumeId: "vol-0123456789abcdef0",
      snapshotId: "snap-0123456789abcdef0",
    };
    assert.deepEqual(Object.keys(disk.parameters), Object.keys(good));
    for (const [name, { allowedPattern }] of Object.entries(disk.parameters)) {
      const pattern = new RegExp(allowedPattern);
      assert.match(good[name] ?? "", pattern);
      for (const bad of [
        "",
        "'; reboot; '",
        `${good[name] ?? ""}'`,
        "$(reboot)",
        `${good[name] ?? ""}\nreboot`,
        "../x",
      ]) {
        assert.doesNotMatch(bad, pattern);
      }
    }
  });

  it("use every parameter, and no other", () => {
    for (const name of ["disk", "memory"] as const) {
      const { parameters, mainSteps } = documentContent(name, "evidence", "arn:key") as Content;
      const used = [...mainSteps[0].inputs.runCommand.join("\n").matchAll(/\{\{ *(\w+) *\}\}/g)].map(
        ([, used]) => used,
      );
      assert.deepEqual(used, Object.keys(parameters));
    }
  });

  it("run in bash, whose words the scripts use", () => {
    assert.equal(disk.mainSteps[0].inputs.runCommand[0], "#!/bin/bash");
  });

  it("leave no braces in a script for Systems Manager or Image Builder to replace", () => {
    for (const name of ["common", "disk", "memory", "harden", "tools"] as const) {
      assert.doesNotMatch(script(name), /\{\{/, name);
    }
  });
});
