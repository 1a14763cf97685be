import { call } from "../../asl/call";
import { choose, fail, pass, sequence, type Flow } from "../../asl/flow";
import { casesTableName, type MachineName } from "../../names";
import { approvalKey, approveCommand, questionRow, untilStored } from "../approvalRow";
import { all, isBoolean, isText } from "../conditions";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

export interface Question {
  /** Who asks. */
  readonly machine: MachineName;
  /** Name of that machine in the custody log. */
  readonly actor: string;
  /** Path of what is to be released. */
  readonly subject: string;
  /** What is done once it is approved, exactly, as an intrinsic function: the end of "somebody wants to". */
  readonly wants: string;
}

/**
 * Waits until somebody approves, with the task token that is in the table. Ends as `ApprovalTimedOut` when nobody does, and as
 * `ReleaseNotApproved` when it is refused or cannot be asked for; the custody log tells which. Nothing of the question stays in
 * the table.
 */
export function awaitApproval(settings: MachineSettings, question: Question): Flow {
  return sequence(
    pass("Question", { make: { "wants.$": question.wants }, into: "$.question" }),
    askPeople(settings),
    awaitAnswer(settings, question),
    choose(
      "Is it approved?",
      [
        {
          when: all(
            isBoolean("$.steps.approval.answer.approved", true),
            isText("$.steps.approval.answer.by"),
          ),
          then: pass("Approved", { make: { "by.$": "$.steps.approval.answer.by" }, into: "$.approval" }),
        },
      ],
      ending(settings, question, "Refused", "ReleaseNotApproved", {
        text: "The answer approves nothing, or does not say who approves.",
      }),
    ),
    forget("Forget approval"),
  );
}

function askPeople({ topicArn }: MachineSettings): Flow {
  const template = `{} wants to {}. Case {}, account {}. Reason: {}. Approve or refuse: ${approveCommand.template}`;
  const args = `$.requestedBy, $.question.wants, $.caseId, $.account, $.reason, ${approveCommand.args}`;
  return call("Ask for approval", {
    action: "sns:publish",
    as: "self",
    key: "ask",
    input: {
      TopicArn: topicArn,
      Subject: "Approval of a release is wanted",
      "Message.$": `States.Format('${template}', ${args})`,
    },
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

function awaitAnswer(settings: MachineSettings, question: Question): Flow {
  return call("Wait for approval", {
    action: "dynamodb:putItem",
    as: "self",
    key: "approval",
    waitForToken: true,
    input: {
      TableName: casesTableName,
      Item: {
        ...questionRow({ wants: "$.question.wants", requestedBy: "$.requestedBy", reason: "$.reason" }),
        machine: { S: question.machine },
      },
    },
    select: { ok: true, "answer.$": "$" },
    timeoutSeconds: settings.approvalHours * 3600,
    retry: untilStored,
    expected: {
      errors: ["States.Timeout"],
      into: "$.steps.approval",
      then: ending(settings, question, "Nobody approved", "ApprovalTimedOut", {
        text: "Nobody approved the release in time.",
      }),
    },
    onFailure: ending(settings, question, "Not approved", "ReleaseNotApproved", {
      path: "$.steps.approval.Cause",
    }),
  });
}

function ending(
  settings: MachineSettings,
  { machine, actor, subject }: Question,
  name: string,
  error: string,
  cause: { readonly text: string } | { readonly path: string },
): Flow {
  return sequence(
    forget(`${name}: forget`),
    recordStep(`${name}: record`, settings, {
      key: "record",
      actor,
      entries: [
        {
          step: `${machine}.not-approved`,
          "subject.$": subject,
          details: {
            "requestedBy.$": "$.requestedBy",
            "reason.$": "$.reason",
            "wants.$": "$.question.wants",
            "approval.$": "$.steps.approval",
          },
        },
      ],
    }),
    fail(name, error, cause),
  );
}

function forget(name: string): Flow {
  return call(name, {
    action: "dynamodb:deleteItem",
    as: "self",
    key: "forget",
    input: { TableName: casesTableName, Key: approvalKey },
    timeoutSeconds: 10,
    onFailure: "record",
  });
}
