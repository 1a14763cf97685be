import { iamArn } from "../components/account";
import type { StackFile, StackKind } from "../config/load";

/** What a workflow must know to run one stack. */
export interface WorkflowStack {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** ARN of the role of account.yaml that previews. */
  readonly previewRole: string;
  /** ARN of the role of account.yaml that deploys. */
  readonly deploymentRole: string;
  /** ARN of the role of account.yaml that checks readiness. */
  readonly readinessRole: string;
}

/**
 * The stacks for the matrix of a workflow: all of them, and those of each kind, since a workload is deployed after the
 * forensics account that it reads from.
 */
export function workflowStacks(
  files: readonly StackFile[],
): Readonly<Record<StackKind | "all", readonly WorkflowStack[]>> {
  const ofKind = (kind: StackKind) => files.filter(({ config }) => config.kind === kind).map(workflowStack);
  return { all: files.map(workflowStack), forensics: ofKind("forensics"), workload: ofKind("workload") };
}

function workflowStack({ name, config: { account, region } }: StackFile): WorkflowStack {
  return {
    stack: name,
    account,
    region,
    previewRole: iamArn(account, region, "role/landing-zone-preview"),
    deploymentRole: iamArn(account, region, "role/landing-zone-deployment"),
    readinessRole: iamArn(account, region, "role/landing-zone-readiness"),
  };
}
