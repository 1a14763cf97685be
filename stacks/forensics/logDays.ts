import { logRetentionDays } from "../../config/fields";

/** The fewest of the days that CloudWatch Logs knows which are enough. */
export function logDays(days: number): number {
  return Math.min(...logRetentionDays.filter((known) => known >= days));
}
