import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Every resource type of the installed `@pulumi/aws` that takes tags, sorted. A generated resource class states its type
 * in `__pulumiType`, and copies the argument `tags` only if it has one.
 */
export function listTaggableTypes(): string[] {
  return typesOf((source) => source.includes('resourceInputs["tags"] = args'));
}

/** Every resource type of the installed `@pulumi/aws`, sorted. */
export function awsTypes(): string[] {
  return typesOf(() => true);
}

function typesOf(test: (source: string) => boolean): string[] {
  const root = dirname(require.resolve("@pulumi/aws/package.json"));
  const modules = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = modules.flatMap((module) =>
    readdirSync(join(root, module.name))
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(root, module.name, file)),
  );
  const types = files.flatMap((file) => {
    const source = readFileSync(file, "utf8");
    const type = /__pulumiType = '([^']+)'/.exec(source)?.[1];
    return type !== undefined && test(source) ? [type] : [];
  });
  return types.sort();
}
