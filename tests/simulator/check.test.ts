import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { check } from "../../simulator/model";
import { unknown, type Values } from "../../simulator/values";
import { account, checkedInputs, textOf, urnOf } from "./fixtures";

const vpc = "aws:ec2/vpc:Vpc";
const bucket = "aws:s3/bucket:Bucket";

function problemsOf(type: string, news: Values, name = "thing"): { property: string; reason: string }[] {
  return [...check({ type, urn: urnOf(type, name), olds: undefined, news, seed: "" }, account).problems];
}

describe("check of the simulator", () => {
  it("accepts good inputs and adds region and tags, as the provider does", () => {
    const where = { ...account, defaultTags: { stack: "prod", owner: "platform" } };
    assert.deepEqual(checkedInputs(vpc, { cidrBlock: "10.0.0.0/16", tags: { owner: "network" } }, where), {
      cidrBlock: "10.0.0.0/16",
      tags: { owner: "network" },
      region: "eu-central-1",
      tagsAll: { stack: "prod", owner: "network" },
    });
  });

  it("keeps the region of the resource itself", () => {
    assert.equal(
      checkedInputs(vpc, { cidrBlock: "10.0.0.0/16", region: "us-east-1" })["region"],
      "us-east-1",
    );
  });

  it("takes an input of null for none", () => {
    assert.deepEqual(problemsOf("aws:ec2/subnet:Subnet", { vpcId: null }), [
      { property: "vpcId", reason: 'aws:ec2/subnet:Subnet needs the input "vpcId", which is missing' },
    ]);
    assert.ok(!("cidrBlock" in checkedInputs(vpc, { cidrBlock: null })));
  });

  it("refuses an unknown input and lists those there are", () => {
    const [problem, ...others] = problemsOf("aws:s3/bucketPolicy:BucketPolicy", {
      bucket: "b",
      policy: "{}",
      polcy: "{}",
    });
    assert.deepEqual(others, []);
    assert.deepEqual(problem, {
      property: "polcy",
      reason: 'aws:s3/bucketPolicy:BucketPolicy has no input "polcy"; its inputs are bucket, policy, region',
    });
  });

  it("refuses an output given as an input", () => {
    assert.equal(
      problemsOf(vpc, { arn: "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1" })[0]?.property,
      "arn",
    );
  });

  it("refuses a type that it does not know, and says how to add it", () => {
    assert.deepEqual(problemsOf("aws:quicksight/theme:Theme", {}), [
      {
        property: "",
        reason:
          "resource type aws:quicksight/theme:Theme: the simulator knows nothing of it; " +
          '"Add a type" in docs/simulator.md says how to add it',
      },
    ]);
  });

  it("suggests the type that differs in capitals only", () => {
    assert.match(problemsOf("aws:ec2/vpc:VPC", {})[0]?.reason ?? "", /Did you mean aws:ec2\/vpc:Vpc\?$/);
  });

  it("lets unknown values pass anywhere", () => {
    const inputs = { vpcId: unknown, cidrBlock: unknown, tags: { team: unknown }, availabilityZone: unknown };
    assert.deepEqual(checkedInputs("aws:ec2/subnet:Subnet", inputs)["tagsAll"], { team: unknown });
    assert.equal(checkedInputs("aws:ec2/subnet:Subnet", { ...inputs, tags: unknown })["tagsAll"], unknown);
    assert.deepEqual(problemsOf(bucket, { bucket: unknown }), []);
  });
});

