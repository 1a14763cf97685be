import {
  arnOf,
  ec2,
  type Mapping,
  onTagged,
  partOf,
  partsOf,
  passes,
  type Permission,
  textOf,
  unowned,
  valuesOf,
} from "./asked";
import { ebsCopies, keysOfCopy, makes } from "./creation";

const shared: Mapping = (asked) => {
  const key = textOf(asked.parameters, "OperationType") === "add" ? "ec2:Add/userId" : "ec2:Remove/userId";
  const who = { [key]: valuesOf(asked.parameters["UserIds"]) };
  return [onTagged("ec2:ModifySnapshotAttribute", asked, textOf(asked.parameters, "SnapshotId"), who)];
};

/** What EC2 starts an instance from has been there before, and what it makes carries the tags of the call. */
const launched: Mapping = (asked) => {
  const { parameters, known } = asked;
  const template = textOf(partOf(parameters, "LaunchTemplate"), "LaunchTemplateId");
  const profile = textOf(partOf(parameters, "IamInstanceProfile"), "Name");
  const groups = template ? [known.workstationGroupId] : valuesOf(parameters["SecurityGroupIds"]);
  const from = [
    ec2(asked, `subnet/${textOf(parameters, "SubnetId")}`),
    ...groups.map((id) => arnOf(asked, id)),
    ...(template ? [ec2(asked, `launch-template/${template}`)] : []),
  ];
  const imageId = textOf(parameters, "ImageId");
  const { owner, snapshotIds } = known.images.get(imageId) ?? { owner: "unknown", snapshotIds: [] };
  const owned = [`image/${imageId}`, ...snapshotIds.map((id) => `snapshot/${id}`)].map(unowned);
  return [
    ...from.map((resource): Permission => ["ec2:RunInstances", resource]),
    ...owned.map((resource): Permission => ["ec2:RunInstances", resource, { "ec2:Owner": owner }]),
    ...makes("ec2:RunInstances", asked, ["instance", "network-interface", "volume"]),
    ...ebsCopies(known.evidenceKeyArn, known.evidenceKeyArn),
    ...(profile ? [passes(asked, `${known.rolePath.slice(1)}${profile}`)] : []),
  ];
};

/** What EC2 makes. */
export const disks: Readonly<Record<string, Mapping>> = {
  "ec2:AttachVolume": (asked) =>
    ["InstanceId", "VolumeId"].map((name) =>
      onTagged("ec2:AttachVolume", asked, textOf(asked.parameters, name)),
    ),
  "ec2:CopySnapshot": (asked) => [
    onTagged("ec2:CopySnapshot", asked, textOf(asked.parameters, "SourceSnapshotId")),
    ...makes("ec2:CopySnapshot", asked, ["snapshot"]),
    ...keysOfCopy(asked),
  ],
  "ec2:CreateImage": (asked) => [
    ["ec2:CreateImage", arnOf(asked, textOf(asked.parameters, "InstanceId"))],
    ...makes("ec2:CreateImage", asked, ["image", "snapshot"]),
  ],
  "ec2:CreateSnapshot": (asked) => [
    onTagged("ec2:CreateSnapshot", asked, textOf(asked.parameters, "VolumeId")),
    ...makes("ec2:CreateSnapshot", asked, ["snapshot"]),
  ],
  "ec2:CreateSnapshots": (asked) => [
    [
      "ec2:CreateSnapshots",
      arnOf(asked, textOf(partOf(asked.parameters, "InstanceSpecification"), "InstanceId")),
    ],
    ["ec2:CreateSnapshots", ec2(asked, "volume/of-the-instance")],
    ...makes("ec2:CreateSnapshots", asked, ["snapshot"]),
  ],
  "ec2:CreateVolume": (asked) => [
    onTagged("ec2:CreateVolume", asked, textOf(asked.parameters, "SnapshotId")),
    ...makes("ec2:CreateVolume", asked, ["volume"]),
    ...ebsCopies(asked.known.evidenceKeyArn, asked.known.evidenceKeyArn),
  ],
  "ec2:DeleteSnapshot": (asked) => [
    onTagged("ec2:DeleteSnapshot", asked, textOf(asked.parameters, "SnapshotId")),
  ],
  "ec2:LockSnapshot": (asked) => [
    onTagged("ec2:LockSnapshot", asked, textOf(asked.parameters, "SnapshotId")),
  ],
  "ec2:ModifySnapshotAttribute": shared,
  "ec2:RegisterImage": (asked) => [
    ...partsOf(asked.parameters, "BlockDeviceMappings").map((device) =>
      onTagged("ec2:RegisterImage", asked, textOf(partOf(device, "Ebs"), "SnapshotId")),
    ),
    ...makes("ec2:RegisterImage", asked, ["image"]),
  ],
  "ec2:RunInstances": launched,
};
