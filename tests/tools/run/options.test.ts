import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import type { CommanderError } from "commander";
import { command, optionsOf, type RunOptions } from "../../../tools/run/options";

const root = resolve("checkout");

const byDefault: RunOptions = {
  action: "deploy",
  aws: "simulator",
  config: root,
  state: join(root, ".local"),
  json: false,
  verbose: false,
  same: [],
};

/** Reads a command line without printing anything or ending the process. */
function read(...args: string[]): RunOptions {
  const program = command(root)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  return optionsOf(program.parse(args, { from: "user" }));
}

function refused(message: RegExp) {
  return (error: unknown) => {
    assert.match((error as CommanderError).message, message);
    return true;
  };
}

describe("the command line", () => {
  it("deploys the checkout's stacks to the simulator by default", () => {
    assert.deepEqual(read(), byDefault);
  });

  const cases: [title: string, args: string[], change: Partial<RunOptions>][] = [
    ["stops after the previews", ["--preview"], { action: "preview" }],
    ["removes everything", ["--destroy"], { action: "destroy" }],
    ["deploys to the emulator", ["--aws", "emulator"], { aws: "emulator", same: ["--aws emulator"] }],
    [
      "chooses the emulator's port",
      ["--aws", "emulator", "--port", "5001"],
      { aws: "emulator", port: 5001, same: ["--aws emulator", "--port 5001"] },
    ],
    [
      "takes the stacks from another folder",
      ["--config", "other"],
      { config: resolve("other"), same: ["--config other"] },
    ],
    [
      "keeps its state in another folder",
      ["--state", "/tmp/state"],
      { state: "/tmp/state", same: ["--state /tmp/state"] },
    ],
    ["prints JSON", ["--json"], { json: true }],
    ["tells more about failures", ["--verbose"], { verbose: true }],
  ];
  for (const [title, args, change] of cases) {
    it(`${title} with ${args.join(" ")}`, () => {
      assert.deepEqual(read(...args), { ...byDefault, ...change });
    });
  }

  const faults: [title: string, args: string[], message: RegExp][] = [
    ["an unknown option", ["--prevew"], /unknown option '--prevew'[^]*Did you mean --preview/],
    [
      "an unknown target",
      ["--aws", "amazon"],
      /'amazon' is invalid\. Allowed choices are simulator, emulator/,
    ],
    ["a port that is none", ["--aws", "emulator", "--port", "70000"], /whole number from 1 to 65535/],
    ["a port for the simulator", ["--port", "5001"], /--port goes with --aws emulator/],
    [
      "a preview of a destroy",
      ["--destroy", "--preview"],
      /'--preview' cannot be used with option '--destroy'/,
    ],
    ["a stack's name, since all are deployed", ["prod"], /too many arguments/],
  ];
  for (const [title, args, message] of faults) {
    it(`refuses ${title}`, () => {
      assert.throws(() => read(...args), refused(message));
    });
  }
});
