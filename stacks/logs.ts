import { FlowLogTable } from "../components/logging/flowLogTable";
import { LogBucket } from "../components/logging/logBucket";
import type { StackConfig } from "../config/load";
import type { AccountStack } from "./account";

/** No log is older than the first release. */
const firstYearOfLogs = 2026;

/** Creates the account's log bucket, and a table over the flow logs in it. */
export function createLogs(stack: AccountStack, { retentionDays }: StackConfig["logging"]): LogBucket {
  const { account, name, child } = stack;
  const logs = new LogBucket(`${name}-logs`, { account, retentionDays }, child);
  new FlowLogTable(
    `${name}-log-tables`,
    { account, bucketName: logs.bucketName, keyArn: logs.keyArn, firstYear: firstYearOfLogs },
    child,
  );
  return logs;
}
