import { call, type CallArgs } from "../../asl/call";
import type { Flow } from "../../asl/flow";
import type { MachineSettings } from "../settings";

/** Puts size and version of the image at `$.file.full` into `$.object`. S3 tells the size, not the instance. */
export function lookAtObject(
  name: string,
  { evidenceBucketName }: MachineSettings,
  args: Pick<CallArgs, "key" | "onFailure">,
): Flow {
  return call(name, {
    action: "s3:headObject",
    as: "self",
    input: { Bucket: evidenceBucketName, "Key.$": "$.file.full" },
    select: { "bytes.$": "$.ContentLength", "versionId.$": "$.VersionId" },
    into: "$.object",
    ...args,
  });
}

/** Puts the version in `$.object` under legal hold. */
export function holdObject(name: string, { evidenceBucketName }: MachineSettings): Flow {
  return call(name, {
    action: "s3:putObjectLegalHold",
    as: "self",
    key: "memoryHold",
    input: {
      Bucket: evidenceBucketName,
      "Key.$": "$.file.full",
      "VersionId.$": "$.object.versionId",
      LegalHold: { Status: "ON" },
    },
    into: null,
    onFailure: "record",
  });
}
