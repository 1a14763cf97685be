import { z } from "zod";
import { jsonSchema } from "../config/jsonSchema";
import { project, schemas, type StackKind } from "../config/load";
import { rowsBelow, schemaParts, type Row } from "./schemaRows";

/** What each kind of stack is, in the heading of its table. */
const headings: Readonly<Record<StackKind, string>> = {
  workload: "A workload account: kind `workload`",
  forensics: "The forensics account: kind `forensics`",
};

const introduction = `# Configuration

<!-- Written by \`npm run docs:configuration\` from the schemas in config/. Change those, not this file. -->

A stack is configured by its file \`Pulumi.<stack>.yaml\`; [Pulumi.prod.yaml](../Pulumi.prod.yaml) and
[Pulumi.forensics.yaml](../Pulumi.forensics.yaml) are complete examples. Every key stands under \`config\` and starts with
\`${project}:\`, which the tables leave out: \`network.cidr\` is the key \`cidr\` in the map \`${project}:network\`.

An unknown key is refused, and so are settings of Pulumi's default AWS provider (\`aws:…\`), which is not used. All problems
of a file are reported at once, each with the key, the value given, the rule and the remedy. A local run also checks the
files against each other: see [together.ts](../config/together.ts).

Editors that understand JSON Schema complete and explain the keys: the schemas are in \`config/schemas/\`.
`;

/** The text of docs/configuration.md. */
export function configurationReference(): string {
  return [introduction, ...Object.keys(schemas).filter(isKind).map(section)].join("\n");
}

function section(kind: StackKind): string {
  const rows = rowsBelow(configuration(kind)).map(line);
  return [
    `## ${headings[kind]}`,
    "",
    "<!-- prettier-ignore-start -->",
    "| Key | Type | Default | What it does |",
    "| --- | --- | --- | --- |",
    ...rows,
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
}

const stackFile = z.object({ properties: z.object({ config: schemaParts }) });

/** The part of a kind's JSON Schema that stands under `config`, without the namespace of the keys. */
function configuration(kind: StackKind) {
  const { config } = stackFile.parse(jsonSchema(kind)).properties;
  const bare = (key: string) => key.replace(`${project}:`, "");
  return {
    properties: Object.fromEntries(
      Object.entries(config.properties ?? {}).map(([key, value]) => [bare(key), value]),
    ),
    required: config.required?.map(bare) ?? [],
  };
}

function line({ key, type, otherwise, description }: Row): string {
  return `| ${[`\`${key}\``, type, otherwise, description].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function isKind(name: string): name is StackKind {
  return Object.hasOwn(schemas, name);
}
