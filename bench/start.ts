import { join } from "node:path";
import { compare, seconds, timed, type Line } from "./measure";
import { inFolder, runScript } from "./process";

const most = 1.5;

/**
 * `npm start` twice, the second time without changes, against the same with the resources alone: what configuration,
 * components and policies cost. Whole processes, from start to end.
 */
export async function benchStart(rounds: number): Promise<Line[]> {
  return inFolder(async (folder) => {
    const recorded = join(folder, "recorded");
    await runScript("tools/start.ts", ["--state", recorded]);
    const full = () => twice((state) => runScript("tools/start.ts", ["--state", state]));
    const bare = () => twice((state) => runScript("bench/bare.ts", [recorded, state]));
    const { a, b, ratio } = await compare(rounds, full, bare);
    return [
      {
        what: "npm start twice, both stacks, against the same number of bare resources",
        measured: `${seconds(a)} : ${seconds(b)} = ${ratio.toFixed(2)}`,
        goal: `at most ${most}`,
        met: ratio <= most,
      },
    ];
  });
}

function twice(run: (state: string) => Promise<unknown>): Promise<number> {
  return inFolder((state) =>
    timed(async () => {
      await run(state);
      await run(state);
    }),
  );
}
