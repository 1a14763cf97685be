import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { unknown } from "../../simulator/values";
import { valueOf } from "./mocks";
import { record } from "./record";

interface StoreArgs {
  readonly classification?: string;
  readonly late?: boolean;
  readonly wrongName?: boolean;
  readonly orphan?: boolean;
  readonly twice?: boolean;
}

/** A bucket with a policy, and what can be wrong with such a component. */
class Store extends Component {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: StoreArgs, opts: pulumi.ComponentResourceOptions) {
    super("test:Store", name, args, opts);
    const { classification } = args;
    const tags = classification === undefined ? undefined : { "data-classification": classification };
    const child = { parent: this };
    this.bucket = new aws.s3.Bucket(
      `${name}-bucket`,
      { tags },
      { ...child, protect: true, retainOnDelete: true },
    );
    const policy = { bucket: this.bucket.bucket, policy: pulumi.secret("{}") };
    new aws.s3.BucketPolicy(args.wrongName === true ? "policy" : `${name}-policy`, policy, child);
    if (args.twice === true) new aws.s3.BucketPolicy(`${name}-policy`, policy, child);
    if (args.orphan === true) new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" });
    if (args.late === true) {
      this.bucket.arn.apply(
        (arn) => new aws.ssm.Parameter(`${name}-arn`, { type: "String", value: arn, tags }, child),
      );
    }
    this.registerOutputs({ bucket: this.bucket.bucket });
  }
}

const good: StoreArgs = { classification: "internal" };

function storing(args: StoreArgs) {
  return (opts: pulumi.ComponentResourceOptions): Store => new Store("logs", args, opts);
}

/** A component whose children come from an asynchronous `initialize`. */
class Slow extends pulumi.ComponentResource {
  constructor(
    name: string,
    readonly work: () => Promise<void>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("test:support:Slow", name, { work }, opts);
  }

  protected override async initialize(args: pulumi.Inputs): Promise<void> {
    await (args["work"] as () => Promise<void>)();
    new aws.ec2.InternetGateway("slow-gateway", {}, { parent: this });
  }
}

/** A resource with any inputs, past the types of the SDK. */
class RawVpc extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("aws:ec2/vpc:Vpc", name, inputs, opts);
  }
}

