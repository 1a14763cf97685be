import * as assert from "node:assert/strict";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { type IResourceProviderClient, ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Simulator, startSimulator } from "../../simulator";
import { sdkVersion } from "../../simulator/types";
import { unknown, type Values } from "../../simulator/values";
import { marked, toStruct } from "../../simulator/wire";
import { textOf, urnOf } from "./fixtures";

const vpc = "aws:ec2/vpc:Vpc";
const parameter = "aws:ssm/parameter:Parameter";

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** The engine's side of one provider: a connection of its own, as the engine makes one. */
class Engine {
  private readonly client: IResourceProviderClient & { close(): void };

  constructor(port: number) {
    const options = { "grpc.use_local_subchannel_pool": 1 };
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  }

  call<Response>(
    make: (client: IResourceProviderClient, callback: Callback<Response>) => unknown,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      make(this.client, (error, response) => {
        if (error === null) resolve(response);
        else reject(error);
      });
    });
  }

  configure(config: Values): Promise<provider.ConfigureResponse> {
    return this.call((client, done) =>
      client.configure(new provider.ConfigureRequest().setArgs(toStruct(config)), done),
    );
  }

  async check(type: string, news: Values, olds: Values = {}): Promise<Values> {
    const request = new provider.CheckRequest().setUrn(urnOf(type)).setType(type);
    request.setNews(toStruct(news)).setOlds(toStruct(olds)).setRandomseed(new Uint8Array(32));
    const response = await this.call<provider.CheckResponse>((client, done) => client.check(request, done));
    assert.deepEqual(
      response.getFailuresList().map((failure) => failure.getReason()),
      [],
    );
    return marked(response.getInputs());
  }

  async create(type: string, inputs: Values, preview = false): Promise<{ id: string; outputs: Values }> {
    const request = new provider.CreateRequest().setUrn(urnOf(type)).setType(type).setPreview(preview);
    request.setProperties(toStruct(inputs));
    const response = await this.call<provider.CreateResponse>((client, done) => client.create(request, done));
    return { id: response.getId(), outputs: marked(response.getProperties()) };
  }

  close(): void {
    this.client.close();
  }
}

/** A secret, as it travels. */
function secret(value: string): Values {
  return { [specialSigKey]: specialSecretSig, value };
}

