import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import { holdsWhenAmong } from "../contain/checks";
import { each, filterBy } from "../contain/parts";
import { setAttribute } from "../contain/protect";
import type { PartArgs } from "./parts";

/** Termination protection, shutdown behaviour, and which volumes go with the instance. */
export function releaseProtection(): PartArgs {
  return {
    part: "protection",
    unread: ["protection.termination", "protection.shutdown"],
    restore: sequence(
      setAttribute("termination", "Restore termination protection", {
        DisableApiTermination: { "Value.$": "$.before.protection.termination.value" },
      }),
      setAttribute("shutdown", "Restore shutdown behaviour", {
        InstanceInitiatedShutdownBehavior: { "Value.$": "$.before.protection.shutdown.value" },
      }),
      each("Each volume", restoreVolume(), {
        items: "$.before.volumes",
        item: { "volume.$": "$$.Map.Item.Value" },
        subject: "$.volume.Ebs.VolumeId",
        into: "$.steps.volumes",
      }),
    ),
    verify: sequence(
      pass("No protection read", {
        make: { termination: {}, shutdown: {}, volumes: { list: [] } },
        into: "$.now",
      }),
      read("termination", "disableApiTermination", "$.DisableApiTermination.Value"),
      read("shutdown", "instanceInitiatedShutdownBehavior", "$.InstanceInitiatedShutdownBehavior.Value"),
      readVolumes(),
      choose("Same protection?", [
        {
          when: {
            And: [
              { Variable: "$.now.termination.value", IsPresent: true },
              {
                Variable: "$.now.termination.value",
                BooleanEqualsPath: "$.before.protection.termination.value",
              },
              { Variable: "$.now.shutdown.value", IsPresent: true },
              { Variable: "$.now.shutdown.value", StringEqualsPath: "$.before.protection.shutdown.value" },
            ],
          },
          then: holdsWhenAmong("Same volumes?", "$.before.volumes", ["$.now.volumes.list"]),
        },
      ]),
    ),
  };
}

function restoreVolume(): Flow {
  return call("Restore volume", {
    action: "ec2:modifyInstanceAttribute",
    as: "container",
    key: "restore",
    input: {
      "InstanceId.$": "$.instanceId",
      BlockDeviceMappings: [
        {
          "DeviceName.$": "$.volume.DeviceName",
          Ebs: {
            "VolumeId.$": "$.volume.Ebs.VolumeId",
            "DeleteOnTermination.$": "$.volume.Ebs.DeleteOnTermination",
          },
        },
      ],
    },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}

function read(key: string, attribute: string, value: string): Flow {
  return call(`Read ${key} again`, {
    action: "ec2:describeInstanceAttribute",
    as: "reader",
    key: `${key}Now`,
    input: { "InstanceId.$": "$.instanceId", Attribute: attribute },
    select: { "value.$": value },
    into: `$.now.${key}`,
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

function readVolumes(): Flow {
  return call("Read volumes again", {
    action: "ec2:describeInstances",
    as: "reader",
    key: "volumesNow",
    input: { Filters: [filterBy("instance-id", "$.instanceId")] },
    select: { "list.$": "$.Reservations[*].Instances[*].BlockDeviceMappings[*]" },
    into: "$.now.volumes",
    timeoutSeconds: 10,
    onFailure: "record",
  });
}
