import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { begin, ended } from "../../tools/drill/executions";
import type { DrillPlace } from "../../tools/drill/place";

const contained = z.object({
  contained: z.boolean(),
  verified: z.object({ policy: z.boolean(), keys: z.boolean() }),
});

/** What the machine told. */
type Contained = z.infer<typeof contained> & { readonly caseId: string };

const read = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

/** Makes a role with a policy of its own, contains it and asks what it has then. */
export async function containRole(
  place: DrillPlace,
  RoleName: string,
): Promise<{ readonly output: Contained; readonly policies: readonly string[] }> {
  const { iam } = place.workload;
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: read }));
  const output = await contain(place, { kind: "role", name: RoleName }, 1);
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  return { output, policies: [...(PolicyNames ?? [])].sort() };
}

/** Makes a user with two keys, contains it and asks what it has then. */
export async function containUser(
  place: DrillPlace,
  UserName: string,
): Promise<{
  readonly output: Contained;
  readonly policies: readonly string[];
  readonly keys: readonly (string | undefined)[];
}> {
  const { iam } = place.workload;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
  const output = await contain(place, { kind: "user", name: UserName }, 2);
  const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
  return {
    output,
    policies: PolicyNames ?? [],
    keys: (AccessKeyMetadata ?? []).map(({ Status }) => Status),
  };
}

async function contain(
  { forensics, workload, machineArn }: DrillPlace,
  principal: { readonly kind: "role" | "user"; readonly name: string },
  number: number,
): Promise<Contained> {
  const caseId = `case-00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const executionArn = await begin(forensics, machineArn("containPrincipal"), {
    caseId,
    account: workload.id,
    region: workload.region,
    principal,
    triggeredAt: new Date().toISOString(),
    reason: "its keys are published",
    requestedBy: "test",
  });
  const { output, cause } = await ended(forensics, executionArn, 60_000);
  if (output === undefined) throw new Error(`${executionArn} has failed: ${cause}`);
  return { caseId, ...contained.parse(JSON.parse(output)) };
}
