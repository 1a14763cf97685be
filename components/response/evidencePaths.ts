import * as pulumi from "@pulumi/pulumi";
import { iamArn, type Account } from "../account";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { quarantineName } from "./names";

/** Where a contained instance may put the image of its memory: below its own user id, in whatever case. */
export function memoryPath(evidenceBucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${evidenceBucketArn}/cases/*/memory/\${aws:userid}/*`;
}

/** Where the copier role of a workload account may put copies of logs: below an instance of a case. */
export function logCopyPath(evidenceBucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${evidenceBucketArn}/cases/*/*/logs/*`;
}

/** Where the evidence bucket keeps the tool that captures memory. It is no evidence, and no secret. */
export function memoryToolPath(evidenceBucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${evidenceBucketArn}/tools/*`;
}

/** What puts an image of memory into the bucket: in parts, which are given up when the upload fails. */
export const memoryUploads = ["s3:AbortMultipartUpload", "s3:PutObject"];

/**
 * Lets contained instances of an account fetch the tool that captures memory, and put the image into the evidence bucket, by
 * an endpoint for S3.
 */
export function captureMemory(account: Account, evidenceBucketArn: pulumi.Input<string>): Statement[] {
  const contained = {
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Condition: {
      ArnEquals: { "aws:PrincipalArn": iamArn(account.id, account.region, `role/${quarantineName}`) },
    },
  } as const;
  return [
    { Sid: "UploadMemory", ...contained, Action: memoryUploads, Resource: memoryPath(evidenceBucketArn) },
    {
      Sid: "FetchMemoryTool",
      ...contained,
      Action: "s3:GetObject",
      Resource: memoryToolPath(evidenceBucketArn),
    },
  ];
}
