import { tunnelLogging } from "../../../../../policypacks/landing-zone/rules/vpn/vpn-tunnel-logging";
import { cases, change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("vpn-tunnel-logging", () => {
  const reason = "nobody can tell why a tunnel failed, or who tried to open it";
  const logging = (logEnabled: unknown) => ({
    cloudwatchLogOptions: { logEnabled, logGroupArn: output("group", "arn"), logOutputFormat: "json" },
  });

  cases(tunnelLogging, [
    resource("aws:cloudwatch/logGroup:LogGroup", "group", {}, { id: "group", arn: "arn:aws:logs:group" }),
    resource("aws:ec2/vpnConnection:VpnConnection", "berlin", {
      tunnel1LogOptions: logging(true),
      tunnel2LogOptions: logging(true),
    }),
  ])
    .accepts("logs of both tunnels")
    .rejects("no log options", change("berlin", { tunnel1LogOptions: undefined }), [
      `berlin: tunnel1LogOptions.cloudwatchLogOptions.logEnabled is not set: ${reason}`,
    ])
    .rejects("a log that is switched off", change("berlin", { tunnel2LogOptions: logging(false) }), [
      `berlin: tunnel2LogOptions.cloudwatchLogOptions.logEnabled is false: ${reason}`,
    ])
    .rejects("a log that nobody switched on", change("berlin", { tunnel2LogOptions: logging(undefined) }), [
      `berlin: tunnel2LogOptions.cloudwatchLogOptions.logEnabled is not set: ${reason}`,
    ])
    .cannotJudge(
      "a switch that is not known yet",
      change("berlin", { tunnel1LogOptions: logging(unknown) }),
      [
        `berlin: tunnel1LogOptions.cloudwatchLogOptions.logEnabled is not known yet: cannot tell before the update whether ${reason}`,
      ],
    );
});
