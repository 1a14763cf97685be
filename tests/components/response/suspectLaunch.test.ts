import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { EvidenceBucket } from "../../../components/forensics/evidenceBucket";
import { IncidentMachines } from "../../../components/response/incidentMachines";
import { caseTags, machineNames, type MachineName } from "../../../components/response/names";
import { TransferKey } from "../../../components/response/transferKey";
import type { Knowledge, Parameters } from "../../support/authorization/asked";
import { evaluate, matches, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { record, type Recording } from "../../support/record";
import { needsOf } from "../../support/recordedAuthorization";
import { settings, surroundings } from "./entry/settings";
import { input, run, well } from "./machines/investigateFixture";
import { transfer } from "./transferWorld";

const account = { id: settings.account, region: settings.region };
const workload = { id: "111122223333", region: settings.region };
const transferKeyArn = `arn:aws:kms:${account.region}:${workload.id}:key/transfer`;

interface KeyStatement extends EvaluatedStatement {
  readonly Principal: { readonly AWS?: string | readonly string[] };
}

/** Policies of roles, and of the keys of evidence and of handing over. */
interface Policies {
  readonly identity: Readonly<Record<"investigate" | "transfer", readonly EvaluatedStatement[]>>;
  readonly keys: Readonly<Record<string, readonly KeyStatement[]>>;
}

async function policies(): Promise<Policies> {
  const machines = await record(
    (opts) =>
      new IncidentMachines("response", { account, settings, surroundings, logRetentionDays: 365 }, opts),
    { account: account.id },
  );
  const evidence = await record(
    (opts) =>
      new EvidenceBucket("evidence", { account, retentionDays: 365, workloadAccounts: [workload.id] }, opts),
  );
  const responders = { accountId: account.id, region: account.region };
  const handing = await record((opts) => new TransferKey("key", { account: workload, responders }, opts));
  const calls = (machine: MachineName) =>
    statementsOf(machines.inputs(`response-${machine}-calls`)["policy"]);
  const key = (made: Recording<unknown>) =>
    statementsOf(made.one(aws.kms.Key).inputs["policy"]) as KeyStatement[];
  return {
    identity: { investigate: calls("investigate"), transfer: calls("transfer") },
    keys: { [settings.evidenceKeyArn]: key(evidence), [transferKeyArn]: key(handing) },
  };
}

function statementsOf(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}

/** Why a call is refused by the role, and for a key also by the key: its policy must allow the role's account. */
function refusals({ identity, keys }: Policies, machine: "investigate" | "transfer", call: Call): string[] {
  const byRole = evaluate(call, { identity: identity[machine] });
  const key = keys[call.resource];
  const root = `arn:aws:iam::${account.id}:root`;
  const asked = { ...call, context: { ...call.context, "kms:CallerAccount": account.id } };
  const isForRoot = ({ Principal: { AWS = [] } }: KeyStatement) => [AWS].flat().includes(root);
  const isAllowed = key?.some(
    (statement) => statement.Effect === "Allow" && isForRoot(statement) && matches(statement, asked),
  );
  return [
    ...(byRole.startsWith("allowed") ? [] : [`${call.action}: ${byRole}`]),
    ...(call.action.startsWith("kms:") && isAllowed !== true
      ? [`${call.action}: not allowed by the key`]
      : []),
  ];
}

const ofTheCase = { [caseTags.case]: "case-1", [caseTags.kind]: "disk", [caseTags.keep]: "true" };
const evidence = ["snap-copy-2", "snap-copy-4"];

const known = (change: Partial<Knowledge> = {}): Knowledge => ({
  tags: new Map(evidence.map((id) => [id, ofTheCase])),
  images: new Map([["ami-suspect", { owner: account.id, snapshotIds: evidence }]]),
  diskKeyArn: "",
  transferKeyArn,
  evidenceKeyArn: settings.evidenceKeyArn,
  tableKeyArn: "",
  noticesKeyArn: "",
  logKeyArn: "",
  logBucketName: "",
  rolePath: settings.workstation.rolePath,
  workstationGroupId: "sg-0123456789abcdef0",
  ...change,
});

/** What IAM and KMS ask of the role of a machine for a call of EC2. */
function needs(
  machine: "investigate" | "transfer",
  operation: string,
  parameters: Parameters,
  knowledge = known(),
): readonly Call[] {
  const role = `arn:aws:iam::${account.id}:role/${machineNames[machine]}`;
  const execution = `arn:aws:states:${account.region}:${account.id}:execution:${machineNames[machine]}:1`;
  const call = { service: "ec2", operation, parameters, role, account: account.id };
  const recorded = { ...call, machine: machineNames[machine], execution, time: 0, fault: null };
  return needsOf(recorded, knowledge).map(({ call: asked }) => asked);
}

describe("The launch of the suspect image", () => {
  let applied: Policies;
  let launch: Parameters;
  before(async () => {
    applied = await policies();
    const { calls } = run(well, { ...input, launchSuspectImage: true });
    launch = calls.find(({ state }) => state === "Start the suspect image")?.input ?? {};
  });

  const refusedLaunch = (knowledge?: Knowledge) =>
    needs("investigate", "RunInstances", launch, knowledge).flatMap((call) =>
      refusals(applied, "investigate", call),
    );

  it("needs the image, its snapshots, and the key for evidence", () => {
    const asked = needs("investigate", "RunInstances", launch);
    assert.deepEqual(
      [...new Set(asked.filter(({ action }) => action.startsWith("kms:")).map(({ resource }) => resource))],
      [settings.evidenceKeyArn],
    );
    for (const resource of ["image/ami-suspect", "snapshot/snap-copy-2", "snapshot/snap-copy-4"]) {
      assert.ok(
        asked.some((call) => call.resource === `arn:aws:ec2:eu-central-1::${resource}`),
        resource,
      );
    }
  });

  it("is allowed by the role of the machine and by the key for evidence", () => {
    assert.deepEqual(refusedLaunch(), []);
  });

  it("is refused by role and key where disks are under the key of the workload account", () => {
    const refused = refusedLaunch(known({ evidenceKeyArn: transferKeyArn }));
    const actions = [
      "Decrypt",
      "DescribeKey",
      "ReEncryptFrom",
      "Decrypt",
      "DescribeKey",
      "ReEncryptFrom",
      "GenerateDataKeyWithoutPlaintext",
      "ReEncryptTo",
      "CreateGrant",
    ];
    assert.deepEqual(
      refused,
      actions.flatMap((action) => [
        `kms:${action}: not allowed by the identity`,
        `kms:${action}: not allowed by the key`,
      ]),
    );
  });

  it("is refused for an image that another account shares", () => {
    const foreign = new Map([["ami-suspect", { owner: workload.id, snapshotIds: [] }]]);
    assert.deepEqual(refusedLaunch(known({ images: foreign })), [
      "ec2:RunInstances: not allowed by the identity",
    ]);
  });

  it("has an image that the machine `transfer` may register of the evidence of a case only", () => {
    const [registered] = transfer().world.inputsOf("ec2:registerImage");
    const refused = (knowledge: Knowledge) =>
      needs("transfer", "RegisterImage", registered ?? {}, knowledge).flatMap((call) =>
        refusals(applied, "transfer", call),
      );
    assert.deepEqual(refused(known()), []);
    assert.deepEqual(refused(known({ tags: new Map([["snap-copy-2", ofTheCase]]) })), [
      "ec2:RegisterImage: not allowed by the identity",
    ]);
    const untagged = needs("transfer", "RegisterImage", { ...registered, TagSpecifications: [] });
    assert.deepEqual(
      untagged.flatMap((call) => refusals(applied, "transfer", call)),
      ["ec2:RegisterImage: not allowed by the identity"],
    );
  });
});
