import type { AllSettings } from "../../../../components/response/machines";

export const settings: AllSettings = {
  account: "444455556666",
  region: "eu-central-1",
  partition: "aws",
  evidenceBucketName: "evidence",
  evidenceKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
  signingKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/signing",
  topicArn: "arn:aws:sns:eu-central-1:444455556666:landing-zone-incidents",
  workloadAccounts: ["111122223333", "777788889999"],
  protectedInstances: ["i-0protected"],
  approvalHours: 24,
  snapshotLockDays: 2555,
  logDeliverySeconds: 0,
  concurrency: 10,
  workstation: {
    launchTemplateId: "lt-0123456789abcdef0",
    imageParameter: "/imagebuilder/landing-zone/forensic-workstation",
    subnetIds: ["subnet-a", "subnet-b"],
    policyArn: "arn:aws:iam::444455556666:policy/workstation",
    rolePath: "/landing-zone-workstations/",
    diskDocument: "examine-disk",
    memoryDocument: "examine-memory",
    suspectGroupId: "sg-suspect",
    suspectInstanceType: "m7i.large",
  },
};
