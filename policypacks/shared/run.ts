import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { ExceptionRegister, type Standing } from "./exceptionRegister";
import type { Facts } from "./facts";
import type { Finding, Located } from "./finding";
import { Stack } from "./stack";
import { Value } from "./value";

/**
 * What the policies of a pack share during one preview or one update. The engine starts a pack's process for each
 * (measured with 3.252); a process that is kept for several begins anew with each configuration that it is given.
 */
export class Run {
  private given: { readonly facts: Facts; readonly exceptions: ExceptionRegister } | undefined;
  private stack: Stack | undefined;
  private readonly inputs = new Map<string, Value>();
  private readonly served = new Set<string>();
  private readonly untold = new Map<string, Located[]>();

  /** @param today Gives the current day in UTC, `2026-12-31`. */
  public constructor(private readonly today: () => string) {}

  /**
   * Takes the pack's configuration over. The engine configures a pack once at the beginning of a run, and the SDK hands out
   * the same lists from then on; other lists are the sign of another run.
   */
  public configure(facts: Facts): void {
    if (this.given?.facts.trustedAccounts === facts.trustedAccounts) return;
    this.given = { facts, exceptions: new ExceptionRegister(facts.exceptions, this.today()) };
    this.stack = undefined;
    this.inputs.clear();
    this.served.clear();
    this.untold.clear();
  }

  /** @throws Error when the pack was not configured: a rule must not judge by assumptions. */
  public get facts(): Facts {
    if (this.given === undefined) {
      throw new Error("the policy pack has no configuration; do not disable the policy pack-configuration");
    }
    return this.given.facts;
  }

  /** How the stack's exceptions fared up to now. */
  public get exceptions(): readonly Standing[] {
    return this.given?.exceptions.standings() ?? [];
  }

  /** Whether somebody answers for a finding. */
  public covers(rule: string, urn: string, finding: Finding): boolean {
    return this.given?.exceptions.covers(rule, urn, finding) ?? false;
  }

  /** Remembers that a rule could not judge, for the list at the end. */
  public postpone(rule: string, located: Located): void {
    const postponed = this.untold.get(rule);
    if (postponed === undefined) this.untold.set(rule, [located]);
    else postponed.push(located);
  }

  /** What the rules could not judge. */
  public get undetermined(): ReadonlyMap<string, readonly Located[]> {
    return this.untold;
  }

  /** Remembers what the program asks for, for the stack rules. */
  public record(args: Pick<ResourceValidationArgs, "urn" | "props">): void {
    this.inputs.set(args.urn, Value.of(args.props));
  }

  /**
   * The stack, built for the first policy that asks. The SDK prepares the same resources anew for each policy.
   *
   * @param policy Who asks. Should one ever ask twice, the stack has changed in between.
   */
  public stackFor(policy: string, resources: readonly PolicyResource[]): Stack {
    if (this.stack === undefined || this.served.has(policy)) {
      this.stack = new Stack(resources, this.inputs);
      this.served.clear();
    }
    this.served.add(policy);
    return this.stack;
  }
}
