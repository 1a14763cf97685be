import { PassThrough } from "node:stream";
import { previewStack, updateStack, type StackToDeploy } from "../tools/run/deployStack";
import { PlainDisplay } from "../tools/run/display";
import { succeeded } from "../tools/run/result";
import { stacksToDeploy } from "../tools/run/run";
import { withSession, type Session } from "../tools/run/session";
import { stacksInOrder } from "../tools/run/stacksInOrder";
import { compare, seconds, timed, type Line } from "./measure";
import { checkout, inFolder } from "./process";

const most = 1.15;

/** The first preview of prod with the policy pack, against the same without it. */
export async function benchPack(rounds: number): Promise<Line[]> {
  return inFolder((state) =>
    withSession({ state, aws: "simulator", display: silent() }, async (session) => {
      const [forensics, prod] = stacksToDeploy(session, stacksInOrder(checkout), []);
      if (forensics === undefined || prod === undefined) throw new Error("The checkout has no two stacks.");
      const { name, config, program } = prod;
      const unjudged = { name, config, program };
      await updateStack(session, forensics);
      const { a, b, ratio } = await compare(rounds, previewing(session, prod), previewing(session, unjudged));
      return [
        {
          what: "preview of prod with the policy pack, against one without",
          measured: `${seconds(a)} : ${seconds(b)} = ${ratio.toFixed(2)}`,
          goal: `at most ${most}`,
          met: ratio <= most,
        },
      ];
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
