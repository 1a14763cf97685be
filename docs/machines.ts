import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machines, type AllSettings } from "../components/response/machines";
import { machineDiagram } from "./machineDiagram";
import { drawn } from "./picture";

/** Values that are known with a deployment only; no picture shows one. */
const settings: AllSettings = {
  account: "444455556666",
  region: "eu-central-1",
  partition: "aws",
  evidenceBucketName: "evidence",
  evidenceKeyArn: "evidence-key",
  signingKeyArn: "signing-key",
  topicArn: "topic",
  workloadAccounts: ["111122223333"],
  protectedInstances: [],
  approvalHours: 24,
  concurrency: 10,
  snapshotLockDays: 2555,
  logDeliverySeconds: 900,
  memoryDocumentArn: "document",
  workstation: {
    launchTemplateId: "template",
    imageParameter: "image",
    subnetIds: ["subnet"],
    policyArn: "policy",
    rolePath: "/workstations/",
    diskDocument: "disk",
    memoryDocument: "memory",
    suspectGroupId: "group",
    suspectInstanceType: "m7i.large",
  },
};

/** The picture of every state machine, by the machine's name. */
export async function machinePictures(): Promise<ReadonlyMap<string, string>> {
  const pictures = Object.entries(machines).map(async ([name, build]) => {
    const picture = await drawn(machineDiagram(name, build(settings)));
    return [name, picture] as const;
  });
  return new Map(await Promise.all(pictures));
}

/** Folder of the pictures. */
export const picturesFolder = join(__dirname, "machines");

/** `npm run docs:machines`: draws the pictures anew. */
export async function writeMachinePictures(): Promise<void> {
  mkdirSync(picturesFolder, { recursive: true });
  for (const [name, picture] of await machinePictures()) {
    writeFileSync(join(picturesFolder, `${name}.svg`), picture);
  }
}
