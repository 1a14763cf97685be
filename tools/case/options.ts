import { InvalidArgumentError, type Command } from "commander";
import type { Head } from "./chain";
import { openCase, verifySource, type CaseVerdict, type VerifyOptions } from "./verify";
import type { CaseSource } from "./source";
import { signingKey } from "./signingKey";
import { UsageError } from "../exitCode";
import { urlOption } from "../options";

/** What every command that verifies a case may be told. */
export interface CaseOptions {
  readonly publicKey?: string;
  readonly keyId?: string;
  readonly head?: Head;
  readonly region?: string;
  readonly endpoint?: string;
  readonly json?: true;
}

/** Adds the options that say how a case is verified. */
export function caseOptions(command: Command): Command {
  return command
    .argument("<case>", "folder of a case, or s3://<bucket>/cases/<case id>/")
    .option(
      "--public-key <file>",
      "key that signs custody logs, in PEM or DER; otherwise public-key.pem of the case",
    )
    .option("--key-id <arn>", "fetch that key from KMS by its ARN or alias")
    .option(
      "--head <sequence:hash>",
      "an entry that the log must reach at least, as status tells it",
      headOption,
    )
    .option("--region <name>", "region of the bucket and the key; otherwise that of the environment")
    .option("--endpoint <url>", "endpoint of an emulator", urlOption)
    .option("--json", "print one JSON object");
}

/** A case and what became of it. */
export interface OpenedCase {
  readonly source: CaseSource;
  readonly verify: (source?: CaseSource) => Promise<CaseVerdict>;
  /** In PEM, when it was fetched. */
  readonly fetchedKey?: string;
  readonly head?: Head;
}

/** Opens what the options name. */
export async function opened(address: string, options: CaseOptions): Promise<OpenedCase> {
  const { publicKey, keyId, endpoint, region } = options;
  if (publicKey !== undefined && keyId !== undefined) {
    throw new UsageError("Give either --public-key or --key-id.");
  }
  const access = { ...(endpoint && { endpoint }), ...(region && { region }) };
  const source = await openCase(address, access);
  const fetched = keyId === undefined ? undefined : await signingKey(keyId, access);
  const head = options.head && { ...options.head, ...(fetched && { keyArn: fetched.arn }) };
  const verifyOptions: VerifyOptions = {
    ...(publicKey !== undefined && { publicKey }),
    ...(fetched && { publicKey: Buffer.from(fetched.pem) }),
    ...(head && { head }),
  };
  return {
    source,
    verify: async (other) => verifySource(other ?? source, verifyOptions),
    ...(fetched && { fetchedKey: fetched.pem }),
    ...(head && { head }),
  };
}

function headOption(text: string): Head {
  const [, sequence, hash] = /^([1-9]\d{0,8}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new InvalidArgumentError(
      "Give the number of an entry, a colon, and its hash of 64 hexadecimal digits.",
    );
  }
  return { sequence: Number(sequence), hash };
}
