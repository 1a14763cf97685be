import assert from "node:assert/strict";
import {
  forensicsOutputs,
  workloadOutputs,
  type ForensicsOutputs,
  type WorkloadOutputs,
} from "../../stacks/contracts";
import { noChanges } from "../../tools/run/changes";
import type { StackToDeploy } from "../../tools/run/deployStack";
import { destroyStack } from "../../tools/run/destroyStack";
import { stacksToDeploy } from "../../tools/run/run";
import { slowResources } from "../../tools/emulator/slow";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { checkout } from "../engine/session";
import { accountInventory } from "./accountInventory";
import { askAws } from "./aws";
import { forensicsPromises } from "./forensicsPromises";
import { nameIn, type Kept } from "./promise";
import { hasRead, isOfAws, remember, shown, suiteEmulator, update } from "./session";
import { workloadPromises } from "./workloadPromises";

/**
 * What `destroy` leaves in AWS because it was declared so: evidence outlives the stack with all that it is read and proved with,
 * the tools that examined it among them, and so do copies on their way. Nothing of it but the table has a name that another
 * deployment wants.
 */
const retained = [
  "aws:dynamodb/table:Table forensics-cases-table",
  "aws:kms/key:Key forensics-cases-encryption-key",
  "aws:kms/key:Key forensics-custody-key",
  "aws:kms/key:Key prod-transfer-encryption-key",
  ...["forensics-evidence", "forensics-tools"].flatMap((name) => [
    `aws:kms/key:Key ${name}-encryption-key`,
    `aws:s3/bucket:Bucket ${name}-store-bucket`,
    `aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration ${name}-store-object-lock`,
    `aws:s3/bucketOwnershipControls:BucketOwnershipControls ${name}-store-ownership`,
    `aws:s3/bucketPolicy:BucketPolicy ${name}-store-policy`,
    `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock ${name}-store-public-access-block`,
    `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration ${name}-store-encryption`,
    `aws:s3/bucketVersioning:BucketVersioning ${name}-store-versioning`,
  ]),
].sort();

