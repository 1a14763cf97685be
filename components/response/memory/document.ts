import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dnsSuffixOf } from "../../account";
import { binariesOf, toolArchitectures, toolPrefix, type MemoryTool } from "./tool";

/** Name of the SSM document that captures memory. It belongs to the forensics account, and is shared. */
export const captureDocumentName = "landing-zone-capture-memory";

/** Seconds after which Systems Manager ends a capture. The machine `acquire` asks for as long. */
const timeoutSeconds = 2 * 60 * 60;

/** Form of a key below `cases/`: it is written into the script, so nothing else may be in it. */
const keyPattern = "^cases/case-[A-Za-z0-9-]+/memory/[A-Z0-9]+:i-[0-9a-f]+/[A-Za-z0-9.-]+$";

/** The script, without what it is told. Read from the file beside, so that it can be checked and tried as one. */
export const captureScript = readFileSync(join(__dirname, "capture.sh"), "utf8");

export interface CaptureDocumentArgs {
  readonly region: string;
  readonly evidenceBucketName: string;
  readonly tool: MemoryTool;
}

/**
 * Content of the SSM document. It has one step, so that its output is that of the command, and one parameter: the key of the
 * object. Credentials are those of the instance itself.
 */
export function captureDocument(args: CaptureDocumentArgs): object {
  return {
    schemaVersion: "2.2",
    description: "Captures the memory of a Linux instance into the evidence bucket",
    parameters: {
      Key: { type: "String", description: "Key of the object for the image", allowedPattern: keyPattern },
    },
    mainSteps: [
      {
        action: "aws:runShellScript",
        name: "capture",
        precondition: { StringEquals: ["platformType", "Linux"] },
        inputs: { timeoutSeconds: String(timeoutSeconds), runCommand: lines(args) },
      },
    ],
  };
}

function lines({ region, evidenceBucketName, tool }: CaptureDocumentArgs): string[] {
  const binaries = new Map(binariesOf(tool));
  const told = {
    KEY: "{{ Key }}",
    BUCKET: evidenceBucketName,
    REGION: region,
    DNS_SUFFIX: dnsSuffixOf(region),
    TOOL_PREFIX: toolPrefix(tool),
    ...Object.fromEntries(
      toolArchitectures.map((architecture) => [
        `SHA256_${architecture}`,
        binaries.get(architecture)?.sha256 ?? "",
      ]),
    ),
  };
  const settings = Object.entries(told).map(([name, value]) => `${name}='${value}'`);
  return ["#!/bin/bash", ...settings, ...captureScript.trimEnd().split("\n")];
}
