import { AccountRecords, accountTrailName } from "../../components/forensics/accountRecords";
import { AnalysisNetwork } from "../../components/forensics/analysisNetwork";
import { EvidenceBucket } from "../../components/forensics/evidenceBucket";
import { EvidenceCopy } from "../../components/forensics/evidenceCopy";
import { EvidenceRoles } from "../../components/forensics/evidenceRoles";
import { Workstation } from "../../components/forensics/workstation";
import { WorkstationTools } from "../../components/forensics/workstationTools";
import type { ForensicsConfig } from "../../config/forensics";
import { AccountStack, deployersOf, type ProgramOptions } from "../account";
import type { Exported, ForensicsOutputs } from "../contracts";
import { createLogs } from "../logs";
import { createImage, whileBuilding } from "./image";
import { logDays } from "./logDays";
import { createResponse } from "./response";

/** The forensics account: where evidence is kept and analysed, and from where incidents are responded to. */
export function forensicsStack(config: ForensicsConfig, options: ProgramOptions): Exported<ForensicsOutputs> {
  const stack = new AccountStack(config, options);
  const { account, name, child } = stack;
  const logs = createLogs(stack, config.logging, accountTrailName(name));
  const evidence = new EvidenceBucket(
    `${name}-evidence`,
    {
      account,
      retentionDays: config.evidence.retentionDays,
      workloadAccounts: config.workloadAccounts,
      deployers: deployersOf(config),
    },
    child,
  );
  const { copyRegion, retentionDays } = config.evidence;
  if (copyRegion !== undefined) {
    new EvidenceCopy(
      `${name}-evidence-copy`,
      { account, region: copyRegion, retentionDays, evidence },
      child,
    );
  }
  new EvidenceRoles(
    `${name}-people`,
    {
      account,
      evidenceBucketArn: evidence.bucketArn,
      evidenceKeyArn: evidence.keyArn,
      readers: config.evidence.readers,
      custodians: config.evidence.custodians,
    },
    child,
  );
  const { tools: list, ...machine } = config.workstation;
  // There before the first tool is listed, so that it can be brought, and after the last: what is locked in it stays.
  const tools = new WorkstationTools(`${name}-tools`, { account }, child);
  const records = new AccountRecords(
    `${name}-records`,
    {
      account,
      logs,
      stack: name,
      evidenceBucketArn: evidence.bucketArn,
      sessionRetentionDays: logDays(config.logging.retentionDays),
    },
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
      ...(list && whileBuilding(account, tools)),
    },
    child,
  );
  const workstation = new Workstation(
    `${name}-workstation`,
    {
      account,
      vpcId: analysis.vpcId,
      subnetIds: atLeastOne(analysis.subnetIds),
      workstationGroupId: analysis.workstationGroupId,
      evidenceBucketName: evidence.bucketName,
      evidenceBucketArn: evidence.bucketArn,
      evidenceKeyArn: evidence.keyArn,
      ...machine,
      logRetentionDays: logDays(config.logging.retentionDays),
      sessionStatements: records.sessionStatements,
    },
    child,
  );
  const { instanceType } = machine;
  const image = list && createImage(name, account, { list, tools, network: analysis, instanceType }, child);
  return {
    account: config.account,
    region: config.region,
    evidenceBucketName: evidence.bucketName,
    evidenceBucketArn: evidence.bucketArn,
    evidenceKeyArn: evidence.keyArn,
    ...createResponse(name, account, config, { evidence, workstation, tools }, child),
    vpcId: analysis.vpcId,
    subnetIds: analysis.subnetIds,
    workstationGroupId: analysis.workstationGroupId,
    toolsBucketName: tools.bucketName,
    ...(image && { imagePipelineArn: image.pipelineArn }),
  };
}

function atLeastOne<T>([first, ...others]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new Error("the isolated VPC has no subnet for workstations");
  return [first, ...others];
}
