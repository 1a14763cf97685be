import { choose, pass, type Part } from "../../asl/flow";
import { isText } from "../conditions";
import { attempt } from "./steps";

/**
 * Finds the evidence of one device of an image. The image's own snapshot tells the volume that it was made of; the evidence
 * of that volume is one of this transfer, by its description. A device without a disk, such as an instance store, has none.
 */
export function deviceEvidence(): Part {
  return {
    flow: choose("Is the device a disk?", [
      {
        when: isText("$.disk.Ebs.SnapshotId"),
        then: attempt(
          "Look for the volume of the device",
          {
            action: "ec2:describeSnapshots",
            as: "reader",
            key: "volume",
            input: { "SnapshotIds.$": "States.Array($.disk.Ebs.SnapshotId)" },
            select: { ok: true, "ids.$": "$.Snapshots[*].VolumeId" },
          },
          choose("Is the volume of the device known?", [
            { when: isText("$.steps.volume.ids[0]"), then: look },
          ]),
        ),
      },
    ]),
    closing: "Device: end",
    make: { "found.$": "$.mapping.list", "steps.$": "$.steps" },
  };
}

const look = attempt(
  "Look for the evidence of the device",
  {
    action: "ec2:describeSnapshots",
    as: "self",
    key: "evidence",
    input: {
      Filters: [
        { Name: "snapshot-id", "Values.$": "$.evidenceIds" },
        {
          Name: "description",
          "Values.$":
            "States.Array(States.Format('{} {} {}', $.caseId, $.instanceId, $.steps.volume.ids[0]))",
        },
      ],
    },
    select: { ok: true, "ids.$": "$.Snapshots[*].SnapshotId" },
  },
  choose("Has the device evidence?", [
    {
      when: isText("$.steps.evidence.ids[0]"),
      then: pass("Take the device", {
        make: {
          list: [
            {
              "DeviceName.$": "$.disk.DeviceName",
              // What the suspect does to its disks is worth keeping. Their key is that of the snapshots, and can't be said.
              Ebs: {
                "SnapshotId.$": "$.steps.evidence.ids[0]",
                VolumeType: "gp3",
                DeleteOnTermination: false,
              },
            },
          ],
        },
        into: "$.mapping",
      }),
    },
  ]),
);
