import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

/** A stack's outputs as its consumer gets them. */
export type Outputs<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/**
 * Reads the outputs of another stack of this project, each checked against the contract when it becomes known.
 *
 * @param contract What the other stack promises.
 * @param stack Name of the other stack.
 * @param opts Pulumi's own options.
 * @throws Error, in preview too, that names the output and the stack that should export it when one is missing or is not
 *   what the contract says.
 */
export function readStack<Shape extends z.ZodRawShape>(
  contract: z.ZodObject<Shape>,
  stack: string,
  opts?: pulumi.CustomResourceOptions,
): Outputs<z.infer<z.ZodObject<Shape>>> {
  const path = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const reference = new pulumi.StackReference(`${pulumi.getStack()}-reads-${stack}`, { name: path }, opts);
  const entries = Object.entries(contract.shape).map(([name, type]) => [
    name,
    reference.getOutput(name).apply((value) => checked(type as z.ZodType, name, stack, value)),
  ]);
  return Object.fromEntries(entries) as Outputs<z.infer<z.ZodObject<Shape>>>;
}

function checked(type: z.ZodType, name: string, stack: string, value: unknown): unknown {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  const remedy = `Deploy "${stack}" with this version first (pulumi up -s ${stack}).`;
  if (value === undefined) {
    throw new Error(`The stack "${stack}" has no output "${name}", which it should export. ${remedy}`);
  }
  const rules = result.error.issues.map((issue) => issue.message).join("; ");
  throw new Error(
    `The output "${name}" of the stack "${stack}" is ${JSON.stringify(value)}: ${rules}. ${remedy}`,
  );
}
