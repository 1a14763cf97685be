import type { MachineName } from "../../components/response/names";
import type { AccountClients } from "./account";
import type { Place } from "./plant";

/** Where a drill takes place: two accounts that incident response is deployed to. */
export interface DrillPlace {
  readonly forensics: AccountClients;
  readonly workload: AccountClients;
  /** Where in the workload account the workload is planted. */
  readonly network: Place;
  readonly evidenceBucketName: string;
  readonly evidenceKeyArn: string;
  readonly signingKeyArn: string;
  /** ARN of a machine by its name. */
  readonly machineArn: (machine: MachineName) => string;
  /** Groups that contained instances have. */
  readonly isolationGroupIds: readonly string[];
  /** Type of the GuardDuty finding that is sent. */
  readonly findingType: string;
}
