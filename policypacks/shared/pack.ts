import type { Severity } from "@pulumi/policy";
import type { StackKind } from "./facts";
import type { Controls } from "./frameworks";
import type { Rule } from "./rule";

/** What a pack decides about a rule. */
export interface Row {
  readonly rule: Rule;
  /** `mandatory` stops the update before the resource is touched; `advisory` only reports. */
  readonly level: "mandatory" | "advisory";
  readonly severity: Severity;
  /** Kinds of stacks in which the rule holds. */
  readonly kinds: readonly StackKind[];
  /**
   * What happens in a preview when a value that decides is not known yet: `advise` lists it and lets the update judge;
   * `fail` treats it as a violation, for what an update could only see afterwards.
   */
  readonly undetermined: "advise" | "fail";
  readonly controls: Controls;
}

export interface Pack {
  readonly name: string;
  readonly rows: readonly Row[];
}
