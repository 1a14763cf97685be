import type { Asked, Mapping, Permission } from "./asked";
import { disks } from "./disks";
import { identities } from "./identities";
import { instances } from "./instances";
import { storage } from "./storage";

/** IAM's prefixes where they differ from the names of the SDK integrations. */
const prefixes: Readonly<Record<string, string>> = {
  cloudwatchlogs: "logs",
  elasticloadbalancingv2: "elasticloadbalancing",
  resourcegroupstaggingapi: "tag",
};

const mappings: Readonly<Record<string, Mapping>> = { ...disks, ...instances, ...identities, ...storage };

/**
 * What IAM asks for a call of a state machine: the action, its resources and its condition keys, for every resource that the
 * call names or makes, and for what AWS's services do with keys in the caller's name.
 * Sources: Service Authorization Reference (resource types, condition keys, dependent actions); "Required permissions for
 * Amazon S3 API operations", Amazon S3 user guide; "Amazon EBS encryption", Amazon EBS user guide.
 *
 * @param service Its name in the SDK integration, for instance `elasticloadbalancingv2`.
 */
export function permissionsOf(service: string, asked: Asked): readonly Permission[] {
  const name = `${service}:${asked.operation}`;
  const made = mappings[name] ?? (reads.test(asked.operation) ? onAnything(service) : undefined);
  if (made === undefined) throw new Error(`nothing says what ${name} needs`);
  return made(asked);
}

/** Whether what a call needs depends on what it says. */
export function isMapped(service: string, operation: string): boolean {
  return Object.hasOwn(mappings, `${service}:${operation}`);
}

const reads = /^(Describe|Get|List|Lookup)/;

function onAnything(service: string): Mapping {
  return ({ operation }) => [[`${prefixes[service] ?? service}:${operation}`, "*"]];
}
