import * as assert from "node:assert/strict";
import { invoke } from "../../simulator/functions";
import type { Values } from "../../simulator/values";
import { account, textOf } from "./fixtures";

const policyDocument = "aws:iam/getPolicyDocument:getPolicyDocument";

function json(args: Values): unknown {
  return JSON.parse(textOf(invoke(policyDocument, args, account)["json"]));
}

describe("functions of the simulator", () => {
  it("tell the account, partition and region of the provider", () => {
    const where = { ...account, region: "us-gov-west-1" };
    assert.equal(
      invoke("aws:index/getCallerIdentity:getCallerIdentity", {}, where)["accountId"],
      "111122223333",
    );
    assert.deepEqual(invoke("aws:index/getPartition:getPartition", {}, where), {
      dnsSuffix: "amazonaws.com",
      id: "aws-us-gov",
      partition: "aws-us-gov",
      reverseDnsPrefix: "com.amazonaws",
    });
    assert.equal(invoke("aws:index/getRegion:getRegion", {}, where)["region"], "us-gov-west-1");
    assert.equal(
      invoke("aws:index/getRegion:getRegion", { region: "eu-west-1" }, where)["region"],
      "eu-west-1",
    );
  });

  it("list three zones with the ids that their names suggest, without excluded ones", () => {
    const zones = invoke(
      "aws:index/getAvailabilityZones:getAvailabilityZones",
      { excludeNames: ["eu-central-1b"] },
      account,
    );
    assert.deepEqual(zones["names"], ["eu-central-1a", "eu-central-1c"]);
    assert.deepEqual(zones["zoneIds"], ["euc1-az1", "euc1-az3"]);
  });

  it("find a zone by name or id, and refuse one that the region has not", () => {
    const token = "aws:index/getAvailabilityZone:getAvailabilityZone";
    assert.equal(invoke(token, { name: "eu-central-1c" }, account)["zoneId"], "euc1-az3");
    assert.equal(invoke(token, { zoneId: "euc1-az1" }, account)["nameSuffix"], "a");
    assert.throws(
      () => invoke(token, { name: "eu-west-1a" }, account),
      /"eu-west-1a" is none of eu-central-1a, /,
    );
  });

  it("answer the same image for the same question in the same region only", () => {
    const image = (filters: Values[], region = "eu-central-1"): unknown =>
      invoke("aws:ec2/getAmi:getAmi", { mostRecent: true, filters }, { ...account, region })["id"];
    const arm = [{ name: "architecture", values: ["arm64"] }];
    assert.match(textOf(invoke("aws:ec2/getAmi:getAmi", {}, account)["id"]), /^ami-[0-9a-f]{17}$/);
    assert.equal(image(arm), image(structuredClone(arm)));
    assert.notEqual(image(arm), image([]));
    assert.notEqual(image(arm), image(arm, "eu-west-1"));
  });

  it("know AWS's own parameters and no others", () => {
    const token = "aws:ssm/getParameter:getParameter";
    assert.match(
      textOf(invoke(token, { name: "/aws/service/ami-amazon-linux-latest/al2023" }, account)["value"]),
      /^ami-/,
    );
    assert.throws(
      () => invoke(token, { name: "/mine" }, account),
      /under \/aws\/service\/ only, not \/mine$/,
    );
  });

  it("give a role's ARN for its session's", () => {
    const context = invoke(
      "aws:iam/getSessionContext:getSessionContext",
      { arn: "arn:aws:sts::111122223333:assumed-role/reader/alice" },
      account,
    );
    assert.equal(context["issuerArn"], "arn:aws:iam::111122223333:role/reader");
    assert.equal(context["sessionName"], "alice");
  });

  it("refuse a function that they do not know, by name", () => {
    assert.throws(
      () => invoke("aws:ec2/getVpc:getVpc", {}, account),
      /^Error: function aws:ec2\/getVpc:getVpc: the simulator has no answer; "Add a function" in docs\/simulator\.md/,
    );
    assert.throws(() => invoke("toString", {}, account), /function toString: the simulator has no answer/);
  });
});

// Expected texts: measured against the AWS provider, version 6.47.1.
describe("getPolicyDocument of the simulator", () => {
  it("writes the provider's JSON: its order, single values alone, several in descending order", () => {
    const {
      json: text,
      minifiedJson,
      id,
    } = invoke(
      policyDocument,
      {
        statements: [
          {
            sid: "A",
            actions: ["s3:GetObject", "s3:ListBucket", "s3:GetObject"],
            resources: ["r1", "r2/&{aws:username}"],
            principals: [
              { type: "Service", identifiers: ["ec2.amazonaws.com"] },
              { type: "AWS", identifiers: ["a", "b"] },
            ],
            conditions: [
              { test: "StringEquals", variable: "aws:SourceAccount", values: ["2", "1"] },
              { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
            ],
          },
        ],
      },
      account,
    );
    assert.equal(
      minifiedJson,
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],' +
        '"Resource":["r2/${aws:username}","r1"],"Principal":{"AWS":["b","a"],"Service":"ec2.amazonaws.com"},' +
        '"Condition":{"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:SourceAccount":["2","1"]}}}]}',
    );
    assert.equal(text, JSON.stringify(JSON.parse(minifiedJson), undefined, 2));
    assert.match(textOf(id), /^\d+$/);
  });

  it("writes a principal of everybody, and what is excepted", () => {
    const statements: Values[] = [
      { actions: ["*"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] },
      {
        effect: "Deny",
        notActions: ["a:b"],
        notResources: ["r"],
        notPrincipals: [{ type: "AWS", identifiers: ["*"] }],
      },
    ];
    assert.deepEqual(json({ statements }), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "*", Resource: "*", Principal: "*" },
        { Effect: "Deny", NotAction: "a:b", NotResource: "r", NotPrincipal: { AWS: "*" } },
      ],
    });
  });

  it("puts own statements over source documents, and overriding documents over both, by Sid", () => {
    const document = (Sid: string, Action: string): string =>
      JSON.stringify({
        Version: "2008-10-17",
        Id: "I",
        Statement: [{ Sid, Effect: "Allow", Action, Resource: "*" }],
      });
    const merged = json({
      sourcePolicyDocuments: [document("A", "source:a"), document("B", "source:b")],
      statements: [
        { sid: "B", actions: ["own:b"], resources: ["*"] },
        { sid: "C", actions: ["own:c"], resources: ["*"] },
      ],
      overridePolicyDocuments: [document("C", "override:c")],
    });
    const statement = (Sid: string, Action: string): object => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource: "*",
    });
    assert.deepEqual(merged, {
      Version: "2008-10-17",
      Id: "I",
      Statement: [statement("A", "source:a"), statement("B", "own:b"), statement("C", "override:c")],
    });
  });

  it("is empty but for its version without statements", () => {
    assert.deepEqual(json({}), { Version: "2012-10-17" });
  });

  it("refuses a Sid that occurs twice", () => {
    const statements = [1, 2].map(() => ({ sid: "A", actions: ["a:b"], resources: ["*"] }));
    assert.throws(() => json({ statements }), /the Sid "A" occurs twice: make it unique/);
  });
});
