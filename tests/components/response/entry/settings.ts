import type { AllSettings } from "../../../../components/response/machines";
import { machineSettings } from "../../../support/machineSettings";

export const settings: AllSettings = {
  ...machineSettings,
  workloadAccounts: ["111122223333", "777788889999"],
  protectedInstances: ["i-0protected"],
  approvalHours: 24,
  snapshotLockDays: 2555,
  logDeliverySeconds: 0,
};

/** What the machines of these settings work with. */
export const surroundings = {
  workloadAccounts: settings.workloadAccounts,
  evidenceBucketArn: "arn:aws:s3:::evidence",
  evidenceKeyArn: settings.evidenceKeyArn,
  signingKeyArn: settings.signingKeyArn,
  tableArn: "arn:aws:dynamodb:eu-central-1:444455556666:table/landing-zone-cases",
  tableKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/table",
  topicArn: settings.topicArn,
  noticesKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/notices",
  workstation: {
    policyArn: settings.workstation.policyArn,
    rolePath: settings.workstation.rolePath,
    imageParameter: settings.workstation.imageParameter,
    imageKeyArn: "arn:aws:kms:eu-central-1:444455556666:key/images",
    documents: [settings.workstation.diskDocument, settings.workstation.memoryDocument],
  },
};
