import { PassThrough } from "node:stream";
import { simulatedAws } from "../tools/run/aws";
import { previewStack, updateStack, type StackToDeploy } from "../tools/run/deployStack";
import { PlainDisplay } from "../tools/run/display";
import { succeeded } from "../tools/run/result";
import { stacksToDeploy } from "../tools/run/run";
import { withSession, type Session } from "../tools/run/session";
import { stacksInOrder } from "../tools/run/stacksInOrder";
import type { Target } from "../tools/run/state";
import { compare, seconds, timed, type Comparison, type Line } from "./measure";
import { checkout, inFolder } from "./process";

const most = 1.15;

/**
 * The first preview of prod with the policy pack, against the same without it. The goal is about previews as users have
 * them, through the real AWS provider; the simulator answers at once, so there the same seconds are a larger part.
 */
export async function benchPack(rounds: number): Promise<Line[]> {
  const real = await comparePreviews("emulator", rounds);
  const simulated = await comparePreviews("simulator", rounds);
  return [
    {
      what: "preview of prod through the AWS provider with the policy pack, against one without",
      measured: describe(real),
      goal: `at most ${most}`,
      met: real.ratio <= most,
    },
    { what: "the same on the simulator", measured: describe(simulated) },
  ];
}

function describe({ a, b, ratio }: Comparison): string {
  return `${seconds(a)} : ${seconds(b)} = ${ratio.toFixed(2)}`;
}

function comparePreviews(aws: Target, rounds: number): Promise<Comparison> {
  return inFolder((state) =>
    withSession({ state, aws, judged: true, display: silent() }, async (session) => {
      const [forensics, prod] = stacksToDeploy(session, stacksInOrder(checkout), []);
      if (forensics === undefined || prod === undefined) throw new Error("The checkout has no two stacks.");
      const simulator = await simulatedAws();
      await updateStack({ ...session, aws: simulator }, forensics);
      await simulator.stop();
      const { name, config, program } = prod;
      const judged = previewing(session, prod);
      await judged(); // The first one also translates and caches.
      return compare(rounds, judged, previewing(session, { name, config, program }));
    }),
  );
}

function previewing(session: Session, stack: StackToDeploy): () => Promise<number> {
  return () =>
    timed(async () => {
      const result = await previewStack(session, stack);
      if (!succeeded(result)) throw new Error(result.causes.join("\n"));
    });
}

/** A display that nobody sees. */
export function silent(): PlainDisplay {
  return new PlainDisplay(new PassThrough().resume());
}
