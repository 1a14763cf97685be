import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { ExceptionRegister, type Standing } from "./exceptionRegister";
import type { Facts } from "./facts";
import type { Finding, Located } from "./finding";
import { Stack } from "./stack";
import { Value } from "./value";

/**
 * What the policies of a pack share while the engine runs them. A pack's process serves one preview or one update; should
 * it ever serve another, what belongs to a run is made anew.
 */
export class Run {
  private given: { readonly facts: Facts; readonly exceptions: ExceptionRegister } | undefined;
  private readonly inputs = new Map<string, Value>();
  private stack: Stack | undefined;
  private readonly served = new Set<string>();
  private readonly untold = new Map<string, Located[]>();

  /** @param today Gives the current day in UTC, `2026-12-31`. */
  public constructor(private readonly today: () => string) {}

  /** Takes the pack's configuration over, the first time it is seen. */
  public configure(facts: Facts): void {
    this.given ??= { facts, exceptions: new ExceptionRegister(facts.exceptions, this.today()) };
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
   * @param policy Who asks. Asking twice means that another run has begun.
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
