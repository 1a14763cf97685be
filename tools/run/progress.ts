import type { DiagnosticEvent, EngineEvent, PolicyEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { configurationPolicyName } from "../../policypacks/shared/configurationPolicy";
import {
  exceptionsPolicy,
  parseReport,
  type ExceptionReport,
} from "../../policypacks/shared/exceptionReport";
import { changesOf, type Changes } from "./changes";
import { shownOutputs } from "./outputs";

/** One breach of a policy, as the engine reports it. */
export interface Violation {
  readonly rule: string;
  /** `mandatory` stops the run; `advisory` is only told. */
  readonly level: "mandatory" | "advisory";
  /** low, medium, high or critical; absent when the rule gives none. */
  readonly severity?: string;
  /** The resource; absent when the whole stack breaks the rule. */
  readonly urn?: string;
  readonly message: string;
}

/** What the engine, a provider or the program said about the run. */
export interface Diagnostic {
  readonly severity: "warning" | "error";
  readonly message: string;
  readonly urn?: string;
}

/** A step on a resource that has begun and not ended. */
export interface Step {
  readonly urn: string;
  readonly type: string;
}

interface PolicyResults {
  readonly passed?: readonly string[];
  readonly failed?: readonly string[];
}

interface LeveledPolicyEvent extends Omit<PolicyEvent, "enforcementLevel"> {
  readonly enforcementLevel: string;
  readonly severity?: string;
}

/** The engine's events, with what the SDK's types do not know yet (apitype/events.go of the engine's source). */
export interface RunEvent extends Omit<EngineEvent, "policyEvent"> {
  policyEvent?: LeveledPolicyEvent;
  policyAnalyzeSummaryEvent?: PolicyResults;
  policyAnalyzeStackSummaryEvent?: PolicyResults;
}

/** Policies of the pack that judge nothing: they carry its configuration and list the exceptions. */
const housekeeping: ReadonlySet<string> = new Set([configurationPolicyName, exceptionsPolicy]);

/** What is known about one preview, update or destroy, from its events. */
export class Progress {
  private readonly done = new Map<string, Set<string>>();
  private readonly running = new Map<string, Step>();
  private readonly ruleNames = new Set<string>();
  private readonly breaches = new Map<string, Violation>();
  private readonly excepted = new Map<string, ExceptionReport>();
  private readonly said: Diagnostic[] = [];
  private readonly kept = new Map<string, Step>();
  private sum: Readonly<Partial<Record<string, number>>> | undefined;
  private lastOutputs: Readonly<Record<string, unknown>> = {};

  /** Takes in one event. */
  public apply(event: RunEvent): void {
    if (event.resourcePreEvent) this.begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) this.end(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent) this.running.delete(event.resOpFailedEvent.metadata.urn);
    if (event.diagnosticEvent) this.say(event.diagnosticEvent);
    if (event.policyEvent) this.addBreach(event.policyEvent);
    if (event.policyAnalyzeSummaryEvent) this.addRules(event.policyAnalyzeSummaryEvent);
    if (event.policyAnalyzeStackSummaryEvent) this.addRules(event.policyAnalyzeStackSummaryEvent);
    if (event.summaryEvent) this.sum = event.summaryEvent.resourceChanges;
  }

  /** Resources by what happened to them: the engine's own sum once there is one, until then what was seen. */
  public get changes(): Changes {
    return changesOf(this.sum ?? Object.fromEntries([...this.done].map(([step, urns]) => [step, urns.size])));
  }

  /** Steps in progress, the oldest first. */
  public get inFlight(): readonly Step[] {
    return [...this.running.values()];
  }

  /** The stack's outputs, fit to be shown: see {@link shownOutputs}. */
  public get outputs(): Readonly<Record<string, unknown>> {
    return this.lastOutputs;
  }

  /** Names of the policies that judged anything. */
  public get rules(): readonly string[] {
    return [...this.ruleNames].sort();
  }

  /** Every breach once, in the order of rule and resource. */
  public get violations(): readonly Violation[] {
    return [...this.breaches.values()].sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
  }

  /** The exceptions from policies that were configured for the stack, each with what became of it. */
  public get exceptions(): readonly ExceptionReport[] {
    return [...this.excepted.values()];
  }

  public get errors(): readonly Diagnostic[] {
    return this.said.filter(({ severity }) => severity === "error");
  }

  public get warnings(): readonly Diagnostic[] {
    return this.said.filter(({ severity }) => severity === "warning");
  }

  /** Resources that left the state while AWS keeps them, as the program declared with `retainOnDelete`. */
  public get retained(): readonly Step[] {
    return [...this.kept.values()];
  }

  private begin({ op, urn, type, new: next, old }: StepEventMetadata): void {
    // A component is not worked on: it is there as long as its children are.
    const custom = (next ?? old)?.custom === true;
    if (custom && op !== "same") this.running.set(urn, { urn, type });
  }

  private end({ op, urn, type, new: next, old }: StepEventMetadata): void {
    this.running.delete(urn);
    const urns = this.done.get(op) ?? new Set();
    this.done.set(op, urns.add(urn));
    if (type === "pulumi:pulumi:Stack") this.lastOutputs = shownOutputs((next ?? old)?.outputs ?? {});
    if (op === "delete" && old?.retainOnDelete === true) this.kept.set(urn, { urn, type });
  }

  private say({ severity, message, urn, ephemeral }: DiagnosticEvent): void {
    if (ephemeral === true || (severity !== "warning" && severity !== "error")) return;
    this.said.push({ severity, message: message.trim(), ...(urn === undefined ? {} : { urn }) });
  }

  private addBreach({
    policyName,
    enforcementLevel,
    severity,
    resourceUrn,
    message,
  }: LeveledPolicyEvent): void {
    const breach: Violation = {
      rule: policyName,
      level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
      ...(severity === undefined ? {} : { severity }),
      ...(resourceUrn === undefined || resourceUrn === "" ? {} : { urn: resourceUrn }),
      message: message.trim(),
    };
    const exception = policyName === exceptionsPolicy ? parseReport(breach.message) : undefined;
    if (exception !== undefined) this.excepted.set(breach.message, exception);
    // An exception that has expired is reported as mandatory: it stops the run like any other violation.
    if (exception === undefined || breach.level === "mandatory") this.breaches.set(keyOf(breach), breach);
  }

  private addRules({ passed = [], failed = [] }: PolicyResults): void {
    for (const rule of [...passed, ...failed]) if (!housekeeping.has(rule)) this.ruleNames.add(rule);
  }
}

function keyOf({ rule, urn, message }: Violation): string {
  return [rule, urn, message].join("\n");
}
