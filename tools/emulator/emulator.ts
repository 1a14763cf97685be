import type * as aws from "@pulumi/aws";
import type { AwsPlugin } from "./plugin";

/** An emulated AWS that answers, with the provider to reach it. */
export interface Emulator {
  /** Address of every service, such as `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  readonly port: number;
  /** Folder of the AWS provider plugin. It belongs on the engine's PATH. */
  readonly pluginDirectory: string;
  /** What the engine's environment needs beside that. No proxy: gRPC would obey it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a program's provider needs to reach an account of the emulator. */
  readonly providerArgs: (account: string) => Partial<aws.ProviderArgs>;
  /** The Python that the server runs in. It has boto3. */
  readonly python: string;
  /** The server's log: every request, and what it could not do. */
  readonly log: string;
  /** Ends the server. Everything that was deployed to it is gone. */
  stop(): Promise<void>;
}

/** What an emulator has beside its address. */
export interface EmulatorParts extends Pick<Emulator, "python" | "log" | "stop"> {
  readonly plugin: AwsPlugin;
}

/** Describes the emulator that listens on a port. */
export function emulatorAt(port: number, { plugin, python, log, stop }: EmulatorParts): Emulator {
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    port,
    pluginDirectory: plugin.directory,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      // The user's profiles must neither be needed nor change anything.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    providerArgs: (account) => providerArgs(endpoint, account),
    python,
    log,
    stop,
  };
}

/**
 * One server stands for every account: the account of a call is that of the role it was assumed with. The role need not
 * exist.
 */
function providerArgs(endpoint: string, account: string): Partial<aws.ProviderArgs> {
  return {
    accessKey: "emulator",
    secretKey: "emulator",
    assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/landing-zone-deployment` }],
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    s3UsePathStyle: true,
    // S3 Control calls go to <account>.127.0.0.1, a name that only a proxy resolves. What would go to the real AWS goes
    // there too, and is refused.
    httpProxy: endpoint,
    httpsProxy: endpoint,
    noProxy: "127.0.0.1",
    // A call that moto does not implement fails every time: the provider's own 25 attempts would take minutes.
    maxRetries: 3,
  };
}
