import { call } from "../../asl/call";
import { choose, forEach, parallel, pass, sequence, type Part } from "../../asl/flow";
import { machineNames } from "../../names";
import { isBoolean, isText } from "../conditions";
import { goTo } from "../jumps";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { tagged, unlessLate } from "./piece";

/** Seconds for a call that starts many things. */
const startSeconds = 60;

/** All volumes at one point in time, whatever the instance does meanwhile. */
function takeSnapshots(): Part {
  const failed = sequence(
    pass("Snapshots: failed", { make: { "outcome.$": "$.steps.snapshots", snapshots: [] } }),
    goTo("Snapshots: end"),
  );
  return {
    flow: sequence(
      call("Snapshot all volumes", {
        action: "ec2:createSnapshots",
        as: "copier",
        key: "snapshots",
        input: {
          InstanceSpecification: { "InstanceId.$": "$.instanceId", ExcludeBootVolume: false },
          "Description.$": "States.Format('{} {}', $.caseId, $.instanceId)",
          CopyTagsFromSource: "volume",
          TagSpecifications: tagged("snapshot", "snapshot"),
        },
        select: { "snapshots.$": "$.Snapshots" },
        into: "$.taken",
        retry: unlessLate,
        timeoutSeconds: startSeconds,
        onFailure: failed,
      }),
      // The answer to the creation does not tell the key.
      call("Look at the snapshots", {
        action: "ec2:describeSnapshots",
        as: "reader",
        key: "snapshotKeys",
        input: { "SnapshotIds.$": "$.taken.snapshots[*].SnapshotId" },
        select: { "snapshots.$": "$.Snapshots" },
        into: "$.taken",
        onFailure: "record",
      }),
      forEach("List the snapshots", listed, {
        items: "$.taken.snapshots",
        item: { "snapshot.$": "$$.Map.Item.Value" },
        into: "$.snapshots",
      }),
      pass("Snapshots: done", { make: { outcome: { ok: true }, "snapshots.$": "$.snapshots" } }),
    ),
    closing: "Snapshots: end",
  };
}

const ids = { "snapshotId.$": "$.snapshot.SnapshotId", "volumeId.$": "$.snapshot.VolumeId" };

const listed: Part = {
  flow: choose(
    "Is the snapshot encrypted?",
    [
      {
        when: isText("$.snapshot.KmsKeyId"),
        then: pass("List with its key", {
          make: { ...ids, encrypted: true, "kmsKeyId.$": "$.snapshot.KmsKeyId" },
        }),
      },
      {
        when: isBoolean("$.snapshot.Encrypted", true),
        then: pass("List as encrypted", { make: { ...ids, encrypted: true, kmsKeyId: "" } }),
      },
    ],
    pass("List as plain", { make: { ...ids, encrypted: false, kmsKeyId: "" } }),
  ),
  closing: "Listed",
};

function takeImage(): Part {
  const failed = sequence(
    pass("Image: failed", { make: { "outcome.$": "$.steps.image", imageId: "" } }),
    goTo("Image: end"),
  );
  return {
    flow: sequence(
      call("Make an image", {
        action: "ec2:createImage",
        as: "copier",
        key: "image",
        input: {
          "InstanceId.$": "$.instanceId",
          "Name.$": "States.Format('{}-{}-{}', $.caseId, $.instanceId, States.UUID())",
          "Description.$": "States.Format('{} {}', $.caseId, $.instanceId)",
          NoReboot: true,
          TagSpecifications: tagged("image", "image", "snapshot"),
        },
        select: { "imageId.$": "$.ImageId" },
        into: "$.image",
        retry: unlessLate,
        timeoutSeconds: startSeconds,
        onFailure: failed,
      }),
      pass("Image: done", { make: { outcome: { ok: true }, "imageId.$": "$.image.imageId" } }),
    ),
    closing: "Image: end",
  };
}

/** Starts snapshots of all volumes and an image, and does not wait for them: `transfer` does. */
export function takeDisks(settings: MachineSettings): Part {
  return {
    flow: sequence(
      parallel("Take disks", [takeSnapshots(), takeImage()], {
        select: {
          "outcomes.$": "$[*].outcome",
          "snapshots.$": "$[*].snapshots[*]",
          "imageIds.$": "$[*].imageId",
        },
        into: "$.disks",
      }),
      pass("Name the disks' outcomes", {
        make: {
          "snapshots.$": "States.ArrayGetItem($.disks.outcomes, 0)",
          "image.$": "States.ArrayGetItem($.disks.outcomes, 1)",
        },
        into: "$.steps",
      }),
      recordStep("Record the disks", settings, {
        key: "disksRecord",
        actor: machineNames.acquire,
        entries: [
          {
            step: "snapshots",
            "subject.$": "$.instanceId",
            details: { "outcome.$": "$.steps.snapshots", "snapshots.$": "$.disks.snapshots" },
          },
          {
            step: "image",
            "subject.$": "$.instanceId",
            details: { "outcome.$": "$.steps.image", "imageIds.$": "$.disks.imageIds" },
          },
        ],
      }),
    ),
    closing: "Disks: end",
    make: {
      "steps.$": "$.steps",
      evidence: [],
      "snapshots.$": "$.disks.snapshots",
      "imageId.$": "States.ArrayGetItem($.disks.imageIds, 0)",
    },
  };
}
