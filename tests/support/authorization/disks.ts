import {
  arnOf,
  ec2,
  type Mapping,
  onTagged,
  partOf,
  passes,
  type Permission,
  textOf,
  unowned,
  valuesOf,
} from "./asked";
import { ebsCopies, keysOfCopy, makes } from "./creation";

const copied =
  (kind: "snapshot" | "image", ...made: readonly string[]): Mapping =>
  (asked) => {
    const action = `ec2:${asked.operation}`;
    const source = textOf(asked.parameters, kind === "image" ? "SourceImageId" : "SourceSnapshotId");
    return [onTagged(action, asked, source), ...makes(action, asked, made), ...keysOfCopy(asked)];
  };

const shared =
  (idName: "SnapshotId" | "ImageId"): Mapping =>
  (asked) => {
    const key = textOf(asked.parameters, "OperationType") === "add" ? "ec2:Add/userId" : "ec2:Remove/userId";
    const who = { [key]: valuesOf(asked.parameters["UserIds"]) };
    return [onTagged(`ec2:${asked.operation}`, asked, textOf(asked.parameters, idName), who)];
  };

/** What EC2 starts an instance from has been there before, and what it makes carries the tags of the call. */
const launched: Mapping = (asked) => {
  const { parameters, known } = asked;
  const template = textOf(partOf(parameters, "LaunchTemplate"), "LaunchTemplateId");
  const profile = textOf(partOf(parameters, "IamInstanceProfile"), "Name");
  const groups = template ? [known.workstationGroupId] : valuesOf(parameters["SecurityGroupIds"]);
  const from = [
    unowned(`image/${textOf(parameters, "ImageId")}`),
    ec2(asked, `subnet/${textOf(parameters, "SubnetId")}`),
    ...groups.map((id) => arnOf(asked, id)),
    ...(template ? [ec2(asked, `launch-template/${template}`)] : []),
  ];
  return [
    ...from.map((resource): Permission => ["ec2:RunInstances", resource]),
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
  "ec2:CopyImage": copied("image", "image", "snapshot"),
  "ec2:CopySnapshot": copied("snapshot", "snapshot"),
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
  "ec2:ModifyImageAttribute": shared("ImageId"),
  "ec2:ModifySnapshotAttribute": shared("SnapshotId"),
  "ec2:RunInstances": launched,
};
