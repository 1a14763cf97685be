import { execa } from "execa";
import { seconds, timed, type Line } from "./measure";
import { checkout } from "./process";

/** Most that each tier of tests may take, in seconds, on two cores; for the emulator after it has been installed. */
const tiers = { unit: 20, engine: 90, emulator: 180 };

export type Tier = keyof typeof tiers;

/** Runs tiers of tests as a user does. */
export async function benchTiers(names: readonly Tier[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const name of names) {
    const ms = await timed(() => execa("npm", ["run", `test:${name}`], { cwd: checkout, stdio: "ignore" }));
    lines.push({
      what: `npm run test:${name}`,
      measured: seconds(ms),
      goal: `at most ${tiers[name]} s`,
      met: ms <= tiers[name] * 1000,
    });
  }
  return lines;
}
