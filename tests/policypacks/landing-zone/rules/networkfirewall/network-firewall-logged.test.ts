import { firewallLogged } from "../../../../../policypacks/landing-zone/rules/networkfirewall/network-firewall-logged";
import { add, cases, change, remove, type Change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const firewallType = "aws:networkfirewall/firewall:Firewall";

/** Where logs of these types go. */
function logsOf(...types: readonly string[]) {
  const logDestinationConfigs = types.map((logType) => ({ logType, logDestinationType: "S3" }));
  return { loggingConfiguration: { logDestinationConfigs } };
}

describe("network-firewall-logged", () => {
  const noAlerts = "nothing logs what the firewall's rules stop or find";
  const noFlows = "nothing logs which connections pass the firewall";
  const untold = "cannot tell before the update whether";
  const logging = (...types: readonly string[]): Change => change("logs", logsOf(...types));

  cases(firewallLogged, [
    resource(firewallType, "firewall", {}, { id: "arn-1", arn: "arn-1" }),
    resource("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "logs", {
      firewallArn: output("firewall", "arn"),
      ...logsOf("ALERT", "FLOW"),
    }),
  ])
    .accepts("a firewall that logs alerts and flows")
    .accepts("a log of TLS as well", logging("TLS", "FLOW", "ALERT"))
    .rejects("a firewall without logs", remove("logs"), [`firewall: ${noAlerts}`, `firewall: ${noFlows}`])
    .rejects("a log of alerts only", logging("ALERT"), [`firewall: ${noFlows}`])
    .rejects("a log of flows only", logging("FLOW"), [`firewall: ${noAlerts}`])
    .rejects("a configuration without destinations", logging(), [
      `firewall: ${noAlerts}`,
      `firewall: ${noFlows}`,
    ])
    .rejects("logs of a firewall elsewhere", change("logs", { firewallArn: "arn-2" }), [
      `firewall: ${noAlerts}`,
      `firewall: ${noFlows}`,
    ])
    .rejects("a second firewall without logs", add(resource(firewallType, "other", {}, { arn: "arn-2" })), [
      `other: ${noAlerts}`,
      `other: ${noFlows}`,
    ])
    .cannotJudge("logs whose firewall is not known yet", change("logs", { firewallArn: unknown }), [
      `firewall: ${untold} ${noAlerts}`,
      `firewall: ${untold} ${noFlows}`,
    ])
    .cannotJudge("a log of a type that is not known yet", logging("ALERT", unknown), [
      `firewall: ${untold} ${noFlows}`,
    ]);
});