describe("the simulator's server", () => {
  let simulator: Simulator;
  let engine: Engine;

  before(async () => {
    simulator = await startSimulator();
    engine = new Engine(simulator.port);
    await engine.configure({ region: "eu-central-1", allowedAccountIds: '["111122223333"]' });
  });

  after(async () => {
    engine.close();
    await simulator.stop();
  });

  it("introduces itself as the plugin of the installed SDK that takes secrets and previews", async () => {
    const info = await engine.call<{ getVersion(): string }>((client, done) =>
      client.getPluginInfo(new Empty(), done),
    );
    assert.equal(info.getVersion(), sdkVersion());
    const handshake = await engine.call<provider.ProviderHandshakeResponse>((client, done) =>
      client.handshake(new provider.ProviderHandshakeRequest(), done),
    );
    const { acceptSecrets, acceptOutputs, acceptResources } = handshake.toObject();
    assert.deepEqual(
      { acceptSecrets, acceptOutputs, acceptResources },
      { acceptSecrets: true, acceptOutputs: false, acceptResources: false },
    );
    const configured = await engine.configure({
      region: "eu-central-1",
      allowedAccountIds: '["111122223333"]',
    });
    assert.equal(configured.getSupportspreview(), true);
  });

  it("tells providers apart by their connections", async () => {
    const other = new Engine(simulator.port);
    try {
      await other.configure({ region: "us-gov-west-1", allowedAccountIds: '["444455556666"]' });
      const inputs = { cidrBlock: "10.0.0.0/16" };
      const states = await Promise.all([
        engine.create(vpc, inputs),
        other.create(vpc, inputs),
        engine.create(vpc, inputs),
      ]);
      assert.deepEqual(
        states.map(({ outputs }) => textOf(outputs["arn"]).replace(/vpc-.*/, "")),
        [
          "arn:aws:ec2:eu-central-1:111122223333:vpc/",
          "arn:aws-us-gov:ec2:us-gov-west-1:444455556666:vpc/",
          "arn:aws:ec2:eu-central-1:111122223333:vpc/",
        ],
      );
    } finally {
      other.close();
    }
  });

  it("refuses to work for a provider that nobody configured", async () => {
    const stranger = new Engine(simulator.port);
    try {
      await assert.rejects(stranger.create(vpc, {}), (error: ServiceError) => {
        assert.equal(error.details, "the engine has not configured this provider: start the run again");
        return error.code === status.FAILED_PRECONDITION;
      });
    } finally {
      stranger.close();
    }
  });

  it("refuses a configuration without a region, in check and in use", async () => {
    const request = new provider.CheckRequest().setNews(toStruct({ allowedAccountIds: '["111122223333"]' }));
    const response = await engine.call<provider.CheckResponse>((client, done) =>
      client.checkConfig(request, done),
    );
    assert.deepEqual(
      response.getFailuresList().map((failure) => failure.getProperty()),
      ["region"],
    );
    const stranger = new Engine(simulator.port);
    await assert.rejects(stranger.configure({}), /aws provider: region: is missing/);
    stranger.close();
  });

  it("carries unknown values through a preview", async () => {
    const inputs = await engine.check("aws:ec2/subnet:Subnet", { vpcId: unknown, cidrBlock: "10.0.0.0/24" });
    assert.equal(inputs["vpcId"], unknown);
    const { id, outputs } = await engine.create("aws:ec2/subnet:Subnet", inputs, true);
    assert.deepEqual(
      [id, outputs["vpcId"], outputs["cidrBlock"], outputs["arn"]],
      ["", unknown, "10.0.0.0/24", unknown],
    );
  });

  it("keeps secret what the inputs keep secret, and what the type does", async () => {
    const inputs = await engine.check(parameter, {
      type: "SecureString",
      value: "by type",
      description: secret("by input"),
    });
    assert.deepEqual(inputs["description"], secret("by input"));
    const { outputs } = await engine.create(parameter, inputs);
    assert.deepEqual(outputs["description"], secret("by input"));
    assert.deepEqual(outputs["value"], secret("by type"));
    assert.equal(outputs["type"], "SecureString");
  });

  it("keeps secret what derives from a secret", async () => {
    const inputs = await engine.check(vpc, {
      cidrBlock: "10.0.0.0/16",
      tags: { code: secret("omega"), plain: "x" },
    });
    assert.deepEqual(inputs["tagsAll"], { code: secret("omega"), plain: "x" });
    const { outputs } = await engine.create("aws:s3/bucket:Bucket", { bucket: secret("covert-bucket") });
    assert.deepEqual(outputs["arn"], secret("arn:aws:s3:::covert-bucket"));
    assert.equal(outputs["bucketRegion"], "eu-central-1");
  });

  it("reports a difference with its paths, kinds and replacements", async () => {
    const request = new provider.DiffRequest().setType(vpc).setId("vpc-1");
    request.setOldInputs(toStruct({ cidrBlock: "10.0.0.0/16", tags: { a: "1" } }));
    request.setNews(toStruct({ cidrBlock: "10.1.0.0/16", tags: { a: "1", b: "2" } }));
    const response = await engine.call<provider.DiffResponse>((client, done) => client.diff(request, done));
    assert.equal(response.getChanges(), provider.DiffResponse.DiffChanges.DIFF_SOME);
    assert.deepEqual(response.getDiffsList(), ["cidrBlock", "tags"]);
    assert.deepEqual(response.getReplacesList(), ["cidrBlock"]);
    const kinds = response
      .getDetaileddiffMap()
      .toArray()
      .map(([path]) => [path, response.getDetaileddiffMap().get(path)?.getKind()]);
    const { Kind } = provider.PropertyDiff;
    assert.deepEqual(kinds, [
      ["cidrBlock", Kind.UPDATE_REPLACE],
      ["tags.b", Kind.ADD],
    ]);
  });

  it("does not take a value that became secret for a change", async () => {
    const request = new provider.DiffRequest().setType(vpc).setId("vpc-1");
    request
      .setOldInputs(toStruct({ cidrBlock: "10.0.0.0/16" }))
      .setNews(toStruct({ cidrBlock: secret("10.0.0.0/16") }));
    const response = await engine.call<provider.DiffResponse>((client, done) => client.diff(request, done));
    assert.equal(response.getChanges(), provider.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("updates, reads and deletes what it created", async () => {
    const inputs = await engine.check(vpc, { cidrBlock: "10.0.0.0/16" });
    const { id, outputs } = await engine.create(vpc, inputs);
    const changed = await engine.check(vpc, { cidrBlock: "10.0.0.0/16", tags: { a: "b" } }, inputs);
    const updated = await engine.call<provider.UpdateResponse>((client, done) => {
      const request = new provider.UpdateRequest().setId(id).setUrn(urnOf(vpc)).setType(vpc);
      return client.update(request.setOlds(toStruct(outputs)).setNews(toStruct(changed)), done);
    });
    const state = marked(updated.getProperties());
    assert.deepEqual(state, { ...outputs, tags: { a: "b" }, tagsAll: { a: "b" } });
    const read = await engine.call<provider.ReadResponse>((client, done) => {
      const request = new provider.ReadRequest().setId(id).setUrn(urnOf(vpc)).setType(vpc);
      return client.read(request.setProperties(toStruct(state)).setInputs(toStruct(changed)), done);
    });
    assert.deepEqual(
      [read.getId(), marked(read.getProperties()), marked(read.getInputs())],
      [id, state, changed],
    );
    await engine.call<Empty>((client, done) => {
      const request = new provider.DeleteRequest().setId(id).setUrn(urnOf(vpc)).setType(vpc);
      return client.delete(request.setProperties(toStruct(state)), done);
    });
  });

  it("refuses a deletion with the reason", async () => {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    const request = new provider.DeleteRequest().setId("front").setUrn(urnOf(type)).setType(type);
    request.setProperties(toStruct({ enableDeletionProtection: true }));
    await assert.rejects(
      engine.call<Empty>((client, done) => client.delete(request, done)),
      /front: deletion is refused while enableDeletionProtection is true/,
    );
  });

  it("answers functions for its account, secretly if the question is secret", async () => {
    const ask = async (token: string, args: Values): Promise<Values> => {
      const request = new provider.InvokeRequest().setTok(token).setArgs(toStruct(args));
      return marked(
        (
          await engine.call<provider.InvokeResponse>((client, done) => client.invoke(request, done))
        ).getReturn(),
      );
    };
    const identity = await ask("aws:index/getCallerIdentity:getCallerIdentity", {});
    assert.equal(identity["accountId"], "111122223333");
    const principal = await ask("aws:index/getServicePrincipal:getServicePrincipal", {
      serviceName: secret("logs"),
    });
    assert.deepEqual(principal["name"], secret("logs.amazonaws.com"));
    await assert.rejects(
      ask("aws:ec2/getVpc:getVpc", {}),
      /function aws:ec2\/getVpc:getVpc: the simulator has no answer/,
    );
  });

  it("stops, also twice, and lets go of its port", async () => {
    const other = await startSimulator();
    const client = new Engine(other.port);
    await client.configure({ region: "eu-central-1" });
    await other.stop();
    await other.stop();
    await assert.rejects(
      client.configure({ region: "eu-central-1" }),
      (error: ServiceError) => error.code === status.UNAVAILABLE,
    );
    client.close();
  });
});
