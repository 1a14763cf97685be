import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { parseCommandString } from "execa";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";

/** `runtime.options` of a Pulumi.yaml: https://www.pulumi.com/docs/iac/concepts/projects/project-file/ */
const runtimeOptions = z.object({
  typescript: z.boolean().default(true),
  tsconfig: z.string().optional(),
  nodeargs: z.string().default(""),
});

/** How node starts a program or plugin. */
export interface NodeStart {
  /** Arguments before the script. */
  readonly nodeArguments: readonly string[];
  /** What the SDK's scripts read to decide whether they load TypeScript themselves. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the options of a project or plugin, as the vendor's host does. @throws what is wrong with an option */
export function nodeStart(info: ProgramInfo): NodeStart {
  const options = runtimeOptions.parse(info.getOptions()?.toJavaScript() ?? {});
  return {
    nodeArguments: parseCommandString(options.nodeargs),
    environment: {
      ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    },
  };
}

/** The path of a script of the SDK that the program itself has installed. @throws if it has none */
export function sdkScript(name: "run" | "run-plugin" | "run-policy-pack", programDirectory: string): string {
  return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
}
