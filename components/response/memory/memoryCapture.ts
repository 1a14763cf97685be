import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../account";
import { Component, dataClassificationTag } from "../../component";
import { captureDocument, captureDocumentName } from "./document";
import { binariesOf, checkTool, toolPrefix, type MemoryTool } from "./tool";

export interface MemoryCaptureArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Name of the evidence bucket. It keeps the tool too: years later it tells with what an image was made. */
  readonly evidenceBucketName: pulumi.Input<string>;
  readonly tool: MemoryTool;
  /** Ids of the accounts whose instances may be captured, at least one. */
  readonly workloadAccounts: readonly string[];
}

/**
 * What captures the memory of an instance: the pinned tool, and the SSM document that fetches it, checks its hash and starts
 * it. The document belongs to the forensics account, so nobody in a workload account changes what runs there.
 *
 * @throws Error when a file of the tool is not the pinned one
 */
export class MemoryCapture extends Component {
  /** ARN of the document, known once the tool is where the document takes it from. */
  public readonly documentArn: pulumi.Output<string>;

  public constructor(name: string, args: MemoryCaptureArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:MemoryCapture", name, args, opts);
    checkTool(args.tool);
    // The SDK does not hand this option down to children.
    const child = { parent: this, dependsOn: opts?.dependsOn };
    const tools = storeTool(name, args, child);
    const document = new aws.ssm.Document(
      `${name}-document`,
      {
        name: captureDocumentName,
        documentType: "Command",
        documentFormat: "JSON",
        targetType: "/AWS::EC2::Instance",
        content: pulumi
          .output(args.evidenceBucketName)
          .apply((evidenceBucketName) =>
            JSON.stringify(
              captureDocument({ region: args.account.region, evidenceBucketName, tool: args.tool }),
            ),
          ),
        // A plain map to the provider, so its key keeps the name that the provider knows.
        permissions: { type: "Share", account_ids: args.workloadAccounts.join(",") },
      },
      child,
    );
    const stored = pulumi.all(tools.map(({ id }) => id));
    this.documentArn = pulumi.all([document.arn, stored]).apply(([arn]) => arn);
    this.registerOutputs({ documentArn: this.documentArn });
  }
}

/**
 * The bucket refuses deletion, so the objects stay when the stack goes. It also locks them, which the provider reads back:
 * measured, it would then try to end the lock that the program does not name.
 */
function storeTool(
  name: string,
  { evidenceBucketName, tool }: MemoryCaptureArgs,
  opts: pulumi.CustomResourceOptions,
): aws.s3.BucketObjectv2[] {
  return binariesOf(tool).map(
    ([architecture, { path, sha256 }]) =>
      new aws.s3.BucketObjectv2(
        `${name}-tool-${architecture}`,
        {
          bucket: evidenceBucketName,
          key: `${toolPrefix(tool)}/${architecture}/avml`,
          source: new pulumi.asset.FileAsset(path),
          sourceHash: sha256,
          checksumAlgorithm: "SHA256",
          tags: { [dataClassificationTag]: "internal", purpose: "memory-tool" },
        },
        { ...opts, retainOnDelete: true, ignoreChanges: ["objectLockMode", "objectLockRetainUntilDate"] },
      ),
  );
}
