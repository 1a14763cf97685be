import { RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { execa } from "execa";
import assert from "node:assert/strict";
import { controlOf, type RecordedCall } from "../../tools/drill/control";
import { present } from "../../tools/drill/present";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { allowedActions } from "../bootstrap/authorization";
import { deployAccount, property } from "../bootstrap/fixtures";
import { checkout } from "../engine/session";
import { askAws } from "./aws";
import { createLab, type Lab } from "./incidentLab";

const account = "111122223333";
const region = "eu-central-1";

/** What a finding is asked for. */
const columns = "Findings[].[Id, RecordState, Compliance.Status, Workflow.Status, Severity.Label]";

describe("npm run readiness -- --findings", function () {
  this.bail(true); // The tests go on from each other's state.
  let emulator: Emulator;
  let lab: Lab;
  let instanceId: string;

  before(async () => {
    emulator = await startEmulator();
    lab = await createLab(emulator.endpoint);
    instanceId = await startSuspect(lab);
  });
  after(() => emulator.stop());

  async function readiness(
    ...args: string[]
  ): Promise<{ code: number | undefined; out: string; error: string }> {
    const command = ["--require", "ts-node/register/transpile-only", "tools/readiness.ts", ...args];
    const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
      cwd: checkout,
      env: { ...emulator.environment, AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "emulator" },
      reject: false,
    });
    return { code: exitCode, out: stdout, error: stderr };
  }

  const asked = ["--account", account, "--role", "landing-zone-readiness", "--findings"];

  async function findings(): Promise<unknown> {
    const [found] = await askAws(emulator, region, [
      { account, service: "securityhub", operation: "get_findings", select: columns },
    ]);
    return found;
  }

  const id = (reason: string) => `landing-zone/readiness/${account}/${region}/${instanceId}/${reason}`;

  it("tells what would be missed, and that Security Hub is off", async () => {
    const { code, out, error } = await readiness(...asked);
    assert.equal(code, 1);
    assert.match(out, new RegExp(`^account ${account}, ${region}: 0 of 1 running instances are ready\n`));
    assert.match(
      out,
      new RegExp(`^${lab.place.vpcId}: its network ACLs have room for 18 instances at once$`, "m"),
    );
    assert.match(
      error,
      /Security Hub is off in account 111122223333, eu-central-1, so no findings were sent/,
    );
  });

  it("sends a finding for each gap", async () => {
    await askAws(emulator, region, [
      { account, service: "securityhub", operation: "enable_security_hub", select: "null" },
    ]);
    await controlOf(emulator.endpoint).forgetCalls();
    const { code, error } = await readiness(...asked, "--json");
    assert.equal(code, 1);
    assert.match(error, /Security Hub: 3 findings active, 0 archived\./);
    assert.deepEqual(await findings(), [
      [id("volume-key-refuses"), "ACTIVE", "FAILED", "NEW", "MEDIUM"],
      [id("no-agent"), "ACTIVE", "FAILED", "NEW", "LOW"],
      [id("no-endpoints"), "ACTIVE", "FAILED", "NEW", "LOW"],
    ]);
  });

  it("makes the calls that its role may make, and needs all that the role may do", async () => {
    const calls = (await controlOf(emulator.endpoint).calls()).filter(({ role }) =>
      role?.endsWith("/landing-zone-readiness"),
    );
    const made = new Set(calls.map(actionOf));
    made.delete("sts:GetCallerIdentity"); // Needs no permission.
    const policy = property(deployAccount(), "ReadinessPolicy", "PolicyDocument");
    assert.deepEqual([...made].sort(), allowedActions(policy).sort());
  });

  it("keeps the findings as they are when nothing has changed", async () => {
    const before_ = await findings();
    await readiness(...asked);
    assert.deepEqual(await findings(), before_);
  });

  it("archives the findings of an instance that is gone", async () => {
    await lab.workload.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
    const { code, error } = await readiness(...asked);
    assert.equal(code, 0, error);
    assert.match(error, /Security Hub: 0 findings active, 3 archived\./);
    assert.deepEqual(await findings(), [
      [id("volume-key-refuses"), "ARCHIVED", "PASSED", "NEW", "MEDIUM"],
      [id("no-agent"), "ARCHIVED", "PASSED", "NEW", "LOW"],
      [id("no-endpoints"), "ARCHIVED", "PASSED", "NEW", "LOW"],
    ]);
  });
});

/** An instance with a disk under a key that the copier may not use, in the lab's VPC. */
async function startSuspect({ workload, place }: Lab): Promise<string> {
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [onlyFor("somebody-else")] });
  const { KeyMetadata } = await workload.kms.send(new CreateKeyCommand({ Policy }));
  const { Instances } = await workload.ec2.send(
    new RunInstancesCommand({
      ImageId: "ami-12c6146b",
      InstanceType: "t3.nano",
      MinCount: 1,
      MaxCount: 1,
      SubnetId: place.subnetIds[0],
      BlockDeviceMappings: [
        {
          DeviceName: "/dev/sdf",
          Ebs: { VolumeSize: 1, Encrypted: true, KmsKeyId: present(KeyMetadata?.Arn, "key") },
        },
      ],
    }),
  );
  return present(Instances?.[0]?.InstanceId, "instance");
}

/** A statement that lets one role use a key. */
function onlyFor(role: string) {
  const AWS = `arn:aws:iam::${account}:role/${role}`;
  return { Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" };
}

/** The action by which IAM knows a call. */
function actionOf({ service, operation }: RecordedCall): string {
  const paths: Readonly<Record<string, string>> = {
    "POST /findings": "GetFindings",
    "POST /findings/import": "BatchImportFindings",
  };
  return `${service}:${paths[operation] ?? operation}`;
}