describe("names that the simulator chooses", () => {
  it("are the logical name and seven hexadecimal digits, marked as the provider's choice", () => {
    const inputs = checkedInputs("aws:ec2/securityGroup:SecurityGroup", {});
    assert.match(textOf(inputs["name"]), /^thing-[0-9a-f]{7}$/);
    assert.deepEqual(inputs["__defaults"], ["name"]);
  });

  it("derive from URN and seed alone", () => {
    const named = (urn: string, seed: string): unknown =>
      check({ type: bucket, urn, olds: undefined, news: {}, seed }, account).inputs["bucket"];
    assert.equal(named(urnOf(bucket), "1"), named(urnOf(bucket), "1"));
    assert.notEqual(named(urnOf(bucket), "1"), named(urnOf(bucket), "2"));
    assert.notEqual(named(`${urnOf(bucket)}s`, "1"), named(urnOf(bucket), "1"));
  });

  it("stay in later checks, whatever the seed", () => {
    const olds = checkedInputs(bucket, {});
    const { inputs } = check(
      { type: bucket, urn: urnOf(bucket), olds, news: { tags: { a: "b" } }, seed: "other" },
      account,
    );
    assert.equal(inputs["bucket"], olds["bucket"]);
  });

  it("do not keep a name that the user gave and took away again", () => {
    const olds = checkedInputs(bucket, { bucket: "given" });
    assert.match(textOf(checkedInputs(bucket, {}, account, olds)["bucket"]), /^thing-[0-9a-f]{7}$/);
  });

  it("leave the user's name and prefix alone", () => {
    assert.deepEqual(checkedInputs(bucket, { bucket: "mine" }), {
      bucket: "mine",
      region: "eu-central-1",
      tagsAll: {},
    });
    assert.equal(checkedInputs(bucket, { bucketPrefix: "mine-" })["bucket"], undefined);
  });

  it("have the property, case, prefix and ending that the type asks for", () => {
    const named = (type: string, news: Values, property: string): string => {
      const urn = urnOf(type, "Thing");
      return textOf(check({ type, urn, olds: undefined, news, seed: "" }, account).inputs[property]);
    };
    assert.match(named(bucket, {}, "bucket"), /^thing-[0-9a-f]{7}$/);
    assert.match(named("aws:kms/alias:Alias", { targetKeyId: "k" }, "name"), /^alias\/Thing-[0-9a-f]{7}$/);
    assert.match(named("aws:sqs/queue:Queue", { fifoQueue: true }, "name"), /^Thing-[0-9a-f]{7}\.fifo$/);
    assert.match(named("aws:glue/catalogDatabase:CatalogDatabase", {}, "name"), /^thing_[a-z]{8}$/);
    assert.match(
      named("aws:cloudwatch/eventTarget:EventTarget", { arn: "a", rule: "r" }, "targetId"),
      /^Thing-/,
    );
    assert.equal(named("aws:s3/bucketObjectv2:BucketObjectv2", { bucket: "b" }, "key"), "Thing");
  });

  it("are given to no type whose name is a fact, such as a DNS record", () => {
    assert.deepEqual(problemsOf("aws:route53/record:Record", { type: "A", zoneId: "Z1" }), [
      { property: "name", reason: 'aws:route53/record:Record needs the input "name", which is missing' },
    ]);
  });

  it("follow the user's autonaming, and are left out when it is off", () => {
    const name = (mode: "propose" | "enforce" | "disable", proposedName: string): unknown =>
      check(
        {
          type: bucket,
          urn: urnOf(bucket),
          olds: undefined,
          news: {},
          seed: "",
          naming: { mode, proposedName },
        },
        account,
      ).inputs["bucket"];
    assert.equal(name("propose", "Acme-thing"), "acme-thing");
    assert.equal(name("enforce", "Acme-thing"), "Acme-thing");
    assert.equal(name("disable", ""), undefined);
  });

  it("are refused beyond AWS's limit, with the remedy", () => {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    const logical = "a".repeat(25);
    assert.deepEqual(
      problemsOf(type, {}, logical).map(({ property, reason }) => [
        property,
        reason.replace(/-[0-9a-f]{7}/, "-*"),
      ]),
      [
        [
          "name",
          `"${logical}-*" has 33 characters, but ${type} takes at most 32: ` +
            'give a shorter logical name, or set "name" or "namePrefix"',
        ],
      ],
    );
    assert.deepEqual(problemsOf(type, {}, "a".repeat(24)), []);
  });

  it("are refused beyond AWS's limit when the user gives them", () => {
    assert.match(
      problemsOf("aws:iam/role:Role", { assumeRolePolicy: "{}", name: "r".repeat(65) })[0]?.reason ?? "",
      /at most 64: give a shorter one$/,
    );
    assert.deepEqual(problemsOf("aws:iam/role:Role", { assumeRolePolicy: "{}", name: "r".repeat(64) }), []);
  });

  it("differ for any two logical names", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), fc.stringMatching(/^[a-z]{1,20}$/), (a, b) => {
        const named = (name: string): unknown =>
          check({ type: bucket, urn: urnOf(bucket, name), olds: undefined, news: {}, seed: "" }, account)
            .inputs["bucket"];
        return (a === b) === (named(a) === named(b));
      }),
    );
  });
});
