import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { Emulator } from "../../tools/emulator";

/** A call of AWS's API by its name in boto3, and what of its answer is wanted. */
export interface Call {
  readonly account: string;
  readonly service: string;
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** JMESPath expression. */
  readonly select: string;
}

const answers = z.array(
  z.union([
    z.object({ result: z.unknown() }),
    z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
  ]),
);

/**
 * Asks an emulated account as any other client of AWS would: plain SDK calls, without the provider that deployed.
 *
 * @returns One answer for each call, in their order; for a call that AWS refuses, the error's code.
 */
export async function askAws(emulator: Emulator, region: string, calls: readonly Call[]): Promise<unknown[]> {
  const asked = calls.map((call) => ({ parameters: {}, ...call }));
  const { stdout } = await execa(emulator.python, [join(__dirname, "aws.py")], {
    input: JSON.stringify({ endpoint: emulator.endpoint, region, calls: asked }),
    env: { ...emulator.environment, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return answers
    .parse(JSON.parse(stdout))
    .map((answer) => ("error" in answer ? { refused: answer.error.code } : answer.result));
}
