import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as aws from "@pulumi/aws";
import { idTemplate } from "../../simulator/generate/idTemplate";
import { replacingPaths, type Schema } from "../../simulator/generate/schema";
import { dataFile, findType, sdkVersion, typeTokens } from "../../simulator/types";

describe("the simulator's table of types", () => {
  it("was made from the installed SDK", () => {
    const manifest = fs.readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8");
    assert.equal(sdkVersion(), (JSON.parse(manifest) as { version: string }).version);
  });

  it("has every class of the services that the program uses", () => {
    const { accessanalyzer, cloudtrail, cloudwatch, ec2, guardduty, iam, kms, lb, s3, sfn, ssm, vpc, wafv2 } =
      aws;
    const known = new Set(typeTokens());
    const missing = [
      accessanalyzer,
      cloudtrail,
      cloudwatch,
      ec2,
      guardduty,
      iam,
      kms,
      lb,
      s3,
      sfn,
      ssm,
      vpc,
      wafv2,
    ]
      .flatMap((module) => Object.values(module) as unknown[])
      .filter((member) => typeof member === "function")
      .map((member): unknown => Reflect.get(member, "__pulumiType"))
      .filter((token) => typeof token === "string" && !known.has(token));
    assert.deepEqual(missing, []);
  });

  it("stays below a megabyte", () => {
    assert.ok(fs.statSync(dataFile).size < 1_000_000);
  });

  it("tells inputs, outputs, secrets and replacements apart", () => {
    const type = findType("aws:ssm/parameter:Parameter");
    assert.deepEqual(type?.properties.get("value"), {
      kind: "string",
      isInput: true,
      isRequired: false,
      isOutput: true,
      isAlwaysSet: true,
      isSecret: true,
    });
    assert.deepEqual(type.properties.get("type")?.isRequired, true);
    assert.deepEqual(type.properties.get("version"), {
      kind: "number",
      isInput: false,
      isRequired: false,
      isOutput: true,
      isAlwaysSet: true,
      isSecret: false,
    });
    assert.ok(type.replacing.has("name"));
    assert.ok(!type.replacing.has("value"));
  });

  it("knows nothing by the names of an object's own methods", () => {
    assert.equal(findType("toString"), undefined);
  });
});

describe("a template from a documented id", () => {
  const templates: readonly (readonly [string, string | undefined])[] = [
    ["vpc-a01106c2", "vpc-{hex:17}"],
    ["tgw-attach-12345678", "tgw-attach-{hex:17}"],
    ["1234abcd-12ab-34cd-56ef-1234567890ab", "{uuid}"],
    ["123456789012", "{account}"],
    ["us-west-2", "{region}"],
    ["00b00fd5aecc0ab60a708659477e9617", "{hex:32}"],
    ["arn:aws:sns:us-west-2:123456789012:my-topic", "arn:{partition}:sns:{region}:{account}:{name}"],
    ["arn:aws:iam::123456789012:policy/UsersManage", "arn:{partition}:iam::{account}:policy/{name}"],
    [
      "arn:aws:ram:eu-west-1:123456789012:resource-share/73da1ab9-b94a-4ba3-8eb4-45917f7f4b12",
      "arn:{partition}:ram:{region}:{account}:resource-share/{uuid}",
    ],
    ["example-bucket", undefined],
    ["my-user:my-policy", undefined],
    ["alarm-12345", undefined],
  ];
  for (const [example, template] of templates) {
    it(`${example} is ${template ?? "none"}`, () => {
      assert.equal(idTemplate(example), template);
    });
  }
});

describe("the replacing inputs of a schema", () => {
  const schema: Schema = {
    name: "aws",
    resources: {
      "aws:a/b:B": {
        inputProperties: {
          zone: { willReplaceOnChanges: true },
          size: {},
          disks: { items: { $ref: "#/types/aws:a/Disk:Disk" } },
        },
      },
    },
    types: {
      "aws:a/Disk:Disk": {
        properties: {
          encrypted: { willReplaceOnChanges: true },
          parent: { $ref: "#/types/aws:a/Disk:Disk" },
        },
      },
    },
  };

  it("are paths, through lists, and end where a type contains itself", () => {
    assert.deepEqual(replacingPaths(schema, "aws:a/b:B"), ["disks.encrypted", "zone"]);
  });

  it("are none for a type that the schema does not have", () => {
    assert.deepEqual(replacingPaths(schema, "aws:a/c:C"), []);
  });
});
