import type { PreviewOptions, PulumiFn, UpOptions } from "@pulumi/pulumi/automation";
import { anyChange } from "./changes";
import { plainly } from "./diagnostics";
import { operate, type Operation } from "./operation";
import { settlePending } from "./pending";
import type { StackPolicies } from "./policies";
import { emptyResult, type Outcome, type StackResult } from "./result";
import { openIn, type Session } from "./session";

/** A stack to be deployed. */
export interface StackToDeploy {
  readonly name: string;
  /** Configuration values by full key. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Declares the resources. */
  readonly program: PulumiFn;
  /** Policies that must hold; without them nothing is judged. */
  readonly policies?: StackPolicies;
  /** Patterns of URNs that are left as they are, with `**` for any text. @default none */
  readonly exclude?: readonly string[];
}

/**
 * Previews a stack with its policies and, if the preview succeeds, updates it. A mandatory violation fails the preview, so
 * that nothing is created: in an update, a policy for the whole stack speaks up only after everything is there.
 */
export async function deployStack(session: Session, stack: StackToDeploy): Promise<StackResult> {
  const preview = await previewStack(session, stack);
  if (preview.outcome === "failed" || preview.outcome === "interrupted") return preview;
  return session.interrupts.requested ? { ...preview, outcome: "interrupted" } : updateStack(session, stack);
}

/** Says what an update would change. */
export async function previewStack(session: Session, stack: StackToDeploy): Promise<StackResult> {
  const opened = await openIn(session, stack.name, stack.config, stack.program);
  const settled = await settlePending(session, opened);
  if (settled !== undefined && settled.ending !== "succeeded") return resultOf(stack, settled, "updated");
  const title = `${stack.name}: preview`;
  const work = (options: PreviewOptions) => opened.preview({ ...options, ...leftOut(stack) });
  return resultOf(
    stack,
    await operate(session, title, true, judgedBy(session, stack.policies, work)),
    "previewed",
  );
}

/**
 * Makes what was declared, without a preview.
 *
 * @param title What to call it.
 */
export async function updateStack(
  session: Session,
  stack: StackToDeploy,
  title = `${stack.name}: update`,
): Promise<StackResult> {
  const opened = await openIn(session, stack.name, stack.config, stack.program);
  const work = (options: UpOptions) => opened.up({ ...options, ...leftOut(stack) });
  return resultOf(
    stack,
    await operate(session, title, false, judgedBy(session, stack.policies, work)),
    "updated",
  );
}

function leftOut({ exclude }: StackToDeploy): Pick<UpOptions, "exclude"> {
  return exclude === undefined ? {} : { exclude: [...exclude] };
}

type Listener = NonNullable<PreviewOptions["onEvent"]>;
type JudgedOptions = Pick<UpOptions, "onEvent" | "signal" | "color" | "policyPacks" | "policyPackConfigs">;

function judgedBy(
  { packs }: Session,
  policies: StackPolicies | undefined,
  work: (options: JudgedOptions) => Promise<unknown>,
): (onEvent: Listener, signal: AbortSignal) => Promise<unknown> {
  return (onEvent, signal) => {
    const options = { onEvent, signal, color: "never" } as const;
    if (policies === undefined) return work(options);
    const judged = { policyPacks: [policies.pack], policyPackConfigs: [policies.config] };
    return packs.judging(() => work({ ...options, ...judged }));
  };
}

function resultOf(
  { name }: StackToDeploy,
  { progress, ending, causes }: Operation,
  changed: Outcome,
): StackResult {
  const { changes, outputs, rules, violations, exceptions, warnings } = progress;
  const success = anyChange(changes) ? changed : "unchanged";
  return {
    ...emptyResult(name, ending === "succeeded" ? success : ending),
    changes,
    outputs,
    rules,
    violations,
    exceptions,
    causes,
    warnings: plainly(warnings),
  };
}
