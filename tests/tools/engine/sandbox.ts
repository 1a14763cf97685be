import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Engine, type EngineProgress, resolveEngine, type ResolveOptions } from "../../../tools/engine";
import { WayFailure } from "../../../tools/engine/failure";

/** A script that says it is an engine of a version. */
export const fakePulumi = (version: string) => `#!/bin/sh\necho ${version}\n`;

/** What a fake Go does. Its calls are counted in `calls`. */
export interface FakeGo {
  readonly version?: string;
  /** Shell commands for `go env`. @default prints the settings */
  readonly env?: string;
  /** Shell commands for `go list`. @default two modules to download, three packages, one of them compiled */
  readonly list?: string;
  /** Shell commands for `go build`; "$output" is the file to write. @default names two packages and writes an engine */
  readonly build?: string;
}

export const buildsEngine = (version = "v3.252.0") =>
  `echo one/a >&2; echo two/b >&2; printf '#!/bin/sh\\necho ${version}\\n' > "$output"; chmod +x "$output"`;

/** A machine of one's own: a PATH with only what the test puts there, and an empty cache. */
export class Sandbox {
  public readonly root = mkdtempSync(join(tmpdir(), "engine-test-"));
  public readonly bin = join(this.root, "path");
  public readonly cache = join(this.root, "cache");
  public readonly home = join(this.cache, "engine", "v3.252.0", `${process.platform}-${process.arch}`);
  public readonly events: EngineProgress[] = [];
  /** How often the vendor's installer was asked. */
  public installs = 0;

  public constructor() {
    // Read by other users where a test gives up root's privileges.
    chmodSync(this.root, 0o755);
    mkdirSync(this.bin);
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  public get environment(): NodeJS.ProcessEnv {
    return {
      PATH: this.bin,
      LANDING_ZONE_CACHE: this.cache,
      GOOS: "plan9",
      GOARCH: "mips",
      GOWORK: "/elsewhere",
    };
  }

  public write(path: string, content: string, mode = 0o755): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  }

  public onPath(name: string, script: string): string {
    return this.write(join(this.bin, name), script);
  }

  public go({ version = "go1.26.0", env, list, build }: FakeGo = {}): string {
    const settings = JSON.stringify({
      GOVERSION: version,
      GOMODCACHE: join(this.root, "modules"),
      GOCACHE: join(this.root, "compiled"),
    });
    return this.onPath(
      "go",
      `#!/bin/sh
echo "$* in $PWD with GOOS=$GOOS GOARCH=$GOARCH GOWORK=$GOWORK CGO_ENABLED=$CGO_ENABLED" >> ${this.root}/calls
PATH=/usr/bin:/bin
output=
for argument; do [ "$previous" = -o ] && output=$argument; previous=$argument; done
case $1 in
  env) ${env ?? `echo '${settings}'`} ;;
  version) echo "go version ${version} linux/amd64" ;;
  list) ${list ?? "echo 'go: downloading a v1' >&2; echo 'go: downloading b v1' >&2; printf 'stale\\ncompiled\\nstale'"} ;;
  build) ${build ?? buildsEngine()} ;;
esac
`,
    );
  }

  /** The commands that Go was asked for, in order. */
  public get goCalls(): string[] {
    const file = join(this.root, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  public get builds(): number {
    return this.goCalls.filter((call) => call.startsWith("build ")).length;
  }

  /** @param options `install`: @default refused, as by a network without the vendor's site */
  public resolve(options: ResolveOptions = {}): Promise<Engine> {
    return resolveEngine({
      environment: this.environment,
      install: () => {
        this.installs += 1;
        return Promise.reject(new WayFailure("cannot be reached"));
      },
      onProgress: (progress) => this.events.push(progress),
      ...options,
    });
  }

  /** The facts that stay on the screen. */
  public get notices(): string[] {
    return this.events.filter(({ notice }) => notice === true).map(({ detail }) => detail);
  }

  /** What is in the cache for this kind of machine, without the name of the last holder of the lock. */
  public get cached(): string[] {
    return existsSync(this.home) ? readdirSync(this.home).filter((name) => name !== "holder.json") : [];
  }

  public get builtBinary(): string {
    return join(this.home, "build", "bin", "pulumi");
  }
}
