import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ArgumentProblem } from "../problems";
import { script } from "./workstation/scripts";
import { workstationLogGroupName } from "./workstationNames";

/**
 * How a tool gets into the image: `binary` is one program, `rpm` a package, `python` the archive of Python packages,
 * `symbols` an archive of kernel symbols for Volatility, `rules` an archive of YARA rules with an `index.yar`.
 */
export const toolKinds = ["binary", "rpm", "python", "symbols", "rules"] as const;

export type ToolKind = (typeof toolKinds)[number];

/** A tool of the workstation, exactly one version of it. */
export interface Tool {
  readonly kind: ToolKind;
  /** Name of the tool; a binary gets this name. */
  readonly name: string;
  readonly version: string;
  /** Name of the file in the bucket, in the folder that is named after its SHA-256. */
  readonly file: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Key of a tool in the bucket of tools. */
export function toolKey({ sha256, file }: Tool): string {
  return `${sha256}/${file}`;
}

/** Programs without which the documents of a workstation can't do their work, and the tool that brings each. */
export const neededPrograms = {
  dwarf2json: "dwarf2json",
  log2timeline: "python",
  mmls: "sleuthkit",
  vol: "python",
  yara: "yara",
} as const;

const safe = /^[\w.+-]{1,80}$/;

/** What is wrong with a list of tools. */
export function toolProblems(tools: readonly Tool[]): readonly ArgumentProblem[] {
  const names = tools.map(({ name }) => name);
  const missing = [...new Set(Object.values(neededPrograms))].filter((name) => !names.includes(name));
  return [
    ...missing.map((name) => ({
      argument: "tools",
      rule: `${name} is missing, which the examination of evidence needs`,
      remedy: "add it with the version and SHA-256 that you have checked",
    })),
    ...tools.flatMap((tool, index) => problemsOf(tool, `tools[${index}]`)),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => ({
        argument: "tools",
        rule: `${name} is named twice`,
        remedy: "keep one version of it",
      })),
  ];
}

function problemsOf({ name, version, file, sha256 }: Tool, argument: string): ArgumentProblem[] {
  const problems = Object.entries({ name, version, file })
    .filter(([, value]) => !safe.test(value))
    .map(([key, value]) => ({
      argument: `${argument}.${key}`,
      rule: `${JSON.stringify(value)} must consist of letters, digits and . + - _`,
      remedy: "write it without spaces and folders",
    }));
  if (/^[0-9a-f]{64}$/.test(sha256)) return problems;
  const hash = {
    argument: `${argument}.sha256`,
    rule: `${JSON.stringify(sha256)} must be 64 hexadecimal digits in lower case`,
    remedy: "give what sha256sum prints for the file that you have checked",
  };
  return [...problems, hash];
}

/** A component of Image Builder: its document and the version that follows from it. */
export interface ImageComponent {
  /** The document, at most 16,000 characters. */
  readonly data: string;
  readonly version: string;
}

/**
 * A version that changes with the content: Image Builder never changes what has a version. Its numbers are below 2^30.
 */
export function versionOf(content: string): string {
  const digest = createHash("sha256").update(content).digest();
  return `1.${digest.readUInt32BE(0) >>> 2}.${digest.readUInt32BE(4) >>> 2}`;
}

/** The component that hardens the image. */
export function hardening(): ImageComponent {
  return component("harden", "Hardens the image", {
    build: [`export LOG_GROUP='${workstationLogGroupName}'\n${script("harden")}`],
    validate: [
      "test -x /usr/local/sbin/is-evidence",
      "test -s /etc/udev/rules.d/10-write-block.rules",
      "test ! -e /usr/sbin/sshd",
    ],
    test: [
      "systemctl is-active auditd amazon-ssm-agent nftables",
      'test -z "$(ss --no-header --listening --tcp --numeric | grep --invert-match -e 127.0.0 -e "\\[::1\\]")"',
      "auditctl --status 2>/dev/null || auditctl -s | grep --quiet 'enabled 2'",
    ],
  });
}

/** The component that installs the tools. The bucket is its parameter `Bucket`. */
export function toolInstallation(tools: readonly Tool[]): ImageComponent {
  const lines = tools.map((tool) =>
    [tool.kind, tool.name, tool.version, toolKey(tool), tool.sha256].join("\t"),
  );
  const text = [
    "export BUCKET='{{ Bucket }}' MANIFEST=/root/tools-manifest.tsv",
    `export REQUIREMENTS_SHA256='${requirementsHash()}'`,
    `cat >"$MANIFEST" <<'MANIFEST_END'`,
    ...lines,
    "MANIFEST_END",
    script("tools"),
  ];
  const programs = Object.keys(neededPrograms).map(
    (program) => `PATH="/opt/forensics/bin:$PATH" command -v ${program}`,
  );
  return component(
    "tools",
    "Installs the tools",
    { build: [text.join("\n")], validate: programs },
    { Bucket: { type: "string", description: "Bucket of the tools" } },
  );
}

/** SHA-256 of the list of Python packages, which comes with the packages' archive. */
export function requirementsHash(): string {
  const text = readFileSync(join(__dirname, "workstation", "requirements.txt"));
  return createHash("sha256").update(text).digest("hex");
}

/** Commands by the phase of a build in which they run: on the builder, on it again at the end, on an instance of the image. */
type Phases = Readonly<Partial<Record<"build" | "validate" | "test", readonly string[]>>>;

function component(
  name: string,
  description: string,
  phases: Phases,
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): ImageComponent {
  const document = {
    name,
    description,
    schemaVersion: 1,
    parameters: Object.entries(parameters).map(([key, value]) => ({ [key]: value })),
    phases: Object.entries(phases).map(([phase, commands]) => ({
      name: phase,
      steps: [{ name: `${name}-${phase}`, action: "ExecuteBash", inputs: { commands } }],
    })),
  };
  const data = JSON.stringify(document); // JSON is YAML, which Image Builder takes.
  return { data, version: versionOf(data) };
}
