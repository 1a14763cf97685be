import type * as pulumi from "@pulumi/pulumi";
import { partitionOf, type Account } from "../../components/account";
import type { EvidenceBucket } from "../../components/forensics/evidenceBucket";
import type { Workstation } from "../../components/forensics/workstation";
import type { WorkstationTools } from "../../components/forensics/workstationTools";
import { workstationRolePath } from "../../components/forensics/evidenceAccess";
import { imageParameterName } from "../../components/forensics/workstationNames";
import { CaseTable } from "../../components/response/caseTable";
import { FindingRules } from "../../components/response/findingRules";
import { IncidentAlarms } from "../../components/response/incidentAlarms";
import { IncidentBus } from "../../components/response/incidentBus";
import { IncidentMachines } from "../../components/response/incidentMachines";
import { IncidentNotices } from "../../components/response/incidentNotices";
import { SigningKey } from "../../components/response/signingKey";
import type { ForensicsConfig } from "../../config/forensics";
import { logDays } from "./logDays";
import { createMemoryCapture } from "./memory";

/** AWS delivers flow logs and logs of load balancers within minutes. */
const logDeliverySeconds = 900;

/** What is responded with. */
export interface ResponseParts {
  readonly evidence: EvidenceBucket;
  readonly workstation: Workstation;
  /** Their key encrypts the images of workstations. */
  readonly tools: WorkstationTools;
}

/** Creates what responds to incidents: the bus, the state machines, and what they work with. */
export function createResponse(
  name: string,
  account: Account,
  config: ForensicsConfig,
  { evidence, workstation, tools }: ResponseParts,
  child: pulumi.ComponentResourceOptions,
) {
  const { response, workloadAccounts } = config;
  const bus = new IncidentBus(`${name}-incidents`, { account, senders: workloadAccounts }, child);
  const signing = new SigningKey(`${name}-custody`, { account }, child);
  const table = new CaseTable(`${name}-cases`, { account }, child);
  const notices = new IncidentNotices(`${name}-notices`, { account, emails: response.notify }, child);
  const memory = createMemoryCapture(name, account, config, evidence, child);
  const machines = new IncidentMachines(
    `${name}-response`,
    {
      account,
      settings: {
        account: account.id,
        region: account.region,
        partition: partitionOf(account.region),
        evidenceBucketName: evidence.bucketName,
        evidenceKeyArn: evidence.keyArn,
        signingKeyArn: signing.arn,
        topicArn: notices.topicArn,
        workloadAccounts,
        protectedInstances: response.protectedInstances,
        approvalHours: response.approvalHours,
        concurrency: response.concurrency,
        snapshotLockDays: config.evidence.retentionDays,
        logDeliverySeconds,
        ...(memory && { memoryDocumentArn: memory.documentArn }),
        workstation: workstation.settings,
      },
      surroundings: {
        workloadAccounts,
        evidenceBucketArn: evidence.bucketArn,
        evidenceKeyArn: evidence.keyArn,
        signingKeyArn: signing.arn,
        tableArn: table.arn,
        tableKeyArn: table.keyArn,
        topicArn: notices.topicArn,
        noticesKeyArn: notices.keyArn,
        workstation: {
          policyArn: workstation.policyArn,
          rolePath: workstationRolePath,
          imageParameter: imageParameterName,
          imageKeyArn: tools.keyArn,
          documents: [workstation.settings.diskDocument, workstation.settings.memoryDocument],
        },
      },
      logRetentionDays: logDays(config.logging.retentionDays),
    },
    child,
  );
  new FindingRules(
    `${name}-findings`,
    {
      account,
      busName: bus.busName,
      workloadAccounts,
      classes: response.findings,
      respondArn: machines.arns.respond,
      undeliveredArn: notices.undeliveredArn,
    },
    child,
  );
  new IncidentAlarms(
    `${name}-watch`,
    {
      machineArns: machines.arns,
      secondsToContain: response.secondsToContain,
      topicArn: notices.topicArn,
      undelivered: { name: notices.undeliveredName, arn: notices.undeliveredArn },
    },
    child,
  );
  return {
    incidentBusArn: bus.arn,
    signingKeyArn: signing.arn,
    casesTableName: table.tableName,
    incidentTopicArn: notices.topicArn,
    machineArns: machines.arns,
  };
}
