import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Value, Values } from "../../simulator/values";
import { landingZone } from "../../stacks/program";
import { record, type Recording } from "../support/record";

const root = join(__dirname, "../..");

/** Outputs of the forensics stack, as a workload reads them. */
export const forensicsOutputs: Values = {
  account: "444455556666",
  region: "eu-central-1",
  evidenceBucketName: "evidence",
  evidenceBucketArn: "arn:aws:s3:::evidence",
  evidenceKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/0f9e8d7c-6b5a-4321-8765-0123456789ab",
  incidentBusArn: "arn:aws:events:eu-central-1:444455556666:event-bus/incidents",
  signingKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/1f9e8d7c-6b5a-4321-8765-0123456789ab",
  casesTableName: "landing-zone-cases",
  incidentTopicArn: "arn:aws:sns:eu-central-1:444455556666:landing-zone-incidents",
  machineArns: {
    respond: "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-respond",
  },
  vpcId: "vpc-0a1b2c3d4e5f60718",
  subnetIds: ["subnet-0a1b2c3d4e5f60718"],
  workstationGroupId: "sg-0a1b2c3d4e5f60718",
  toolsBucketName: "forensics-tools-store-bucket-0a1b2c3",
};

/** Configuration of a stack from its file, with some keys changed. */
export function configOf(stack: string, change: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  const file = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, Value>;
  };
  return { ...file.config, ...change };
}

/** Runs the whole program of a stack under the mocks. */
export function recordStack(
  stack: string,
  change: Readonly<Record<string, Value>> = {},
  forensics: Values = forensicsOutputs,
): Promise<Recording<Record<string, unknown>>> {
  return record(() => landingZone(), {
    stack,
    config: configOf(stack, change),
    stacks: { "organization/landing-zone/forensics": forensics },
  });
}
