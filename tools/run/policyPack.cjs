// `policyPack.cjs ENGINE PACK`: serves a policy pack to the engine, as @pulumi/pulumi/cmd/run-policy-pack does, but loads
// neither a TypeScript compiler, since the pack brings its own, nor the debugger that serialises closures. The engine waits
// for the pack in every preview and update. Measured until it is ready: 0.2 s instead of 0.6 s.
require("./lazyModules.cjs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

// The engine starts this in the pack's folder. The pack's own SDK must be used: it is the one that the pack talks to.
const { run } = createRequire(join(process.cwd(), "pack.js"))("@pulumi/pulumi/cmd/run-policy-pack/run");

let failed = false;
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, () => {
    failed = true;
  });
}
// A pack that failed must never seem to have passed everything.
process.on("exit", (code) => {
  if (code === 0 && failed) process.exitCode = 1;
});

const [, , , ...program] = process.argv;
run({
  argv: { _: program },
  typeScript: false,
  programStarted: () => undefined,
  reportLoggedError: () => undefined,
});
