import { call } from "../../asl/call";
import { sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { each } from "./parts";

/** The instance cannot be terminated, stops when it is shut down, and its volumes stay when it is terminated all the same. */
export function protect(): Flow {
  return sequence(
    setAttribute("termination", "Protect from termination", { DisableApiTermination: { Value: true } }),
    setAttribute("shutdown", "Stop at shutdown", { InstanceInitiatedShutdownBehavior: { Value: "stop" } }),
    each(
      "Each volume",
      call("Keep volume", {
        action: "ec2:modifyInstanceAttribute",
        as: "container",
        key: "keep",
        input: {
          "InstanceId.$": "$.instanceId",
          BlockDeviceMappings: [
            {
              "DeviceName.$": "$.volume.DeviceName",
              Ebs: { "VolumeId.$": "$.volume.Ebs.VolumeId", DeleteOnTermination: false },
            },
          ],
        },
        timeoutSeconds: 15,
        onFailure: "record",
      }),
      {
        items: "$.before.volumes",
        item: { "volume.$": "$$.Map.Item.Value" },
        subject: "$.volume.Ebs.VolumeId",
        into: "$.steps.volumes",
      },
    ),
  );
}

/** Changes an attribute of the instance. */
export function setAttribute(key: string, name: string, attribute: Payload): Flow {
  return call(name, {
    action: "ec2:modifyInstanceAttribute",
    as: "container",
    key,
    input: { "InstanceId.$": "$.instanceId", ...attribute },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}
