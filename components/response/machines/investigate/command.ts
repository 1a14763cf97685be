import { call } from "../../asl/call";
import { poll, sequence, type Flow } from "../../asl/flow";
import type { Condition, Payload } from "../../asl/states";
import { isOneOf } from "../conditions";
import { unlessLate } from "../acquire/piece";
import { failed } from "./steps";

export interface CommandArgs {
  /** SSM document to run on the workstation, whose id is in `$.workstation.id`. */
  readonly document: string;
  /** Its parameters, each a list as SSM takes them. */
  readonly parameters: Payload;
  /** Name under which the outcome is told: in `$.steps` when it fails, and its output in `$.commands`. */
  readonly key: string;
  /** Seconds before each question whether it has ended. */
  readonly waits: readonly number[];
  /** State at which to go on when it failed. */
  readonly afterFailure: Flow;
}

/** Statuses of a command that has not ended. Source: GetCommandInvocation, AWS Systems Manager API reference. */
const unfinished = ["Pending", "InProgress", "Delayed", "Cancelling"];

/** Runs an SSM document on the workstation to its end. Its output is in `$.commands.<key>.output` then. */
export function runDocument(name: string, args: CommandArgs): Flow {
  const { key, afterFailure } = args;
  const found = `$.commands.${key}`;
  const started = `$.commands.${key}Started`;
  return sequence(
    call(`${name}: send`, {
      action: "ssm:sendCommand",
      as: "self",
      input: {
        DocumentName: args.document,
        "InstanceIds.$": "States.Array($.workstation.id)",
        "Comment.$": "$.caseId",
        TimeoutSeconds: 600,
        Parameters: args.parameters,
      },
      select: { "id.$": "$.Command.CommandId" },
      into: started,
      key,
      retry: unlessLate,
      onFailure: afterFailure,
    }),
    poll(`${name}: ended`, {
      check: call(`${name}: ask`, {
        action: "ssm:getCommandInvocation",
        as: "self",
        input: { "CommandId.$": `${started}.id`, "InstanceId.$": "$.workstation.id" },
        select: {
          "status.$": "$.Status",
          "output.$": "$.StandardOutputContent",
          "error.$": "$.StandardErrorContent",
        },
        into: found,
        key: `${key}Question`,
        onFailure: "record",
      }),
      done: isOneOf(`${found}.status`, ["Success"]),
      hopeless: {
        when: { And: [{ Variable: `${found}.status`, IsPresent: true }, { Not: anyOf(`${found}.status`) }] },
        then: failed(
          `${name}: failed`,
          key,
          { Error: "CommandFailed", "Cause.$": `States.Format('the command ended as {}', ${found}.status)` },
          afterFailure.first,
        ),
      },
      waits: args.waits,
      exhausted: failed(
        `${name}: too long`,
        key,
        {
          Error: "CommandTookTooLong",
          "Cause.$": `States.Format('command {} has not ended', ${started}.id)`,
        },
        afterFailure.first,
      ),
      counter: `$.polls.${key}`,
    }),
  );
}

function anyOf(variable: string): Condition {
  return { Or: unfinished.map((StringEquals) => ({ Variable: variable, StringEquals })) };
}
