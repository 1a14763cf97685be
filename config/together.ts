import { overlapCidr } from "cidr-tools";
import type { ForensicsConfig } from "./forensics";
import { project, type StackFile } from "./load";
import { ConfigurationError, type Problem } from "./problems";
import type { WorkloadConfig } from "./workload";

/**
 * Checks what only several stacks together can break: an account owned twice, address blocks that overlap, a workload
 * whose forensics account is unknown or does not serve it.
 *
 * @throws ConfigurationError with all problems at once.
 */
export function checkTogether(files: readonly StackFile[]): void {
  const problems = [...sharedAccounts(files), ...overlappingBlocks(files), ...unservedWorkloads(files)];
  if (problems.length > 0) throw new ConfigurationError("The stacks together", problems);
}

function sharedAccounts(files: readonly StackFile[]): Problem[] {
  return pairs(files)
    .filter(([one, other]) => one.config.account === other.config.account)
    .map(([one, other]) => ({
      key: keyIn(other, "account"),
      given: other.config.account,
      rule: `each stack owns an account of its own, and ${one.name} owns this one`,
      remedy: "give one of them another account",
    }));
}

function overlappingBlocks(files: readonly StackFile[]): Problem[] {
  return pairs(files)
    .filter(([one, other]) => overlapCidr(one.config.network.cidr, other.config.network.cidr))
    .map(([one, other]) => ({
      key: keyIn(other, "network.cidr"),
      given: other.config.network.cidr,
      rule: `must not overlap the block of ${one.name}, ${one.config.network.cidr}: the networks could never be connected`,
      remedy: "give one of them another block",
    }));
}

function unservedWorkloads(files: readonly StackFile[]): Problem[] {
  return files.flatMap((file) => (isWorkload(file) ? unserved(file, files) : []));
}

function unserved(workload: StackFile & { config: WorkloadConfig }, files: readonly StackFile[]): Problem[] {
  const { stack, account } = workload.config.forensics;
  const forensics = files.find((file) => file.name === stack);
  if (forensics === undefined || !isForensics(forensics)) {
    return [
      {
        key: keyIn(workload, "forensics.stack"),
        given: stack,
        rule: "must be a stack of kind forensics",
        remedy: `add Pulumi.${stack}.yaml of that kind, or name the stack that there is`,
      },
    ];
  }
  const problems: Problem[] = [];
  if (forensics.config.account !== account) {
    problems.push({
      key: keyIn(workload, "forensics.account"),
      given: account,
      rule: `must be the account of the stack ${stack}, ${forensics.config.account}`,
      remedy: "correct one of the two",
    });
  }
  if (!forensics.config.workloadAccounts.includes(workload.config.account)) {
    problems.push({
      key: keyIn(forensics, "workloadAccounts"),
      given: JSON.stringify(forensics.config.workloadAccounts),
      rule: `must contain ${workload.config.account}, the account of ${workload.name}`,
      remedy: "add it",
    });
  }
  return problems;
}

function isWorkload(file: StackFile): file is StackFile & { config: WorkloadConfig } {
  return file.config.kind === "workload";
}

function isForensics(file: StackFile): file is StackFile & { config: ForensicsConfig } {
  return file.config.kind === "forensics";
}

function keyIn(file: StackFile, key: string): string {
  return `Pulumi.${file.name}.yaml ${project}:${key}`;
}

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
