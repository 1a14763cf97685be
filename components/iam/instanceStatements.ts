import { arnIn, dnsSuffixOf, type Account } from "../account";
import type { Statement } from "./document";

/** EC2 takes a role for an instance without saying for which account, so there is nothing to condition on. */
export function trustInstances({ region }: Account): Statement {
  return {
    Sid: "TrustInstances",
    Effect: "Allow",
    Principal: {
      Service: dnsSuffixOf(region).endsWith(".cn") ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com",
    },
    Action: "sts:AssumeRole",
  };
}

/** Lets Systems Manager's agent say that the instance is there. */
export function reportToSystemsManager(account: Account): Statement {
  return {
    Sid: "ReportToSystemsManager",
    Effect: "Allow",
    Action: "ssm:UpdateInstanceInformation",
    Resource: [arnIn(account, "ec2", "instance/*"), arnIn(account, "ssm", "managed-instance/*")],
  };
}

/** Lets Systems Manager's agent take commands and sessions. The services that it talks to know no resources. */
export function exchangeMessages(account: Account): Statement {
  return {
    Sid: "ExchangeMessages",
    Effect: "Allow",
    Action: [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
  };
}
