import { printable } from "../case/describe";
import { levelOf, type InstanceReadiness, type Readiness } from "./assess";
import { reasons } from "./reasons";

/** What would be missed, for people. */
export function describeReadiness(readiness: Readiness): string {
  const { account, region, vpcs, instances } = readiness;
  const ready = instances.filter((instance) => instance.ready).length;
  const lines = [
    `account ${account}, ${region}: ${ready} of ${instances.length} running instances are ready`,
    ...vpcs.map(
      ({ vpcId, instancesAtOnce }) =>
        `${vpcId}: its network ACLs have room for ${instancesAtOnce} instances at once`,
    ),
    ...instances.flatMap(describeInstance),
  ];
  return lines.map(printable).join("\n");
}

function describeInstance({ instanceId, name, ready, obstacles }: InstanceReadiness): string[] {
  const title = `${instanceId}${name === "" ? "" : ` (${name})`}: ${ready ? "ready" : "NOT READY"}`;
  const rows = obstacles.flatMap((obstacle) => {
    const { part, title: why, remedy } = reasons[obstacle.reason];
    const level = levelOf(obstacle) === "gap" ? "MISSES" : "note";
    const subject = obstacle.subject === "" ? "" : ` [${obstacle.subject}]`;
    return [
      `  ${level.padEnd(6)} ${part.padEnd(11)} ${why}${subject}`,
      `  ${" ".repeat(18)} To mend it: ${remedy}.`,
    ];
  });
  return [title, ...rows];
}
