import { call } from "../../asl/call";
import { sequence, type Flow } from "../../asl/flow";
import type { Json } from "../../asl/states";
import { caseTags } from "../../names";
import { ifPresent } from "./parts";

/** Tags of what is contained. */
function tags(kind: string): Json {
  return [
    { Key: caseTags.case, "Value.$": "$.caseId" },
    { Key: caseTags.kind, Value: kind },
    { Key: caseTags.keep, Value: "true" },
    { Key: caseTags.quarantine, Value: "contained" },
  ];
}

/** Tags the instance, its volumes and its interfaces. */
export function tagResources(): Flow {
  return sequence(
    tag("instance", "Tag instance", "States.Array($.instanceId)", "instance"),
    ifPresent(
      "Volumes to tag?",
      "$.before.volumes[0]",
      tag("volumes", "Tag volumes", "$.before.volumes[*].Ebs.VolumeId", "volume"),
    ),
    ifPresent(
      "Interfaces to tag?",
      "$.before.network.interfaces[0]",
      tag("interfaces", "Tag interfaces", "$.before.network.interfaces[*].interfaceId", "network-interface"),
    ),
  );
}

function tag(key: string, name: string, resources: string, kind: string): Flow {
  return call(name, {
    action: "ec2:createTags",
    as: "container",
    key,
    input: { "Resources.$": resources, Tags: tags(kind) },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}
