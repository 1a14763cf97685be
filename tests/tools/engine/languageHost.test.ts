import {
  GetRequiredPackagesRequest,
  type GetRequiredPackagesResponse,
  RunRequest,
  type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answer, type HostProcess, programInfo, startHost } from "./hostProcess";
import { Sandbox } from "./sandbox";

describe("the language host", function () {
  // It is a process that transpiles itself.
  this.timeout(60_000);

  let sandbox: Sandbox;
  let host: HostProcess;
  let program: string;

  before(async () => {
    host = await startHost();
  });
  after(() => {
    host.stop();
  });

  beforeEach(() => {
    sandbox = new Sandbox();
    program = join(sandbox.root, "program");
  });
  afterEach(() => {
    sandbox.remove();
  });

  /** The program's own SDK, whose script writes down how it was started and ends with an exit code. */
  function fakeSdk(script: string, exitCode: number): void {
    const sdk = join(program, "node_modules/@pulumi/pulumi");
    sandbox.write(join(sdk, "package.json"), '{ "name": "@pulumi/pulumi", "version": "3.248.0" }');
    sandbox.write(
      join(sdk, `cmd/${script}/index.js`),
      `require("fs").writeFileSync(${JSON.stringify(join(sandbox.root, "start.json"))}, JSON.stringify({
        args: process.argv.slice(2), nodeArguments: process.execArgv, environment: process.env }));
      process.exit(${exitCode});`,
    );
  }

  interface Start {
    readonly args: readonly string[];
    readonly nodeArguments: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  }

  const start = () => JSON.parse(readFileSync(join(sandbox.root, "start.json"), "utf8")) as Start;

  function runRequest(options?: Record<string, string | boolean>): RunRequest {
    const request = new RunRequest();
    request.setProject("landing-zone");
    request.setStack("prod");
    request.setOrganization("organization");
    request.setMonitorAddress("127.0.0.1:2");
    request.setParallel(16);
    request.getConfigMap().set("landing-zone:account", "111122223333");
    request.setConfigsecretkeysList(["landing-zone:token"]);
    request.setInfo(programInfo(program, options));
    return request;
  }

  const run = (request: RunRequest) => answer<RunResponse>((callback) => host.client.run(request, callback));

  it("starts a program with the program's own SDK, as the vendor's host does", async () => {
    fakeSdk("run", 0);
    const request = runRequest();
    request.setDryrun(true);
    const response = await run(request);
    assert.deepEqual({ error: response.getError(), bail: response.getBail() }, { error: "", bail: false });
    const { args, nodeArguments, environment } = start();
    assert.deepEqual(args, [
      ...["--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "organization"],
      ...["--project", "landing-zone", "--root-directory", sandbox.root, "--stack", "prod", "--pwd", program],
      ...["--dry-run", "--parallel", "16", "."],
    ]);
    assert.deepEqual(nodeArguments, []);
    assert.equal(environment["PULUMI_CONFIG"], '{"landing-zone:account":"111122223333"}');
    assert.equal(environment["PULUMI_CONFIG_SECRET_KEYS"], '["landing-zone:token"]');
    assert.equal(environment["PULUMI_NODEJS_TYPESCRIPT"], "true");
  });

  it("obeys the project's runtime options", async () => {
    fakeSdk("run", 0);
    await run(
      runRequest({ typescript: false, nodeargs: "--no-warnings --stack-size=900", tsconfig: "other.json" }),
    );
    const { nodeArguments, environment } = start();
    assert.deepEqual(nodeArguments, ["--no-warnings", "--stack-size=900"]);
    assert.equal(environment["PULUMI_NODEJS_TYPESCRIPT"], undefined);
    assert.equal(environment["PULUMI_NODEJS_TSCONFIG_PATH"], "other.json");
  });

  it("says that a program failed", async () => {
    fakeSdk("run", 3);
    assert.equal((await run(runRequest())).getError(), "Program exited with non-zero exit code: 3");
  });

  it("says nothing more where the SDK has shown the error itself", async () => {
    fakeSdk("run", 32);
    const response = await run(runRequest());
    assert.deepEqual({ error: response.getError(), bail: response.getBail() }, { error: "", bail: true });
  });

  it("says what is missing when the program has no SDK", async () => {
    await assert.rejects(run(runRequest()), /Cannot find module '@pulumi\/pulumi\/cmd\/run'/);
  });

  it("finds the plugins that installed packages need, at any depth", async () => {
    const install = (path: string, manifest: object) =>
      sandbox.write(join(program, "node_modules", path, "package.json"), JSON.stringify(manifest));
    install("@pulumi/aws", { name: "@pulumi/aws", version: "7.48.0", pulumi: { resource: true } });
    install("other", {
      name: "other",
      version: "1.0.0",
      pulumi: { resource: true, name: "plugin", server: "https://x" },
    });
    install("other/node_modules/deep", {
      name: "deep",
      version: "2.0.0",
      pulumi: { resource: true, version: "v9.0.0" },
    });
    install("plain", { name: "plain", version: "1.0.0", keywords: ["pulumi"] });
    const request = new GetRequiredPackagesRequest();
    request.setInfo(programInfo(program));
    const response = await answer<GetRequiredPackagesResponse>((callback) =>
      host.client.getRequiredPackages(request, callback),
    );
    assert.deepEqual(
      response
        .getPackagesList()
        .map((one) => [one.getKind(), one.getName(), one.getVersion(), one.getServer()]),
      [
        ["resource", "aws", "v7.48.0", ""],
        ["resource", "plugin", "v1.0.0", "https://x"],
        ["resource", "deep", "v9.0.0", ""],
      ],
    );
  });

  it("ends with the engine, which holds its standard input", async () => {
    const other = await startHost();
    other.child.stdin?.end();
    await once(other.child, "exit");
    assert.equal(other.child.exitCode, 0);
    other.stop();
  });
});
