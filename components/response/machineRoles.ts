import * as pulumi from "@pulumi/pulumi";
import { arnIn, iamArn, type Account } from "../account";
import type { Statement } from "../iam/document";
import type { MachineCalls } from "./machineCalls";
import { makers } from "./machineStatements";
import type { Surroundings } from "./machineSurroundings";
import { machineNames, roleNames, type MachineName } from "./names";

/** What the role of a machine may do: what the machine calls, and what Step Functions does in its name. */
export function roleStatements(machine: MachineName, calls: MachineCalls, around: Surroundings): Statement[] {
  return [
    ...ownCalls(calls, around),
    ...keepOffCustody(machine, calls, around),
    ...enterWorkloadAccounts(calls, around),
    ...startMachines(calls, around),
    ...runAndLog(machine, around),
  ];
}

/** ARN of a state machine. */
export function machineArnIn(account: Account, machine: MachineName): string {
  return arnIn(account, "states", `stateMachine:${machineNames[machine]}`);
}

/** Calls of machines for which {@link roleStatements} has no resources of its own. */
export function unscopedCalls({ own }: MachineCalls): string[] {
  return own.filter((call) => !(call in makers));
}

function ownCalls(calls: MachineCalls, around: Surroundings): Statement[] {
  const statements = calls.own.flatMap((call) => makers[call]?.(around) ?? []);
  const bySid = new Map(statements.map((statement) => [statement.Sid, statement]));
  return [...bySid.values(), ...anywhere(unscopedCalls(calls), around)];
}

/** What knows no resources beforehand is bound to the region. */
function anywhere(calls: readonly string[], { account }: Surroundings): Statement[] {
  if (calls.length === 0) return [];
  return [
    {
      Sid: "CallInThisRegion",
      Effect: "Allow",
      Action: calls.map((call) => call.replace(/:(\w)/, (_, letter: string) => `:${letter.toUpperCase()}`)),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
    },
  ];
}

/** One machine writes the custody log. */
function keepOffCustody(machine: MachineName, { own }: MachineCalls, around: Surroundings): Statement[] {
  if (machine === "record" || !own.includes("s3:putObject")) return [];
  return [
    {
      Sid: "KeepOffCustody",
      Effect: "Deny",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${around.evidenceBucketArn}/cases/*/custody/*`,
    },
  ];
}

function enterWorkloadAccounts({ roles }: MachineCalls, around: Surroundings): Statement[] {
  if (roles.length === 0) return [];
  const { account, workloadAccounts } = around;
  return [
    {
      Sid: "EnterWorkloadAccounts",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: workloadAccounts.flatMap((id) =>
        roles.map((role) => iamArn(id, account.region, `role/${roleNames[role]}`)),
      ),
    },
  ];
}

/**
 * To wait for an execution, Step Functions asks for it and has a rule tell it of its end.
 * Source: "Start workflow executions from a task state in Step Functions", AWS Step Functions developer guide.
 */
function startMachines({ started, followed }: MachineCalls, { account }: Surroundings): Statement[] {
  const start: Statement = {
    Sid: "StartMachines",
    Effect: "Allow",
    Action: "states:StartExecution",
    Resource: started.map((machine) => machineArnIn(account, machine)),
  };
  const follow: Statement[] = [
    {
      Sid: "FollowExecutions",
      Effect: "Allow",
      Action: ["states:DescribeExecution", "states:StopExecution"],
      Resource: followed.map((machine) => arnIn(account, "states", `execution:${machineNames[machine]}:*`)),
    },
    {
      Sid: "HearOfTheirEnd",
      Effect: "Allow",
      Action: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      Resource: arnIn(account, "events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    },
  ];
  return [...(started.length > 0 ? [start] : []), ...(followed.length > 0 ? follow : [])];
}

/**
 * Step Functions encrypts definition and history, and arranges the delivery of the log, as the machine's role. The calls for
 * that know no resources.
 * Sources: "Data at rest encryption in Step Functions", "Using CloudWatch Logs to log execution history", AWS Step Functions
 * developer guide.
 */
function runAndLog(machine: MachineName, { account, machinesKeyArn }: Surroundings): Statement[] {
  return [
    {
      Sid: "EncryptExecutions",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: machinesKeyArn,
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:states:stateMachineArn": machineArnIn(account, machine),
        },
      },
    },
    {
      Sid: "EncryptLog",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: machinesKeyArn,
      Condition: {
        StringEquals: { "kms:EncryptionContext:SourceArn": arnIn(account, "logs", "*") },
      },
    },
    {
      Sid: "DeliverLog",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
    },
  ];
}
