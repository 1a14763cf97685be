import { logGroup } from "../../../shared/families/compute";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";

/**
 * Days that CloudWatch Logs accepts; any other number is refused when the group is created.
 * Source: PutRetentionPolicy, Amazon CloudWatch Logs API reference.
 */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const logsRetention = rule({
  name: "logs-retention",
  must: "Every log group keeps its events for a set time, long enough to investigate.",
  fix: `Set retentionInDays to the configured days or more, one of ${retentionDays.join(", ")}.`,
  resources: [
    on(logGroup, (group, facts) => {
      const retention = group.at("retentionInDays");
      const least = facts.logRetentionDays;
      const days = retention.number() ?? 0;
      if (retention.isUnknown) return judge("unknown", retention, `events are gone before ${least} days`);
      // 0 is how the provider writes "never".
      if (days === 0) return judge("yes", retention, "events are kept, and paid for, for ever");
      if (days < least) return judge("yes", retention, `events are gone before ${least} days`);
      return judge(
        not(retention.isOneOf(retentionDays)),
        retention,
        "CloudWatch Logs does not accept this number of days",
      );
    }),
  ],
});
