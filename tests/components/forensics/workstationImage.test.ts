import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { z } from "zod";
import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { WorkstationImage, type WorkstationImageArgs } from "../../../components/forensics/workstationImage";
import {
  hardening,
  requirementsHash,
  toolInstallation,
  toolProblems,
  versionOf,
  type Tool,
} from "../../../components/forensics/workstationImageRecipe";
import { buildImages } from "../../../components/forensics/workstationStatements";
import { WorkstationTools } from "../../../components/forensics/workstationTools";
import { record, type Recording } from "../../support/record";

const account = { id: "444455556666", region: "eu-central-1" };
const hash = (digit: string) => digit.repeat(64);

const tools: readonly Tool[] = [
  { kind: "binary", name: "dwarf2json", version: "0.9.0", file: "dwarf2json", sha256: hash("a") },
  { kind: "python", name: "python", version: "2026.1", file: "python.tar", sha256: hash("b") },
  { kind: "rpm", name: "sleuthkit", version: "4.14.0", file: "sleuthkit.rpm", sha256: hash("c") },
  { kind: "binary", name: "yara", version: "4.5.4", file: "yara", sha256: hash("d") },
];

const args: WorkstationImageArgs = {
  account,
  toolsBucketName: "tools",
  toolsBucketArn: "arn:aws:s3:::tools",
  keyArn: "arn:aws:kms:eu-central-1:444455556666:key/tools",
  tools,
  instanceTypes: ["m7i.large"],
  subnetId: "subnet-a",
  securityGroupId: "sg-workstations",
};

describe("The workstation image", () => {
  let made: Recording<WorkstationImage>;
  before(async () => {
    made = await record((opts) => new WorkstationImage("forensics-image", args, opts));
  });

  it("is built in the isolated network, by IMDSv2, on an instance that does not stay", () => {
    const { inputs } = made.one(aws.imagebuilder.InfrastructureConfiguration);
    const infrastructure = Object.entries(inputs).filter(
      ([key]) => !["tags", "name", "description", "instanceProfileName"].includes(key),
    );
    assert.deepEqual(Object.fromEntries(infrastructure), {
      instanceTypes: ["m7i.large"],
      subnetId: "subnet-a",
      securityGroupIds: ["sg-workstations"],
      instanceMetadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      terminateInstanceOnFailure: true,
    });
  });

  it("is hardened before it gets tools, and encrypted", () => {
    const recipe = made.one(aws.imagebuilder.ImageRecipe).inputs;
    assert.deepEqual(
      (recipe["components"] as { componentArn: string; parameters?: unknown }[]).map(
        ({ componentArn }) => componentArn,
      ),
      ["harden", "tools"].map(
        (part) => made.one(aws.imagebuilder.Component, `forensics-image-${part}`).outputs["arn"],
      ),
    );
    const [{ ebs }] = recipe["blockDeviceMappings"] as [{ ebs: Record<string, unknown> }];
    assert.deepEqual([ebs["encrypted"], ebs["kmsKeyId"]], ["true", args.keyArn]);
  });

  it("is told by a parameter that Image Builder's own role may write, and shared with nobody", () => {
    const [distribution, ...others] = made.one(aws.imagebuilder.DistributionConfiguration).inputs[
      "distributions"
    ] as Record<string, Record<string, unknown>>[];
    assert.deepEqual(others, []);
    assert.deepEqual(distribution?.["ssmParameterConfigurations"], [
      { parameterName: "/imagebuilder/landing-zone/forensic-workstation", dataType: "aws:ec2:image" },
    ]);
    assert.equal(distribution["amiDistributionConfiguration"]?.["launchPermission"], undefined);
  });

  it("has parts whose ARN carries their version, so that a new one does not replace the old in place", () => {
    const { inputs, outputs } = made.one(aws.imagebuilder.Component, "forensics-image-tools");
    const name = "component/forensics-image-tools";
    const { version } = z.object({ version: z.string() }).parse(inputs);
    const { arn } = z.object({ arn: z.string() }).parse(outputs);
    assert.ok(arn.endsWith(`:${name}/${version}/1`), arn);
  });

  it("is tested before it is told", () => {
    const pipeline = made.one(aws.imagebuilder.ImagePipeline).inputs;
    assert.deepEqual(pipeline["imageTestsConfiguration"], { imageTestsEnabled: true, timeoutMinutes: 90 });
  });

  it("gets a new version with every change, and with no other", () => {
    const [first] = tools;
    const changed = tools.map((tool) => (tool === first ? { ...tool, sha256: hash("e") } : tool));
    assert.equal(toolInstallation(tools).version, toolInstallation(tools).version);
    assert.notEqual(toolInstallation(changed).version, toolInstallation(tools).version);
    assert.match(versionOf("anything"), /^1\.\d{1,10}\.\d{1,10}$/);
    for (const part of versionOf("anything").split(".")) assert(Number(part) < 2 ** 30);
  });

  it("refuses tools that are not what they should be", async () => {
    await assert.rejects(
      record((opts) => new WorkstationImage("forensics-image", { ...args, tools: tools.slice(1) }, opts)),
      /WorkstationImage "forensics-image": 1 problem\n {2}tools: dwarf2json is missing/,
    );
  });
});

