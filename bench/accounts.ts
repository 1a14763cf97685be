import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadStackFile } from "../config/load";
import type { WorkloadConfig } from "../config/workload";
import { workloadStack } from "../stacks/workload";
import { previewStack, updateStack } from "../tools/run/deployStack";
import { stacksToDeploy } from "../tools/run/run";
import { withSession } from "../tools/run/session";
import { stacksInOrder } from "../tools/run/stacksInOrder";
import { silent } from "./pack";
import { checkout, inFolder } from "./process";

/**
 * `accounts.ts COUNT`: previews the resources of so many workload accounts as one program, and prints what it took. The
 * forensics stack that all of them read from is deployed before.
 */
async function main(count: number): Promise<void> {
  const { config } = loadStackFile(join(checkout, "Pulumi.prod.yaml"));
  if (config.kind !== "workload") throw new Error("Pulumi.prod.yaml is no workload.");
  await inFolder((state) =>
    withSession({ state, aws: "simulator", display: silent() }, async (session) => {
      const [forensics] = stacksToDeploy(session, stacksInOrder(checkout), []);
      if (forensics !== undefined) await updateStack(session, forensics);
      const program = () => {
        declareAccounts(config, count);
        return Promise.resolve({});
      };
      const start = performance.now();
      const { changes, causes } = await previewStack(session, { name: "accounts", config: {}, program });
      if (causes.length > 0) throw new Error(causes.join("\n"));
      const ms = Math.round(performance.now() - start);
      const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
      process.stdout.write(JSON.stringify({ accounts: count, resources: changes.create, ms, megabytes }));
    }),
  );
}

function declareAccounts(config: WorkloadConfig, count: number): void {
  for (let index = 1; index <= count; index += 1) {
    const account = String(200_000_000_000 + index);
    asStack(`account-${index}`, () => workloadStack({ ...config, account }, {}));
  }
}

/** Lets a stack's program believe that it is another stack: the names of everything in a stack start with the stack's. */
function asStack(name: string, declare: () => unknown): void {
  const { getStack } = pulumi;
  Object.assign(pulumi, { getStack: () => name });
  try {
    declare();
  } finally {
    Object.assign(pulumi, { getStack });
  }
}

void main(Number(process.argv[2])).then(() => process.exit(0));
