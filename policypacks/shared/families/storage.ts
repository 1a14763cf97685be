import type * as aws from "@pulumi/aws";
import { family } from "../family";
import type { Value } from "../value";

/** General purpose buckets. Directory buckets always block public access and take no bucket-level settings of this kind. */
export const bucket = family<aws.s3.BucketArgs>("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2");
export const bucketPublicAccessBlock = family<aws.s3.BucketPublicAccessBlockArgs>(
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
);
export const accountPublicAccessBlock = family<aws.s3.AccountPublicAccessBlockArgs>(
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
);
export const bucketEncryption = family<aws.s3.BucketServerSideEncryptionConfigurationArgs>(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
);
export const bucketVersioning = family<aws.s3.BucketVersioningArgs>(
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
);
export const bucketPolicy = family<aws.s3.BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy");
export const bucketObjectLock = family<aws.s3.BucketObjectLockConfigurationArgs>(
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
);

/** Settings that a bucket itself carries: `Bucket` has one of a kind, `BucketV2` a list that it names in the plural. */
export function inlineSettings(
  properties: Value<aws.s3.BucketArgs>,
  setting: "versioning" | "serverSideEncryptionConfiguration",
): Value[] {
  const loose = properties.loosely();
  const single = loose.at(setting);
  return [...(single.isAbsent ? [] : [single]), ...loose.at(`${setting}s`).items()];
}

/** Types that store data, in whatever form; all of them can be tagged. */
export const storesData: ReadonlySet<string> = new Set([
  "aws:backup/vault:Vault",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:docdb/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:ebs/snapshot:Snapshot",
  "aws:ebs/snapshotCopy:SnapshotCopy",
  "aws:ebs/volume:Volume",
  "aws:ec2/ami:Ami",
  "aws:ec2/amiCopy:AmiCopy",
  "aws:ec2/amiFromInstance:AmiFromInstance",
  "aws:ecr/repository:Repository",
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticsearch/domain:Domain",
  "aws:fsx/lustreFileSystem:LustreFileSystem",
  "aws:fsx/ontapFileSystem:OntapFileSystem",
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
  "aws:fsx/windowsFileSystem:WindowsFileSystem",
  "aws:glacier/vault:Vault",
  "aws:kinesis/stream:Stream",
  "aws:memorydb/cluster:Cluster",
  "aws:msk/cluster:Cluster",
  "aws:neptune/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:redshift/cluster:Cluster",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/directoryBucket:DirectoryBucket",
  "aws:secretsmanager/secret:Secret",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:ssm/parameter:Parameter",
  "aws:timestreamwrite/table:Table",
]);
