import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { caseTags } from "./names";

/** Something of AWS that may be contained: an instance or a network interface, by its id. */
export interface Containable {
  readonly kind: "instance" | "interface";
  readonly id: string;
}

/** Tells the tags of an instance or interface. */
export type TagLookup = (
  subject: Containable,
  opts: pulumi.InvokeOptions,
) => Promise<Readonly<Record<string, string>>>;

/**
 * What a containment changes of a managed resource, by type. A difference in it is not drift: the program leaves it alone.
 * So it is given when the resource is created, and changed by replacing the resource.
 */
const changedByContainment: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": [
    "disableApiTermination",
    "iamInstanceProfile",
    "instanceInitiatedShutdownBehavior",
    "securityGroups",
    "vpcSecurityGroupIds",
    "rootBlockDevice.deleteOnTermination",
    "ebsBlockDevices[*].deleteOnTermination",
  ],
  "aws:ec2/networkInterface:NetworkInterface": ["securityGroups"],
  "aws:ec2/eip:Eip": ["associateWithPrivateIp", "instance", "networkInterface"],
  "aws:ebs/volume:Volume": [],
};

/** What would give a contained instance traffic, addresses or parts again, by type: the property that names it. */
const attachments: Readonly<Record<string, Readonly<Record<string, Containable["kind"]>>>> = {
  "aws:alb/targetGroupAttachment:TargetGroupAttachment": { targetId: "instance" },
  "aws:ec2/eipAssociation:EipAssociation": { instanceId: "instance", networkInterfaceId: "interface" },
  "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment": { instanceId: "instance" },
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment": {
    networkInterfaceId: "interface",
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": { instanceId: "instance" },
  "aws:elb/attachment:Attachment": { instance: "instance" },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": { targetId: "instance" },
};

/**
 * A transformation by which deployments never undo a containment. Give it to the instances of a program, to what is attached
 * to them, or to the component that holds both: `{ transformations: [quarantineAware()] }`.
 *
 * - What a containment changes of an instance, interface or address is ignored.
 * - An attachment that a containment took away, which a refresh therefore forgets, is not made again: a preview or update that
 *   would is refused, with the id of the case. The rest can be deployed by excluding the attachment.
 * - An instance that is contained is not changed in any other way either: some changes would stop and start it.
 *
 * A containment without a refresh is no difference at all to Pulumi, so nothing of this is needed then.
 *
 * @param tagsOf Looks tags up. @default asks AWS
 */
export function quarantineAware(tagsOf: TagLookup = askAws): pulumi.ResourceTransformation {
  return ({ type, name, props, opts, resource }) => {
    const ignored = changedByContainment[type];
    const attached = attachments[type];
    if (ignored === undefined && attached === undefined) return undefined;
    const added: pulumi.CustomResourceOptions = {
      ...(ignored && { ignoreChanges: [...ignored, ...tagPaths] }),
      ...(pulumi.runtime.getEngine() !== undefined && { hooks: bindHooks(type, name, resource, tagsOf) }),
    };
    return { props, opts: pulumi.mergeOptions(opts, added) };
  };
}

const tagPaths = Object.values(caseTags).map((tag) => `tags["${tag}"]`);

function bindHooks(
  type: string,
  name: string,
  resource: pulumi.Resource,
  tagsOf: TagLookup,
): pulumi.ResourceHookBinding {
  const refuse = async (subject: Containable, what: string): Promise<void> => {
    const tags = await tagsOf(subject, { parent: resource });
    const problem = quarantineProblem(`${type} "${name}"`, what, subject, tags);
    if (problem !== undefined) throw new Error(problem);
  };
  const hook = (when: string, callback: pulumi.ResourceHookFunction) =>
    new pulumi.ResourceHook(`${type}-${name}-${when}-quarantine`, callback, { onDryRun: true });
  if (type === "aws:ec2/instance:Instance") {
    const changed = hook("update", ({ id }) => refuse({ kind: "instance", id }, "change"));
    return { beforeUpdate: [changed] };
  }
  const attached = hook("create", async ({ newInputs }) => {
    for (const [property, kind] of Object.entries(attachments[type] ?? {})) {
      const id: unknown = newInputs?.[property];
      if (typeof id === "string" && isId(kind, id)) await refuse({ kind, id }, "attach something to");
    }
  });
  return { beforeCreate: [attached] };
}

/** A target may also be an address or a function, and in a preview an id may not be known: what is new is not contained. */
function isId(kind: Containable["kind"], text: string): boolean {
  return (kind === "instance" ? /^i-[0-9a-f]+$/ : /^eni-[0-9a-f]+$/).test(text);
}

/** Why something must not be done to an instance or interface, if its tags say that it is contained. */
export function quarantineProblem(
  resource: string,
  what: string,
  { id }: Containable,
  tags: Readonly<Record<string, string>>,
): string | undefined {
  const caseId = tags[caseTags.case];
  if (caseId === undefined) return undefined;
  return (
    `${resource} would ${what} ${id}, which is in quarantine for case ${caseId}. Release it ` +
    `(npm run incident -- release), or deploy the rest (pulumi up --exclude, with the URN of this resource).`
  );
}

const askAws: TagLookup = async ({ kind, id }, opts) => {
  const { tags } =
    kind === "instance"
      ? await aws.ec2.getInstance({ instanceId: id }, opts)
      : await aws.ec2.getNetworkInterface({ id }, opts);
  return tags;
};
