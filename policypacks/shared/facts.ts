/** Kinds of stacks, as `landing-zone:kind` names them. */
export const stackKinds = ["workload", "forensics", "security", "organization"] as const;

export type StackKind = (typeof stackKinds)[number];

/** What the rules must know about the stack that they judge. It comes from the stack's configuration, never from AWS. */
export interface Facts {
  /** Name of the stack. */
  readonly stack: string;
  readonly stackKind: StackKind;
  /** The AWS account that the stack owns, 12 digits. */
  readonly account: string;
  /** Other accounts that may be trusted. */
  readonly trustedAccounts: readonly string[];
  /** The organization whose accounts may be trusted as a whole, if there is one: `o-` and 10 to 32 characters. */
  readonly organizationId?: string;
  /** TCP ports that a load balancer may open to the internet. */
  readonly publicPorts: readonly number[];
  /** Days for which log groups keep their events at least. */
  readonly logRetentionDays: number;
  /** Days for which evidence is locked at least. */
  readonly evidenceRetentionDays: number;
  readonly exceptions: readonly Exception[];
}

/** One finding that somebody answers for, for a while. */
export interface Exception {
  /** Name of the rule. */
  readonly rule: string;
  /** One resource: its URN, or its type and its name, in which `*` stands for any text. */
  readonly resource: string;
  /** The one finding meant, as the message names it. @default every finding of the rule on the resource */
  readonly finding?: string;
  /** Why this is acceptable. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly ticket?: string;
  /** Last day on which it holds, `2026-12-31`. From the next day on, the run fails. */
  readonly lastDay: string;
}

/** Accounts that may be trusted, the stack's own included. */
export function isTrusted(account: string, facts: Facts): boolean {
  return account === facts.account || facts.trustedAccounts.includes(account);
}
