import type { AllSettings } from "../../components/response/machines";

/** What any machine of incident response can be built from. A test that depends on a value says its own. */
export const machineSettings: AllSettings = {
  account: "444455556666",
  region: "eu-central-1",
  partition: "aws",
  evidenceBucketName: "evidence",
  evidenceKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
  signingKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/signing",
  topicArn: "arn:aws:sns:eu-central-1:444455556666:landing-zone-incidents",
  workloadAccounts: ["111122223333"],
  protectedInstances: [],
  approvalHours: 4,
  snapshotLockDays: 365,
  logDeliverySeconds: 900,
  memoryDocumentArn: "arn:aws:ssm:eu-central-1:444455556666:document/landing-zone-capture-memory",
  concurrency: 10,
  workstation: {
    launchTemplateId: "lt-0123456789abcdef0",
    imageParameter: "/landing-zone/workstation-image",
    subnetIds: ["subnet-a", "subnet-b"],
    policyArn: "arn:aws:iam::444455556666:policy/workstation",
    rolePath: "/landing-zone-workstations/",
    diskDocument: "examine-disk",
    memoryDocument: "examine-memory",
    suspectGroupId: "sg-suspect",
    suspectInstanceType: "m7i.large",
  },
};
