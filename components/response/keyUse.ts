import type * as pulumi from "@pulumi/pulumi";
import { serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";

/** Lets a role use a key, but only through one service, for instance `s3`. */
export function useKey(
  Sid: string,
  account: Account,
  service: string,
  Resource: pulumi.Input<string>,
  Action: string[],
): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    Condition: { StringEquals: { "kms:ViaService": serviceHost(account.region, service) } },
  };
}

/** The condition of calls that know no resources. */
export function inRegion({ region }: Account): NonNullable<Statement["Condition"]> {
  return { StringEquals: { "aws:RequestedRegion": region } };
}
