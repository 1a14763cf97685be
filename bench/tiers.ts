import { execa } from "execa";
import { seconds, type Line } from "./measure";
import { checkout } from "./process";

/** Most that each tier of tests may take, in seconds, on two cores; for the emulator after it has been installed. */
const tiers = { unit: 20, engine: 90, emulator: 180 };

export type Tier = keyof typeof tiers;

/** Runs tiers of tests as a user does. One that fails is told, and takes nothing from what was measured before. */
export async function benchTiers(names: readonly Tier[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const name of names) {
    const options = { cwd: checkout, stdio: "ignore", reject: false } as const;
    const { failed, durationMs: ms } = await execa("npm", ["run", `test:${name}`], options);
    lines.push({
      what: `npm run test:${name}`,
      measured: `${seconds(ms)}${failed ? ", FAILED" : ""}`,
      goal: `at most ${tiers[name]} s`,
      met: !failed && ms <= tiers[name] * 1000,
    });
  }
  return lines;
}
