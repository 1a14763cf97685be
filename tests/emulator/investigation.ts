import {
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { z } from "zod";
import { imageParameterName } from "../../components/forensics/workstationNames";
import { caseTags } from "../../components/response/names";
import { imagesOf, verifyCustody } from "../../tools/drill/evidence";
import { arrival, begin, ended } from "../../tools/drill/executions";
import type { DrillPlace } from "../../tools/drill/place";
import { present } from "../../tools/drill/present";

const investigated = z.object({
  workstationId: z.string(),
  suspectIds: z.array(z.string()),
  results: z.array(z.object({ snapshotId: z.string(), volumeId: z.string() })),
  stopped: z.boolean(),
  snapshotId: z.string(),
  steps: z.record(z.string(), z.unknown()),
});

/** What an investigation came to. */
export interface Investigated {
  readonly status: string | undefined;
  readonly output: z.infer<typeof investigated>;
  /** Steps of the custody log that the machine recorded. */
  readonly steps: readonly string[];
}

/**
 * Has disks examined, and the image of the case started. Image Builder builds nothing on the emulator: any image stands for that of workstations. Nothing runs on
 * the workstation, so the emulator is told that it has an agent.
 */
export async function investigate(
  place: DrillPlace,
  caseId: string,
  disks: readonly string[],
): Promise<Investigated> {
  const { forensics } = place;
  const { Images } = await forensics.ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  await forensics.ssm.send(
    new PutParameterCommand({
      Name: imageParameterName,
      Type: "String",
      Value: present(Images?.[0]?.ImageId, "image"),
    }),
  );
  const executionArn = await begin(forensics, place.machineArn("investigate"), {
    caseId,
    instanceId: "i-00000000000000001",
    snapshots: disks.map((evidenceSnapshotId, index) => ({ evidenceSnapshotId, volumeId: `vol-${index}` })),
    launchSuspectImage: true,
    imageId: await imageOf(place, caseId),
  });
  const ending = ended(forensics, executionArn, 120_000);
  // A failure is told when it is waited for, not before.
  ending.catch(() => undefined);
  const workstation = await arrival("a workstation", () => workstationOf(forensics.ec2, caseId));
  const Tags = [{ Key: "landing-zone-emulator:agent", Value: "Linux" }];
  await forensics.ec2.send(new CreateTagsCommand({ Resources: [workstation], Tags }));
  const { status, output, cause } = await ending;
  if (output === undefined) throw new Error(`${executionArn} has failed: ${cause}`);
  const { entries } = await verifyCustody(place, caseId);
  return { status, output: investigated.parse(JSON.parse(output)), steps: entries.map(({ step }) => step) };
}

async function imageOf(place: DrillPlace, caseId: string): Promise<string> {
  const [image] = await imagesOf(place, caseId);
  return present(image?.id, "image");
}

/** Keys of the disks of an instance of the forensics account; `none` for a plain one. */
export async function diskKeys({ forensics }: DrillPlace, instanceId: string): Promise<readonly string[]> {
  const { Volumes } = await forensics.ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: "attachment.instance-id", Values: [instanceId] }] }),
  );
  return (Volumes ?? []).map(({ Encrypted, KmsKeyId }) => (Encrypted ? (KmsKeyId ?? "none") : "none"));
}

async function workstationOf(ec2: EC2Client, caseId: string): Promise<string | undefined> {
  const { Reservations } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: `tag:${caseTags.case}`, Values: [caseId] },
        { Name: `tag:${caseTags.kind}`, Values: ["workstation"] },
      ],
    }),
  );
  return Reservations?.[0]?.Instances?.[0]?.InstanceId;
}
