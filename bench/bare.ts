import { deployStack } from "../tools/run/deployStack";
import { PlainDisplay } from "../tools/run/display";
import { withSession } from "../tools/run/session";
import { stateFolder } from "../tools/run/state";
import { declareBare, recorded } from "./recorded";

/** `bare.ts RECORDED STATE`: what `npm start` does, with the bare resources that were deployed to the state RECORDED. */
async function main(from: string, state: string): Promise<void> {
  await withSession(
    { state, aws: "simulator", display: new PlainDisplay(process.stderr) },
    async (session) => {
      for (const [name, resources] of recorded(stateFolder(from, "simulator"))) {
        const program = () => {
          declareBare(resources);
          return Promise.resolve({});
        };
        const { outcome, causes } = await deployStack(session, { name, config: {}, program });
        if (outcome === "failed") throw new Error(causes.join("\n"));
      }
    },
  );
}

void main(process.argv[2] ?? "", process.argv[3] ?? "").then(() => process.exit(0));
