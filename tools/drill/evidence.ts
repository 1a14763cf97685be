import {
  DescribeImagesCommand,
  DescribeLockedSnapshotsCommand,
  DescribeSnapshotsCommand,
  type Snapshot,
} from "@aws-sdk/client-ec2";
import { GetPublicKeyCommand } from "@aws-sdk/client-kms";
import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { caseTags } from "../../components/response/names";
import { openBucket } from "../case/bucket";
import { verifySource, type CaseVerdict } from "../case/verify";
import type { DrillPlace } from "./place";
import { present } from "./present";

/** A piece of evidence as the forensics account has it. */
export interface Piece {
  readonly kind: "object" | "snapshot";
  readonly id: string;
  readonly keyArn: string;
  readonly isHeld: boolean;
}

/** Objects of a case in the vault. */
export async function objectsOf(
  { forensics, evidenceBucketName: Bucket }: DrillPlace,
  caseId: string,
): Promise<readonly Piece[]> {
  const { Contents } = await forensics.s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: `cases/${caseId}/` }),
  );
  return Promise.all(
    (Contents ?? []).map(async ({ Key }) => {
      const head = await forensics.s3.send(new HeadObjectCommand({ Bucket, Key }));
      return {
        kind: "object",
        id: present(Key, "key"),
        keyArn: head.SSEKMSKeyId ?? "none",
        isHeld: head.ObjectLockLegalHoldStatus === "ON",
      } as const;
    }),
  );
}

/** Copies of disks in the forensics account. */
export async function snapshotsOf(
  { forensics }: DrillPlace,
  caseId: string,
): Promise<readonly (Piece & { readonly size: number })[]> {
  const { Snapshots } = await forensics.ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ["self"],
      Filters: [{ Name: `tag:${caseTags.case}`, Values: [caseId] }],
    }),
  );
  const ids = (Snapshots ?? []).map(({ SnapshotId }) => present(SnapshotId, "snapshot"));
  const locked = await forensics.ec2.send(new DescribeLockedSnapshotsCommand({ SnapshotIds: ids }));
  const lockedIds = new Set((locked.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId));
  return (Snapshots ?? [])
    .filter(({ State }: Snapshot) => State === "completed")
    .map(({ SnapshotId, KmsKeyId, VolumeSize }) => ({
      kind: "snapshot",
      id: present(SnapshotId, "snapshot"),
      keyArn: KmsKeyId ?? "none",
      isHeld: lockedIds.has(SnapshotId),
      size: VolumeSize ?? 0,
    }));
}

/** Images of the forensics account's own, each with the ids of the snapshots that it consists of. */
export async function imagesOf(
  { forensics }: DrillPlace,
  caseId: string,
): Promise<readonly { readonly id: string; readonly snapshotIds: readonly string[] }[]> {
  const { Images } = await forensics.ec2.send(
    new DescribeImagesCommand({
      Owners: ["self"],
      Filters: [{ Name: `tag:${caseTags.case}`, Values: [caseId] }],
    }),
  );
  return (Images ?? []).map(({ ImageId, BlockDeviceMappings }) => ({
    id: present(ImageId, "image"),
    snapshotIds: (BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.SnapshotId ?? "none").sort(),
  }));
}

/** Verifies the custody log of a case with nothing but the public key. */
export async function verifyCustody(place: DrillPlace, caseId: string): Promise<CaseVerdict> {
  const { PublicKey } = await place.forensics.kms.send(
    new GetPublicKeyCommand({ KeyId: place.signingKeyArn }),
  );
  const source = openBucket(`s3://${place.evidenceBucketName}/cases/${caseId}/`, place.forensics.s3);
  return verifySource(source, { publicKey: Buffer.from(present(PublicKey, "public key")) });
}
