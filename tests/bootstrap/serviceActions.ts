import { forService, type Actions } from "./actionWords";

/** What everything else needs. */
export const serviceActions: Readonly<Record<string, Actions>> = {
  ...forService("athena", {
    Workgroup: [
      "GetWorkGroup ListTagsForResource",
      "CreateWorkGroup UpdateWorkGroup DeleteWorkGroup TagResource UntagResource",
    ],
  }),
  ...forService("cloudwatch", {
    CompositeAlarm: [
      "DescribeAlarms ListTagsForResource",
      "PutCompositeAlarm DeleteAlarms TagResource UntagResource",
    ],
    MetricAlarm: [
      "DescribeAlarms ListTagsForResource",
      "PutMetricAlarm DeleteAlarms TagResource UntagResource",
    ],
    EventBus: [
      "events:DescribeEventBus events:ListTagsForResource",
      "events:CreateEventBus events:UpdateEventBus events:DeleteEventBus events:TagResource events:UntagResource",
    ],
    EventBusPolicy: ["events:DescribeEventBus", "events:PutPermission events:RemovePermission"],
    LogGroup: [
      "logs:DescribeLogGroups logs:ListTagsForResource",
      "logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:AssociateKmsKey logs:DisassociateKmsKey " +
        "logs:TagResource logs:UntagResource",
    ],
  }),
  ...forService("glue", {
    CatalogDatabase: [
      "GetDatabase GetTags",
      "CreateDatabase UpdateDatabase DeleteDatabase TagResource UntagResource",
    ],
    CatalogTable: ["GetTable GetPartitionIndexes", "CreateTable UpdateTable DeleteTable"],
  }),
  ...forService("iam", {
    Policy: [
      "GetPolicy GetPolicyVersion ListPolicyVersions",
      "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion TagPolicy UntagPolicy",
    ],
    Role: [
      "GetRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole",
      "CreateRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole TagRole UntagRole " +
        "PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
    ],
    RolePolicy: ["GetRolePolicy", "PutRolePolicy DeleteRolePolicy"],
  }),
  ...forService("kms", {
    Alias: ["ListAliases", "CreateAlias UpdateAlias DeleteAlias"],
    Key: [
      "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
      "CreateKey PutKeyPolicy EnableKeyRotation DisableKeyRotation EnableKey DisableKey UpdateKeyDescription " +
        "ScheduleKeyDeletion TagResource UntagResource",
    ],
  }),
  ...forService("s3", {
    Bucket: [
      "ListBucket GetBucketPolicy GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning " +
        "GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration " +
        "GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging " +
        "ListTagsForResource",
      "CreateBucket DeleteBucket PutBucketTagging PutBucketObjectLockConfiguration PutBucketVersioning TagResource " +
        "UntagResource",
    ],
    BucketObjectv2: [
      "GetObject GetObjectTagging kms:Decrypt",
      "PutObject PutObjectTagging kms:GenerateDataKey",
    ],
    BucketLifecycleConfiguration: ["GetLifecycleConfiguration", "PutLifecycleConfiguration"],
    BucketObjectLockConfiguration: ["GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"],
    BucketOwnershipControls: ["GetBucketOwnershipControls", "PutBucketOwnershipControls"],
    BucketPolicy: ["GetBucketPolicy", "PutBucketPolicy DeleteBucketPolicy"],
    BucketPublicAccessBlock: ["GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
    BucketReplicationConfig: ["GetReplicationConfiguration", "PutReplicationConfiguration iam:PassRole"],
    BucketServerSideEncryptionConfiguration: ["GetEncryptionConfiguration", "PutEncryptionConfiguration"],
    BucketVersioning: ["GetBucketVersioning", "PutBucketVersioning"],
  }),
};
