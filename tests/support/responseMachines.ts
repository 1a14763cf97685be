import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { innerPrograms } from "../../components/response/asl/flow";
import type { Payload, Program, State, StateMachine } from "../../components/response/asl/states";
import { roleNames, type WorkloadRole } from "../../components/response/names";
import { machineSettings } from "./machineSettings";

const folder = join(__dirname, "../../components/response/machines");
const load = createRequire(__filename);

/** Every machine that there is, by the file that defines it. */
export function machines(): ReadonlyMap<string, StateMachine> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const made = files.flatMap((file) =>
    Object.entries(load(join(folder, file)) as Record<string, unknown>)
      .filter(([name, value]) => name.endsWith("Machine") && typeof value === "function")
      .map(
        ([, make]) =>
          [file.replace(/\.ts$/, ""), (make as (given: object) => StateMachine)(machineSettings)] as const,
      ),
  );
  return new Map(made);
}

/** A call that a machine makes. */
export interface MachineCall {
  readonly machine: string;
  readonly state: string;
  /** Service and operation of the SDK integration, for instance `ec2:describeInstances`. */
  readonly action: string;
  /** The role of the workload account that it is made as; undefined for the machine's own. */
  readonly role: WorkloadRole | undefined;
  readonly input: Payload;
}

/** Every call of every machine. */
export function machineCalls(): MachineCall[] {
  return [...machines()].flatMap(([machine, definition]) =>
    statesOf(definition).flatMap(([name, state]) => {
      if (state.Type !== "Task") return [];
      const [, action] = /^arn:aws:states:::aws-sdk:([^.]+)/.exec(state.Resource) ?? [];
      if (action === undefined) return []; // Another machine is started.
      const role = roleIn(JSON.stringify(state.Credentials ?? {}));
      return [{ machine, state: name, action, role, input: state.Parameters }];
    }),
  );
}

function roleIn(credentials: string): WorkloadRole | undefined {
  const kinds = Object.keys(roleNames) as WorkloadRole[];
  return kinds.find((kind) => credentials.includes(`role/${roleNames[kind]}'`));
}

function statesOf({ States }: Program): [string, State][] {
  return Object.entries(States).flatMap((entry) => [entry, ...innerPrograms(entry[1]).flatMap(statesOf)]);
}
