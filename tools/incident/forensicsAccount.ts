import { arnIn, type Account } from "../../components/account";
import { machineNames, type MachineName } from "../../components/response/names";
import type { ForensicsConfig } from "../../config/forensics";
import { UsageError } from "../exitCode";
import { stackFilesIn } from "../stackFiles";

/** The account from which incidents are responded to. */
export interface ForensicsAccount extends Account {
  readonly workloadAccounts: readonly string[];
  /** Role to enter the account by, where the stack is configured with one. */
  readonly roleName?: string;
  /** Name of the stack. */
  readonly stack: string;
}

/**
 * Finds the forensics account in the stacks' files.
 *
 * @param folder Holds `Pulumi.<stack>.yaml`.
 * @param stack Which one, where there are several.
 * @throws UsageError when there is none, or several and none was named.
 */
export function forensicsAccountIn(folder: string, stack?: string): ForensicsAccount {
  const all = forensicsStacks(folder);
  const names = all.map(({ name }) => name).join(", ");
  const matching = all.filter(({ name }) => stack === undefined || name === stack);
  const [only, ...others] = matching;
  if (only === undefined) {
    throw new UsageError(
      stack === undefined || all.length === 0
        ? `No Pulumi.<stack>.yaml in ${folder} is of the kind forensics. Give their folder with --config.`
        : `There is no stack ${stack} of the kind forensics, only ${names}.`,
    );
  }
  if (others.length > 0)
    throw new UsageError(`There are several forensics accounts: ${names}. Name one with --stack.`);
  const { account, region, workloadAccounts, deployment } = only.config;
  return {
    id: account,
    region,
    workloadAccounts,
    ...(deployment && { roleName: deployment.roleName }),
    stack: only.name,
  };
}

function forensicsStacks(folder: string): readonly { name: string; config: ForensicsConfig }[] {
  return stackFilesIn(folder).flatMap(({ name, config }) =>
    config.kind === "forensics" ? [{ name, config }] : [],
  );
}

/** ARN of a state machine of incident response. */
export function machineArnOf(account: Account, machine: MachineName): string {
  return arnIn(account, "states", `stateMachine:${machineNames[machine]}`);
}

/** @throws UsageError when the account is not one that this forensics account responds in. */
export function assertServed({ id, workloadAccounts }: ForensicsAccount, account: string): void {
  if (workloadAccounts.includes(account)) return;
  throw new UsageError(
    `--account ${account}: the forensics account ${id} responds in ${workloadAccounts.join(", ")} only. ` +
      "Add the account to workloadAccounts of its stack and deploy it, or name one of these.",
  );
}
