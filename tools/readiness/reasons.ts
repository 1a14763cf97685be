/** What of the response an obstacle stands in the way of. */
export type Part = "containment" | "disks" | "memory" | "restoring";

/** `gap`: something would be missing. `note`: it works, and people should know. */
export type Level = "gap" | "note";

interface Reason {
  readonly part: Part;
  readonly level: Level;
  /** Why the response would miss something, as a sentence. */
  readonly title: string;
  readonly remedy: string;
}

/** Everything that can stand in the way of a response, by its name. */
export const reasons = {
  "no-reader-role": {
    part: "containment",
    level: "gap",
    title: "The role by which the forensics account looks at instances is missing.",
    remedy: "deploy the workload stack of the account",
  },
  "no-container-role": {
    part: "containment",
    level: "gap",
    title: "The role by which the forensics account contains instances is missing.",
    remedy: "deploy the workload stack of the account",
  },
  "no-copier-role": {
    part: "disks",
    level: "gap",
    title: "The role by which the forensics account copies disks is missing.",
    remedy: "deploy the workload stack of the account",
  },
  "no-quarantine-profile": {
    part: "containment",
    level: "gap",
    title: "The instance profile of contained instances is missing, so the present role would stay.",
    remedy: "deploy the workload stack of the account",
  },
  "no-isolation-group": {
    part: "containment",
    level: "gap",
    title: "The VPC has no security group with the tag purpose=isolation.",
    remedy: "deploy the isolation groups in the VPC",
  },
  "no-conversion-group": {
    part: "containment",
    level: "gap",
    title:
      "The VPC has no security group with the tag purpose=conversion, so tracked connections would live on.",
    remedy: "deploy the isolation groups in the VPC",
  },
  "several-groups": {
    part: "containment",
    level: "gap",
    title: "The VPC has several security groups with one of these purposes, and nobody knows which is meant.",
    remedy: "take the tag purpose from all but one",
  },
  "acl-rules": {
    part: "containment",
    level: "gap",
    title: "A network ACL has no room for the entries that deny the instance's addresses.",
    remedy: "remove entries, or raise the quota of rules per network ACL",
  },
  "no-transfer-key": {
    part: "disks",
    level: "gap",
    title: "The key under which disks are handed to the forensics account is missing or disabled.",
    remedy: "deploy the workload stack of the account, or enable the key",
  },
  "volume-key-unusable": {
    part: "disks",
    level: "gap",
    title: "The key of a volume is disabled, being deleted, or not there.",
    remedy: "enable the key, or call its deletion off",
  },
  "volume-key-refuses": {
    part: "disks",
    level: "gap",
    title:
      "The key of a volume does not let the copier role read the disk: neither its policy nor a grant does.",
    remedy: "let landing-zone-incident-copier use the key through EC2 in its policy, or give it a grant",
  },
  "volume-key-uncertain": {
    part: "disks",
    level: "note",
    title:
      "The policy of a volume's key has conditions, so whether the copier role may read the disk is not certain.",
    remedy: "read the policy, and take a test snapshot copy with the copier role",
  },
  "snapshot-quota": {
    part: "disks",
    level: "gap",
    title: "The quota of snapshots has no room for the instance's disks.",
    remedy: "delete old snapshots, or raise the quota",
  },
  "instance-store": {
    part: "disks",
    level: "gap",
    title: "Disks of the host are in no snapshot, and are lost when the instance stops.",
    remedy: "keep what matters on EBS volumes, or accept the loss in the risk register",
  },
  spot: {
    part: "disks",
    level: "gap",
    title: "It is a spot instance: AWS may end it while evidence is taken.",
    remedy: "run it on demand, or accept the loss in the risk register",
  },
  "no-agent": {
    part: "memory",
    level: "gap",
    title: "Systems Manager does not know the instance.",
    remedy: "install the agent, and give the instance a role that lets it report",
  },
  "agent-offline": {
    part: "memory",
    level: "gap",
    title: "The instance's agent does not answer.",
    remedy: "look at the agent's log and at the way to the endpoints of Systems Manager",
  },
  "no-endpoints": {
    part: "memory",
    level: "gap",
    title: "The VPC lacks endpoints by which a contained instance still reaches Systems Manager or S3.",
    remedy: "add interface endpoints for ec2messages, kms, ssm and ssmmessages, and an endpoint for S3",
  },
  "no-tool": {
    part: "memory",
    level: "gap",
    title: "There is no tool that captures the memory of this platform.",
    remedy: "plan to do without memory, or with the hibernation file; see docs/readiness.md",
  },
  "elastic-ip": {
    part: "restoring",
    level: "note",
    title: "It has an Elastic IP, which is taken from it while it is contained.",
    remedy: "tell whoever relies on the address, such as allow lists of partners",
  },
  "auto-scaling": {
    part: "restoring",
    level: "note",
    title: "It is in an Auto Scaling group, which starts another instance in its place.",
    remedy: "have room for one more instance, and know that the fault may be in the image",
  },
} as const satisfies Record<string, Reason>;

export type ReasonName = keyof typeof reasons;
