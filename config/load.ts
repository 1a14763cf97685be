import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { stackNamePattern } from "./fields";
import { forensics, type ForensicsConfig } from "./forensics";
import { problemOf } from "./issues";
import { ConfigurationError, type Problem } from "./problems";
import { workload, type WorkloadConfig } from "./workload";

/** Name of the Pulumi project; it is the namespace of every configuration key. */
export const project = "landing-zone";

/** The schema of each kind of stack. */
export const schemas = { workload, forensics } as const;

export type StackKind = keyof typeof schemas;
export type StackConfig = WorkloadConfig | ForensicsConfig;

/** A stack's file, checked. */
export interface StackFile {
  /** Name of the stack, from the file's name. */
  readonly name: string;
  readonly path: string;
  readonly config: StackConfig;
}

/**
 * Checks what a stack was configured with.
 *
 * @param raw Every configuration value of the stack by its full key, `landing-zone:network` and so on. A text that is a
 *   JSON object or list is read as such, since the engine hands structured values over as text.
 * @param source What to call the configuration in an error: a file or a stack.
 * @throws ConfigurationError with all problems at once.
 */
export function parseConfig(raw: Readonly<Record<string, unknown>>, source: string): StackConfig {
  const foreign = Object.keys(raw).filter((key) => key.startsWith("aws:"));
  const problems: Problem[] = foreign.map((key) => ({
    key,
    given: JSON.stringify(raw[key]),
    rule: "the default AWS provider is not used, so its settings have no effect",
    remedy: `remove it; account and region are set by ${project}:account and ${project}:region`,
  }));
  const own = Object.entries(raw)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]): [string, unknown] => [key.slice(project.length + 1), structured(value)]);
  const values = Object.fromEntries(own);
  const kind = values["kind"];
  if (!isKind(kind)) {
    problems.push({
      key: `${project}:kind`,
      ...(kind === undefined ? {} : { given: JSON.stringify(kind) }),
      rule: `must be one of ${Object.keys(schemas).join(", ")}`,
      remedy: "say what the stack builds",
    });
    throw new ConfigurationError(source, problems);
  }
  const result = (schemas[kind] as z.ZodType<StackConfig>).safeParse(values);
  if (!result.success) {
    problems.push(...result.error.issues.flatMap((issue) => problemOf(issue, values, project)));
  }
  if (problems.length > 0 || !result.success) throw new ConfigurationError(source, problems);
  return result.data;
}

/**
 * Reads and checks one `Pulumi.<stack>.yaml`.
 *
 * @throws ConfigurationError when the file cannot be read, is not YAML or breaks a rule.
 */
export function loadStackFile(path: string): StackFile {
  const file = basename(path);
  const name = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? "";
  if (!stackNamePattern.test(name)) {
    throw new ConfigurationError(path, [
      {
        key: file,
        given: name,
        rule: "a stack's name starts with a letter and has up to 20 characters of a-z, 0-9 and -",
        remedy: "rename the file",
      },
    ]);
  }
  const content = readYaml(path);
  const raw = isRecord(content) ? content["config"] : undefined;
  if (!isRecord(raw)) {
    throw new ConfigurationError(path, [
      {
        key: "config",
        rule: "the file has a map named config",
        remedy: `put the ${project}: keys under config`,
      },
    ]);
  }
  return { name, path, config: parseConfig(raw, path) };
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    const given = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(path, [
      { key: basename(path), given, rule: "must be a readable YAML file", remedy: "correct the file" },
    ]);
  }
}

function structured(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // Not JSON after all: the schema says what it should be.
  }
}

function isKind(value: unknown): value is StackKind {
  return typeof value === "string" && Object.hasOwn(schemas, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
