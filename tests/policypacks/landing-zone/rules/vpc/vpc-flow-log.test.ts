import { vpcFlowLog } from "../../../../../policypacks/landing-zone/rules/vpc/vpc-flow-log";
import { add, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("vpc-flow-log", () => {
  const vpc = resource("aws:ec2/vpc:Vpc", "network");
  const subnet = resource("aws:ec2/subnet:Subnet", "private", { vpcId: output("network", "id") });
  const log = resource("aws:ec2/flowLog:FlowLog", "log", {
    vpcId: output("network", "id"),
    trafficType: "ALL",
  });
  const missing = "no flow log records all traffic of this VPC";

  cases(vpcFlowLog, [vpc, subnet, log])
    .accepts("a VPC with a flow log of all traffic")
    .accepts(
      "a further log of refused traffic",
      add(
        resource("aws:ec2/flowLog:FlowLog", "refused", {
          vpcId: output("network", "id"),
          trafficType: "REJECT",
        }),
      ),
    )
    .rejects("a VPC without a flow log", remove("log"), [`network: ${missing}`])
    .rejects("a second VPC without a flow log", add(resource("aws:ec2/vpc:Vpc", "other")), [
      `other: ${missing}`,
    ])
    .rejects("the default VPC without a flow log", add(resource("aws:ec2/defaultVpc:DefaultVpc", "legacy")), [
      `legacy: ${missing}`,
    ])
    .rejects("a log of refused traffic only", change("log", { trafficType: "REJECT" }), [
      `network: ${missing}`,
    ])
    .rejects("a log that does not say of which traffic", change("log", { trafficType: undefined }), [
      `network: ${missing}`,
    ])
    .rejects(
      "a log of a subnet only",
      change("log", { vpcId: undefined, subnetId: output("private", "id") }),
      [`network: ${missing}`],
    )
    .rejects("a log of a VPC elsewhere", change("log", { vpcId: "vpc-elsewhere" }), [`network: ${missing}`])
    .cannotJudge("a log whose VPC is not known yet", change("log", { vpcId: unknown }), [
      `network: cannot tell before the update whether ${missing}`,
    ])
    .cannotJudge("a log whose traffic is not known yet", change("log", { trafficType: unknown }), [
      `network: cannot tell before the update whether ${missing}`,
    ]);
});
