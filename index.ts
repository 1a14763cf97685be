import { landingZone } from "./stacks/program";

// What `pulumi up -s <stack>` runs. The function's result is the stack's outputs.
export = () => landingZone();
