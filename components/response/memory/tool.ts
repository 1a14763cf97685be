import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Architectures that the tool may be built for, as `uname -m` names them. */
export const toolArchitectures = ["x86_64", "aarch64"] as const;

export type ToolArchitecture = (typeof toolArchitectures)[number];

/** A program for one architecture, pinned by its hash. */
export interface ToolBinary {
  /** Path of the file on the machine that deploys. */
  readonly path: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The tool that captures memory on Linux: AVML, https://github.com/microsoft/avml. Its releases have a static program for
 * each architecture. Nothing is pinned by default: whoever runs the landing zone takes a release, checks it, and writes down
 * its version and its hash.
 */
export interface MemoryTool {
  /** Version of the release; part of the key under which the tool is stored. */
  readonly version: string;
  /** At least one. An instance of another architecture has no tool. */
  readonly binaries: Readonly<Partial<Record<ToolArchitecture, ToolBinary>>>;
}

/** Key prefix of a version of the tool in the evidence bucket. */
export function toolPrefix({ version }: MemoryTool): string {
  return `tools/avml/${version}`;
}

/** The programs of a tool, by architecture. */
export function binariesOf({ binaries }: MemoryTool): [ToolArchitecture, ToolBinary][] {
  return toolArchitectures.flatMap((architecture): [ToolArchitecture, ToolBinary][] => {
    const binary = binaries[architecture];
    return binary ? [[architecture, binary]] : [];
  });
}

/**
 * Refuses a tool that is not the pinned one.
 *
 * @throws Error when a file can't be read, or has another hash, or there is none
 */
export function checkTool(tool: MemoryTool): void {
  const binaries = binariesOf(tool);
  if (!/^[A-Za-z0-9.-]+$/.test(tool.version)) {
    throw new Error(`memory tool: version "${tool.version}" may have letters, digits, dots and hyphens only`);
  }
  if (binaries.length === 0) {
    throw new Error(`memory tool: give a program for at least one of ${toolArchitectures.join(", ")}`);
  }
  for (const [architecture, { path, sha256 }] of binaries) {
    const found = createHash("sha256").update(contentOf(architecture, path)).digest("hex");
    if (found !== sha256) {
      throw new Error(
        `memory tool for ${architecture}: ${path} has the SHA-256 ${found}, but ${sha256} is pinned. ` +
          "Take the release again; pin another hash only after checking where it comes from",
      );
    }
  }
}

function contentOf(architecture: ToolArchitecture, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`memory tool for ${architecture}: ${path} can't be read; download the release to it`, {
      cause: error,
    });
  }
}
