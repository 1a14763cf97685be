import { roleNames, type MachineName, type WorkloadRole } from "../names";
import type { Flow } from "./flow";
import type { Catcher, Payload, Retrier, Task } from "./states";

/** As whom a call is made: a role of the account that is treated, or the machine itself in the forensics account. */
export type Caller = WorkloadRole | "self";

/** A call to AWS as a step of a state machine. */
export interface CallArgs {
  /** Service and operation of the SDK integration, for instance `ec2:describeInstances`. */
  readonly action: `${string}:${string}`;
  /** Who makes the call. The input must hold `$.account`, the id of the account that is treated. */
  readonly as: Caller;
  readonly input: Payload;
  /** What the state makes of the answer. Only what is needed: an answer is at most 256 KiB. @default `{ "ok": true }` */
  readonly select?: Payload;
  /** Where that goes in the data; `null` drops it. @default `$.steps.<key>` */
  readonly into?: string | null;
  /** Name under which the outcome is told in `$.steps`, in camelCase. */
  readonly key: string;
  /** Errors that are answers, not failures: they are not retried, and are told in `into`. */
  readonly expected?: {
    readonly errors: readonly string[];
    readonly into: string | null;
    readonly then?: Flow;
  };
  /**
   * What a failure does: `record` tells it in `$.steps.<key>` as `{ Error, Cause }` and goes on, `raise` ends the branch or
   * machine, a flow is entered with the failure in `$.steps.<key>`.
   */
  readonly onFailure: "record" | "raise" | Flow;
  /** @default {@link patient} */
  readonly retry?: readonly Retrier[];
  /** Seconds for one attempt. @default 30 */
  readonly timeoutSeconds?: number;
  /** Waits until somebody sends the task's token (`$$.Task.Token`) back. @default false */
  readonly waitForToken?: boolean;
}

/**
 * Throttled or failed calls are made again after about 1, 2 and 4 seconds. EC2 names all its errors alike in Step Functions
 * (`Ec2.Ec2Exception`), so errors that would pass can't be told from others.
 */
export const patient: readonly Retrier[] = [
  {
    ErrorEquals: ["States.TaskFailed", "States.Timeout"],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxAttempts: 3,
    MaxDelaySeconds: 8,
    JitterStrategy: "FULL",
  },
];

/** Makes one call. */
export function call(name: string, args: CallArgs): Flow {
  const into = intoOf(args);
  const { service, operation } = parts(args.action);
  const pattern = args.waitForToken ? ".waitForTaskToken" : "";
  return task(name, args, (Next) => ({
    Type: "Task",
    Resource: `arn:aws:states:::aws-sdk:${service}:${operation}${pattern}`,
    ...(args.as !== "self" && { Credentials: credentials(args.as) }),
    Parameters: args.input,
    ...(into !== null && { ResultSelector: args.select ?? { ok: true } }),
    ResultPath: into,
    TimeoutSeconds: args.timeoutSeconds ?? 30,
    Next,
  }));
}

export interface StartArgs extends Pick<CallArgs, "key" | "into" | "onFailure"> {
  /** The machine to start. */
  readonly machine: MachineName;
  readonly input: Payload;
  /** What the state makes of the machine's output, which is in `$.Output`. @default `{ "output.$": "$.Output" }` */
  readonly select?: Payload;
  /** Seconds until the machine must have ended. */
  readonly timeoutSeconds: number;
}

/** Runs another machine of the forensics account to its end. */
export function runMachine(
  name: string,
  stateMachineArnOf: (machine: MachineName) => string,
  args: StartArgs,
): Flow {
  return start(name, stateMachineArnOf, { ...args, retry: [] }, { resource: "startExecution.sync:2" });
}

/** Error of a start that has been made already, and whose execution has ended since. */
const startedBefore = "StepFunctions.ExecutionAlreadyExistsException";

/**
 * Starts another machine of the forensics account and goes on. A start can be repeated: the execution is named after this one
 * and the step, and a name is taken once only. In an iteration, `of` is the path of what tells it apart from the others.
 * Source: "StartExecution", AWS Step Functions API reference.
 */
export function startMachine(
  name: string,
  stateMachineArnOf: (machine: MachineName) => string,
  { of, ...args }: Omit<StartArgs, "select" | "timeoutSeconds"> & { readonly of?: string | undefined },
): Flow {
  return start(
    name,
    stateMachineArnOf,
    {
      ...args,
      select: { ok: true, "executionArn.$": "$.ExecutionArn" },
      timeoutSeconds: 10,
      expected: { errors: [startedBefore], into: null },
    },
    {
      resource: "startExecution",
      more: { "Name.$": `States.Hash(${startName(args.key, of)}, 'SHA-256')` },
    },
  );
}

function startName(key: string, of: string | undefined): string {
  return of === undefined
    ? `States.Format('{}/${key}', $$.Execution.Id)`
    : `States.Format('{}/${key}/{}', $$.Execution.Id, ${of})`;
}

function start(
  name: string,
  stateMachineArnOf: (machine: MachineName) => string,
  args: StartArgs & Pick<CallArgs, "retry" | "expected">,
  { resource, more }: { readonly resource: string; readonly more?: Payload },
): Flow {
  const into = intoOf(args);
  return task(name, args, (Next) => ({
    Type: "Task",
    Resource: `arn:aws:states:::states:${resource}`,
    Parameters: {
      StateMachineArn: stateMachineArnOf(args.machine),
      ...more,
      Input: { ...args.input, "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id" },
    },
    ...(into !== null && { ResultSelector: args.select ?? { "output.$": "$.Output" } }),
    ResultPath: into,
    TimeoutSeconds: args.timeoutSeconds,
    Next,
  }));
}

function intoOf({ into, key }: Pick<CallArgs, "into" | "key">): string | null {
  return into === undefined ? `$.steps.${key}` : into;
}

function task(
  name: string,
  { key, expected, onFailure, retry = patient }: Pick<CallArgs, "key" | "expected" | "onFailure" | "retry">,
  make: (next: string) => Task,
): Flow {
  const never = expected ? [{ ErrorEquals: [...expected.errors], MaxAttempts: 0 }] : [];
  const retriers = [...never, ...retry];
  return {
    first: name,
    states: (next) => {
      const catchers: Catcher[] = [];
      if (expected) {
        const { errors, into, then } = expected;
        catchers.push({ ErrorEquals: [...errors], ResultPath: into, Next: then?.first ?? next });
      }
      if (onFailure !== "raise") {
        const Next = onFailure === "record" ? next : onFailure.first;
        catchers.push({ ErrorEquals: ["States.ALL"], ResultPath: `$.steps.${key}`, Next });
      }
      return {
        [name]: {
          ...make(next),
          ...(retriers.length > 0 && { Retry: retriers }),
          ...(catchers.length > 0 && { Catch: catchers }),
        },
        ...expected?.then?.states(next),
        ...(typeof onFailure === "object" ? onFailure.states(next) : {}),
      };
    },
  };
}

function credentials(role: WorkloadRole): Payload {
  return { "RoleArn.$": `States.Format('arn:aws:iam::{}:role/${roleNames[role]}', $.account)` };
}

function parts(action: CallArgs["action"]): { service: string; operation: string } {
  const [service = "", operation = ""] = action.split(":");
  return { service, operation };
}
