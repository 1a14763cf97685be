import { AnalysisNetwork } from "../../components/forensics/analysisNetwork";
import { EvidenceBucket } from "../../components/forensics/evidenceBucket";
import { IncidentBus } from "../../components/response/incidentBus";
import { ResponseRole } from "../../components/response/responseRole";
import type { ForensicsConfig } from "../../config/forensics";
import { AccountStack, type ProgramOptions } from "../account";
import type { Exported, ForensicsOutputs } from "../contracts";
import { createLogs } from "../logs";

/** The forensics account: where evidence is kept and analysed, and from where incidents are responded to. */
export function forensicsStack(config: ForensicsConfig, options: ProgramOptions): Exported<ForensicsOutputs> {
  const stack = new AccountStack(config, options);
  const { account, name, child } = stack;
  const logs = createLogs(stack, config.logging);
  const evidence = new EvidenceBucket(
    `${name}-evidence`,
    { account, retentionDays: config.evidence.retentionDays },
    child,
  );
  const analysis = new AnalysisNetwork(
    `${name}-analysis`,
    {
      account,
      cidrBlock: config.network.cidr,
      availabilityZones: config.network.availabilityZones,
      logBucketArn: logs.arn,
      evidenceBucketArn: evidence.bucketArn,
    },
    child,
  );
  const bus = new IncidentBus(`${name}-incidents`, { account, senders: config.workloadAccounts }, child);
  const response = new ResponseRole(
    `${name}-response`,
    { account, workloadAccounts: config.workloadAccounts },
    child,
  );
  return {
    account: config.account,
    region: config.region,
    evidenceBucketName: evidence.bucketName,
    evidenceBucketArn: evidence.bucketArn,
    evidenceKeyArn: evidence.keyArn,
    incidentBusArn: bus.arn,
    responseRoleArn: response.arn,
    vpcId: analysis.vpcId,
    subnetIds: analysis.subnetIds,
    workstationGroupId: analysis.workstationGroupId,
  };
}
