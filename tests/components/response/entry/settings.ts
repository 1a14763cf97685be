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
