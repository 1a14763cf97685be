import { quarantineName, transferKeyAlias } from "../components/response/names";

/**
 * The order of steps of the orchestrator that AWS has published, on the same emulator: disks and memory at once, isolation once
 * the memory is captured, every question 120 s after the one before. Source: "Automated Forensics Orchestrator for Amazon EC2"
 * 1.3.2, disk- and memory-acquisition state machines and isolateEc2.py. What its Lambda functions do is done here by the calls
 * that they make.
 */
export interface OrchestratorArgs {
  readonly account: string;
  readonly tableName: string;
  readonly memoryDocumentArn: string;
  readonly evidenceKeyArn: string;
  readonly topicArn: string;
  readonly forensicsAccount: string;
  readonly isolationGroupId: string;
  readonly conversionGroupId: string;
  readonly bucketKey: string;
}

/** Name of the role that it takes in the workload account. */
export const orchestratorRole = "orchestrator";

/** State after which an instance is isolated. */
export const isolatedState = "Replace profile";

/** State after which its disks are in the forensics account. */
export const copiedState = "Wait for the copies";

const pollSeconds = 120;

export function orchestrator(args: OrchestratorArgs): object {
  return {
    StartAt: "Create record",
    States: {
      "Create record": call(
        "dynamodb:putItem",
        {
          TableName: args.tableName,
          Item: { pk: { "S.$": "$$.Execution.Id" }, sk: { S: "orchestrator" } },
        },
        "Describe instance",
      ),
      "Describe instance": call(
        "ec2:describeInstances",
        { "InstanceIds.$": "States.Array($.instanceId)" },
        "Ask for an agent",
        {
          ...as(args),
          ResultSelector: {
            "interfaces.$": "$.Reservations[0].Instances[0].NetworkInterfaces[*].NetworkInterfaceId",
            "volumes.$": "$.Reservations[0].Instances[0].BlockDeviceMappings[*]",
          },
          ResultPath: "$.found",
        },
      ),
      "Ask for an agent": call("ssm:describeInstanceInformation", {}, "Acquire", as(args)),
      Acquire: { Type: "Parallel", Branches: [disk(args), memory(args)], ResultPath: null, Next: "Tell" },
      Tell: call("sns:publish", { TopicArn: args.topicArn, Message: "done" }),
    },
  };
}

function disk(args: OrchestratorArgs): object {
  const forEach = (name: string, input: object, Next: string, more: object, into: string | null = null) => ({
    Type: "Map",
    ItemsPath: "$.snapshots",
    ItemProcessor: {
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: name,
      States: { [name]: call(...(input as [string, object]), undefined, more) },
    },
    ResultPath: into,
    Next,
  });
  const copied = { ResultSelector: { "id.$": "$.SnapshotId" }, ResultPath: "$" };
  const snapshots = (key: string) => ({
    SourceRegion: "eu-central-1",
    "SourceSnapshotId.$": "$.id",
    Encrypted: true,
    KmsKeyId: key,
  });
  return {
    StartAt: "Create snapshots",
    States: {
      "Create snapshots": call(
        "ec2:createSnapshots",
        { InstanceSpecification: { "InstanceId.$": "$.instanceId" } },
        "Name snapshots",
        {
          ...as(args),
          ResultSelector: { "ids.$": "$.Snapshots[*].SnapshotId" },
          ResultPath: "$.made",
        },
      ),
      "Name snapshots": {
        Type: "Pass",
        Parameters: { snapshots: [0, 1].map((index) => ({ "id.$": `$.made.ids[${index}]` })) },
        Next: "Wait for snapshots",
      },
      ...waiting("Wait for snapshots", as(args), "Copy"),
      Copy: forEach(
        "Copy one",
        ["ec2:copySnapshot", snapshots(transferKeyAlias)],
        "Wait for re-encryption",
        { ...as(args), ...copied },
        "$.snapshots",
      ),
      ...waiting("Wait for re-encryption", as(args), "Share"),
      Share: forEach(
        "Share one",
        [
          "ec2:modifySnapshotAttribute",
          {
            "SnapshotId.$": "$.id",
            Attribute: "createVolumePermission",
            OperationType: "add",
            UserIds: [args.forensicsAccount],
          },
        ],
        "Copy over",
        as(args),
      ),
      "Copy over": forEach(
        "Copy one over",
        ["ec2:copySnapshot", snapshots(args.evidenceKeyArn)],
        copiedState,
        copied,
        "$.snapshots",
      ),
      ...waiting(copiedState, {}, undefined),
    },
  };
}

