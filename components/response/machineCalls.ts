import { innerPrograms } from "./asl/flow";
import type { Program, StateMachine, Task } from "./asl/states";
import { machineNames, roleNames, type MachineName, type WorkloadRole } from "./names";

/** What a state machine calls. */
export interface MachineCalls {
  /** Calls in the forensics account, as `<service of the SDK integration>:<operation>`, sorted. */
  readonly own: readonly string[];
  /** Roles of workload accounts that it takes. */
  readonly roles: readonly WorkloadRole[];
  /** Machines that it starts, and those of them that it waits for. */
  readonly started: readonly MachineName[];
  readonly followed: readonly MachineName[];
}

/** Reads from the definition of a state machine what it calls. */
export function callsOf(definition: StateMachine): MachineCalls {
  const tasks = tasksOf(definition);
  const own = tasks.flatMap(({ Resource, Credentials }) =>
    Credentials === undefined ? (/:aws-sdk:(\w+:\w+)/.exec(Resource)?.[1] ?? []) : [],
  );
  const taken = tasks.map(({ Credentials }) => JSON.stringify(Credentials ?? {}));
  const followed = tasks.filter(({ Resource }) => Resource.includes(":states:startExecution.sync"));
  return {
    own: [...new Set(own)].sort(),
    roles: keysOf(roleNames).filter((role) =>
      taken.some((text) => text.includes(`role/${roleNames[role]}'`)),
    ),
    started: startedBy(tasks),
    followed: startedBy(followed),
  };
}

function startedBy(tasks: readonly Task[]): MachineName[] {
  const arns = tasks.map(({ Parameters }) => JSON.stringify(Parameters["StateMachineArn"] ?? ""));
  return keysOf(machineNames).filter((machine) =>
    arns.some((arn) => arn.endsWith(`:${machineNames[machine]}"`)),
  );
}

function tasksOf(program: Program): Task[] {
  return Object.values(program.States).flatMap((state) => [
    ...(state.Type === "Task" ? [state] : []),
    ...innerPrograms(state).flatMap(tasksOf),
  ]);
}

function keysOf<K extends string>(record: Readonly<Record<K, string>>): K[] {
  return Object.keys(record) as K[];
}
