import assert from "node:assert/strict";
import validate from "asl-validator";
import type { Json } from "../../../components/response/asl/states";
import { now, settings, World } from "./acquireWorld";
import { Accounts, machine, transfer, transferOrder } from "./transferWorld";
import { run } from "./world/run";

/** Snapshots of the disks and of the image, in the workload account. */
const ofTheInstance = ["snap-1", "snap-2", "snap-i1", "snap-i2"];

const skipped = { Error: "Transfer.Skipped", Cause: "a step before it failed, or it was not needed" };

/** What is left in the workload account and in the forensics account. */
const left = ({ snapshots }: Accounts): string[] =>
  [...snapshots].map(([id, { OwnerId, sharedWith }]) => [id, OwnerId, ...sharedWith].join(" "));

/** What the forensics account sees of its copies is changed. */
function copiesAre(change: Readonly<Record<string, Json>>): ReturnType<typeof transfer> {
  const accounts = new Accounts();
  const described = accounts.answers()["ec2:describeSnapshots"];
  return transfer({
    accounts,
    answers: {
      "ec2:describeSnapshots": (input, call) => {
        const answer = described?.(input, call) as { Snapshots: Record<string, Json>[] };
        if (call.role !== "self") return answer;
        return { Snapshots: answer.Snapshots.map((snapshot) => ({ ...snapshot, ...change })) };
      },
    },
  });
}

describe("The machine that hands disks over", () => {
  it("is valid Amazon States Language", () => {
    assert.deepEqual(validate(machine).errors, []);
  });

  it("leaves a locked copy of every disk in the forensics account, and nothing on the way", () => {
    const { accounts, transferred } = transfer();
    assert.deepEqual(transferred.snapshots, [
      { sourceSnapshotId: "snap-1", volumeId: "vol-1", evidenceSnapshotId: "snap-copy-2", complete: true },
      { sourceSnapshotId: "snap-2", volumeId: "vol-2", evidenceSnapshotId: "snap-copy-4", complete: true },
    ]);
    assert.equal(transferred.complete, true);
    assert.deepEqual(left(accounts), [
      ...ofTheInstance.map((id) => `${id} 111122223333`),
      "snap-copy-2 444455556666",
      "snap-copy-4 444455556666",
    ]);
    assert.deepEqual(accounts.locked, ["snap-copy-2 compliance 365", "snap-copy-4 compliance 365"]);
    assert.equal(transferred.imageId, "ami-evidence-1");
  });

  it("re-encrypts under the shared key, copies under the key for evidence, and tags both with the case", () => {
    const { world } = transfer();
    const [reEncrypted, copied] = world.inputsOf("ec2:copySnapshot");
    const tags = (kind: string): Json => [
      {
        ResourceType: "snapshot",
        Tags: [
          { Key: "case-id", Value: "case-7" },
          { Key: "evidence-kind", Value: kind },
          { Key: "do-not-delete", Value: "true" },
        ],
      },
    ];
    assert.deepEqual(reEncrypted, {
      SourceRegion: "eu-central-1",
      SourceSnapshotId: "snap-1",
      Description: "case-7 i-1 vol-1",
      Encrypted: true,
      KmsKeyId: "alias/landing-zone-evidence-transfer",
      TagSpecifications: tags("intermediate"),
    });
    assert.deepEqual(copied, {
      ...reEncrypted,
      SourceSnapshotId: "snap-copy-1",
      KmsKeyId: settings.evidenceKeyArn,
      TagSpecifications: tags("disk"),
    });
  });

  it("records every step of every disk, and the disk as a file", () => {
    const { world } = transfer();
    const stepsOf = (subject: string): string[] =>
      world.custody.filter((entry) => entry.subject === subject).map(({ step }) => step);
    const steps = [
      "snapshot",
      "key",
      "grant",
      "reEncrypt",
      "reEncrypted",
      "share",
      "copy",
      "copied",
      "verify",
    ];
    const last = ["lock", "unshare", "deleteIntermediate", "retireGrant"];
    const expected = [...[...steps, ...last].map((step) => `disk.${step}`), "disk"];
    assert.deepEqual(stepsOf("snap-1"), expected);
    assert.deepEqual(stepsOf("snap-2"), expected);
    assert.deepEqual(stepsOf("i-1"), [
      "image",
      "image.devices",
      "image.register",
      "image.registered",
      "image.verify",
    ]);
    assert.deepEqual(
      [...world.objects.keys()].sort(),
      ["snap-1", "snap-2"].map((id) => `cases/case-7/i-1/disks/${id}.json`),
    );
  });

  it("works as copier and reader in the workload account, and as itself in the forensics account", () => {
    const { world } = transfer();
    const copier = "arn:aws:iam::111122223333:role/landing-zone-incident-copier";
    const actionsOf = (wanted: string): string[] => [
      ...new Set(world.calls.filter(({ role }) => role === wanted).map(({ action }) => action)),
    ];
    assert.deepEqual(actionsOf(copier).sort(), [
      "ec2:copySnapshot",
      "ec2:deleteSnapshot",
      "ec2:modifySnapshotAttribute",
      "kms:createGrant",
      "kms:retireGrant",
    ]);
    assert.deepEqual(actionsOf(copier.replace("copier", "reader")).sort(), [
      "ec2:describeImages",
      "ec2:describeSnapshots",
      "kms:describeKey",
    ]);
    assert.deepEqual(actionsOf("self").sort(), [
      "ec2:copySnapshot",
      "ec2:describeImages",
      "ec2:describeSnapshots",
      "ec2:lockSnapshot",
      "ec2:registerImage",
      "states:startExecution.sync:2",
    ]);
  });

  for (const [what, given] of [
    ["no case", { ...transferOrder, caseId: "" }],
    ["no list of snapshots", { caseId: "case-7", account: "111122223333", region: "r", instanceId: "i-1" }],
  ] as const) {
    it(`refuses an order with ${what} by name`, () => {
      const world = new World({});
      const ended = run(machine, given, { answer: world.answer, now });
      assert.equal(ended.status, "failed");
      assert.equal(ended.error, "InvalidTransfer");
    });
  }

  it("is incomplete when there is nothing to hand over", () => {
    const { transferred } = transfer({ given: { ...transferOrder, snapshots: [], imageId: "" } });
    assert.equal(transferred.complete, false);
    assert.deepEqual(transferred.snapshots, []);
    assert.equal(transferred.imageId, "");
    assert.deepEqual(transferred.steps.image["image"], {
      Error: "Transfer.Skipped",
      Cause: "no image was made",
    });
  });
});

