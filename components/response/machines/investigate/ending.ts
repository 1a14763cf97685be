import { call } from "../../asl/call";
import { choose, fail, pass, poll, sequence, type Flow } from "../../asl/flow";
import { isBoolean, isOneOf } from "../conditions";
import { goTo } from "../jumps";
import { notice } from "../notice";
import { caseTags } from "../../names";
import type { InvestigateSettings } from "./settings";
import { tagged } from "../acquire/piece";
import { failed, recordEntry } from "./steps";

/** Stops the workstation and keeps its disk as evidence, unless the input asks to leave it running. */
export function keepWorkstation(): Flow {
  return choose(
    "Leave the workstation running?",
    [{ when: isBoolean("$.keepRunning", true), then: goTo("Record the investigation") }],
    sequence(
      call("Stop the workstation", {
        action: "ec2:stopInstances",
        as: "self",
        input: { "InstanceIds.$": "States.Array($.workstation.id)" },
        key: "stop",
        onFailure: "record",
      }),
      poll("Workstation stopped", {
        check: call("Ask whether the workstation has stopped", {
          action: "ec2:describeInstances",
          as: "self",
          input: { "InstanceIds.$": "States.Array($.workstation.id)" },
          select: { "state.$": "$.Reservations[*].Instances[*].State.Name" },
          into: "$.stopping",
          key: "stopQuestion",
          onFailure: "record",
        }),
        done: isOneOf("$.stopping.state[0]", ["stopped"]),
        waits: [10, 10, 20, 30, 60, 60, 120, 120],
        exhausted: failed(
          "Workstation does not stop",
          "stopped",
          { Error: "WorkstationRuns", "Cause.$": "States.Format('{} has not stopped', $.workstation.id)" },
          "Find the workstation's disk",
        ),
        counter: "$.polls.stopped",
      }),
      pass("The workstation has stopped", { make: { confirmed: true }, into: "$.stopped" }),
      snapshotOfWorkstation(),
    ),
  );
}

function snapshotOfWorkstation(): Flow {
  const kind = { Name: `tag:${caseTags.kind}`, Values: ["workstation"] };
  const instance = { Name: "attachment.instance-id", "Values.$": "States.Array($.workstation.id)" };
  const none = goTo("Record the investigation");
  return sequence(
    call("Find the workstation's disk", {
      action: "ec2:describeVolumes",
      as: "self",
      input: { Filters: [instance, kind] },
      select: { "ids.$": "$.Volumes[*].VolumeId" },
      into: "$.root",
      key: "root",
      onFailure: none,
    }),
    choose(
      "Has the workstation a disk?",
      [
        {
          when: { Variable: "$.root.ids[0]", IsPresent: true },
          then: call("Keep the workstation's disk", {
            action: "ec2:createSnapshot",
            as: "self",
            input: {
              "VolumeId.$": "$.root.ids[0]",
              "Description.$": "States.Format('Workstation of {}', $.caseId)",
              TagSpecifications: tagged("workstation", "snapshot"),
            },
            select: { "snapshotId.$": "$.SnapshotId" },
            into: "$.kept",
            key: "workstationSnapshot",
            onFailure: "record",
          }),
        },
      ],
      failed(
        "The workstation has no disk",
        "root",
        {
          Error: "NoDisk",
          "Cause.$": "States.Format('{} has no volume with the tag of workstations', $.workstation.id)",
        },
        none.first,
      ),
    ),
  );
}

/** Records what the investigation made and how each step went, and tells people. */
export function concludeInvestigation(settings: InvestigateSettings): Flow {
  return sequence(
    recordEntry("Record the investigation", settings, {
      step: "investigate",
      subject: "$.instanceId",
      details: {
        "workstationId.$": "$.workstation.id",
        "suspectIds.$": "$.suspect.ids",
        "volumeIds.$": "$.examined.volumeIds",
        "stopped.$": "$.stopped.confirmed",
        "snapshotId.$": "$.kept.snapshotId",
        "memory.$": "$.commands.memory.output",
        "steps.$": "$.steps",
      },
      key: "recordInvestigation",
    }),
    notice("Tell that the investigation ended", settings, {
      key: "notice",
      subject: "An investigation has ended",
      message: {
        "caseId.$": "$.caseId",
        "instanceId.$": "$.instanceId",
        "workstationId.$": "$.workstation.id",
        "stopped.$": "$.stopped.confirmed",
        "steps.$": "$.steps",
      },
    }),
  );
}

/** Records why no workstation could be started, tells people, and ends as a failure. */
export function giveUpInvestigation(settings: InvestigateSettings): Flow {
  return sequence(
    recordEntry("Record the failed investigation", settings, {
      step: "investigate",
      subject: "$.instanceId",
      details: { "steps.$": "$.steps" },
      key: "recordInvestigation",
    }),
    notice("Tell that the investigation failed", settings, {
      key: "notice",
      subject: "An investigation has failed: no workstation could be started",
      message: { "caseId.$": "$.caseId", "instanceId.$": "$.instanceId", "steps.$": "$.steps" },
    }),
    fail("Investigation failed", "InvestigationFailed", {
      text: "No workstation could be started. The custody log of the case says which step failed, and why.",
    }),
  );
}
