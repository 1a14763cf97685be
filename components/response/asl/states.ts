/**
 * The Amazon States Language as far as the machines of incident response use it, with the query language JSONPath.
 * Source: "States language", https://states-language.net/spec.html.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object of a state. The value of a key that ends with `.$` is a path or an intrinsic function. */
export type Payload = Readonly<Record<string, Json>>;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string | null;
  readonly Next: string;
}

/** Where a state goes: to another one, or to the end of its machine, branch or iteration. */
export type Ending = { readonly Next: string } | { readonly End: true };

export type Task = Ending & {
  readonly Type: "Task";
  readonly Comment?: string;
  readonly Resource: string;
  readonly Credentials?: Payload;
  readonly Parameters: Payload;
  readonly ResultSelector?: Payload;
  readonly ResultPath: string | null;
  readonly TimeoutSeconds: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
};

export type Pass = Ending & {
  readonly Type: "Pass";
  readonly Parameters?: Payload;
  readonly ResultPath?: string;
  readonly OutputPath?: string;
};

export type Wait = Ending & { readonly Type: "Wait" } & (
    { readonly Seconds: number } | { readonly SecondsPath: string }
  );

/** What a choice asks about its input. Source: "Choice rule", the specification. */
export type Condition =
  | { readonly And: readonly Condition[] }
  | { readonly Or: readonly Condition[] }
  | { readonly Not: Condition }
  | ({ readonly Variable: string } & Readonly<Record<string, Json>>);

export interface Choice {
  readonly Type: "Choice";
  readonly Choices: readonly (Condition & { readonly Next: string })[];
  readonly Default: string;
}

export interface Fail {
  readonly Type: "Fail";
  readonly Error: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface Succeed {
  readonly Type: "Succeed";
}

/** States that belong together: a whole machine, a branch or an iteration. */
export interface Program {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type Parallel = Ending & {
  readonly Type: "Parallel";
  readonly Branches: readonly Program[];
  readonly ResultSelector?: Payload;
  readonly ResultPath: string | null;
  readonly Catch?: readonly Catcher[];
};

export type MapState = Ending & {
  readonly Type: "Map";
  readonly ItemsPath: string;
  readonly ItemSelector: Payload;
  readonly MaxConcurrency: number;
  readonly ItemProcessor: Program & { readonly ProcessorConfig: { readonly Mode: "INLINE" } };
  readonly ResultSelector?: Payload;
  readonly ResultPath: string | null;
  readonly Catch?: readonly Catcher[];
};

export type State = Task | Pass | Wait | Choice | Fail | Succeed | Parallel | MapState;

/** A state machine, as AWS takes it. */
export interface StateMachine extends Program {
  readonly Comment: string;
  readonly TimeoutSeconds: number;
}
