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
  /** A copy tells no volume of its own. */
  readonly VolumeId?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly VolumeSize: number;
  /** Accounts that may copy it. */
  readonly sharedWith: readonly string[];
}

interface Disk {
  readonly Ebs: Readonly<Record<string, Json>>;
}

const disksOf = (registered: Call["input"]) =>
  registered["BlockDeviceMappings"] as unknown as readonly Disk[];

interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

/** Two accounts with their snapshots and images, and keys of AWS and of customers. */
export class Accounts {
  public readonly snapshots = new Map<string, Snapshot>([
    ["snap-1", { OwnerId: order.account, VolumeSize: 8, sharedWith: [] }],
    ["snap-2", { OwnerId: order.account, VolumeSize: 100, KmsKeyId: "arn:key/foreign", sharedWith: [] }],
    // The image has snapshots of its own.
    ["snap-i1", { OwnerId: order.account, VolumeId: "vol-1", VolumeSize: 8, sharedWith: [] }],
    ["snap-i2", { OwnerId: order.account, VolumeId: "vol-2", VolumeSize: 100, sharedWith: [] }],
  ]);
  public readonly grants = new Map<string, string>();
  /** The image of the instance. The second disk is the root, so that order tells nothing; a third device is no disk. */
  public image: Readonly<Record<string, Json>> = {
    State: "available",
    Architecture: "x86_64",
    BootMode: "uefi-preferred",
    EnaSupport: true,
    PlatformDetails: "Linux/UNIX",
    RootDeviceName: "/dev/xvda",
    TpmSupport: "v2.0",
    VirtualizationType: "hvm",
    BlockDeviceMappings: [
      { DeviceName: "/dev/xvdb", Ebs: { SnapshotId: "snap-i1", Encrypted: false } },
      { DeviceName: "/dev/xvda", Ebs: { SnapshotId: "snap-i2", Encrypted: true } },
      { DeviceName: "/dev/sdc", VirtualName: "ephemeral0" },
    ],
  };
  /** Images of the forensics account: what each was registered with. */
  public readonly registered = new Map<string, Call["input"]>();
  public readonly locked: string[] = [];
  private created = 0;

  /** Snapshots that images of the forensics account consist of. */
  public disksOfImages(): string[] {
    return [...this.registered.values()].flatMap((given) =>
      disksOf(given).map(({ Ebs }) => textOf(Ebs["SnapshotId"])),
    );
  }

  public answers(): Answers {
    return {
      "ec2:describeSnapshots": ({ SnapshotIds, Filters }) => ({
        Snapshots: (SnapshotIds
          ? (SnapshotIds as string[])
          : this.filtered(Filters as unknown as Filter[])
        ).map((id) => this.described(id)),
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
      "ec2:describeImages": ({ ImageIds }, { role }) => ({
        Images: (ImageIds as string[]).map((id) => (role === "self" ? this.registeredImage(id) : this.image)),
      }),
      "ec2:registerImage": (input) => {
        const ImageId = `ami-evidence-${String(this.registered.size + 1)}`;
        this.registered.set(ImageId, input);
        return { ImageId };
      },
    };
  }

  private snapshot(id: string): Snapshot {
    const found = this.snapshots.get(id);
    if (!found) throw new TaskError("Ec2.Ec2Exception", `The snapshot '${id}' does not exist.`);
    return found;
  }

  private filtered(filters: readonly Filter[]): string[] {
    const valuesOf = (name: string): readonly string[] =>
      filters.find(({ Name }) => Name === name)?.Values ?? [];
    return [...this.snapshots]
      .filter(
        ([id, { Description = "" }]) =>
          valuesOf("snapshot-id").includes(id) && valuesOf("description").includes(Description),
      )
      .map(([id]) => id);
  }

  /** EC2 takes the platform from the snapshots, and tells whether they are encrypted. */
  private registeredImage(id: string): Json {
    const given = this.registered.get(id);
    if (!given) throw new TaskError("Ec2.Ec2Exception", `The image '${id}' does not exist.`);
    return {
      ...given,
      State: "available",
      PlatformDetails: "Linux/UNIX",
      BlockDeviceMappings: disksOf(given).map((disk) => ({
        ...disk,
        Ebs: { ...disk.Ebs, Encrypted: this.snapshot(textOf(disk.Ebs["SnapshotId"])).KmsKeyId !== undefined },
      })),
    };
  }

  private described(SnapshotId: string): Json {
    const { OwnerId, KmsKeyId, VolumeSize, VolumeId = "vol-ffffffff" } = this.snapshot(SnapshotId);
    const common = { SnapshotId, OwnerId, VolumeId, VolumeSize, State: "completed" };
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
    const made = {
      OwnerId,
      Description: textOf(input["Description"]),
      KmsKeyId: textOf(input["KmsKeyId"]),
      VolumeSize,
      sharedWith: [],
    };
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
