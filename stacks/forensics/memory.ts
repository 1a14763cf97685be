import type * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import type { Account } from "../../components/account";
import type { EvidenceBucket } from "../../components/forensics/evidenceBucket";
import { MemoryCapture } from "../../components/response/memory/memoryCapture";
import type { MemoryTool } from "../../components/response/memory/tool";
import type { ForensicsConfig } from "../../config/forensics";

type ConfiguredTool = NonNullable<ForensicsConfig["response"]["memoryTool"]>;

const checkout = join(__dirname, "../..");

/** Creates what captures memory, if a tool is configured. */
export function createMemoryCapture(
  name: string,
  account: Account,
  { response: { memoryTool }, workloadAccounts }: ForensicsConfig,
  evidence: EvidenceBucket,
  child: pulumi.ComponentResourceOptions,
): MemoryCapture | undefined {
  if (memoryTool === undefined) return undefined;
  return new MemoryCapture(
    `${name}-memory`,
    { account, evidenceBucketName: evidence.bucketName, tool: fromCheckout(memoryTool), workloadAccounts },
    // The tool is not stored before the bucket is locked and encrypts.
    { ...child, dependsOn: evidence },
  );
}

/** The engine runs the program wherever the project is, so the paths are made independent of that. */
function fromCheckout({ version, binaries }: ConfiguredTool): MemoryTool {
  const { x86_64, aarch64 } = binaries;
  return {
    version,
    binaries: {
      ...(x86_64 && { x86_64: { ...x86_64, path: join(checkout, x86_64.path) } }),
      ...(aarch64 && { aarch64: { ...aarch64, path: join(checkout, aarch64.path) } }),
    },
  };
}
