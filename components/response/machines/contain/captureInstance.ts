import { call } from "../../asl/call";
import { pass, sequence, type Flow } from "../../asl/flow";
import type { Capture } from "./captured";
import { filterBy, ifPresent } from "./parts";
import { readProfiles } from "./reads";

/** Termination protection, shutdown behaviour, and whether the type has instance-store volumes. */
export function captureAttributes(): Capture {
  return {
    name: "Capture attributes",
    key: "protection",
    unread: { termination: {}, shutdown: {}, type: { instanceStore: [] } },
    flow: sequence(
      attribute("termination", "disableApiTermination", "$.DisableApiTermination.Value"),
      attribute("shutdown", "instanceInitiatedShutdownBehavior", "$.InstanceInitiatedShutdownBehavior.Value"),
      ifPresent("Type of the instance known?", "$.found.types[0]", describeType()),
    ),
    value: {
      "termination.$": "$.read.termination",
      "shutdown.$": "$.read.shutdown",
      "instanceStore.$": "$.read.type.instanceStore",
    },
  };
}

function attribute(key: "termination" | "shutdown", name: string, value: string): Flow {
  return call(`Read ${key} attribute`, {
    action: "ec2:describeInstanceAttribute",
    as: "reader",
    key,
    input: { "InstanceId.$": "$.instanceId", Attribute: name },
    select: { "value.$": value },
    into: `$.read.${key}`,
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

function describeType(): Flow {
  return call("Describe type", {
    action: "ec2:describeInstanceTypes",
    as: "reader",
    key: "type",
    input: { "InstanceTypes.$": "States.Array($.found.types[0])" },
    select: { "instanceStore.$": "$.InstanceTypes[*].InstanceStorageSupported" },
    into: "$.read.type",
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/** Elastic IP addresses. Other public addresses cannot be taken from an instance. */
export function captureAddresses(): Capture {
  return {
    name: "Capture addresses",
    key: "addresses",
    unread: { list: [] },
    flow: call("Describe addresses", {
      action: "ec2:describeAddresses",
      as: "reader",
      key: "addresses",
      input: { Filters: [filterBy("instance-id", "$.instanceId")] },
      select: { "list.$": "$.Addresses[*]" },
      into: "$.read",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    value: { "list.$": "$.read.list" },
  };
}

/** The instance profile and its role. */
export function captureProfile(): Capture {
  const arn = "$.read.profiles.list[0].IamInstanceProfile.Arn";
  return {
    name: "Capture profile",
    key: "profile",
    unread: { profiles: { list: [] }, arn: { parts: [] }, role: { names: [] } },
    flow: sequence(
      readProfiles("Describe profile association", "$.read.profiles"),
      ifPresent(
        "Has a profile?",
        arn,
        sequence(
          pass("Parts of the profile's ARN", {
            make: { "parts.$": `States.StringSplit(${arn}, '/')` },
            into: "$.read.arn",
          }),
          call("Read profile", {
            action: "iam:getInstanceProfile",
            as: "reader",
            key: "role",
            input: { "InstanceProfileName.$": lastOf("$.read.arn.parts") },
            select: { "names.$": "$.InstanceProfile.Roles[*].RoleName" },
            into: "$.read.role",
            timeoutSeconds: 10,
            onFailure: "record",
          }),
        ),
      ),
    ),
    value: { "associations.$": "$.read.profiles.list", "roles.$": "$.read.role.names" },
  };
}

/** An ARN ends with the name, after a path that may have several parts. */
export function lastOf(list: string): string {
  return `States.ArrayGetItem(${list}, States.MathAdd(States.ArrayLength(${list}), -1))`;
}
