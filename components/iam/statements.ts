import type * as pulumi from "@pulumi/pulumi";
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

/** Lets one named role of another account take a role. */
export function trustRole(roleArn: pulumi.Input<string>): Statement {
  return { Sid: "TrustNamedRole", Effect: "Allow", Principal: { AWS: roleArn }, Action: "sts:AssumeRole" };
}

/** The principal that stands for an account as a whole: those whom its own IAM allows. */
export function accountPrincipal(account: Account, id: string = account.id): { AWS: string } {
  return { AWS: iamArn(id, account.region, "root") };
}
