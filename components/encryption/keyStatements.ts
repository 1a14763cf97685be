import { arnIn, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";

/**
 * Lets the account's IAM decide who administers the key, without letting anybody encrypt or decrypt with it.
 * The resource of a key policy is the key itself, so `*` is that key and no other.
 * Source: "Default key policy", AWS KMS developer guide.
 */
export function administerKey(account: Account): Statement {
  return {
    Sid: "AdministerKey",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListAliases",
      "kms:ListGrants",
      "kms:ListKeyPolicies",
      "kms:ListKeyRotations",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ],
    Resource: "*",
  };
}

/** Lets those whom the account's IAM allows use the key, but only through one service, for instance `s3`. */
export function useThroughService(account: Account, service: string): Statement {
  return {
    Sid: `UseThrough${service.toUpperCase()}`,
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:CallerAccount": account.id,
        "kms:ViaService": serviceHost(account.region, service),
      },
    },
  };
}

/**
 * Lets those whom the account's IAM allows use the key through a service that works with grants, and give it those grants.
 *
 * @param name The service in the names of the statements, for instance `DynamoDb`.
 * @param service The service by its host, for instance `dynamodb`.
 */
export function useWithGrants(account: Account, name: string, service: string): Statement[] {
  const through = {
    "kms:CallerAccount": account.id,
    "kms:ViaService": serviceHost(account.region, service),
  };
  return [
    {
      Sid: `UseThrough${name}`,
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: encryptAndDecrypt,
      Resource: "*",
      Condition: { StringEquals: through },
    },
    {
      Sid: `GrantTo${name}`,
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

const encryptAndDecrypt = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/**
 * Lets the service that delivers logs (flow logs among them) encrypt what it writes for this account.
 * Source: "Required key policy for use with SSE-KMS buckets", Amazon VPC user guide.
 */
export function encryptDeliveredLogs(account: Account): Statement {
  return {
    Sid: "EncryptDeliveredLogs",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: { "aws:SourceArn": arnIn(account, "logs", "*") },
    },
  };
}

/**
 * Lets EventBridge encrypt the events of one bus.
 * Source: "Encrypting events with customer managed keys", Amazon EventBridge user guide.
 */
export function encryptEvents(account: Account, busName: string): Statement {
  const bus = arnIn(account, "events", `event-bus/${busName}`);
  return {
    Sid: "EncryptEvents",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringEquals: {
        "aws:SourceAccount": account.id,
        "kms:EncryptionContext:aws:events:event-bus:arn": bus,
      },
      ArnEquals: { "aws:SourceArn": bus },
    },
  };
}

/**
 * Lets CloudWatch Logs encrypt one log group.
 * Source: "Encrypt log data in CloudWatch Logs using AWS KMS", Amazon CloudWatch Logs user guide.
 */
export function encryptLogGroup(account: Account, groupName: string): Statement {
  return {
    Sid: "EncryptLogGroup",
    Effect: "Allow",
    Principal: { Service: `logs.${account.region}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: {
      ArnEquals: { "kms:EncryptionContext:aws:logs:arn": arnIn(account, "logs", `log-group:${groupName}`) },
    },
  };
}

/**
 * Lets Network Firewall encrypt its firewalls, policies and rule groups, and those whom the account's IAM allows give it the
 * grant for that.
 * Source: "Encryption at rest with AWS Key Management Service", AWS Network Firewall developer guide.
 */
export function encryptFirewalls(account: Account): Statement[] {
  return [
    {
      Sid: "EncryptFirewalls",
      Effect: "Allow",
      Principal: { Service: "network-firewall.amazonaws.com" },
      Action: encryptAndDecrypt,
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account.id } },
    },
    ...useWithGrants(account, "NetworkFirewall", "network-firewall"),
  ];
}
