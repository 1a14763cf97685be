import type { Json } from "../../../../components/response/asl/states";
import { answerFrom } from "./answer";
import type { Call } from "./errors";
import type { JsonObject, World } from "./model";
import { newWorld, roleName } from "./newWorld";
import { run, type Outcome } from "./run";
import { execute, machines, outputOf } from "./scenario";

/** Name of the policy that denies everything. */
export const policyName = "landing-zone-incident-case-1";

/** Rows of the table that say which case has the principals. */
export const claims = {
  role: `principal#111111111111#eu-central-1#role:${roleName} open`,
  user: "principal#111111111111#eu-central-1#user:mallory open",
};

/** A world in which both principals are contained, before which the user had these keys. */
export function contained(keys: Record<string, string> = { AKIA1: "Active", AKIA2: "Inactive" }): World {
  const world = worldWith(keys);
  execute("containRole", world);
  execute("containUser", world);
  for (const claim of Object.values(claims)) world.table[claim] = { caseId: { S: "case-1" } };
  return world;
}

export function worldWith(keys: Record<string, string>): World {
  const world = newWorld();
  const mallory = world.users["mallory"];
  if (mallory) world.users["mallory"] = { ...mallory, keys: { ...keys } };
  return world;
}

export const keysOf = (world: World): Record<string, string> => world.users["mallory"]?.keys ?? {};

export const isDenied = (world: World): boolean => policyName in (world.users["mallory"]?.policies ?? {});

export const releaseUser = (world: World, ...parts: readonly string[]): JsonObject =>
  outputOf(execute("releaseUser", world, { input: { parts } }));

/** What people are asked. */
export const question = ({ notices }: World): string => notices[0]?.["Message"] as string;

/** Releases the user with its keys, and does something while approval is waited for, whose answer it may give. */
export function meanwhile(world: World, change: () => Json | undefined): Outcome {
  const answer = answerFrom(world);
  return run(machines.releaseUser.definition, machines.releaseUser.input, {
    now: "2026-02-01T00:00:03.456Z",
    answer: (call: Call): Json => {
      const given = answer(call);
      return call.state === "Wait for approval" ? (change() ?? given) : given;
    },
  });
}
