import { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The part of a package.json that says which resource plugin a package needs. */
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  pulumi: z
    .object({
      resource: z.boolean().optional(),
      name: z.string().optional(),
      version: z.string().optional(),
      server: z.string().optional(),
    })
    .optional(),
});

/**
 * The resource plugins that the packages installed below a program need. A package says so in the `pulumi`
 * entry of its package.json: https://www.pulumi.com/docs/iac/guides/building-extending/packages/
 */
export function requiredPackages(programDirectory: string): PackageDependency[] {
  return installedPackages(programDirectory).flatMap(pluginOf);
}

function installedPackages(directory: string): string[] {
  const modules = join(directory, "node_modules");
  return directories(modules)
    .flatMap((name) => (name.startsWith("@") ? directories(join(modules, name), `${name}/`) : [name]))
    .flatMap((name) => [join(modules, name), ...installedPackages(join(modules, name))]);
}

function directories(parent: string, prefix = ""): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => prefix + entry.name);
}

function pluginOf(packageDirectory: string): PackageDependency[] {
  const path = join(packageDirectory, "package.json");
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  // Most packages are not Pulumi's: parsing only those that mention it halves the time.
  if (!text.includes('"pulumi"')) return [];
  const parsed = manifest.safeParse(JSON.parse(text));
  if (parsed.data?.pulumi?.resource !== true) return [];
  const { name, version, pulumi } = parsed.data;
  const dependency = new PackageDependency();
  dependency.setKind("resource");
  dependency.setName(pulumi.name ?? name.replace(/^@pulumi\//, ""));
  dependency.setVersion(`v${(pulumi.version ?? version).replace(/^v/, "")}`);
  dependency.setServer(pulumi.server ?? "");
  return [dependency];
}
