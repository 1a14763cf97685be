import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { transferKeyAlias } from "../../components/response/names";
import { executionsOf } from "../../tools/drill/executions";
import { present } from "../../tools/drill/present";
import { historyOf } from "../../tools/drill/sequentialCalls";
import type { Knowledge } from "../support/authorization/asked";
import type { Branches } from "./incidentBranches";
import { machineArnOf, type Lab } from "./incidentLab";

type Tags = Readonly<Record<string, string>>;

/** What the policies and the calls refer to. The lab has no keys of its own for what is not evidence: these stand for them. */
export async function knowledgeOf(lab: Lab, branches: Branches): Promise<Knowledge> {
  const { forensics, workload, settings } = lab;
  const { KeyMetadata } = await workload.kms.send(new DescribeKeyCommand({ KeyId: transferKeyAlias }));
  const key = (account: string, name: string) => `arn:aws:kms:${forensics.region}:${account}:key/${name}`;
  return {
    tags: await tagsOf(lab),
    images: await imagesOf(lab),
    diskKeyArn: key(workload.id, "disks"),
    transferKeyArn: present(KeyMetadata?.Arn, "key"),
    evidenceKeyArn: settings.evidenceKeyArn,
    tableKeyArn: key(forensics.id, "table"),
    noticesKeyArn: key(forensics.id, "notices"),
    logKeyArn: key(workload.id, "logs"),
    logBucketName: branches.logBucketName,
    rolePath: branches.workstation.rolePath,
    workstationGroupId: branches.workstationGroupId,
  };
}

async function imagesOf({ forensics: { ec2 } }: Lab): Promise<Knowledge["images"]> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({}));
  return new Map(
    Images.map(({ ImageId = "", OwnerId: owner = "", BlockDeviceMappings = [] }) => [
      ImageId,
      { owner, snapshotIds: BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []) },
    ]),
  );
}

/** Tags of what the machines made, intermediate copies that are deleted since included: from the histories of the executions. */
async function tagsOf({ forensics }: Lab): Promise<ReadonlyMap<string, Tags>> {
  const machines = ["acquire", "transfer", "investigate"] as const;
  const executions = await Promise.all(machines.map((each) => executionsOf(forensics, machineArnOf(each))));
  const histories = await Promise.all(executions.flat().map((arn) => historyOf(forensics, arn)));
  return new Map(histories.flatMap(madeIn));
}

/** Ids in the answers to calls that gave tags. */
function madeIn(history: readonly HistoryEvent[]): (readonly [id: string, tags: Tags])[] {
  const byId = new Map(history.map((event) => [event.id, event]));
  return history.flatMap((event) => {
    const output = event.taskSucceededEventDetails?.output;
    const parameters = scheduled(byId, event)?.taskScheduledEventDetails?.parameters;
    if (output === undefined || parameters === undefined) return [];
    const tags = tagsIn(JSON.parse(parameters) as Parameters);
    if (tags === undefined) return [];
    return [...output.matchAll(/"((?:snap|ami|vol|i)-[0-9a-f]{8,})"/g)].map(
      ([, id = ""]) => [id, tags] as const,
    );
  });
}

function scheduled(
  byId: ReadonlyMap<number | undefined, HistoryEvent>,
  event: HistoryEvent,
): HistoryEvent | undefined {
  let at: HistoryEvent | undefined = event;
  while (at !== undefined && at.type !== "TaskScheduled") at = byId.get(at.previousEventId);
  return at;
}

interface Parameters {
  readonly TagSpecifications?: readonly {
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  }[];
}

function tagsIn({ TagSpecifications }: Parameters): Tags | undefined {
  const tags = TagSpecifications?.[0]?.Tags;
  return tags && Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
