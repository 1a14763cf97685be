import { call } from "../../asl/call";
import { choose, fail, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { filterBy } from "./parts";

const instances = "$.Reservations[*].Instances[*]";

/** Everything of an instance is read as a list, since what AWS leaves out of an answer can't be the end of a path. */
const selected: Payload = {
  known: true,
  "ids.$": `${instances}.InstanceId`,
  "states.$": `${instances}.State.Name`,
  "types.$": `${instances}.InstanceType`,
  "lifecycles.$": `${instances}.InstanceLifecycle`,
  "rootDeviceTypes.$": `${instances}.RootDeviceType`,
  "volumes.$": `${instances}.BlockDeviceMappings[*]`,
  "interfaces.$": `${instances}.NetworkInterfaces[*]`,
  "tags.$": `${instances}.Tags[*]`,
};

const unknown = {
  known: false,
  ids: [],
  states: [],
  types: [],
  lifecycles: [],
  rootDeviceTypes: [],
  volumes: [],
  tags: [],
};

/**
 * Finds the instance, into `$.found`. When instances cannot be described, its interfaces at least are looked for, so that it
 * can be isolated all the same.
 *
 * Ends the machine with `InstanceNotFound` when there is no such instance, or when it is terminated.
 */
export function findInstance(): Flow {
  return sequence(
    pass("Nothing known yet", { make: { ...unknown, interfaces: [] }, into: "$.found" }),
    call("Describe instance", {
      action: "ec2:describeInstances",
      as: "reader",
      key: "describeInstance",
      input: { Filters: [filterBy("instance-id", "$.instanceId")] },
      select: selected,
      into: "$.found",
      timeoutSeconds: 10,
      onFailure: findInterfaces(),
    }),
    choose("Instance exists?", [
      {
        when: {
          And: [
            { Variable: "$.found.known", BooleanEquals: true },
            { Not: { Variable: "$.found.ids[0]", IsPresent: true } },
          ],
        },
        then: fail("No such instance", "InstanceNotFound", {
          text: "The account has no such instance in this region.",
        }),
      },
      {
        when: {
          And: [
            { Variable: "$.found.states[0]", IsPresent: true },
            { Variable: "$.found.states[0]", StringEquals: "terminated" },
          ],
        },
        then: fail("Instance is gone", "InstanceNotFound", { text: "The instance is terminated." }),
      },
    ]),
  );
}

function findInterfaces(): Flow {
  return call("Describe interfaces instead", {
    action: "ec2:describeNetworkInterfaces",
    as: "reader",
    key: "describeInterfaces",
    input: { Filters: [filterBy("attachment.instance-id", "$.instanceId")] },
    select: { ...unknown, "interfaces.$": "$.NetworkInterfaces[*]" },
    into: "$.found",
    timeoutSeconds: 10,
    onFailure: "record",
  });
}