// The tests go on from each other's state: together they are the life of a landing zone.
describe("The stacks of the checkout's configuration, through the AWS provider", function () {
  this.bail(true);
  const suite = suiteEmulator();
  const files = stacksInOrder(checkout);
  const names = ["forensics", "prod"];
  /** Resources that each of the stacks made. */
  let created: readonly number[];
  let forensics: ForensicsOutputs;
  let workload: WorkloadOutputs;
  let untouched: ReadonlySet<string>;

  const stack = (name: string): StackToDeploy =>
    find(stacksToDeploy(suite().session, files, []), (each) => each.name === name);

  const configOf = <Kind extends (typeof files)[number]["config"]["kind"]>(kind: Kind) => {
    const { config } = find(files, (file) => file.config.kind === kind);
    assert.ok(config.kind === kind);
    return config as Extract<typeof config, { kind: Kind }>;
  };

  /** What both accounts hold. */
  async function holdings(): Promise<ReadonlySet<string>> {
    const lists = files.map(async ({ config: { account, region } }) => {
      const lines = await accountInventory(suite().emulator, account, region);
      return lines.map((line) => `${account} ${line}`);
    });
    return new Set((await Promise.all(lists)).flat());
  }

  async function assertKept(account: string, region: string, promises: readonly Kept[]): Promise<void> {
    const calls = promises.flatMap((promise) => promise.calls.map((call) => ({ account, ...call })));
    const answers = await askAws(suite().emulator, region, calls);
    for (const { title, calls: own, check } of promises) {
      const mine = answers.splice(0, own.length);
      try {
        check(mine);
      } catch (error) {
        throw new Error(`not kept: ${title}. AWS answers ${JSON.stringify(mine)}`, { cause: error });
      }
    }
  }

  before(async () => {
    untouched = await holdings();
  });

  it("are deployed", async () => {
    const { session } = suite();
    // Nothing waits for a slow resource but the end of the update, so what is left of the forensics stack is made together with
    // prod.
    const first = await update(session, stack("forensics"), { exclude: slowResources });
    const prodUpdate = update(session, stack("prod"));
    await hasRead(session, "prod");
    const [rest, prod] = await Promise.all([update(session, stack("forensics")), prodUpdate]);
    assert.equal(rest.changes.same, first.changes.create);
    assert.ok(rest.changes.create > 0);
    created = [first.changes.create + rest.changes.create, prod.changes.create];
    forensics = forensicsOutputs.parse(rest.outputs);
    workload = workloadOutputs.parse(prod.outputs);
  });

  it("keep in the forensics account what they promise", async () => {
    const { account, region, evidence, workloadAccounts } = configOf("forensics");
    await assertKept(account, region, forensicsPromises(forensics, evidence.retentionDays, workloadAccounts));
  });

  it("keep in the workload account what they promise", async () => {
    const { account, region, network, logging } = configOf("workload");
    const promises = workloadPromises(workload, forensics, network.availabilityZones, logging.retentionDays);
    await assertKept(account, region, promises);
  });

  it("do not let a piece of evidence be deleted, even if somebody removes the bucket's policy", async () => {
    const { account, region } = configOf("forensics");
    const { evidenceBucketName: Bucket } = forensics;
    const s3 = (operation: string, parameters: object, select: string) => ({
      account,
      service: "s3",
      operation,
      parameters: { Bucket, ...parameters },
      select,
    });
    const ask = (...calls: ReturnType<typeof s3>[]) => askAws(suite().emulator, region, calls);
    const piece = { Bucket, Key: "cases/case-1/evidence" };
    const [VersionId, Policy] = await ask(
      s3("put_object", { ...piece, Body: "found" }, "VersionId"),
      s3("get_bucket_policy", {}, "Policy"),
    );
    const deletion = s3(
      "delete_object",
      { ...piece, VersionId, BypassGovernanceRetention: true },
      "VersionId",
    );
    const [first, , second] = await ask(
      deletion,
      s3("delete_bucket_policy", {}, "[]"),
      deletion,
      s3("put_bucket_policy", { Policy }, "[]"),
    );
    assert.deepEqual([first, second], [{ refused: "AccessDenied" }, { refused: "AccessDenied" }]);
    assert.deepEqual(await ask(s3("list_object_versions", {}, "Versions[].VersionId")), [[VersionId]]);
  });

  it("change nothing when everything is read back and deployed again", async () => {
    const { session } = suite();
    const updates = [];
    for (const name of names) updates.push(await update(session, stack(name), { refresh: true }));
    assert.deepEqual(
      updates.map(({ changes }) => changes),
      created.map((same) => ({ ...noChanges, same })),
    );
  });

  it("leave nothing behind when they are destroyed, except what is declared as retained", async () => {
    const { session } = suite();
    const stillThere = remember(session, names.map(stack));
    // Neither needs the other to be removed.
    const results = await Promise.all(names.map((name) => destroyStack(session, name)));
    assert.deepEqual(results.map(({ causes }) => causes).flat(), []);
    const kept = results.flatMap((result) => result.retained.map(shown)).filter(isOfAws);
    assert.deepEqual(kept.sort(), retained);
    assert.deepEqual(await stillThere(), retained);
  });

  it("leave the accounts as they were, but for the buckets of evidence and tools, the table of cases and their keys", async () => {
    const { account, region } = configOf("forensics");
    const { account: prod } = configOf("workload");
    const { evidenceBucketName, evidenceKeyArn, signingKeyArn, casesTableName, toolsBucketName } = forensics;
    const now = await holdings();
    assert.deepEqual(
      [...untouched].filter((line) => !now.has(line)),
      [],
    );
    const [tableKeyArn, toolsKeyArn] = await askAws(suite().emulator, region, [
      {
        account,
        service: "dynamodb",
        operation: "describe_table",
        parameters: { TableName: casesTableName },
        select: "Table.SSEDescription.KMSMasterKeyArn",
      },
      {
        account,
        service: "s3",
        operation: "get_bucket_encryption",
        parameters: { Bucket: toolsBucketName },
        select:
          "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID",
      },
    ]);
    const kept = [evidenceKeyArn, signingKeyArn, String(tableKeyArn), String(toolsKeyArn)];
    const left = [
      `${prod} kms list_keys ${nameIn(workload.transferKeyArn)}`,
      ...kept.map((arn) => `${account} kms list_keys ${nameIn(arn)}`),
      `${account} dynamodb list_tables ${casesTableName}`,
      `${account} s3 list_buckets ${evidenceBucketName}`,
      `${account} s3 list_buckets ${toolsBucketName}`,
    ];
    assert.deepEqual([...now].filter((line) => !untouched.has(line)).sort(), left.sort());
  });

  it("are deployed to the same accounts again, once the table of cases is deleted as docs/deploy.md says", async () => {
    const { session, emulator } = suite();
    const { account, region } = configOf("forensics");
    const table = (operation: string, parameters: object) => ({
      account,
      service: "dynamodb",
      operation,
      parameters: { TableName: forensics.casesTableName, ...parameters },
      select: "[]",
    });
    await askAws(emulator, region, [
      table("update_table", { DeletionProtectionEnabled: false }),
      table("delete_table", {}),
    ]);
    const again = [];
    for (const name of names) again.push(await update(session, stack(name), { exclude: slowResources }));
    const anew = forensicsOutputs.parse(again.at(0)?.outputs);
    const fresh = ["evidenceBucketName", "evidenceKeyArn", "signingKeyArn", "toolsBucketName"] as const;
    for (const output of fresh) assert.notEqual(anew[output], forensics[output]);
    assert.equal(anew.casesTableName, forensics.casesTableName);
  });
});

function find<T>(items: readonly T[], matches: (item: T) => boolean): T {
  const item = items.find(matches);
  assert.ok(item !== undefined);
  return item;
}
