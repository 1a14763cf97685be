import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { acquireMachine } from "../../components/response/machines/acquire";
import { containMachine } from "../../components/response/machines/contain";
import { recordMachine } from "../../components/response/machines/record";
import { releaseMachine } from "../../components/response/machines/release";
import { respondMachine } from "../../components/response/machines/respond";
import { transferMachine } from "../../components/response/machines/transfer";
import type { DrillPlace } from "../../tools/drill/place";
import { createMachine, machineArnOf, type Lab } from "./incidentLab";

/** The lab as a drill wants it, with all machines. */
export async function labPlace(lab: Lab): Promise<DrillPlace> {
  const builders = {
    record: recordMachine,
    contain: containMachine,
    acquire: acquireMachine,
    transfer: transferMachine,
    respond: respondMachine,
    release: releaseMachine,
  } as const;
  for (const [machine, build] of Object.entries(builders)) {
    await createMachine(lab, machine as keyof typeof builders, build(lab.settings));
  }
  await createRules(lab);
  return {
    forensics: lab.forensics,
    workload: lab.workload,
    network: lab.place,
    evidenceBucketName: lab.settings.evidenceBucketName,
    evidenceKeyArn: lab.settings.evidenceKeyArn,
    signingKeyArn: lab.settings.signingKeyArn,
    machineArn: machineArnOf,
    isolationGroupIds: [lab.isolationGroupId],
    findingType: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
  };
}

/** A finding in the workload account starts `respond`. */
async function createRules({ forensics, workload }: Lab): Promise<void> {
  const pattern = JSON.stringify({ source: ["aws.guardduty"] });
  const bus = { Name: "incidents" };
  const { EventBusArn } = await forensics.events.send(new CreateEventBusCommand(bus));
  await workload.events.send(new PutRuleCommand({ Name: "forward", EventPattern: pattern }));
  await workload.events.send(
    new PutTargetsCommand({ Rule: "forward", Targets: [{ Id: "bus", Arn: EventBusArn }] }),
  );
  const rule = { Name: "respond", EventBusName: bus.Name };
  await forensics.events.send(new PutRuleCommand({ ...rule, EventPattern: pattern }));
  const request = {
    region: forensics.region,
    caseId: "new",
    reason: "finding",
    requestedBy: "guardduty",
    mode: "contain",
    autoScaling: "detach",
    sessions: "role",
    acquire: true,
  };
  const known = JSON.stringify(request).slice(1, -1);
  const found = '"account":<account>,"instanceIds":[<instance>],"triggeredAt":<time>,"findingId":<id>';
  await forensics.events.send(
    new PutTargetsCommand({
      Rule: rule.Name,
      EventBusName: bus.Name,
      Targets: [
        {
          Id: "respond",
          Arn: machineArnOf("respond"),
          InputTransformer: {
            InputPathsMap: {
              account: "$.account",
              instance: "$.detail.resource.instanceDetails.instanceId",
              time: "$.time",
              id: "$.detail.id",
            },
            InputTemplate: `{"request":{${known},${found}}}`,
          },
        },
      ],
    }),
  );
}
