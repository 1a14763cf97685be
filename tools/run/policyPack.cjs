// Serves a policy pack to the engine, in the place of @pulumi/pulumi/cmd/run-policy-pack. It loads neither a TypeScript
// compiler, since the pack brings its own, nor the debugger that serialises closures. Measured until a pack is ready: 0.2 s
// instead of 0.6 s.
//
//   policyPack.cjs ENGINE .   serves the pack in the working directory, as the engine asks for it
//   policyPack.cjs HOST       serves it anew for every line on standard input; each time a port is printed. Measured: 0.05 s
require("./lazyModules.cjs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const pack = process.cwd();
// The pack's own SDK must be used: it is the one that the pack talks to.
const requireFromPack = createRequire(join(pack, "pack.js"));

if (process.argv[2] === "HOST") host();
else serveOnce(process.argv.slice(3));

function serveOnce(program) {
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
  const { run } = requireFromPack("@pulumi/pulumi/cmd/run-policy-pack/run");
  run({
    argv: { _: program },
    typeScript: false,
    programStarted: () => undefined,
    reportLoggedError: () => undefined,
  });
}

/** Ends with whoever started it, since it holds the other end of standard input, and with the first pack that fails. */
function host() {
  requireFromPack("@pulumi/policy");
  createInterface(process.stdin)
    .on("line", () => {
      forgetPack();
      require(pack);
    })
    .on("close", () => process.exit());
}

/** The pack and its SDK keep what they judged and how they are configured: neither must reach the next operation. */
function forgetPack() {
  for (const file of Object.keys(require.cache)) {
    if (!/[\\/]node_modules[\\/]/.test(file) || /[\\/]@pulumi[\\/]policy[\\/]/.test(file))
      delete require.cache[file];
  }
}
