import { IncidentMachines } from "../../components/response/incidentMachines";
import {
  machineNames,
  roleNames,
  type MachineName,
  type WorkloadRole,
} from "../../components/response/names";
import { ResponderRoles } from "../../components/response/responderRoles";
import { boundaryStatements } from "../../components/response/responderBoundary";
import type { AppliedPolicies, EvaluatedStatement } from "../support/iamEvaluation";
import { record } from "../support/record";
import type { Knowledge } from "../support/authorization/asked";
import type { WorkstationSettings } from "../../components/response/machines/investigate/settings";
import type { Lab } from "./incidentLab";

/** What a role may do, by the role's ARN. */
export type RolePolicies = ReadonlyMap<string, AppliedPolicies>;

/** The policies that the stacks give the roles, with the lab's resources in them. */
export async function policiesOf(
  lab: Lab,
  known: Knowledge,
  workstation: WorkstationSettings,
): Promise<RolePolicies> {
  return new Map([
    ...(await machinePolicies(lab, known, workstation)),
    ...(await workloadPolicies(lab, known)),
  ]);
}

async function machinePolicies(
  lab: Lab,
  known: Knowledge,
  workstation: WorkstationSettings,
): Promise<[string, AppliedPolicies][]> {
  const { settings, forensics } = lab;
  const account = { id: forensics.id, region: forensics.region };
  const { rolePath, policyArn, imageParameter, diskDocument, memoryDocument } = workstation;
  const surroundings = {
    workloadAccounts: settings.workloadAccounts,
    evidenceBucketArn: `arn:aws:s3:::${settings.evidenceBucketName}`,
    evidenceKeyArn: settings.evidenceKeyArn,
    signingKeyArn: settings.signingKeyArn,
    tableArn: `arn:aws:dynamodb:${account.region}:${account.id}:table/landing-zone-cases`,
    tableKeyArn: known.tableKeyArn,
    topicArn: settings.topicArn,
    noticesKeyArn: known.noticesKeyArn,
    workstation: {
      policyArn,
      rolePath,
      imageParameter,
      imageKeyArn: `arn:aws:kms:${account.region}:${account.id}:key/images`,
      documents: [diskDocument, memoryDocument],
    },
  };
  const all = { ...settings, workstation };
  const made = await record(
    (opts) =>
      new IncidentMachines("response", { account, settings: all, surroundings, logRetentionDays: 365 }, opts),
    { account: account.id },
  );
  return (Object.keys(machineNames) as MachineName[]).map((machine) => {
    const name = machineNames[machine];
    const inputs = made.inputs(`response-${name.replace("landing-zone-incident-", "")}-calls`);
    return [`arn:aws:iam::${account.id}:role/${name}`, { identity: statementsOf(inputs["policy"]) }];
  });
}

async function workloadPolicies(lab: Lab, known: Knowledge): Promise<[string, AppliedPolicies][]> {
  const { settings, forensics, workload } = lab;
  const account = { id: workload.id, region: workload.region };
  const args = {
    account,
    responders: { accountId: forensics.id, region: forensics.region },
    transferKeyArn: known.transferKeyArn,
    logBucketArn: `arn:aws:s3:::${known.logBucketName}`,
    logKeyArn: known.logKeyArn,
    evidenceBucketArn: `arn:aws:s3:::${settings.evidenceBucketName}`,
    evidenceKeyArn: settings.evidenceKeyArn,
  };
  const made = await record((opts) => new ResponderRoles("responders", args, opts));
  const boundary = boundaryStatements(account) as readonly EvaluatedStatement[];
  return (Object.keys(roleNames) as WorkloadRole[]).map((role) => {
    const identity = statementsOf(made.inputs(`responders-${role}-respond`)["policy"]);
    return [`arn:aws:iam::${account.id}:role/${roleNames[role]}`, { identity, boundary }];
  });
}

function statementsOf(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}
