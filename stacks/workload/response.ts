import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import type { LogBucket } from "../../components/logging/logBucket";
import { EventForwarding } from "../../components/response/eventForwarding";
import { IncidentGuard } from "../../components/response/incidentGuard";
import { IsolationGroups } from "../../components/response/isolationGroups";
import { QuarantineProfile } from "../../components/response/quarantineProfile";
import { ResponderRoles } from "../../components/response/responderRoles";
import type { Responders } from "../../components/response/responderTrust";
import { TransferKey } from "../../components/response/transferKey";
import type { WorkloadConfig } from "../../config/workload";
import type { ForensicsOutputs } from "../contracts";
import { deployersOf } from "../account";
import type { Outputs } from "../reference";
import type { WorkloadNetwork } from "./network";

/** What a workload account has for incidents. */
export interface WorkloadResponse {
  readonly roleArns: ResponderRoles["arns"];
  readonly groupIds: IsolationGroups["ids"];
  readonly transferKeyArn: pulumi.Output<string>;
  readonly quarantineProfileArn: pulumi.Output<string>;
}

/** Creates what the forensics account needs in a workload account to respond, and keeps everybody else away from it. */
export function createResponse(
  name: string,
  account: Account,
  config: WorkloadConfig,
  forensics: Outputs<ForensicsOutputs>,
  { network, securityGroups, s3PrefixListId }: WorkloadNetwork,
  logs: LogBucket,
  opts: pulumi.ComponentResourceOptions,
): WorkloadResponse {
  const responders = respondersOf(config, account);
  const evidence = evidenceOf(config, forensics);
  const key = new TransferKey(`${name}-transfer`, { account, responders }, opts);
  const roles = new ResponderRoles(
    `${name}-responders`,
    {
      account,
      responders,
      transferKeyArn: key.arn,
      logBucketArn: logs.arn,
      logKeyArn: logs.keyArn,
      ...evidence,
    },
    opts,
  );
  const groups = new IsolationGroups(
    `${name}-isolation`,
    { vpcId: network.vpcId, endpointsGroupId: securityGroups.groupIds().endpoints, s3PrefixListId },
    opts,
  );
  const profile = new QuarantineProfile(`${name}-quarantine`, { account, ...evidence }, opts);
  new EventForwarding(`${name}-findings`, { account, incidentBusArn: forensics.incidentBusArn }, opts);
  new IncidentGuard(
    `${name}-incident-guard`,
    { account, deployers: deployersOf(config), guardedRoles: config.forensics.guardedRoles },
    opts,
  );
  return {
    roleArns: roles.arns,
    groupIds: groups.ids,
    transferKeyArn: key.arn,
    quarantineProfileArn: profile.arn,
  };
}

function respondersOf({ forensics, organizationId }: WorkloadConfig, { region }: Account): Responders {
  return { accountId: forensics.account, region, organizationId };
}

/** @throws Error, in preview too, when evidence is kept in another region than the account's. */
function evidenceOf(config: WorkloadConfig, forensics: Outputs<ForensicsOutputs>) {
  const here = forensics.region.apply((region) => {
    if (region === config.region) return region;
    throw new Error(
      `The stack "${config.forensics.stack}" is in ${region}, this one in ${config.region}: Step Functions responds only ` +
        "in its own region. Put the workload and its forensics account into one region.",
    );
  });
  const from = (output: pulumi.Output<string>) => pulumi.all([here, output]).apply(([, value]) => value);
  return {
    evidenceBucketArn: from(forensics.evidenceBucketArn),
    evidenceKeyArn: from(forensics.evidenceKeyArn),
  };
}
