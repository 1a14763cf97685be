import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PrepareOptions } from "../../../tools/emulator/options";

/** A machine of a test's own: a PATH with only what the test puts there, an empty home and an empty cache. */
export class Machine {
  /** What the user was told. */
  public readonly lines: string[] = [];
  public readonly cache: string;
  public readonly pulumiHome: string;
  private readonly path: string;

  public constructor(private readonly root: string) {
    this.cache = join(root, "cache");
    this.pulumiHome = join(root, "pulumi-home");
    this.path = join(root, "path");
    mkdirSync(this.path);
  }

  public options(environment: NodeJS.ProcessEnv = {}): PrepareOptions {
    return {
      environment: {
        PATH: this.path,
        HOME: this.root,
        PULUMI_HOME: this.pulumiHome,
        LANDING_ZONE_CACHE: this.cache,
        ...environment,
      },
      onProgress: (line) => this.lines.push(line),
    };
  }

  /** Writes a file below the machine's root. */
  public write(path: string, content: string, mode = 0o644): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  }

  /** Puts a shell script on PATH. Its calls are counted in {@link calls}. */
  public command(name: string, script: string): string {
    const log = `echo "${name} $*" >> '${this.root}/calls'`;
    return this.write(`path/${name}`, `#!/bin/sh\n${log}\nPATH=/usr/bin:/bin\n${script}\n`, 0o755);
  }

  /** Every call of a script on PATH, in order. */
  public get calls(): string[] {
    const file = join(this.root, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  /** Files and folders in a folder of the cache, but for the locks. */
  public cached(folder: string): string[] {
    const path = join(this.cache, folder);
    return existsSync(path) ? readdirSync(path).filter((name) => !name.endsWith(".lock")) : [];
  }
}