describe("The key of a disk", () => {
  it("needs no grant when the disk is not encrypted", () => {
    const given = { ...transferOrder, snapshots: transferOrder.snapshots.slice(0, 1) };
    const { world, transferred } = transfer({ given });
    assert.equal(transferred.snapshots[0]?.complete, true);
    assert.ok(!world.actions().includes("kms:describeKey"));
    assert.deepEqual(transferred.steps.disks[0]?.["grant"], skipped);
  });

  it("takes no grant when it is aws/ebs", () => {
    const accounts = new Accounts();
    accounts.snapshots.set("snap-2", {
      OwnerId: "111122223333",
      VolumeSize: 100,
      KmsKeyId: "arn:key/aws-ebs",
      sharedWith: [],
    });
    const { world, transferred } = transfer({ accounts });
    assert.equal(transferred.complete, true);
    assert.ok(!world.actions().includes("kms:createGrant"));
  });

  it("is granted to the copier for as long as the disk takes when it is a customer's", () => {
    const { world, accounts } = transfer();
    const copier = "arn:aws:iam::111122223333:role/landing-zone-incident-copier";
    assert.deepEqual(world.inputsOf("kms:createGrant"), [
      {
        KeyId: "arn:key/foreign",
        GranteePrincipal: copier,
        RetiringPrincipal: copier,
        Name: "case-7-snap-2",
        Operations: [
          "CreateGrant",
          "Decrypt",
          "DescribeKey",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
        ],
      },
    ]);
    assert.equal(accounts.grants.size, 0);
    const order = world.calls.map(({ state }) => state);
    assert.ok(order.lastIndexOf("Take a grant") < order.lastIndexOf("Re-encrypt"));
    assert.ok(order.lastIndexOf("Wait for the copy: look") < order.lastIndexOf("Retire the grant"));
  });
});

describe("The check of a copy", () => {
  for (const [what, change] of [
    ["belongs to somebody else", { OwnerId: "999999999999" }],
    ["has another key", { KmsKeyId: "arn:key/other" }],
    ["is not encrypted", { Encrypted: false }],
    ["has another size", { VolumeSize: 9 }],
  ] as const) {
    it(`refuses one that ${what}, and does not lock it`, () => {
      const { accounts, transferred } = copiesAre(change);
      assert.equal(transferred.steps.disks[0]?.["verify"]?.["Error"], "Transfer.NotVerified");
      assert.deepEqual(accounts.locked, []);
      assert.deepEqual(
        transferred.snapshots.map(({ evidenceSnapshotId, complete }) => [evidenceSnapshotId, complete]),
        [
          ["", false],
          ["", false],
        ],
      );
      assert.deepEqual([...accounts.snapshots.keys()], [...ofTheInstance, "snap-copy-2", "snap-copy-4"]);
      assert.equal(accounts.registered.size, 0);
    });
  }
});

describe("What takes long", () => {
  it("is asked for ever more rarely, and for less than a day", () => {
    for (const [, list = ""] of JSON.stringify(machine).matchAll(/"asked":0,"waits":\[([\d,]+)\]/g)) {
      const waits = list.split(",").map(Number);
      assert.deepEqual(
        [...waits].sort((a, b) => a - b),
        waits,
      );
      assert.ok(waits.reduce((sum, wait) => sum + wait, 0) < 24 * 3600);
    }
  });

  it("is told when it does not end, and what it still needs stays", () => {
    const { accounts, transferred } = copiesAre({ State: "pending" });
    assert.deepEqual(transferred.steps.disks[0]?.["copied"], {
      Error: "Transfer.TookTooLong",
      Cause: "snap-copy-2 is not complete yet",
    });
    assert.deepEqual(transferred.steps.disks[0]["deleteIntermediate"], skipped);
    assert.ok(left(accounts).includes("snap-copy-1 111122223333 444455556666"));
  });

  it("is told when AWS says that it failed, and what it needed goes", () => {
    const { accounts, transferred } = copiesAre({ State: "error" });
    assert.equal(transferred.steps.disks[0]?.["copied"]?.["Error"], "Transfer.Failed");
    assert.ok(!accounts.snapshots.has("snap-copy-1"));
  });
});
