import { readFileSync } from "node:fs";
import { CustomResource, type Inputs, type ProviderResource } from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { z } from "zod";
import { checkpointFile, nameOf, stacksWithState, type StateFolder } from "../tools/run/state";

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean(),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

const checkpoint = z.object({ checkpoint: z.object({ latest: z.object({ resources: z.array(resource) }) }) });

/** A resource as the engine recorded it. */
type Recorded = z.infer<typeof resource>;

/** Reads what was deployed to a state, by stack. */
export function recorded(state: StateFolder): Map<string, Recorded[]> {
  return new Map(
    stacksWithState(state).map((stack) => {
      const text = readFileSync(checkpointFile(state, stack), "utf8");
      return [stack, checkpoint.parse(JSON.parse(text)).checkpoint.latest.resources];
    }),
  );
}

/** Declares the recorded AWS resources with the same inputs, but bare: no components, no references, no options. */
export function declareBare(resources: readonly Recorded[]): void {
  const provider = new aws.Provider("account", inputsOf(resources, "pulumi:providers:aws"));
  for (const { urn, type, custom, inputs } of resources) {
    if (custom && type.startsWith("aws:")) new Bare(type, nameOf(urn), inputs, provider);
  }
}

class Bare extends CustomResource {
  public constructor(type: string, name: string, inputs: Inputs, provider: ProviderResource) {
    super(type, name, inputs, { provider });
  }
}

/** A provider's inputs are recorded as text; the bare program only needs those that are text anyway. */
function inputsOf(resources: readonly Recorded[], type: string): aws.ProviderArgs {
  const region = resources.find((each) => each.type === type)?.inputs["region"];
  return { region: z.string().parse(region) };
}
