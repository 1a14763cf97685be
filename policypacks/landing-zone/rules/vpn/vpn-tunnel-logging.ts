import { vpnConnection } from "../../../shared/families/directConnect";
import { judge } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import { not } from "../../../shared/truth";
import { bothTunnels } from "../../../shared/tunnels";

export const tunnelLogging = rule({
  name: "vpn-tunnel-logging",
  must: "Both tunnels of every VPN connection write a log.",
  fix: "Set logEnabled and logGroupArn in cloudwatchLogOptions of tunnel1LogOptions and tunnel2LogOptions.",
  resources: [
    on(vpnConnection, (connection) =>
      bothTunnels(connection, "LogOptions").flatMap((options) => {
        const enabled = options.at("cloudwatchLogOptions").at("logEnabled");
        return judge(
          not(enabled.is(true)),
          enabled,
          "nobody can tell why a tunnel failed, or who tried to open it",
        );
      }),
    ),
  ],
});
