import { call } from "../../asl/call";
import { sequence, type Flow } from "../../asl/flow";
import { caseTags } from "../../names";
import { ifPresent } from "../contain/parts";
import { letGo, whenOver } from "./claim";

/** Ends the quarantine, once all of it is released: the tags go, and the case lets the instance go. */
export function endQuarantine(): Flow {
  return whenOver(
    "Quarantine over?",
    sequence(
      untag("instance", "Untag instance", "States.Array($.instanceId)"),
      ifPresent(
        "Volumes to untag?",
        "$.before.volumes[0]",
        untag("volumes", "Untag volumes", "$.before.volumes[*].Ebs.VolumeId"),
      ),
      ifPresent(
        "Interfaces to untag?",
        "$.before.network.interfaces[0]",
        untag("interfaces", "Untag interfaces", "$.before.network.interfaces[*].interfaceId"),
      ),
      letGo("instance", "$.instanceId"),
    ),
  );
}

function untag(key: string, name: string, resources: string): Flow {
  return call(name, {
    action: "ec2:deleteTags",
    as: "container",
    key,
    input: { "Resources.$": resources, Tags: Object.values(caseTags).map((Key) => ({ Key })) },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}
