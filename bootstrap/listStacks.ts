import { dirname } from "node:path";
import { stacksInOrder } from "../tools/run/stacksInOrder";
import { workflowStacks } from "./stacks";

// `npm run stacks`: checks every Pulumi.<stack>.yaml and prints them as a workflow takes its outputs:
// `all=[…]`, `forensics=[…]`, `workload=[…]`.
for (const [name, stacks] of Object.entries(workflowStacks(stacksInOrder(dirname(__dirname))))) {
  process.stdout.write(`${name}=${JSON.stringify(stacks)}\n`);
}
