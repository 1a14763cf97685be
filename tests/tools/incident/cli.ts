import { execa } from "execa";
import { join } from "node:path";
import { runIncident } from "../../../tools/incident/program";

const root = join(__dirname, "../../..");

/** What a command came to. */
export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly error: string;
}

/** Runs a command of ours as its users do, with credentials of nobody. */
export async function runTool(tool: string, args: readonly string[]): Promise<Ran> {
  const command = [
    "--no-warnings",
    "--require",
    "ts-node/register/transpile-only",
    join(root, tool),
    ...args,
  ];
  const { exitCode, stdout, stderr } = await execa(process.execPath, command, {
    cwd: root,
    reject: false,
    env: {
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
  return { code: exitCode, out: stdout, error: stderr };
}

/** Runs `npm run incident` inside of this process, which takes no time to start. */
export async function runHere(args: readonly string[]): Promise<Ran> {
  return runInside(runIncident, args);
}

/** Runs the program of a command inside of this process. */
export async function runInside(
  program: (args: readonly string[]) => number | Promise<number>,
  args: readonly string[],
): Promise<Ran> {
  const written = { out: "", error: "" };
  const restore = [
    replaced(process.stdout, (text) => (written.out += text)),
    replaced(process.stderr, (text) => (written.error += text)),
    replacedConsole("log", (text) => (written.out += `${text}\n`)),
    replacedConsole("error", (text) => (written.error += `${text}\n`)),
  ];
  process.env["AWS_ACCESS_KEY_ID"] = "testing";
  process.env["AWS_SECRET_ACCESS_KEY"] = "testing";
  try {
    const code = await program(args);
    return { code, out: written.out.trimEnd(), error: written.error.trimEnd() };
  } finally {
    for (const each of restore) each();
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
  }
}

function replaced(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array) => {
    take(String(chunk));
    return true;
  };
  return () => {
    stream.write = write;
  };
}

function replacedConsole(name: "log" | "error", take: (text: string) => void): () => void {
  const original = console[name].bind(console);
  console[name] = (text: unknown) => {
    take(String(text));
  };
  return () => {
    console[name] = original;
  };
}
