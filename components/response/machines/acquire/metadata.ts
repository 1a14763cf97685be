import { parallel, pass, sequence, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { machineNames } from "../../names";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { pages } from "./pages";
import { piece, type PieceArgs } from "./piece";

/** Pages taken of each look-up, and events of each page: a page of events must fit into 256 KiB. */
const trailPages = { atMost: 5, events: 20 };

/** What Systems Manager knows of an instance's software. Source: "Metadata collected by inventory", SSM user guide. */
const inventoryTypes = {
  inventoryApplications: "AWS:Application",
  inventoryInstance: "AWS:InstanceInformation",
  inventoryNetwork: "AWS:Network",
  inventoryServices: "AWS:Service",
} as const;

const instance: Payload = { "InstanceId.$": "$.instanceId" };

const filtered = (Name: string): Payload => ({
  Filters: [{ Name, "Values.$": "States.Array($.instanceId)" }],
});

const pieces: readonly Omit<PieceArgs, "as">[] = [
  {
    key: "instance",
    file: "instance",
    action: "ec2:describeInstances",
    input: { "InstanceIds.$": "States.Array($.instanceId)" },
  },
  {
    key: "consoleOutput",
    file: "console-output",
    action: "ec2:getConsoleOutput",
    input: { ...instance, Latest: true },
    otherwise: instance, // Only Nitro instances tell the latest.
  },
  {
    key: "consoleScreenshot",
    file: "console-screenshot",
    action: "ec2:getConsoleScreenshot",
    input: { ...instance, WakeUp: false }, // Waking it up is a key press.
  },
  {
    key: "userData",
    file: "user-data",
    action: "ec2:describeInstanceAttribute",
    input: { ...instance, Attribute: "userData" },
  },
  { key: "tags", file: "tags", action: "ec2:describeTags", input: filtered("resource-id") },
  {
    key: "volumes",
    file: "volumes",
    action: "ec2:describeVolumes",
    input: filtered("attachment.instance-id"),
  },
  {
    key: "interfaces",
    file: "interfaces",
    action: "ec2:describeNetworkInterfaces",
    input: filtered("attachment.instance-id"),
  },
];

/**
 * The session of a role on an instance is named by the instance's id: its events are those of user `<instance id>`.
 * Source: "Instance metadata and user data", IAM roles for Amazon EC2.
 */
const lookups = {
  trailInstance: { file: "trail-instance", AttributeKey: "ResourceName", value: "$.instanceId" },
  trailCredentials: { file: "trail-credentials", AttributeKey: "Username", value: "$.instanceId" },
  trailRole: { file: "trail-role", AttributeKey: "ResourceName", value: "$.role.name" },
} as const;

const unknownRole: Payload = {
  Error: "Evidence.NotAvailable",
  Cause: "the role that the instance had before is not known: neither roleName nor before.json tells it",
};

function parts(settings: MachineSettings): Readonly<Record<string, Part>> {
  const single = pieces.map((args) => [args.key, piece(settings, { ...args, as: "reader" })] as const);
  const trail = Object.entries(lookups).map(([key, { file, AttributeKey, value }]) => {
    const input = {
      LookupAttributes: [{ AttributeKey, "AttributeValue.$": value }],
      MaxResults: trailPages.events,
    };
    const args = { key, file, input, action: "cloudtrail:lookupEvents", as: "reader" } as const;
    const needs = { path: value, otherwise: unknownRole };
    return [key, pages(settings, { ...args, atMost: trailPages.atMost, needs })] as const;
  });
  const inventory = Object.entries(inventoryTypes).map(([key, TypeName]) => {
    const input = { ...instance, TypeName, MaxResults: 50 };
    const file = `inventory-${TypeName.slice("AWS:".length)}`;
    const args = { key, file, input, action: "ssm:listInventoryEntries", as: "reader" } as const;
    return [key, pages(settings, { ...args, atMost: 10 })] as const;
  });
  const commands = pages(settings, {
    key: "commandHistory",
    file: "command-history",
    action: "ssm:listCommandInvocations",
    as: "reader",
    input: { ...instance, Details: true, MaxResults: 20 },
    atMost: 5,
  });
  return Object.fromEntries([...single, ...trail, ...inventory, ["commandHistory", commands] as const]);
}

/** Everything that AWS knows of the instance, each piece a file below `metadata/`. */
export function takeMetadata(settings: MachineSettings): Part {
  const branches = parts(settings);
  const outcomes = Object.keys(branches).map((key, index) => [
    `${key}.$`,
    `States.ArrayGetItem($.metadata.outcomes, ${index})`,
  ]);
  return {
    flow: sequence(
      parallel("Take metadata", Object.values(branches), {
        select: {
          "outcomes.$": "$[*].outcome",
          "evidence.$": "$[*].evidence[*]",
          "entries.$": "$[*].entries[*]",
        },
        into: "$.metadata",
      }),
      pass("Name the metadata's outcomes", {
        make: Object.fromEntries(outcomes) as Payload,
        into: "$.steps",
      }),
      recordStep("Record the metadata", settings, {
        key: "metadataRecord",
        actor: machineNames.acquire,
        entries: { path: "$.metadata.entries" },
      }),
    ),
    closing: "Metadata: end",
    make: { "steps.$": "$.steps", "evidence.$": "$.metadata.evidence" },
  };
}
