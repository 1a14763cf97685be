import { networkFirewall, networkFirewallLogging } from "../../../shared/families/network";
import { about, judgeExistence } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import { any, not } from "../../../shared/truth";

/** What must be logged, and what is not seen otherwise. */
const logs = {
  ALERT: "nothing logs what the firewall's rules stop or find",
  FLOW: "nothing logs which connections pass the firewall",
} as const;

export const firewallLogged = rule({
  name: "network-firewall-logged",
  must: "Every network firewall logs its alerts and its flows.",
  fix: "Add an aws.networkfirewall.LoggingConfiguration for the firewall with the log types ALERT and FLOW.",
  stack: (stack) => {
    const configurations = stack.join(networkFirewallLogging, "firewallArn", networkFirewall);
    return stack.all(networkFirewall).flatMap((firewall) => {
      const types = configurations
        .of(firewall)
        .flatMap(({ properties }) =>
          properties.at("loggingConfiguration").at("logDestinationConfigs").items(),
        )
        .map((destination) => destination.at("logType"));
      return Object.entries(logs).flatMap(([type, reason]) => {
        const logged = any(...types.map((one) => one.is(type)), not(configurations.absence));
        return about(firewall, judgeExistence(not(logged), reason, `no-${type.toLowerCase()}-log`));
      });
    });
  },
});
