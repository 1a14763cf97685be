import { logsRetention } from "../../../../../policypacks/landing-zone/rules/logs/logs-retention";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

describe("logs-retention", () => {
  const group = resource("aws:cloudwatch/logGroup:LogGroup", "api", { retentionInDays: 365 });

  cases(logsRetention, [group])
    .accepts("exactly the configured days")
    .accepts("more days", change("api", { retentionInDays: 3653 }))
    .rejects("a group for which nothing is said", change("api", { retentionInDays: undefined }), [
      "api: retentionInDays is not set: events are kept, and paid for, for ever",
    ])
    .rejects("a group that keeps its events for ever", change("api", { retentionInDays: 0 }), [
      "api: retentionInDays is 0: events are kept, and paid for, for ever",
    ])
    .rejects("fewer days than configured", change("api", { retentionInDays: 180 }), [
      "api: retentionInDays is 180: events are gone before 365 days",
    ])
    .rejects("a number that CloudWatch Logs does not accept", change("api", { retentionInDays: 366 }), [
      "api: retentionInDays is 366: CloudWatch Logs does not accept this number of days",
    ])
    .cannotJudge("a number that is not known yet", change("api", { retentionInDays: unknown }), [
      "api: retentionInDays is not known yet: cannot tell before the update whether events are gone before 365 days",
    ]);
});
