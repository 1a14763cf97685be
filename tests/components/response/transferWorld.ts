import assert from "node:assert/strict";
import type { Json } from "../../../components/response/asl/states";
import { transferMachine } from "../../../components/response/machines/transfer";
import { now, order, settings, textOf, World, type Answers } from "./acquireWorld";
import { TaskError, type Call } from "./world/errors";
import { run } from "./world/run";

export const machine = transferMachine(settings);

export const transferOrder = {
  ...order,
  snapshots: [
    { snapshotId: "snap-1", volumeId: "vol-1", encrypted: false, kmsKeyId: "" },
    { snapshotId: "snap-2", volumeId: "vol-2", encrypted: true, kmsKeyId: "arn:key/foreign" },
  ],
  imageId: "ami-1",
};

interface Snapshot {
  readonly OwnerId: string;
  readonly KmsKeyId?: string;
  readonly VolumeSize: number;
  /** Accounts that may copy it. */
  readonly sharedWith: readonly string[];
}

/** Two accounts with their snapshots and images, and keys of AWS and of customers. */
export class Accounts {
  public readonly snapshots = new Map<string, Snapshot>([
    ["snap-1", { OwnerId: order.account, VolumeSize: 8, sharedWith: [] }],
    ["snap-2", { OwnerId: order.account, VolumeSize: 100, KmsKeyId: "arn:key/foreign", sharedWith: [] }],
  ]);
  public readonly grants = new Map<string, string>();
  /** Accounts that may launch each image. */
  public readonly images = new Map<string, readonly string[]>([["ami-1", []]]);
  public readonly locked: string[] = [];
  public isImageEncrypted = false;
  private created = 0;

  public answers(): Answers {
    return {
      "ec2:describeSnapshots": ({ SnapshotIds }) => ({
        Snapshots: (SnapshotIds as string[]).map((id) => this.described(id)),
      }),
      "ec2:copySnapshot": (input, { role }) => this.copy(input, role),
      "ec2:modifySnapshotAttribute": (input) => {
        const id = textOf(input["SnapshotId"]);
        const sharedWith = input["OperationType"] === "add" ? (input["UserIds"] as string[]) : [];
        this.snapshots.set(id, { ...this.snapshot(id), sharedWith });
        return {};
      },
      "ec2:deleteSnapshot": ({ SnapshotId }) => {
        this.snapshots.delete(textOf(SnapshotId));
        return {};
      },
      "ec2:lockSnapshot": ({ SnapshotId, LockMode, LockDuration }) => {
        this.locked.push(`${textOf(SnapshotId)} ${textOf(LockMode)} ${textOf(LockDuration)}`);
        return {};
      },
      "kms:describeKey": ({ KeyId }) => ({
        KeyMetadata: { KeyManager: KeyId === "arn:key/aws-ebs" ? "AWS" : "CUSTOMER" },
      }),
      "kms:createGrant": ({ KeyId }) => {
        this.grants.set("grant-1", textOf(KeyId));
        return { GrantId: "grant-1", GrantToken: "token" };
      },
      "kms:retireGrant": ({ GrantId }) => {
        this.grants.delete(textOf(GrantId));
        return {};
      },
      "ec2:describeImages": () => ({
        Images: [
          { State: "available", BlockDeviceMappings: [{ Ebs: { Encrypted: this.isImageEncrypted } }] },
        ],
      }),
      "ec2:copyImage": () => {
        this.images.set("ami-copy", []);
        return { ImageId: "ami-copy" };
      },
      "ec2:modifyImageAttribute": ({ ImageId, UserIds }) => {
        this.images.set(textOf(ImageId), UserIds as string[]);
        return {};
      },
    };
  }

  private snapshot(id: string): Snapshot {
    const found = this.snapshots.get(id);
    if (!found) throw new TaskError("Ec2.Ec2Exception", `The snapshot '${id}' does not exist.`);
    return found;
  }

  private described(SnapshotId: string): Json {
    const { OwnerId, KmsKeyId, VolumeSize } = this.snapshot(SnapshotId);
    const common = { SnapshotId, OwnerId, VolumeSize, State: "completed" };
    return KmsKeyId === undefined
      ? { ...common, Encrypted: false }
      : { ...common, Encrypted: true, KmsKeyId };
  }

  /** The forensics account copies what is shared with it only. */
  private copy(input: Call["input"], role: string): Json {
    const source = this.snapshot(textOf(input["SourceSnapshotId"]));
    const OwnerId = role === "self" ? settings.account : order.account;
    if (OwnerId !== source.OwnerId && !source.sharedWith.includes(OwnerId)) {
      throw new TaskError("Ec2.Ec2Exception", "The snapshot is not shared.");
    }
    const SnapshotId = `snap-copy-${String(++this.created)}`;
    const { VolumeSize } = source;
    const made = { OwnerId, KmsKeyId: textOf(input["KmsKeyId"]), VolumeSize, sharedWith: [] };
    this.snapshots.set(SnapshotId, made);
    return { SnapshotId };
  }
}

export interface Transferred {
  readonly snapshots: readonly {
    readonly sourceSnapshotId: string;
    readonly evidenceSnapshotId: string;
    readonly volumeId: string;
    readonly complete: boolean;
  }[];
  readonly imageId: string;
  readonly complete: boolean;
  readonly steps: {
    readonly image: Readonly<Record<string, Readonly<Record<string, Json>>>>;
    readonly disks: readonly Readonly<Record<string, Readonly<Record<string, Json>>>>[];
  };
}

export interface Situation {
  readonly accounts?: Accounts;
  readonly answers?: Answers;
  readonly given?: Json;
  readonly interrupt?: (call: Call) => void;
}

/** Runs the transfer to its end. */
export function transfer({ accounts = new Accounts(), answers, given, interrupt }: Situation = {}): {
  readonly world: World;
  readonly accounts: Accounts;
  readonly transferred: Transferred;
} {
  const world = new World({ ...accounts.answers(), ...answers }, interrupt);
  const ended = run(machine, given ?? transferOrder, { answer: world.answer, now });
  assert.equal(ended.status, "succeeded");
  return { world, accounts, transferred: ended.output as unknown as Transferred };
}
