import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { RunFailure } from "../run/failure";
import { codeOf } from "./prepareFolder";
import { pythonSource } from "./python";

/** How a server is started. */
export interface ServerArgs {
  /** The Python that has moto. */
  readonly python: string;
  /** Port to listen on. @default a free one */
  readonly port?: number;
  /** File that the server's log is appended to. */
  readonly log: string;
  /** What the server answers when it is asked who it is. */
  readonly id: string;
  /** Goes on when this process ends; otherwise the server ends with it, however it ends. */
  readonly outlivesThisProcess: boolean;
}

/** A server that answers. */
export interface Server {
  readonly port: number;
  readonly pid: number;
}

type Child = ChildProcessByStdio<Writable | null, Readable, null>;

/** What server.py ends with when somebody else has the port. */
const portInUse = 98;

/**
 * Starts moto and waits until it answers. It has a process group of its own, so that Ctrl-C in a terminal does not end it
 * while the engine is still finishing its work.
 *
 * @throws RunFailure when the port is in use or the server ends before it listens.
 */
export async function startServer(args: ServerArgs): Promise<Server> {
  const child = launch(args);
  const port = await portOf(child, args);
  if (args.outlivesThisProcess) {
    child.stdout.destroy();
    child.unref();
  }
  return { port, pid: pidOf(child) };
}

function launch({ python, port, log, id, outlivesThisProcess }: ServerArgs): Child {
  const args = [join(pythonSource, "server.py"), "--id", id, "--port", String(port ?? 0)];
  const file = openSync(log, "a", 0o600);
  try {
    return spawn(python, outlivesThisProcess ? args : [...args, "--watch-stdin"], {
      stdio: [outlivesThisProcess ? "ignore" : "pipe", "pipe", file],
      detached: true,
      env: serverEnvironment(),
    }) as Child;
  } finally {
    closeSync(file);
  }
}

/** Nothing that configures AWS, moto or a proxy: one server stands for many accounts, and asks nobody else. */
function serverEnvironment(): Record<string, string> {
  const { HOME = "", PATH = "", TMPDIR } = process.env;
  return {
    HOME,
    PATH,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
  };
}

const listening = z.object({ port: z.number() });

async function portOf(child: Child, args: ServerArgs): Promise<number> {
  const lines = createInterface({ input: child.stdout });
  const ended = new AbortController();
  try {
    const line = await Promise.race([
      once(lines, "line", { signal: ended.signal }).then(([text]) => String(text)),
      once(child, "exit", { signal: ended.signal }).then(([code]) => failure(code, args)),
    ]);
    if (line instanceof Error) throw line;
    return listening.parse(JSON.parse(line)).port;
  } finally {
    ended.abort();
    lines.close();
  }
}

async function failure(code: unknown, { port, log }: ServerArgs): Promise<RunFailure> {
  if (code === portInUse) {
    return new RunFailure(
      `Port ${port ?? "?"} of this machine is in use, or this user may not listen on it.`,
      ["choose another: --port NUMBER", "or leave --port out: a free one is then taken"],
    );
  }
  const said = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-5).join("\n  ");
  return new RunFailure(
    `The emulator's server ended before it listened (exit code ${String(code)}):\n  ${said}`,
  );
}

function pidOf(child: Child): number {
  if (child.pid === undefined) throw new Error("the emulator's server has no process id");
  return child.pid;
}

const identity = z.object({ id: z.string() });

/** How long a server that runs may take to say who it is, and to end. */
const patienceMs = 5000;

/** What the server on a port says when it is asked who it is; undefined if nobody answers as an emulator does. */
export async function idOf(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/landing-zone-emulator`, {
      signal: AbortSignal.timeout(patienceMs),
    });
    return identity.parse(await response.json()).id;
  } catch {
    return undefined;
  }
}

/** Ends a server and waits until it answers no longer. */
export async function stopServer(server: Server): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    signalGroup(server, signal);
    if (await endsWithin(server, patienceMs)) return;
  }
}

function signalGroup({ pid }: Server, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error; // It has ended by itself.
  }
}

async function endsWithin({ port }: Server, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while ((await idOf(port)) !== undefined) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
