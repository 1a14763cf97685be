/**
 * Why a role may do what it never does in the drill: `<role> <statement> <action>`, and the reason. Each is a branch that the
 * drill does not take, or something that an AWS service does in the role's name without a call of the machine.
 */
export const reasons: readonly { readonly what: RegExp; readonly why: string }[] = [
  {
    what: /^\S+ EncryptExecutions kms:(Decrypt|GenerateDataKey)$/,
    why:
      "Step Functions encrypts definition and history with the role of the machine: " +
      '"Data at rest encryption in Step Functions", AWS Step Functions developer guide',
  },
  {
    what: /^\S+ EncryptLog kms:GenerateDataKey$/,
    why: "The delivery of the log is encrypted with the role of the machine: the same guide",
  },
  {
    what: /^\S+ DeliverLog logs:\w+$/,
    why:
      "Step Functions arranges the delivery of the log with the role of the machine: " +
      '"Using CloudWatch Logs to log execution history", the same guide',
  },
  {
    what: /^\S+ FollowExecutions states:StopExecution$/,
    why: "When a machine is stopped or its task times out, Step Functions stops what the task started",
  },
  {
    what: /^\S+ UseKeyOfTable kms:(DescribeKey|Encrypt|GenerateDataKey|ReEncryptFrom|ReEncryptTo)$/,
    why:
      "DynamoDB renews the keys of a table in the name of whoever calls it then: " +
      '"Using customer managed keys", Amazon DynamoDB developer guide',
  },
  {
    what: /^\S+ LookForEvidence s3:ListBucket$/,
    why: "Without it S3 says of an object that is not there that it may not be read: GetObject, Amazon S3 API reference",
  },
  {
    what: /^landing-zone-incident-contain (ReadEvidence s3:GetObject|DecryptEvidence kms:Decrypt)$/,
    why: "A containment that is repeated reads the state before that the first one kept",
  },
  {
    what: /^landing-zone-incident-record (Measure cloudwatch:PutMetricData|TellPeople sns:Publish|UseKeyOfTopic kms:\w+)$/,
    why: "A signature that does not verify is counted, and it and an entry that can't be appended are told",
  },
  {
    what: /^landing-zone-incident-container LeaveAutoScaling autoscaling:(Enter|Exit)Standby$/,
    why: "Standby is the request's other choice, and what is done with an instance that can't be detached",
  },
  {
    what: /^landing-zone-incident-container ReplaceProfiles ec2:(Associate|Disassociate)IamInstanceProfile$/,
    why: "An instance that has no profile gets one when it is contained, and has none again when it is released",
  },
];
