import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Component, type ComponentOptions } from "../../components/component";
import { record, type Recording } from "../support/record";

type Build = (parent: pulumi.Resource) => void;

/** A component that builds what a test wants of it. */
class Sample extends Component {
  public constructor(
    name: string,
    build: Build,
    opts?: pulumi.ComponentResourceOptions,
    options?: ComponentOptions,
  ) {
    super("sample:Sample", name, { given: "value" }, opts, options);
    build(this);
    this.registerOutputs({});
  }
}

function recordSample(build: Build, options?: ComponentOptions): Promise<Recording<Sample>> {
  return record((opts) => new Sample("it", build, opts, options));
}

describe("A component", () => {
  it("has a type of the landing zone, and shows its arguments to policies", async () => {
    const { type, inputs } = (await recordSample(() => undefined)).one("landingzone:sample:Sample");
    assert.equal(type, "landingzone:sample:Sample");
    assert.deepEqual(inputs, { given: "value" });
  });

  it("refuses a child that does not carry its name", async () => {
    const build: Build = (parent) => new aws.ec2.Vpc("other", { cidrBlock: "10.0.0.0/16" }, { parent });
    await assert.rejects(recordSample(build), /"other" is a child of "it": its name must start with "it-"/);
  });

  it("refuses a grandchild that does not carry its name", async () => {
    const build: Build = (parent) =>
      new Sample(
        "it-inner",
        (inner) => new aws.ec2.Vpc("it-other", { cidrBlock: "10.0.0.0/16" }, { parent: inner }),
        {
          parent,
        },
      );
    await assert.rejects(recordSample(build), /"it-other" is a child of "it-inner"/);
  });

  it("tags what can be tagged; a resource's own tags win, then the innermost component's", async () => {
    const build: Build = (parent) =>
      new Sample(
        "it-inner",
        (inner) => {
          new aws.ec2.Vpc(
            "it-inner-vpc",
            { cidrBlock: "10.0.0.0/16", tags: { level: "own" } },
            { parent: inner },
          );
          new aws.kms.Alias("it-inner-alias", { name: "alias/a", targetKeyId: "key" }, { parent: inner });
        },
        { parent },
        { tags: { level: "inner", depth: "inner" } },
      );
    const { inputs } = await recordSample(build, { tags: { level: "outer", depth: "outer", stack: "test" } });
    assert.deepEqual(inputs("it-inner-vpc")["tags"], {
      component: "Sample",
      level: "own",
      depth: "inner",
      stack: "test",
    });
    assert.equal(inputs("it-inner-alias")["tags"], undefined);
  });

  it("refuses a resource that stores data and does not say how sensitive it is", async () => {
    const bare: Build = (parent) => new aws.s3.Bucket("it-bucket", {}, { parent });
    await assert.rejects(
      recordSample(bare),
      /"it-bucket" stores data: give it the tag "data-classification"/,
    );
    const tagged: Build = (parent) =>
      new aws.s3.Bucket("it-bucket", { tags: { "data-classification": "internal" } }, { parent });
    assert.deepEqual((await recordSample(tagged)).names(aws.s3.Bucket), ["it-bucket"]);
  });
});
