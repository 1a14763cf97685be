import { call } from "../../asl/call";
import { choose, forEach, pass, poll, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { isOneOf } from "../conditions";
import { goTo } from "../jumps";
import { runDocument } from "./command";
import type { InvestigateSettings } from "./settings";
import { tagged, unlessLate } from "../acquire/piece";
import { failed, recordEntry } from "./steps";

/** Where the outcome of a disk is told: every failure goes on there. */
const tell = goTo("Record the disk");

/**
 * Names under which volumes are attached; the system sees them under others. An instance takes 27 volumes beside its root.
 * Source: "Device names for volumes on Amazon EC2 instances", Amazon EC2 user guide.
 */
const deviceNames = Array.from("abcdefghijklmnopqrstuvwxyz").map((letter) => `/dev/xvdb${letter}`);

/** Where the disks begin. */
export const anyDisk = "Is there a disk?";

/** Seconds between questions about an examination, which takes minutes to a day: 20 hours in all. */
export const longWaits: readonly number[] = [
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  ...Array.from({ length: 39 }, () => 1800),
];

/** Examines each evidence snapshot on a copy of its own. A disk that fails is recorded, and the others go on. */
export function examineDisks(settings: InvestigateSettings): Flow {
  const examine = sequence(
    pass("Name the devices", { make: { names: deviceNames }, into: "$.devices" }),
    forEach(
      "Examine the disks",
      {
        flow: examineDisk(settings),
        closing: "Disk done",
        make: {
          "snapshotId.$": "$.snapshot.evidenceSnapshotId",
          "sourceVolumeId.$": "$.snapshot.volumeId",
          "volumeId.$": "$.volume.id",
          "output.$": "$.commands.disk.output",
          "steps.$": "$.steps",
        },
      },
      {
        items: "$.snapshots",
        item: {
          "caseId.$": "$.caseId",
          "instanceId.$": "$.instanceId",
          "workstation.$": "$.workstation",
          "snapshot.$": "$$.Map.Item.Value",
          "device.$": "States.ArrayGetItem($.devices.names, $$.Map.Item.Index)",
          volume: { id: "" },
          commands: { disk: { status: "", output: "", error: "" } },
          polls: {},
          steps: {},
        },
        atOnce: 2,
        select: { "list.$": "$", "volumeIds.$": "$[*].volumeId" },
        into: "$.examined",
        onFailure: { into: "$.steps.disks" },
      },
    ),
  );
  return choose(anyDisk, [{ when: { Variable: "$.snapshots[0]", IsPresent: true }, then: examine }]);
}

function examineDisk(settings: InvestigateSettings): Flow {
  return sequence(
    call("Copy the snapshot to a volume", {
      action: "ec2:createVolume",
      as: "self",
      input: {
        "ClientToken.$":
          "States.Hash(States.Format('{} {}', $$.Execution.Id, $.snapshot.evidenceSnapshotId), 'SHA-256')",
        "AvailabilityZone.$": "$.workstation.zone",
        "SnapshotId.$": "$.snapshot.evidenceSnapshotId",
        VolumeType: "gp3",
        TagSpecifications: tagged("analysis-volume", "volume"),
      },
      select: { "id.$": "$.VolumeId" },
      into: "$.volume",
      key: "volume",
      onFailure: tell,
    }),
    awaitVolume("Volume available", "available", { "VolumeIds.$": "States.Array($.volume.id)" }),
    call("Attach the volume", {
      action: "ec2:attachVolume",
      as: "self",
      input: {
        "VolumeId.$": "$.volume.id",
        "InstanceId.$": "$.workstation.id",
        "Device.$": "$.device",
      },
      key: "attach",
      retry: unlessLate,
      onFailure: tell,
    }),
    awaitVolume("Volume attached", "attached", {
      Filters: [
        { Name: "volume-id", "Values.$": "States.Array($.volume.id)" },
        { Name: "attachment.status", Values: ["attached"] },
      ],
    }),
    runDocument("Examine the disk", {
      document: settings.workstation.diskDocument,
      parameters: {
        "caseId.$": "States.Array($.caseId)",
        "instanceId.$": "States.Array($.instanceId)",
        "volumeId.$": "States.Array($.volume.id)",
        "snapshotId.$": "States.Array($.snapshot.evidenceSnapshotId)",
      },
      key: "disk",
      waits: longWaits,
      afterFailure: tell,
    }),
    recordEntry("Record the disk", settings, {
      step: "examine-disk",
      subject: "$.snapshot.evidenceSnapshotId",
      details: {
        "workstationId.$": "$.workstation.id",
        "sourceVolumeId.$": "$.snapshot.volumeId",
        "volumeId.$": "$.volume.id",
        "output.$": "$.commands.disk.output",
        "steps.$": "$.steps",
      },
      file: {
        key:
          "States.Format('{}/analysis/{}/command-{}.json', $.instanceId, " +
          "$.snapshot.evidenceSnapshotId, $.workstation.id)",
        body: { "result.$": "$.commands.disk" },
      },
      key: "recordDisk",
    }),
  );
}

/** Waits until a volume that is asked for is not being created any more. One that a filter leaves out is not there yet. */
function awaitVolume(name: string, key: string, volumes: Payload): Flow {
  return poll(name, {
    check: call(`${name}: ask`, {
      action: "ec2:describeVolumes",
      as: "self",
      input: volumes,
      select: { "states.$": "$.Volumes[*].State" },
      into: `$.${key}`,
      key: `${key}Question`,
      onFailure: "record",
    }),
    done: isOneOf(`$.${key}.states[0]`, ["available", "in-use"]),
    waits: [2, 3, 5, 10, 15, 30, 60, 60, 120],
    exhausted: failed(
      `${name}: too long`,
      key,
      { Error: "VolumeNotReady", "Cause.$": `States.Format('{} is not ${key}', $.volume.id)` },
      tell.first,
    ),
    counter: `$.polls.${key}`,
  });
}
