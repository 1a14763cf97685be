import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { approve, awaitedToken } from "../../tools/drill/approval";
import { arrival, begin, ended } from "../../tools/drill/executions";
import type { DrillPlace } from "../../tools/drill/place";

/** What a machine is asked to contain or release. */
export interface Principal {
  readonly kind: "role" | "user";
  readonly name: string;
}

/** What IAM says of a principal: its inline policies by their names, and its keys by their ids. */
export interface PrincipalState {
  readonly policies: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, string>>;
}

const contained = z.object({
  contained: z.boolean(),
  verified: z.object({ policy: z.boolean(), keys: z.boolean() }),
});

const released = z.object({
  released: z.boolean(),
  verified: z.object({ policy: z.boolean().nullable(), keys: z.boolean().nullable() }),
});

const read = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

/** Makes a role, or a user with an active and an inactive key, with a policy of its own. */
export async function makePrincipal(
  { workload: { iam } }: DrillPlace,
  { kind, name }: Principal,
): Promise<void> {
  const policy = { PolicyName: "own", PolicyDocument: read };
  if (kind === "role") {
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName: name, ...policy }));
    return;
  }
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
  await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  await iam.send(
    new UpdateAccessKeyCommand({ UserName: name, AccessKeyId: AccessKey?.AccessKeyId, Status: "Inactive" }),
  );
}

/** Asks IAM what a principal has. */
export async function principalState(
  { workload: { iam } }: DrillPlace,
  { kind, name }: Principal,
): Promise<PrincipalState> {
  const { PolicyNames = [] } = await (kind === "role"
    ? iam.send(new ListRolePoliciesCommand({ RoleName: name }))
    : iam.send(new ListUserPoliciesCommand({ UserName: name })));
  const documents = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = "" } = await (kind === "role"
        ? iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }))
        : iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName })));
      return [PolicyName, decodeURIComponent(PolicyDocument)] as const;
    }),
  );
  const { AccessKeyMetadata = [] } =
    kind === "role" ? {} : await iam.send(new ListAccessKeysCommand({ UserName: name }));
  return {
    policies: Object.fromEntries(documents),
    keys: Object.fromEntries(
      AccessKeyMetadata.map(({ AccessKeyId = "", Status = "" }) => [AccessKeyId, Status]),
    ),
  };
}

/** Contains a principal for a case. @returns what the machine told */
export async function containPrincipal(
  place: DrillPlace,
  caseId: string,
  principal: Principal,
): Promise<z.output<typeof contained>> {
  const executionArn = await begin(place.forensics, place.machineArn("containPrincipal"), {
    ...request(place, caseId, principal),
    triggeredAt: new Date().toISOString(),
  });
  return contained.parse(await outputOf(place, executionArn));
}

/** Releases a principal, approved. @returns what the machine told */
export async function releasePrincipal(
  place: DrillPlace,
  caseId: string,
  principal: Principal,
  parts: readonly string[],
): Promise<z.output<typeof released>> {
  const { forensics } = place;
  const executionArn = await begin(forensics, place.machineArn("releasePrincipal"), {
    ...request(place, caseId, principal),
    parts,
  });
  const token = await arrival("a question for approval", () => awaitedToken(forensics, caseId, executionArn));
  await approve(forensics, token);
  return released.parse(await outputOf(place, executionArn));
}

function request({ workload }: DrillPlace, caseId: string, principal: Principal): object {
  return {
    caseId,
    account: workload.id,
    region: workload.region,
    principal,
    reason: "its keys are published",
    requestedBy: "test",
  };
}

async function outputOf({ forensics }: DrillPlace, executionArn: string): Promise<unknown> {
  const { output, cause } = await ended(forensics, executionArn, 60_000);
  if (output === undefined) throw new Error(`${executionArn} has failed: ${cause}`);
  return JSON.parse(output);
}
