import { ec2Error, list, number, text, type Handler } from "./ec2";
import type { JsonObject, World } from "./model";

const nicOf = (world: World, input: JsonObject): World["interfaces"][number] => {
  const found = world.interfaces.find(
    ({ NetworkInterfaceId }) => NetworkInterfaceId === input["NetworkInterfaceId"],
  );
  if (!found) throw ec2Error("The network interface does not exist");
  return found;
};

const sameEntry = (wanted: JsonObject) => (one: JsonObject) =>
  one["RuleNumber"] === wanted["RuleNumber"] && one["Egress"] === wanted["Egress"];

/** AWS counts the entries of each direction and family by themselves. */
const sameKind = (wanted: JsonObject) => (one: JsonObject) =>
  one["Egress"] === wanted["Egress"] && "Ipv6CidrBlock" in one === "Ipv6CidrBlock" in wanted;

const profileArnOf = (profile: JsonObject): string =>
  "Arn" in profile
    ? text(profile, "Arn")
    : `arn:aws:iam::111111111111:instance-profile/${text(profile, "Name")}`;

/** Changes of EC2. */
export const ec2Changes: Readonly<Record<string, Handler>> = {
  "ec2:modifyInstanceAttribute": (world, input) => {
    const own = world.instances[text(input, "InstanceId")];
    if (!own) throw ec2Error("The instance does not exist");
    const { DisableApiTermination, InstanceInitiatedShutdownBehavior, BlockDeviceMappings } = input as Record<
      string,
      { Value?: boolean | string } & JsonObject
    >;
    if (DisableApiTermination) own.termination = DisableApiTermination.Value === true;
    if (InstanceInitiatedShutdownBehavior) own.shutdown = String(InstanceInitiatedShutdownBehavior.Value);
    const mappings = (BlockDeviceMappings ?? []) as unknown as readonly {
      DeviceName: string;
      Ebs: { DeleteOnTermination: boolean };
    }[];
    for (const { DeviceName, Ebs } of mappings) {
      const volume = own.volumes.find((each) => each.DeviceName === DeviceName);
      if (!volume) throw ec2Error(`The device ${DeviceName} does not exist`);
      volume.keep = !Ebs.DeleteOnTermination;
    }
    return {};
  },
  "ec2:modifyNetworkInterfaceAttribute": (world, input) => {
    const nic = nicOf(world, input);
    if (input["Groups"] !== undefined) nic.groups = [...list(input, "Groups")];
    const tracking = input["ConnectionTrackingSpecification"];
    if (tracking !== undefined) nic.tracking = tracking as JsonObject;
    return {};
  },
  "ec2:createNetworkAclEntry": (world, input) => {
    const entry = Object.fromEntries(Object.entries(input).filter(([key]) => key !== "NetworkAclId"));
    const acl = world.acls[text(input, "NetworkAclId")];
    if (!acl) throw ec2Error("The network ACL does not exist");
    if (acl.entries.some(sameEntry(entry))) {
      throw ec2Error(`The network acl entry identified by ${number(input, "RuleNumber")} already exists.`);
    }
    if (acl.entries.filter(sameKind(entry)).length >= world.aclRules) {
      throw ec2Error("The maximum number of network acl entries has been reached.");
    }
    acl.entries.push(entry);
    return {};
  },
  "ec2:deleteNetworkAclEntry": (world, input) => {
    const acl = world.acls[text(input, "NetworkAclId")];
    const found = acl?.entries.find(sameEntry(input));
    if (!acl || !found) throw ec2Error("The network acl entry does not exist");
    acl.entries = acl.entries.filter((each) => each !== found);
    return {};
  },
  "ec2:disassociateAddress": (world, input) => {
    const found = world.addresses.find(({ at }) => at?.AssociationId === input["AssociationId"]);
    if (!found) throw ec2Error("The association ID does not exist");
    found.at = undefined;
    return {};
  },
  "ec2:associateAddress": (world, input) => {
    const found = world.addresses.find(({ AllocationId }) => AllocationId === input["AllocationId"]);
    const nic = nicOf(world, input);
    if (!found) throw ec2Error("The allocation ID does not exist");
    found.at = {
      AssociationId: `eipassoc-${world.next++}`,
      InstanceId: nic.instanceId,
      NetworkInterfaceId: nic.NetworkInterfaceId,
      PrivateIpAddress: text(input, "PrivateIpAddress"),
    };
    return { AssociationId: found.at.AssociationId };
  },
  "ec2:replaceIamInstanceProfileAssociation": (world, input) => {
    const found = world.associations.find(({ AssociationId }) => AssociationId === input["AssociationId"]);
    if (!found) throw ec2Error("The association does not exist");
    const { InstanceId } = found;
    const made = {
      AssociationId: `iip-assoc-${world.next++}`,
      InstanceId,
      Arn: profileArnOf(input["IamInstanceProfile"] as JsonObject),
    };
    world.associations = [...world.associations.filter((each) => each !== found), made];
    return { IamInstanceProfileAssociation: { AssociationId: made.AssociationId } };
  },
  "ec2:associateIamInstanceProfile": (world, input) => {
    const InstanceId = text(input, "InstanceId");
    if (world.associations.some((each) => each.InstanceId === InstanceId)) {
      throw ec2Error("There is an existing association for the instance");
    }
    const AssociationId = `iip-assoc-${world.next++}`;
    const Arn = profileArnOf(input["IamInstanceProfile"] as JsonObject);
    world.associations.push({ AssociationId, InstanceId, Arn });
    return { IamInstanceProfileAssociation: { AssociationId } };
  },
  "ec2:disassociateIamInstanceProfile": (world, input) => {
    const found = world.associations.find(({ AssociationId }) => AssociationId === input["AssociationId"]);
    if (!found) throw ec2Error("The association does not exist");
    world.associations = world.associations.filter((each) => each !== found);
    return {};
  },
  "ec2:createTags": (world, input) => {
    const tags = input["Tags"] as unknown as readonly { Key: string; Value: string }[];
    for (const id of list(input, "Resources")) {
      world.tags[id] = {
        ...world.tags[id],
        ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      };
    }
    return {};
  },
  "ec2:deleteTags": (world, input) => {
    const keys = (input["Tags"] as unknown as readonly { Key: string }[]).map(({ Key }) => Key);
    for (const id of list(input, "Resources")) {
      const left = Object.entries(world.tags[id] ?? {}).filter(([key]) => !keys.includes(key));
      if (left.length > 0) world.tags[id] = Object.fromEntries(left);
      else Reflect.deleteProperty(world.tags, id);
    }
    return {};
  },
};
