import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const root = join(__dirname, "../..");

const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const permissions = z.record(z.string(), z.string());
export const job = z.looseObject({
  permissions: permissions.optional(),
  uses: z.string().optional(),
  steps: z.array(step).default([]),
});
const workflow = z.looseObject({ permissions, jobs: z.record(z.string(), job) });
const action = z.looseObject({ runs: z.looseObject({ steps: z.array(step) }) });

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml"))
    .map((file) => `${folder}/${file}`)
    .sort();
}

/** Text of a file of the repository. */
export const read = (file: string) => readFileSync(join(root, file), "utf8");
/** Every workflow by its path. */
export const workflows = filesIn(".github/workflows").map(
  (file) => [file, workflow.parse(parse(read(file)))] as const,
);
/** Every own action by its path. */
export const actions = filesIn(".github/actions").map(
  (file) => [file, action.parse(parse(read(file)))] as const,
);

/** The workflow of a name. */
export function named(name: string) {
  return workflow.parse(parse(read(`.github/workflows/${name}.yml`)));
}

/** Everything that is run or used, a workflow called by a job included. */
export function workflowSteps(): z.infer<typeof step>[] {
  return [
    ...workflows.flatMap(([, { jobs }]) =>
      Object.values(jobs).flatMap((one) => [{ uses: one.uses }, ...one.steps]),
    ),
    ...actions.flatMap(([, { runs }]) => runs.steps),
  ];
}
