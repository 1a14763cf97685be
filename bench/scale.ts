import { z } from "zod";
import { seconds, type Line } from "./measure";
import { runScript } from "./process";

const sizes = [1, 10, 100];

const sample = z.object({
  accounts: z.number(),
  resources: z.number(),
  ms: z.number(),
  megabytes: z.number(),
});

type Sample = z.infer<typeof sample>;

/** How much a hundredfold program may take per account, against what a tenfold one takes. */
const most = 1.3;

/** The first preview of 1, 10 and 100 workload accounts' resources in one program: it must be linear. */
export async function benchScale(): Promise<Line[]> {
  const samples: Sample[] = [];
  for (const size of sizes) {
    samples.push(sample.parse(JSON.parse(await runScript("bench/accounts.ts", [String(size)]))));
  }
  return [...samples.map(lineOf), slopeOf(samples)];
}

function lineOf({ accounts, resources, ms, megabytes }: Sample): Line {
  return {
    what: `preview of ${accounts} workload account${accounts === 1 ? "" : "s"} in one program, ${resources} resources`,
    measured: `${seconds(ms)}, ${megabytes} MB`,
  };
}

/** Compares the growth from 10 to 100 accounts with the growth from 1 to 10: in both, what does not grow is left out. */
function slopeOf(samples: readonly Sample[]): Line {
  const [one, ten, hundred] = samples;
  if (one === undefined || ten === undefined || hundred === undefined)
    throw new Error("Three sizes are needed.");
  const perAccount = (from: Sample, to: Sample) => (to.ms - from.ms) / (to.accounts - from.accounts);
  const early = perAccount(one, ten);
  const late = perAccount(ten, hundred);
  const memory = (hundred.megabytes - ten.megabytes) / (hundred.accounts - ten.accounts);
  return {
    what: "each further account: from 1 to 10, from 10 to 100, memory",
    measured: `${seconds(early)}, ${seconds(late)}, ${memory.toFixed(1)} MB`,
    goal: `linear: the second at most ${most} times the first`,
    met: late <= early * most,
  };
}