describe("record", () => {
  it("lists what a component registers, without its own scaffolding", async () => {
    const recording = await record(storing(good));
    assert.deepEqual(recording.inventory(), [
      "aws:s3/bucket:Bucket logs-bucket",
      "aws:s3/bucketPolicy:BucketPolicy logs-policy",
      "landingzone:test:Store logs",
    ]);
    assert.deepEqual(recording.orphans, []);
    assert.ok(recording.result instanceof Store);
  });

  it("finds resources by class, by token and by name", async () => {
    const recording = await record(storing(good));
    assert.deepEqual(recording.names(aws.s3.Bucket), ["logs-bucket"]);
    assert.deepEqual(recording.names("landingzone:test:Store"), ["logs"]);
    assert.deepEqual(recording.names(aws.ec2.Vpc), []);
    assert.equal(recording.one(aws.s3.BucketPolicy, "logs-policy").parent, "logs");
    assert.deepEqual(recording.inputs("logs-bucket"), {
      tags: { component: "Store", "data-classification": "internal" },
    });
  });

  it("says what there is when nothing, or more than one resource fits", async () => {
    const recording = await record((opts) => [new Store("a", good, opts), new Store("b", good, opts)]);
    assert.throws(
      () => recording.one(aws.s3.Bucket),
      /there are several: .*Bucket a-bucket, .*Bucket b-bucket/,
    );
    assert.throws(
      () => recording.one(aws.ec2.Vpc),
      /aws:ec2\/vpc:Vpc: there is none among .*Bucket a-bucket/,
    );
    assert.throws(() => recording.inputs("c"), /resource "c": there is none among/);
    assert.throws(() => recording.names(Store), /Store has no type token of its own: give the token/);
  });

  it("shows the options that reach the engine, and which inputs are secret", async () => {
    const recording = await record(storing(good));
    const { options } = recording.one(aws.s3.Bucket);
    assert.deepEqual(
      { protect: options.protect, retainOnDelete: options.retainOnDelete, provider: options.provider },
      { protect: true, retainOnDelete: true, provider: undefined },
    );
    const policy = recording.one(aws.s3.BucketPolicy);
    assert.deepEqual(policy.options.dependsOn, ["logs-bucket"]);
    assert.deepEqual(policy.secrets, ["policy"]);
    assert.equal(policy.inputs["policy"], "{}");
  });

  it("names the provider, whose account and region the outputs show", async () => {
    const recording = await record((opts) => {
      const provider = new aws.Provider("workload", {
        region: "us-gov-west-1",
        allowedAccountIds: ["444455556666"],
      });
      return new Store("logs", good, { ...opts, providers: [provider] });
    });
    assert.equal(recording.one(aws.s3.Bucket).options.provider, "workload");
    assert.deepEqual(recording.orphans, []);
    const { bucket } = recording.result;
    assert.match(
      (await valueOf(bucket.bucketRegionalDomainName)) ?? "",
      /\.s3\.us-gov-west-1\.amazonaws\.com$/,
    );
    assert.match((await valueOf(bucket.arn)) ?? "", /^arn:aws-us-gov:s3:::logs-bucket-[0-9a-f]{7}$/);
  });

  it("finds the orphan that nobody adopted", async () => {
    const { orphans } = await record(storing({ ...good, orphan: true }));
    assert.deepEqual(
      orphans.map(({ type, name }) => `${type} ${name}`),
      ["aws:ec2/vpc:Vpc logs-vpc"],
    );
  });

  it("waits for a resource that is created late, inside an apply", async () => {
    const recording = await record(storing({ ...good, late: true }));
    assert.match(JSON.stringify(recording.inputs("logs-arn")["value"]), /^"arn:aws:s3:::logs-bucket-/);
  });

  it("waits for the asynchronous part of a component", async () => {
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    const recording = await record((opts) => new Slow("slow", pause, opts));
    assert.deepEqual(recording.names(aws.ec2.InternetGateway), ["slow-gateway"]);
  });

  it("rejects with what the asynchronous part of a component throws", async () => {
    const fail = (): Promise<void> => Promise.reject(new Error("no zones left"));
    await assert.rejects(
      record((opts) => new Slow("slow", fail, opts)),
      /no zones left/,
    );
  });

  it("names the component that never finishes", async () => {
    const never = (): Promise<void> => new Promise(() => undefined);
    await assert.rejects(
      record((opts) => new Slow("slow", never, opts), { patience: 20 }),
      /never finished: slow; "initialize" of a component must end/,
    );
  });

  it("rejects with what the builder throws, and works again afterwards", async () => {
    await assert.rejects(
      record(() => Promise.reject(new Error("bad arguments"))),
      /bad arguments/,
    );
    assert.equal((await record(storing(good))).resources.length, 3);
  });

  it("rejects a child whose name does not start with the component's", async () => {
    await assert.rejects(
      record(storing({ ...good, wrongName: true })),
      /"policy" is a child of "logs": its name must start with "logs-"/,
    );
  });

  it("rejects a bucket without a data classification", async () => {
    await assert.rejects(
      record(storing({})),
      /aws:s3\/bucket:Bucket "logs-bucket" stores data: give it the tag "data-classification"/,
    );
  });

  it("rejects two resources with one URN, as the engine does", async () => {
    await assert.rejects(
      record(storing({ ...good, twice: true })),
      /two resources have the URN .*::logs-policy: give one/,
    );
  });

  it("rejects inputs that the simulator refuses", async () => {
    const wrong = { cidrBlock: "10.0.0.0/16", enableDnsSuport: true };
    await assert.rejects(
      record((opts) => new RawVpc("net", wrong, opts)),
      /aws:ec2\/vpc:Vpc "net": aws:ec2\/vpc:Vpc has no input "enableDnsSuport"; its inputs are .*enableDnsSupport/,
    );
  });

  it("leaves what AWS chooses unknown in a preview", async () => {
    const recording = await record(
      (opts) => {
        const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" }, opts);
        new aws.ec2.Subnet("net-a", { vpcId: vpc.id, cidrBlock: vpc.cidrBlock }, opts);
        return vpc;
      },
      { preview: true },
    );
    assert.deepEqual(recording.inputs("net-a"), { vpcId: unknown, cidrBlock: "10.0.0.0/16" });
    assert.equal(await valueOf(recording.result.arn), undefined);
  });
});

describe("startMocks", () => {
  it("gives the program project, stack and configuration", async () => {
    const { result } = await record(
      () => {
        const config = new pulumi.Config("landing-zone");
        return [
          pulumi.getProject(),
          pulumi.getStack(),
          config.require("account"),
          config.requireObject("network"),
        ];
      },
      {
        stack: "forensics",
        config: { "landing-zone:account": "111122223333", "landing-zone:network": { cidr: "10.0.0.0/16" } },
      },
    );
    assert.deepEqual(result, ["landing-zone", "forensics", "111122223333", { cidr: "10.0.0.0/16" }]);
  });

  it("answers stack references from the given outputs, and refuses an unknown stack", async () => {
    const reading = (name: string) => (): pulumi.Output<string> =>
      new pulumi.StackReference(`other-${name}`, { name }).requireOutput("busArn").apply(String);
    const { result } = await record(reading("forensics"), { stacks: { forensics: { busArn: "arn:x" } } });
    assert.equal(await valueOf(result), "arn:x");
    await assert.rejects(record(reading("prod"), { stacks: {} }), /unknown stack "prod"/);
  });

  it("answers data sources for the given account and region", async () => {
    const { result } = await record(
      async () => [(await aws.getCallerIdentity()).accountId, (await aws.getRegion()).region],
      { account: "999988887777", region: "eu-west-1" },
    );
    assert.deepEqual(result, ["999988887777", "eu-west-1"]);
  });

  it("takes a resource in place of its id, as the engine does", async () => {
    const recording = await record((opts) => {
      const role = new aws.iam.Role("reader", { assumeRolePolicy: "{}", name: "reader" }, opts);
      new aws.iam.RolePolicyAttachment(
        "reader-all",
        { role, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        opts,
      );
    });
    assert.equal(recording.inputs("reader-all")["role"], "reader");
  });
});
