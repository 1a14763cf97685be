import { DescribeStateMachineCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { machineArnOf, type ForensicsAccount } from "./forensicsAccount";

/** Where evidence is kept and by which key custody is signed. */
export interface EvidencePlace {
  readonly bucket: string;
  /** ARN of the key that signs the custody log. */
  readonly signingKeyArn: string;
}

/**
 * Reads off the machine that writes the custody log where it writes, so that nobody has to look it up.
 *
 * @throws Error when the machine is not deployed or names neither.
 */
export async function evidencePlace(client: SFNClient, forensics: ForensicsAccount): Promise<EvidencePlace> {
  const stateMachineArn = machineArnOf(forensics, "record");
  const { definition = "" } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const bucket = valueOf(definition, "Bucket");
  const signingKeyArn = valueOf(definition, "KeyId");
  if (bucket === undefined || signingKeyArn === undefined) {
    throw new Error(
      `${stateMachineArn} does not say where it keeps custody logs: deploy the stack ${forensics.stack}.`,
    );
  }
  return { bucket, signingKeyArn };
}

function valueOf(definition: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`).exec(definition)?.[1];
}
