import { ResponderRole } from "../../components/response/responderRole";
import type { WorkloadConfig } from "../../config/workload";
import { AccountStack, type ProgramOptions } from "../account";
import { forensicsOutputs, type Exported, type WorkloadOutputs } from "../contracts";
import { createLogs } from "../logs";
import { readStack } from "../reference";
import { createConnections } from "./connections";
import { createNetwork } from "./network";

/** A workload account, such as production. */
export function workloadStack(config: WorkloadConfig, options: ProgramOptions): Exported<WorkloadOutputs> {
  const stack = new AccountStack(config, options);
  const { account, name, child } = stack;
  const forensics = readStack(forensicsOutputs, config.forensics.stack, child);
  const logs = createLogs(stack, config.logging);
  const created = createNetwork(name, account, config, logs.arn, child);
  const { network, securityGroups } = created;
  const connections = createConnections(name, account, config, created, child);
  const responder = new ResponderRole(
    `${name}-responder`,
    { account, responseRoleArn: forensics.responseRoleArn },
    child,
  );
  return {
    account: config.account,
    region: config.region,
    vpcId: network.vpcId,
    publicSubnetIds: network.subnetIds("public"),
    privateSubnetIds: network.subnetIds("private"),
    isolatedSubnetIds: network.subnetIds("isolated"),
    securityGroupIds: securityGroups.groupIds(),
    ...connections,
    logBucketName: logs.bucketName,
    responderRoleArn: responder.arn,
  };
}
