import type { WorkloadConfig } from "../../config/workload";
import { AccountStack, type ProgramOptions } from "../account";
import { forensicsOutputs, type Exported, type WorkloadOutputs } from "../contracts";
import { createLogs } from "../logs";
import { readStack } from "../reference";
import { createConnections } from "./connections";
import { createNetwork } from "./network";
import { createResponse } from "./response";

/** A workload account, such as production. */
export function workloadStack(config: WorkloadConfig, options: ProgramOptions): Exported<WorkloadOutputs> {
  const stack = new AccountStack(config, options);
  const { account, name, child } = stack;
  const forensics = readStack(forensicsOutputs, config.forensics.stack, child);
  const logs = createLogs(stack, config.logging);
  const created = createNetwork(name, account, config, logs.arn, forensics.evidenceBucketArn, child);
  const { network, securityGroups } = created;
  const connections = createConnections(name, account, config, created, child);
  const response = createResponse(name, account, config, forensics, created, logs, child);
  return {
    account: config.account,
    region: config.region,
    vpcId: network.vpcId,
    publicSubnetIds: network.subnetIds("public"),
    privateSubnetIds: network.subnetIds("private"),
    isolatedSubnetIds: network.subnetIds("isolated"),
    securityGroupIds: { ...securityGroups.groupIds(), ...response.groupIds },
    ...connections,
    logBucketName: logs.bucketName,
    responderRoleArns: response.roleArns,
    transferKeyArn: response.transferKeyArn,
    quarantineProfileArn: response.quarantineProfileArn,
  };
}
