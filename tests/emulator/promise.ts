import assert from "node:assert/strict";
import { z } from "zod";
import type { Call } from "./aws";

/** Something that a stack promises, and how any client of AWS can see that it is kept. */
export interface Kept {
  readonly title: string;
  readonly calls: readonly Omit<Call, "account">[];
  /** Throws when the promise is not kept. */
  readonly check: (answers: readonly unknown[]) => void;
}

/** Whether AWS answers exactly this, call by call. */
export function isDeeply(expected: readonly unknown[]): Kept["check"] {
  return (answers) => {
    assert.deepEqual(answers, expected);
  };
}

/** A call of S3. */
export function s3(operation: string, parameters: Record<string, unknown>, select: string) {
  return { service: "s3", operation, parameters, select };
}

/** A call of EC2 that lists what a filter matches. */
export function ec2(operation: string, filter: string, value: string, select: string) {
  return { service: "ec2", operation, parameters: { Filters: [{ Name: filter, Values: [value] }] }, select };
}

const statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]),
  Principal: z.unknown(),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
    .optional(),
});

/** The statements of a policy document in JSON. */
export function statementsOf(document: unknown): z.infer<typeof statement>[] {
  return z.object({ Statement: z.array(statement) }).parse(JSON.parse(String(document))).Statement;
}

/** One or several values, as policies have them, as a list. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** What an ARN names, behind its last slash. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
