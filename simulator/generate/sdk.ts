import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

/** One property of a resource type, as the SDK declares it. */
interface SdkProperty {
  readonly isInput: boolean;
  readonly isRequired: boolean;
  readonly isOutput: boolean;
  /** An output that always has a value. */
  readonly isAlwaysSet: boolean;
  readonly isSecret: boolean;
  /** s string, n number, b boolean, l list, m map of strings, o object */
  readonly kind: string;
}

/** A resource type, as the SDK declares it. */
export interface SdkType {
  readonly token: string;
  readonly properties: ReadonlyMap<string, SdkProperty>;
  /** The first id in the documentation of `pulumi import`. */
  readonly importExample: string | undefined;
}

/** Reads every resource type in the given modules (`ec2`, `s3`, …) of the `@pulumi/aws` package in `root`. */
export function readSdk(root: string, modules: readonly string[]): SdkType[] {
  return modules.flatMap((module) =>
    fs
      .readdirSync(path.join(root, module))
      .filter((file) => file.endsWith(".d.ts"))
      .flatMap((file) => readType(path.join(root, module, file)) ?? []),
  );
}

function readType(file: string): SdkType | undefined {
  const code = fs.readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8");
  const token = /__pulumiType = '(aws:[^']+)'/.exec(code)?.[1];
  if (token === undefined) return undefined;
  const text = fs.readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return {
    token,
    properties: readProperties(source, secretOutputs(code)),
    importExample: /\$ pulumi import \S+ \S+ (.+)/.exec(text)?.[1]?.replace(/^["'`]|["'`]$/g, ""),
  };
}

function secretOutputs(code: string): ReadonlySet<string> {
  const list = /additionalSecretOutputs: \[(.*?)\]/.exec(code)?.[1] ?? "";
  return new Set(Array.from(list.matchAll(/"(\w+)"/g), (match) => match[1] ?? ""));
}

function readProperties(source: ts.SourceFile, secrets: ReadonlySet<string>): Map<string, SdkProperty> {
  const outputs = new Map<string, string>();
  const inputs = new Map<string, boolean>();
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement)) readOutputs(statement, source, outputs);
    if (ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("Args"))
      readInputs(statement, inputs);
  }
  return new Map(
    [...new Set([...inputs.keys(), ...outputs.keys()])].sort().map((name) => {
      const type = outputs.get(name);
      return [
        name,
        {
          isInput: inputs.has(name),
          isRequired: inputs.get(name) === true,
          isOutput: type !== undefined,
          isAlwaysSet: type !== undefined && !type.endsWith("| undefined"),
          isSecret: secrets.has(name),
          kind: kindOf(type ?? ""),
        },
      ];
    }),
  );
}

function readOutputs(
  declaration: ts.ClassDeclaration,
  source: ts.SourceFile,
  outputs: Map<string, string>,
): void {
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member) || member.type === undefined) continue;
    const type = /^pulumi\.Output<(.*)>$/s.exec(member.type.getText(source))?.[1];
    if (type !== undefined) outputs.set(member.name.getText(source), type.trim());
  }
}

function readInputs(declaration: ts.InterfaceDeclaration, inputs: Map<string, boolean>): void {
  for (const member of declaration.members) {
    if (ts.isPropertySignature(member)) inputs.set(member.name.getText(), member.questionToken === undefined);
  }
}

function kindOf(type: string): string {
  const bare = type.replace(/\s*\| undefined$/, "");
  if (bare.endsWith("[]")) return "l";
  if (bare.startsWith("{")) return "m";
  if (/\bstring\b|^enums\./.test(bare)) return "s";
  if (/\bnumber\b/.test(bare)) return "n";
  return /\bboolean\b/.test(bare) ? "b" : "o";
}
