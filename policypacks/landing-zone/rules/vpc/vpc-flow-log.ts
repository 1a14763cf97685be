import { flowLog, vpc } from "../../../shared/families/network";
import { about, judgeExistence } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import { any, not } from "../../../shared/truth";

export const vpcFlowLog = rule({
  name: "vpc-flow-log",
  must: "Every VPC has a flow log of all its traffic.",
  fix: "Add an aws.ec2.FlowLog for the VPC with trafficType ALL; a log of a subnet or an interface does not count.",
  stack: (stack) => {
    const logs = stack.join(flowLog, "vpcId", vpc);
    return stack.all(vpc).flatMap((member) => {
      const complete = logs.of(member).map(({ properties }) => properties.at("trafficType").is("ALL"));
      const recorded = any(...complete, not(logs.absence));
      return about(
        member,
        judgeExistence(not(recorded), "no flow log records all traffic of this VPC", "no-flow-log"),
      );
    });
  },
});
