import { call, type CallArgs } from "../../asl/call";
import { poll, sequence, type Flow } from "../../asl/flow";
import type { Retrier } from "../../asl/states";
import { isOneOf } from "../conditions";
import { goTo } from "../jumps";
import type { InvestigateSettings, WorkstationSettings } from "./settings";
import { tagged } from "../acquire/piece";
import { failed, recordEntry } from "./steps";

/** IAM takes some seconds until EC2 knows a new instance profile; EC2's errors all have one name. */
const untilKnown: readonly Retrier[] = [
  {
    ErrorEquals: ["States.TaskFailed", "States.Timeout"],
    IntervalSeconds: 2,
    BackoffRate: 1.5,
    MaxAttempts: 7,
    MaxDelaySeconds: 10,
  },
];

/**
 * Gives the case a role and instance profile of its own, once. The role carries the case as a tag, by which the policy of
 * workstations limits it to the case's evidence.
 *
 * @param giveUp Where every failure ends; this is the first step that leads there.
 */
export function caseIdentity({ workstation }: InvestigateSettings, giveUp: Flow): Flow {
  const common = { as: "self", into: null, onFailure: goTo(giveUp.first) } as const;
  const there = (...errors: string[]) => ({ errors, into: null });
  const named = { "RoleName.$": "$.caseId" };
  const profile = { "InstanceProfileName.$": "$.caseId" };
  return sequence(
    call("Create the role of the case's workstations", {
      ...common,
      onFailure: giveUp,
      action: "iam:createRole",
      key: "role",
      expected: there("Iam.EntityAlreadyExistsException"),
      input: {
        ...named,
        Path: workstation.rolePath,
        PermissionsBoundary: workstation.policyArn,
        AssumeRolePolicyDocument: trustPolicy,
        Tags: caseTag,
      },
    }),
    call("Give the role its policy", {
      ...common,
      action: "iam:attachRolePolicy",
      key: "rolePolicy",
      input: { ...named, PolicyArn: workstation.policyArn },
    }),
    call("Create the instance profile", {
      ...common,
      action: "iam:createInstanceProfile",
      key: "profile",
      expected: there("Iam.EntityAlreadyExistsException"),
      input: { ...profile, Path: workstation.rolePath, Tags: caseTag },
    }),
    call("Put the role into the instance profile", {
      ...common,
      action: "iam:addRoleToInstanceProfile",
      key: "profileRole",
      expected: there("Iam.LimitExceededException"), // It holds one role, which is this one.
      input: { ...named, ...profile },
    }),
  );
}

const caseTag = [{ Key: "case-id", "Value.$": "$.caseId" }];

const trustPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** Starts the workstation in the first subnet that has room for it. */
export function launchWorkstation(settings: InvestigateSettings, giveUp: Flow): Flow {
  const { workstation } = settings;
  const record = recordEntry("Record the workstation", settings, {
    step: "start-workstation",
    subject: "$.workstation.id",
    details: { "imageId.$": "$.image.id", "availabilityZone.$": "$.workstation.zone" },
    key: "recordWorkstation",
  });
  return sequence(
    call("Find the workstation image", {
      action: "ssm:getParameter",
      as: "self",
      input: { Name: workstation.imageParameter },
      select: { "id.$": "$.Parameter.Value" },
      into: "$.image",
      key: "image",
      onFailure: giveUp,
    }),
    launchInOneOf(workstation, giveUp),
    record,
  );
}

function launchInOneOf({ launchTemplateId, subnetIds }: WorkstationSettings, giveUp: Flow): Flow {
  const launch = (index: number): Flow => {
    const SubnetId = subnetIds[index];
    if (SubnetId === undefined) return giveUp;
    return call(index === 0 ? "Start a workstation" : `Start a workstation in subnet ${index + 1}`, {
      action: "ec2:runInstances",
      as: "self",
      input: {
        ...oneInstance(`workstation ${index + 1}`),
        LaunchTemplate: { LaunchTemplateId: launchTemplateId, Version: "$Latest" },
        "ImageId.$": "$.image.id",
        SubnetId,
        IamInstanceProfile: { "Name.$": "$.caseId" },
        TagSpecifications: tagged("workstation", "instance", "volume", "network-interface"),
      },
      select: launched,
      into: "$.workstation",
      key: "workstation",
      retry: untilKnown,
      onFailure: launch(index + 1),
    });
  };
  return launch(0);
}

/** One instance, however often the call is made: the token is the same in each attempt. 64 characters are allowed. */
function oneInstance(what: string): CallArgs["input"] {
  return {
    MinCount: 1,
    MaxCount: 1,
    "ClientToken.$": `States.Hash(States.Format('{} ${what}', $$.Execution.Id), 'SHA-256')`,
  };
}

const launched = {
  "id.$": "$.Instances[0].InstanceId",
  "zone.$": "$.Instances[0].Placement.AvailabilityZone",
};

/** Waits until Systems Manager can reach the workstation. */
export function awaitWorkstation(afterFailure: Flow): Flow {
  return poll("Workstation online", {
    check: call("Ask whether the workstation is online", {
      action: "ssm:describeInstanceInformation",
      as: "self",
      input: { Filters: [{ Key: "InstanceIds", "Values.$": "States.Array($.workstation.id)" }] },
      select: { "status.$": "$.InstanceInformationList[*].PingStatus" },
      into: "$.online",
      key: "onlineQuestion",
      onFailure: "record",
    }),
    done: isOneOf("$.online.status[0]", ["Online"]),
    waits: [10, 15, 20, 30, 30, 60, 60, 120, 120, 240],
    exhausted: failed(
      "Workstation stays offline",
      "online",
      { Error: "WorkstationOffline", "Cause.$": "States.Format('{} is not online', $.workstation.id)" },
      afterFailure.first,
    ),
    counter: "$.polls.online",
  });
}

/**
 * Starts the suspect image where nothing can be reached: no route, no rule in its security group, no role, no metadata
 * service. What it tries is in the flow logs.
 */
export function launchSuspect(settings: InvestigateSettings): Flow {
  const { suspectGroupId, suspectInstanceType, subnetIds } = settings.workstation;
  return sequence(
    call("Start the suspect image", {
      action: "ec2:runInstances",
      as: "self",
      input: {
        ...oneInstance("suspect"),
        "ImageId.$": "$.imageId",
        InstanceType: suspectInstanceType,
        SubnetId: subnetIds[0] ?? refuseNoSubnet(),
        SecurityGroupIds: [suspectGroupId],
        MetadataOptions: { HttpEndpoint: "disabled", HttpTokens: "required" },
        DisableApiTermination: true,
        InstanceInitiatedShutdownBehavior: "stop",
        TagSpecifications: tagged("suspect-instance", "instance", "volume", "network-interface"),
      },
      select: { "ids.$": "$.Instances[*].InstanceId" },
      into: "$.suspect",
      key: "suspect",
      onFailure: "record",
    }),
    recordEntry("Record the suspect instance", settings, {
      step: "start-suspect-image",
      subject: "$.imageId",
      details: { "instanceIds.$": "$.suspect.ids", "steps.$": "$.steps" },
      key: "recordSuspect",
    }),
  );
}

function refuseNoSubnet(): never {
  throw new Error("the investigation needs a subnet: give workstation.subnetIds at least one");
}
