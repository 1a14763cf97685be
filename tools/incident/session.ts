import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { iamArn } from "../../components/account";
import type { ForensicsAccount } from "./forensicsAccount";
import { UsageError } from "../exitCode";

type Credentials = ReturnType<typeof fromTemporaryCredentials>;

/** What every client of AWS is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: Credentials;
}

/** Who works where. */
export interface Session {
  readonly forensics: ForensicsAccount;
  /** For clients of the forensics account. */
  readonly settings: ClientSettings;
  /** ARN of the person or role that runs the command, before any role is taken. */
  readonly caller: string;
}

export interface SessionOptions {
  /** Role of the forensics account to take. @default the stack's deployment role when the caller is in another account */
  readonly role?: string;
  readonly endpoint?: string;
}

/**
 * Enters the forensics account.
 *
 * @throws UsageError when the caller is in another account and no role is known.
 */
export async function openSession(
  forensics: ForensicsAccount,
  { role, endpoint }: SessionOptions,
): Promise<Session> {
  const own: ClientSettings = { region: forensics.region, ...(endpoint && { endpoint }) };
  const { Account, Arn } = await new STSClient(own).send(new GetCallerIdentityCommand({}));
  const caller = Arn ?? "";
  const chosen = role ?? (Account === forensics.id ? undefined : forensics.roleName);
  if (chosen === undefined) {
    if (Account === forensics.id) return { forensics, settings: own, caller };
    throw new UsageError(
      `You are ${caller}, and the forensics account is ${forensics.id}. ` +
        "Use credentials of that account, or name a role of it with --role.",
    );
  }
  const credentials = roleCredentials(own, iamArn(forensics.id, forensics.region, `role/${chosen}`), caller);
  return { forensics, settings: { ...own, credentials }, caller };
}

/**
 * Takes a role.
 *
 * @param caller ARN of who takes it, to be found by in the account's trail.
 */
export function roleCredentials(
  { region, endpoint, credentials }: ClientSettings,
  RoleArn: string,
  caller: string,
  externalId?: string,
): Credentials {
  return fromTemporaryCredentials({
    ...(credentials && { masterCredentials: credentials }),
    params: {
      RoleArn,
      RoleSessionName: sessionNameOf(caller),
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region, ...(endpoint && { endpoint }) },
  });
}

function sessionNameOf(caller: string): string {
  const name = (caller.split(/[/:]/).at(-1) ?? "").replaceAll(/[^\w+=,.@-]/g, "-");
  return `incident-${name}`.slice(0, 64);
}
