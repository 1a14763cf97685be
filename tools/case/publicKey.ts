import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { messageOf } from "./problems";
import { UsageError } from "../exitCode";

/**
 * Reads the public half of the key that signs custody logs.
 *
 * @param contents PEM; or DER as `aws kms get-public-key` answers it, also in base64 as that command prints it.
 * @param origin What to call it in an error.
 * @throws UsageError when it is no public key on the curve P-256.
 */
export function publicKeyFrom(contents: Buffer, origin: string): KeyObject {
  const key = keyIn(contents, origin);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType !== "ec" || curve !== "prime256v1") {
    const kind = [key.asymmetricKeyType, curve].filter(Boolean).join(" ");
    throw new UsageError(
      `${origin} holds a key of the kind ${kind}. Custody logs are signed on the curve P-256.`,
    );
  }
  return key;
}

function keyIn(contents: Buffer, origin: string): KeyObject {
  const text = contents.toString("latin1").trim();
  try {
    if (text.includes("PRIVATE KEY")) throw new Error("it is a private key, which no verifier needs");
    if (text.startsWith("-----BEGIN")) return createPublicKey(text);
    const der = /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : contents;
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch (error) {
    throw new UsageError(
      `${origin} holds no public key: ${messageOf(error)}. Give what "aws kms get-public-key" returns, as PEM or DER.`,
      { cause: error },
    );
  }
}

/** SHA-256 of a key in hexadecimal, to compare with what somebody trustworthy says it is. */
export function fingerprint(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ format: "der", type: "spki" }))
    .digest("hex");
}

/**
 * Whether a signature of KMS (ECDSA_SHA_256, message type RAW) covers a hash.
 *
 * A state machine hands KMS the hash as text. How Step Functions turns a text into the bytes that KMS signs is not
 * documented, so three forms are accepted: the text itself, the text in JSON's quotes, and the bytes that it decodes to as
 * base64. Each is injective on hashes in hexadecimal, so none lets a signature stand for another hash.
 */
export function signs(key: KeyObject, hash: string, signature: string): boolean {
  const bytes = Buffer.from(signature, "base64");
  const forms = [Buffer.from(hash), Buffer.from(JSON.stringify(hash)), Buffer.from(hash, "base64")];
  return forms.some((form) => verify("sha256", form, { key, dsaEncoding: "der" }, bytes));
}
