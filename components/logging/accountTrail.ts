import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import type { LogBucket } from "./logBucket";

export interface AccountTrailArgs {
  /** Name of the trail: the log bucket must accept it. */
  readonly trailName: string;
  /** The log bucket, made with the statements for this trail. */
  readonly logs: Pick<LogBucket, "bucketName" | "keyArn">;
  /** Bucket ARNs of which every read and write of an object is recorded: S3's own access logs cannot be encrypted. */
  readonly dataOf: readonly pulumi.Input<string>[];
}

/**
 * The account's own CloudTrail: management events of all regions, and the objects of the given buckets, in files whose digests
 * tell a change. They are encrypted with the log bucket's key.
 */
export class AccountTrail extends Component {
  /** ARN of the trail. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: AccountTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("logging:AccountTrail", name, args, opts);
    const trail = new aws.cloudtrail.Trail(
      `${name}-trail`,
      {
        name: args.trailName,
        s3BucketName: args.logs.bucketName,
        kmsKeyId: args.logs.keyArn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        advancedEventSelectors: selectors(args.dataOf),
      },
      { parent: this },
    );
    this.arn = trail.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

type Selectors = aws.cloudtrail.TrailArgs["advancedEventSelectors"];

function selectors(dataOf: readonly pulumi.Input<string>[]): Selectors {
  const management = {
    name: "Management events",
    fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
  };
  if (dataOf.length === 0) return [management];
  const objects = {
    name: "Objects",
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", startsWiths: dataOf.map((arn) => pulumi.interpolate`${arn}/`) },
    ],
  };
  return [management, objects];
}
