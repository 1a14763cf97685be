import { formats } from "./shared/configurationSchema";
import { stackKinds } from "./shared/facts";
import { frameworks, listControls } from "./shared/frameworks";
import type { Pack, Row } from "./shared/pack";

/** The text of docs/policies.md for a pack. */
export function policiesDocument(pack: Pack): string {
  const rows = [...pack.rows].sort((a, b) => (a.rule.name < b.rule.name ? -1 : 1));
  return [
    introduction(pack),
    "## Rules\n",
    overview(rows),
    ...rows.map(section),
    "## Exceptions\n",
    exceptions(),
    "## Controls\n",
    controls(rows),
  ].join("\n");
}

function introduction({ name, rows }: Pack): string {
  return `<!-- Written by \`npm run policies:docs\` from policypacks/${name}/pack.ts. Do not edit. -->

# Policies

The pack \`${name}\` has ${rows.length} rules. It runs in every preview and every update that this repository's commands make.
With the vendor's command line:

\`\`\`sh
npm run --silent policy:config -- prod > prod.policy.json
pulumi preview -s prod --policy-pack policypacks/${name} --policy-pack-config prod.policy.json
\`\`\`

The configuration tells the rules which account the stack owns and whom it may trust. Without it the engine refuses to run
the pack; with one that was made for another stack the run fails before anything is touched.

- A **mandatory** rule stops a preview with an error, and an update before the resource is created or changed. Rules about
  the stack as a whole judge in every preview, but in an update only when everything has been created: preview first.
- A value may not be known in a preview. Lists and documents are read element by element, so that an unknown element never
  hides a known offence. What remains open is listed once a rule by \`policy-undetermined\`, and judged by the update: about a
  resource before it is created, about the stack at the end. For some rules it counts as a violation at once.
- A rule that breaks counts as a violation of that rule. It does not end the run.
- A message names the property and its value, the reason, the remedy, the finding and the controls.
`;
}

function overview(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ rule, level, severity, kinds }) =>
      `| [${rule.name}](#${rule.name}) | ${rule.must} | ${level} | ${severity} | ${kinds.length === stackKinds.length ? "all" : kinds.join(", ")} |`,
  );
  return table(["rule", "what must hold", "level", "severity", "stacks"], lines);
}

function section({ rule, undetermined, controls }: Row): string {
  const judges = [
    ...(rule.resources === undefined ? [] : ["each resource, before it is created"]),
    ...(rule.stack === undefined ? [] : ["the stack as a whole"]),
  ];
  const open = undetermined === "advise" ? "the update decides" : "counts as a violation";
  const ids = listControls(controls).map(({ framework, id }) => `${framework} ${id}`);
  return [
    `### ${rule.name}\n`,
    `${rule.must}\n`,
    `- Remedy: ${rule.fix}`,
    `- Judges: ${judges.join(", and ")}`,
    `- Not known in a preview: ${open}`,
    `- Controls: ${ids.join(", ")}\n`,
  ].join("\n");
}

const fields = [
  `| \`stack\` | name of the stack |`,
  `| \`rule\` | name of the rule |`,
  `| \`resource\` | the resource's URN, or its type and its name: \`aws:s3/bucket:Bucket access-logs-*\`. In the name \`*\` stands for any text; a name with \`*\` has at least three other characters in a row |`,
  `| \`finding\` | optional: the one finding meant, as the line \`Finding:\` of the message names it |`,
  `| \`reason\` | why this is acceptable, in ${formats.minimumReasonLength} characters or more |`,
  `| \`owner\` | who answers for it |`,
  `| \`ticket\` | optional |`,
  `| \`lastDay\` | last day on which it holds, at most 366 days ahead |`,
];

function exceptions(): string {
  return `An exception lets one finding, or all findings of one rule on one resource, pass for a while. It stands in
\`policypacks/exceptions.yaml\` and is reviewed like any other change. It never covers a whole stack.

${table(["field", "meaning"], fields)}
Every run lists the exceptions of its stack through \`policy-exceptions\`: those in use, with the resource; those that nothing
needs any more; and those whose last day has passed, which fail the run.
`;
}

function controls(rows: readonly Row[]): string {
  const blocks = Object.entries(frameworks).map(([framework, { title, controls: known }]) => {
    const lines = Object.entries(known).map(([id, meaning]) => {
      const rules = rows
        .filter(({ controls }) =>
          listControls(controls).some((one) => one.framework === framework && one.id === id),
        )
        .map(({ rule }) => rule.name);
      return `| ${id} | ${meaning.replaceAll("*", String.raw`\*`)} | ${rules.join(", ")} |`;
    });
    return [`### ${title}\n`, table(["id", "control", "rules"], lines)].join("\n");
  });
  return blocks.join("\n");
}

/** Tables are as wide as their content; Prettier would pad them anew with every rule. */
function table(head: readonly string[], rows: readonly string[]): string {
  return [
    "<!-- prettier-ignore-start -->",
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows,
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
}