function waiting(name: string, more: object, next: string | undefined): Record<string, object> {
  const done = `${name}: done`;
  return {
    [name]: { Type: "Wait", Seconds: pollSeconds, Next: `${name}: ask` },
    [`${name}: ask`]: call(
      "ec2:describeSnapshots",
      { "SnapshotIds.$": "$.snapshots[*].id" },
      `${name}: complete?`,
      {
        ...more,
        ResultSelector: { "pending.$": "States.ArrayContains($.Snapshots[*].State, 'pending')" },
        ResultPath: "$.asked",
      },
    ),
    [`${name}: complete?`]: {
      Type: "Choice",
      Choices: [{ Variable: "$.asked.pending", BooleanEquals: true, Next: name }],
      Default: next ?? done,
    },
    ...(next === undefined && { [done]: { Type: "Pass", End: true } }),
  };
}

function memory(args: OrchestratorArgs): object {
  const interfaceCall = (groups: readonly string[], next?: string) =>
    call(
      "ec2:modifyNetworkInterfaceAttribute",
      { "NetworkInterfaceId.$": "$", Groups: groups },
      next,
      as(args),
    );
  return {
    StartAt: "Capture memory",
    States: {
      "Capture memory": call(
        "ssm:sendCommand",
        {
          DocumentName: args.memoryDocumentArn,
          "InstanceIds.$": "States.Array($.instanceId)",
          Parameters: { "Key.$": `States.Array(States.Format('${args.bucketKey}/{}', $.instanceId))` },
        },
        "Wait for memory",
        { ...as(args), ResultSelector: { "id.$": "$.Command.CommandId" }, ResultPath: "$.command" },
      ),
      "Wait for memory": { Type: "Wait", Seconds: pollSeconds, Next: "Ask for memory" },
      "Ask for memory": call(
        "ssm:getCommandInvocation",
        {
          "CommandId.$": "$.command.id",
          "InstanceId.$": "$.instanceId",
        },
        "Captured?",
        { ...as(args), ResultSelector: { "status.$": "$.Status" }, ResultPath: "$.asked" },
      ),
      "Captured?": {
        Type: "Choice",
        Choices: [{ Variable: "$.asked.status", StringEquals: "InProgress", Next: "Wait for memory" }],
        Default: "Protect",
      },
      Protect: call(
        "ec2:modifyInstanceAttribute",
        { "InstanceId.$": "$.instanceId", DisableApiTermination: { Value: true } },
        "Stop on shutdown",
        as(args),
      ),
      "Stop on shutdown": call(
        "ec2:modifyInstanceAttribute",
        {
          "InstanceId.$": "$.instanceId",
          InstanceInitiatedShutdownBehavior: { Value: "stop" },
        },
        "Isolate interfaces",
        as(args),
      ),
      "Isolate interfaces": {
        Type: "Map",
        ItemsPath: "$.found.interfaces",
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "Convert",
          States: {
            Convert: interfaceCall([args.conversionGroupId], "Isolate"),
            Isolate: interfaceCall([args.isolationGroupId]),
          },
        },
        ResultPath: null,
        Next: "Find association",
      },
      "Find association": call(
        "ec2:describeIamInstanceProfileAssociations",
        {
          Filters: [{ Name: "instance-id", "Values.$": "States.Array($.instanceId)" }],
        },
        isolatedState,
        {
          ...as(args),
          ResultSelector: { "id.$": "$.IamInstanceProfileAssociations[0].AssociationId" },
          ResultPath: "$.profile",
        },
      ),
      [isolatedState]: call(
        "ec2:replaceIamInstanceProfileAssociation",
        {
          "AssociationId.$": "$.profile.id",
          IamInstanceProfile: { Name: quarantineName },
        },
        undefined,
        as(args),
      ),
    },
  };
}

function as({ account }: OrchestratorArgs): object {
  return { Credentials: { RoleArn: `arn:aws:iam::${account}:role/${orchestratorRole}` } };
}

function call(action: string, Parameters: object, Next?: string, more: object = {}): object {
  return {
    Type: "Task",
    Resource: `arn:aws:states:::aws-sdk:${action}`,
    Parameters,
    ResultPath: null,
    ...more,
    ...(Next === undefined ? { End: true } : { Next }),
  };
}
