import type { Payload } from "../asl/states";
import type { MachineSettings } from "./settings";

/**
 * How every piece of evidence is stored: hashed by S3 and on legal hold. No key is named, so it is encrypted as the bucket
 * says, with the key for evidence.
 */
export function storedAsEvidence({ evidenceBucketName }: MachineSettings): Payload {
  return {
    Bucket: evidenceBucketName,
    ChecksumAlgorithm: "SHA256",
    ObjectLockLegalHoldStatus: "ON",
    ContentType: "application/json",
  };
}
