import { tasksOf } from "../graph";
import type { Fault } from "./answer";
import type { Call } from "./errors";
import { exposureOf, opened, type Exposure } from "./exposure";
import type { World } from "./model";
import { conversionGroup, instanceId } from "./newWorld";
import { machines, type MachineKey } from "./scenario";

const kinds: readonly Fault["kind"][] = ["throttled", "denied", "not found", "time-out", "slow"];

/** Every way in which a call of a machine can fail, once and always. */
export function faultsOf(key: MachineKey): readonly Fault[] {
  const names = tasksOf(machines[key].definition).map(([name]) => name);
  return names.flatMap((state) =>
    kinds.flatMap((kind) => [false, true].map((always) => ({ state, kind, always }))),
  );
}

export function describeFault({ state, kind, always }: Fault): string {
  return `"${state}" is ${kind} ${always ? "always" : "once"}`;
}

/**
 * Watches that the instance is never further open than it was. Only the groups of an interface may be, for the one moment
 * between the conversion and the isolation that follows it.
 */
export function watch(world: World, limit: Exposure = exposureOf(world)) {
  const problems: string[] = [];
  return {
    problems,
    after: ({ state, role }: Pick<Call, "state" | "role">): void => {
      if (!role.endsWith("container")) return;
      const open = opened(limit, exposureOf(world));
      const converted = inConversion(world);
      if (converted > 0 && !["Convert connections", "Isolate", "Give groups back"].includes(state)) {
        problems.push(`after "${state}" an interface is in the conversion group`);
      }
      for (const way of open.filter((each) => !each.startsWith("groups") || converted === 0)) {
        problems.push(`after "${state}" ${way} is open`);
      }
    },
    /** To be asked when the machine has ended. */
    leftOpen: (): readonly string[] => opened(limit, exposureOf(world)),
  };
}

function inConversion(world: World): number {
  return world.interfaces.filter(
    (nic) => nic.instanceId === instanceId && nic.groups.includes(conversionGroup),
  ).length;
}
