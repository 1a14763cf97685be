import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { messageOf } from "../../case/problems";
import type { PrincipalReleaseInput } from "../request";
import type { ClientSettings } from "../session";

const kept = z.object({
  capturedAt: z.iso.datetime(),
  keys: z.array(z.object({ AccessKeyId: z.string(), Status: z.string() })),
});

/** What a principal had before it was contained, as far as a release needs it. */
export type StateBefore = z.output<typeof kept>;

/**
 * Reads from the evidence bucket what a principal had before.
 *
 * @throws Error when nothing was kept, or it can't be read.
 */
export async function stateBefore(
  settings: ClientSettings,
  Bucket: string,
  { caseId, principal: { kind, name } }: Pick<PrincipalReleaseInput, "caseId" | "principal">,
): Promise<StateBefore> {
  const client = new S3Client({ ...settings, ...(settings.endpoint && { forcePathStyle: true }) });
  const Key = `cases/${caseId}/${kind}-${name}/before.json`;
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return kept.parse(JSON.parse((await Body?.transformToString()) ?? ""));
  } catch (error) {
    throw new Error(
      `s3://${Bucket}/${Key} can't be read, which says what the ${kind} had before: ${messageOf(error)}\n` +
        "It needs s3:GetObject and kms:Decrypt on the evidence. Without --dry-run the state machine reads it.",
      { cause: error },
    );
  }
}
