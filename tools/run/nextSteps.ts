import type { RunOptions } from "./options";
import { succeeded, type StackResult } from "./result";
import { stateFolder } from "./state";

/** Tells how long a run took, where its state is, and what can be done next. */
export function nextSteps(options: RunOptions, results: readonly StackResult[], seconds: number): string {
  const { root } = stateFolder(options.state, options.aws);
  return [`Took ${seconds.toFixed(1)} s. State: ${root}`, "Next:", ...table(steps(options, results))].join(
    "\n",
  );
}

type Next = readonly [command: string, effect: string];

const emulated: Next = ["npm start -- --aws emulator", "deploys the same through the real AWS provider"];

function steps(options: RunOptions, results: readonly StackResult[]): Next[] {
  const again: Next = [start(options), "deploys what is configured"];
  if (results.some(({ outcome }) => outcome === "interrupted")) {
    return [[start(options), "goes on from what has been saved"]];
  }
  if (!results.every(succeeded)) {
    return [
      [start(options, "--preview"), "after mending what is named above, says what would change"],
      [start(options, "--verbose"), "tells more about a failure"],
    ];
  }
  switch (options.action) {
    case "destroy":
      return [again];
    case "preview":
      return [again];
    case "deploy":
      return [
        [start(options), "again: reports that nothing changes"],
        ...(options.aws === "simulator" ? [emulated] : []),
        [start(options, "--destroy"), "removes everything again"],
        ["pulumi up -s forensics", "deploys to the real account, as the README describes"],
      ];
  }
}

/** The command line of the same run, with other options instead of its action. */
function start(options: RunOptions, ...extra: readonly string[]): string {
  const all = [...options.same, ...extra];
  return all.length === 0 ? "npm start" : `npm start -- ${all.join(" ")}`;
}

function table(rows: readonly Next[]): string[] {
  const width = Math.max(...rows.map(([command]) => command.length));
  return rows.map(([command, effect]) => `  ${command.padEnd(width)}  ${effect}`);
}
