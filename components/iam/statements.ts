import { iamArn, type Account } from "../account";
import type { Statement } from "./document";

/** Lets a service of AWS take a role, on behalf of nobody but this account. */
export function trustService(account: Account, service: string): Statement {
  return {
    Sid: "TrustService",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account.id } },
  };
}

/** The principal that stands for an account as a whole: those whom its own IAM allows. */
export function accountPrincipal(account: Account, id: string = account.id): { AWS: string } {
  return { AWS: iamArn(id, account.region, "root") };
}
