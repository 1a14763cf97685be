import { FlowLogTable } from "../components/logging/flowLogTable";
import { LogBucket } from "../components/logging/logBucket";
import type { StackConfig } from "../config/load";
import type { AccountStack } from "./account";

/** No log is older than the first release. */
const firstYearOfLogs = 2026;

/**
 * Creates the account's log bucket, and a table over the flow logs in it.
 *
 * @param trailName Name of a trail of the account that writes to the bucket. @default none
 */
export function createLogs(
  stack: AccountStack,
  { retentionDays }: StackConfig["logging"],
  trailName?: string,
): LogBucket {
  const { account, name, child } = stack;
  const logs = new LogBucket(`${name}-logs`, { account, retentionDays, trailName }, child);
  new FlowLogTable(
    `${name}-log-tables`,
    { account, bucketName: logs.bucketName, keyArn: logs.keyArn, firstYear: firstYearOfLogs },
    child,
  );
  return logs;
}
