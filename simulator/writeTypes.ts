/**
 * Writes `data/types.json`: what the simulator knows about each resource type in scope.
 *
 * Names, required inputs, secrets and kinds come from the installed `@pulumi/aws`, for that is what a program can
 * say. What a change replaces comes from the package schema: `pulumi package get-schema aws > schema.json`.
 *
 *     npm run simulator:types -- schema.json
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { idTemplate } from "./generate/idTemplate";
import { readSchema, replacingPaths, type Schema } from "./generate/schema";
import { readSdk, type SdkType } from "./generate/sdk";
import { dataFile } from "./types";

/** Folders of `@pulumi/aws` whose types the simulator knows. */
const modules = [
  ...[
    "accessanalyzer",
    "account",
    "acm",
    "acmpca",
    "alb",
    "apigateway",
    "apigatewayv2",
    "appautoscaling",
    "athena",
  ],
  ...["autoscaling", "backup", "budgets", "cfg", "chatbot", "cloudformation", "cloudfront", "cloudtrail"],
  ...[
    "cloudwatch",
    "codebuild",
    "cognito",
    "controltower",
    "detective",
    "directconnect",
    "dlm",
    "dynamodb",
    "ebs",
  ],
  ...[
    "ec2",
    "ec2clientvpn",
    "ec2transitgateway",
    "ecr",
    "ecs",
    "efs",
    "eks",
    "elb",
    "fms",
    "globalaccelerator",
  ],
  ...[
    "glue",
    "guardduty",
    "iam",
    "identitystore",
    "imagebuilder",
    "inspector",
    "inspector2",
    "kinesis",
    "kms",
  ],
  ...["lakeformation", "lambda", "lb", "macie", "macie2", "networkfirewall", "networkmanager", "oam"],
  ...[
    "organizations",
    "pipes",
    "ram",
    "rds",
    "resourceexplorer",
    "resourcegroups",
    "route53",
    "s3",
    "s3control",
  ],
  ...[
    "scheduler",
    "schemas",
    "secretsmanager",
    "securityhub",
    "securitylake",
    "servicequotas",
    "sfn",
    "shield",
  ],
  ...["signer", "sns", "sqs", "ssm", "ssmcontacts", "ssmincidents", "ssoadmin", "vpc", "vpclattice", "waf"],
  ...["wafregional", "wafv2", "xray"],
];

function main(schemaFile: string | undefined): void {
  if (schemaFile === undefined) {
    throw new Error(
      "give the schema: pulumi package get-schema aws > schema.json; npm run simulator:types -- schema.json",
    );
  }
  const schema = readSchema(schemaFile);
  const manifest = require.resolve("@pulumi/aws/package.json");
  const { version } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string };
  const types = readSdk(path.dirname(manifest), modules).sort((a, b) => (a.token < b.token ? -1 : 1));
  fs.mkdirSync(path.dirname(dataFile), { recursive: true });
  fs.writeFileSync(dataFile, render(version, types, schema));
  const unknown = types
    .filter(({ token }) => schema.resources[token] === undefined)
    .map(({ token }) => token);
  console.log(`${dataFile}: ${types.length} types of @pulumi/aws ${version}`);
  console.log(
    `not in the schema, so nothing is known about what replaces them: ${unknown.join(", ") || "none"}`,
  );
}

/** One line a type, so that a change of the SDK can be read as a diff. */
function render(version: string, types: readonly SdkType[], schema: Schema): string {
  const lines = types.map((type) => `${JSON.stringify(type.token)}: ${JSON.stringify(encode(type, schema))}`);
  return `{ "version": "${version}", "types": {\n${lines.join(",\n")}\n} }\n`;
}

/** `[id template, properties, paths that replace]`; see `types.ts` for the flags of a property. */
function encode(type: SdkType, schema: Schema): [string, string, string] {
  const properties = Array.from(type.properties, ([name, property]) => {
    const flags = [
      property.isInput ? "i" : "",
      property.isRequired ? "r" : "",
      property.isOutput ? "o" : "",
      property.isAlwaysSet ? "a" : "",
      property.isSecret ? "x" : "",
    ];
    return `${name}:${property.kind}${flags.join("")}`;
  });
  return [
    idTemplate(type.importExample) ?? "",
    properties.join(" "),
    replacingPaths(schema, type.token).join(" "),
  ];
}

main(process.argv[2]);
