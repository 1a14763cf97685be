import { arnIn, type Account } from "../account";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { machineArnIn } from "./machineRoles";
import { machineNames, type MachineName } from "./names";

/**
 * Lets the account's IAM decide who works with the machines' data, each machine's role among them, and the delivery of logs
 * read what it delivers.
 * Source: "Data at rest encryption in Step Functions", AWS Step Functions developer guide.
 */
export function encryptMachines(account: Account): Statement[] {
  return [
    {
      Sid: "UseForMachines",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:states:stateMachineArn": (
            Object.keys(machineNames) as MachineName[]
          ).map((machine) => machineArnIn(account, machine)),
        },
      },
    },
    {
      Sid: "UseForLog",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:GenerateDataKey",
      Resource: "*",
      Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": arnIn(account, "logs", "*") } },
    },
    {
      Sid: "ReadDeliveredLog",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:SourceAccount": account.id,
          "kms:EncryptionContext:SourceArn": arnIn(account, "logs", "*"),
        },
      },
    },
  ];
}
