import { iamArn } from "../../../components/account";
import { roleNames, type MachineName } from "../../../components/response/names";
import { messageOf } from "../../case/problems";
import { machineArnOf } from "../forensicsAccount";
import { roleCredentials, type ClientSettings, type Session } from "../session";

/** With which role the account that is treated is looked at, for a preview. */
export interface ReaderOptions {
  readonly readerRole: string;
}

/**
 * Looks at an account that is treated. The role is entered as the machine enters it that would do the work.
 *
 * @throws Error that says how to look when the role can't be taken.
 */
export async function lookAsReader<T>(
  { settings, forensics, caller }: Session,
  {
    account,
    readerRole,
    machine,
  }: ReaderOptions & { readonly account: string; readonly machine: MachineName },
  look: (settings: ClientSettings) => Promise<T>,
): Promise<T> {
  const arn = iamArn(account, forensics.region, `role/${readerRole}`);
  const credentials = roleCredentials(settings, arn, caller, machineArnOf(forensics, machine));
  return look({ ...settings, credentials }).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === "AccessDenied")) throw error;
    throw new Error(
      `The role ${readerRole} of the account ${account} can't be taken: ${messageOf(error)}\n` +
        `The role ${roleNames.reader} lets in the state machines only. Name one that you may take, and that may read ` +
        "EC2, Auto Scaling, Elastic Load Balancing and IAM, with --reader-role.",
      { cause: error },
    );
  });
}
