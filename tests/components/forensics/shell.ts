import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script did. */
export interface ShellRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls of the replaced commands, each on one line, in their order. */
  readonly calls: readonly string[];
}

/** A folder in which a script runs with commands replaced. */
export class Shell {
  public readonly folder = mkdtempSync(join(tmpdir(), "landing-zone-shell-"));
  private readonly bin = join(this.folder, "bin");
  private readonly log = join(this.folder, "calls.log");

  public constructor() {
    mkdirSync(this.bin);
  }

  /** Puts a command in place of the real one. It is told of in `calls`, then does what the body says. */
  public replace(name: string, body = ""): void {
    const file = join(this.bin, name);
    const call = `printf '%s\\n' "${name} $*" >>"${this.log}"`;
    writeFileSync(file, `#!/bin/bash\n${call}\n${body}\n`);
    chmodSync(file, 0o755);
  }

  public path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  public write(name: string, content: string | Buffer): string {
    const file = this.path(name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  public run(text: string, variables: Readonly<Record<string, string>>): ShellRun {
    rmSync(this.log, { force: true });
    const done = spawnSync("bash", ["-c", text], {
      encoding: "utf8",
      env: { PATH: `${this.bin}:${process.env["PATH"] ?? ""}`, HOME: this.folder, ...variables },
    });
    const calls = existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n") : [];
    return { status: done.status, stdout: done.stdout, stderr: done.stderr, calls };
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
