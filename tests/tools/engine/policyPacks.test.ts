import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { type AnalyzerInfo, AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { RunPluginRequest, type RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import assert from "node:assert/strict";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { answer, type HostProcess, programInfo, startHost } from "./hostProcess";
import { Sandbox } from "./sandbox";

const packages = join(__dirname, "../../../node_modules");

describe("the language host with a policy pack", function () {
  // Host and pack are processes; the pack loads the SDK.
  this.timeout(60_000);

  let sandbox: Sandbox;
  let host: HostProcess;
  before(async () => {
    host = await startHost();
  });
  after(() => {
    host.stop();
  });
  beforeEach(() => (sandbox = new Sandbox()));
  afterEach(() => {
    sandbox.remove();
  });

  function pluginRequest(pack: string): RunPluginRequest {
    const request = new RunPluginRequest();
    request.setKind("analyzer");
    request.setArgsList(["127.0.0.1:1"]);
    request.setPwd(sandbox.root);
    request.setEnvList([`PATH=${process.env["PATH"] ?? ""}`]);
    request.setInfo(programInfo(pack));
    return request;
  }

  function pack(script: string): string {
    const directory = join(sandbox.root, "pack");
    sandbox.write(join(directory, "package.json"), '{ "name": "pack", "version": "1.2.3" }');
    sandbox.write(join(directory, "index.js"), script);
    symlinkSync(packages, join(directory, "node_modules"));
    return directory;
  }

  async function analyzer(directory: string) {
    const stream = host.client.runPlugin(pluginRequest(directory));
    const [first] = (await once(stream, "data")) as [RunPluginResponse];
    const port = Number(Buffer.from(first.getStdout_asU8()).toString());
    return { stream, analyzer: new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()) };
  }

  const informationOf = (client: AnalyzerClient) =>
    answer<AnalyzerInfo>((callback) => client.getAnalyzerInfo(new Empty(), callback));

  it("tells it the stack, its configuration and whether it is a preview", async () => {
    const directory = pack(`
      const pulumi = require("@pulumi/pulumi");
      const seen = [pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun(), new pulumi.Config().get("kind")];
      new (require("@pulumi/policy").PolicyPack)("pack", { policies: [], description: seen.join(" ") });`);
    const { stream, analyzer: client } = await analyzer(directory);
    const stack = new AnalyzerStackConfigureRequest();
    stack.setProject("landing-zone");
    stack.setStack("prod");
    stack.setDryRun(true);
    stack.getConfigMap().set("landing-zone:kind", "workload");
    await answer<unknown>((callback) => client.configureStack(stack, callback));
    const information = await informationOf(client);
    assert.equal(information.getName(), "pack");
    assert.equal(information.getVersion(), "1.2.3");
    assert.equal(information.getDescription(), "landing-zone prod true workload");
    client.close();
    stream.cancel();
    await once(stream, "error");
  });

  it("starts it without a stack when there is none", async () => {
    const { stream, analyzer: client } = await analyzer(
      pack('new (require("@pulumi/policy").PolicyPack)("pack", { policies: [] });'),
    );
    const information = await informationOf(client);
    assert.equal(information.getName(), "pack");
    client.close();
    stream.cancel();
    await once(stream, "error");
  });

  it("hands on what it printed when it does not start", async () => {
    const directory = pack('throw new Error("a broken pack");');
    const { stream, analyzer: client } = await analyzer(directory);
    const ended = once(stream, "end");
    const said: string[] = [];
    stream.on("data", (message: RunPluginResponse) => {
      said.push(
        message.getStderr_asB64() === ""
          ? `exit ${message.getExitcode()}`
          : Buffer.from(message.getStderr_asU8()).toString(),
      );
    });
    await assert.rejects(
      informationOf(client),
      new RegExp(`the policy pack in ${directory} ended before it served`),
    );
    await ended;
    assert.match(said.join(""), /a broken pack/);
    assert.match(said.at(-1) ?? "", /^exit [1-9]/);
    client.close();
  });
});
