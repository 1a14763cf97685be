import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { formats } from "../shared/configurationSchema";
import type { Exception } from "../shared/facts";
import { pack } from "./pack";

/** An exception in the file, which is for all stacks. */
export interface StackException extends Exception {
  /** Name of the stack that it is for. */
  readonly stack: string;
}

/** The file in which exceptions are kept. */
export const exceptionsPath = join(__dirname, "..", "exceptions.yaml");

/** Longest time for which anybody can answer for an exception. Afterwards it has to be renewed by hand. */
const longestDays = 366;

/** The exceptions file is wrong; the message lists everything that is wrong with it. */
export class ExceptionsError extends Error {
  public constructor(path: string, problems: readonly string[]) {
    super([`${path}: ${count(problems.length)}`, ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "ExceptionsError";
  }
}

/**
 * Reads and checks the exceptions of all stacks.
 *
 * @param today The current day in UTC, `2026-12-31`. @default the system's clock
 * @throws ExceptionsError when the file cannot be read, or breaks a rule.
 */
export function loadExceptions(
  path = exceptionsPath,
  today = new Date().toISOString().slice(0, 10),
): readonly StackException[] {
  const result = fileSchema(today).safeParse(readYaml(path));
  if (result.success) return result.data.exceptions;
  throw new ExceptionsError(path, result.error.issues.map(describe));
}

function fileSchema(today: string): z.ZodType<{ exceptions: StackException[] }> {
  const text = z.string().min(1, { error: "must not be empty" });
  return z.strictObject({
    exceptions: z.array(
      z.strictObject({
        stack: text,
        rule: z.enum(
          pack.rows.map(({ rule }) => rule.name),
          {
            error: ({ input }) =>
              `must be the name of a rule${typeof input === "string" ? `, not ${input}` : ""}; docs/policies.md lists them`,
          },
        ),
        resource: z.string().regex(new RegExp(formats.resource), {
          error:
            "must be a URN, or a type and a name such as `aws:s3/bucket:Bucket access-logs-*`; a name with * has at least three " +
            "other characters in a row, so that no exception covers a whole stack",
        }),
        finding: text.optional(),
        reason: z.string().min(formats.minimumReasonLength, {
          error: `must say why in ${formats.minimumReasonLength} characters or more`,
        }),
        owner: z.string().min(formats.minimumOwnerLength, { error: "must name who answers for it" }),
        ticket: text.optional(),
        lastDay: lastDay(today),
      }),
    ),
  });
}

function lastDay(today: string): z.ZodType<string> {
  return z.iso
    .date({ error: "must be a day, written 2026-12-31" })
    .refine((day) => day >= today, {
      error: `has passed, today is ${today}; mend the resource and remove the exception, or renew it`,
    })
    .refine((day) => Date.parse(day) - Date.parse(today) <= longestDays * 86_400_000, {
      error: `must be at most ${longestDays} days from today, ${today}`,
    });
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const where = path === "" ? "the file" : path.slice(1);
  return issue.code === "unrecognized_keys"
    ? `${where}: ${issue.keys.join(", ")} is unknown; remove it or correct the spelling`
    : `${where}: ${issue.message}`;
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    // What is wrong is in the first line; those below draw the place.
    const [cause] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new ExceptionsError(path, [`cannot be read: ${cause ?? ""}`]);
  }
}

function count(problems: number): string {
  return problems === 1 ? "1 problem" : `${problems} problems`;
}
