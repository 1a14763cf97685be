import { GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { createPublicKey } from "node:crypto";
import type { AwsAccess } from "./bucket";

/** The public half of a key in KMS. */
export interface SigningKey {
  readonly arn: string;
  /** In PEM. */
  readonly pem: string;
}

/**
 * Asks KMS for the public half of the key that signs custody logs.
 *
 * @param keyId ARN or alias.
 */
export async function signingKey(keyId: string, { endpoint, region }: AwsAccess): Promise<SigningKey> {
  const client = new KMSClient({ ...(region && { region }), ...(endpoint && { endpoint }) });
  const { KeyId, PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (KeyId === undefined || PublicKey === undefined) throw new Error(`KMS has no public key for ${keyId}.`);
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  return { arn: KeyId, pem: key.export({ format: "pem", type: "spki" }).toString() };
}