describe("A list of tools", () => {
  const problems = (change: Partial<Tool>) =>
    toolProblems([
      ...tools,
      { kind: "binary", name: "x", version: "1", file: "x", sha256: hash("f"), ...change },
    ]).map(({ argument }) => argument);

  it("may be right", () => {
    assert.deepEqual(problems({}), []);
  });

  for (const [what, change, argument] of [
    ["a hash of another length", { sha256: "abc" }, "tools[4].sha256"],
    ["a hash in upper case", { sha256: hash("F") }, "tools[4].sha256"],
    ["a folder in the file", { file: "a/b" }, "tools[4].file"],
    ["a tab in the version", { version: "1\t2" }, "tools[4].version"],
    ["a name with a quote", { name: "x'" }, "tools[4].name"],
    ["a name for the second time", { name: "yara" }, "tools"],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.deepEqual(problems(change), [argument]);
    });
  }
});

describe("The documents of the image's components", () => {
  const documents = { harden: hardening(), tools: toolInstallation(tools) };

  for (const [name, { data }] of Object.entries(documents)) {
    it(`are short enough, and YAML with scripts that bash understands (${name})`, () => {
      assert(data.length <= 16000, `${data.length} characters`);
      const { phases } = parse(data) as {
        phases: { name: string; steps: { action: string; inputs: { commands: string[] } }[] }[];
      };
      assert.equal(phases[0]?.name, "build");
      for (const command of phases.flatMap(({ steps }) => steps.flatMap(({ inputs }) => inputs.commands))) {
        const checked = spawnSync("bash", ["-n"], { input: command, encoding: "utf8" });
        assert.deepEqual([checked.status, checked.stderr], [0, ""]);
      }
    });
  }

  it("name each tool with its key and hash, and the hash of the Python packages' list", () => {
    const { data } = documents.tools;
    assert.match(
      data,
      new RegExp(`binary\\\\tdwarf2json\\\\t0\\.9\\.0\\\\t${hash("a")}/dwarf2json\\\\t${hash("a")}`),
    );
    assert(data.includes(requirementsHash()));
  });
});

describe("The tools' bucket", () => {
  it("locks what is in it, and is read only while an image is built", async () => {
    const { one, result } = await record(
      (opts) => new WorkstationTools("forensics-tools", { account }, opts),
    );
    assert.deepEqual(one(aws.s3.BucketObjectLockConfiguration).inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 365 },
    });
    const reads = buildImages(account, result.bucketArn);
    assert.deepEqual([...new Set(reads.map(({ Action }) => Action))], ["s3:GetObject"]);
  });

  it("has a key that is used through S3 and EC2 alone", async () => {
    const { one } = await record((opts) => new WorkstationTools("forensics-tools", { account }, opts));
    const { Statement } = JSON.parse(one(aws.kms.Key).inputs["policy"] as string) as {
      Statement: { Action: string[]; Condition?: { StringEquals: Record<string, string> } }[];
    };
    const use = Statement.filter(
      ({ Action }) => Action.includes("kms:Decrypt") || Action.includes("kms:CreateGrant"),
    );
    assert.deepEqual(
      [...new Set(use.map(({ Condition }) => Condition?.StringEquals["kms:ViaService"]))],
      ["s3.eu-central-1.amazonaws.com", "ec2.eu-central-1.amazonaws.com"],
    );
  });
});
