import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import { casesTableName } from "../../names";
import { approveCommand, questionRow, untilStored } from "../approvalRow";
import { all, isBoolean, isText } from "../conditions";
import { goTo, withEndings } from "../jumps";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { requestEntry } from "./entries";
import { responseErrors, type RespondSettings } from "./settings";
import { caseStatus } from "./table";
import { withdraw, withdrawing } from "./withdraw";

/**
 * Asks people for approval, and waits for their answer: `{ approved, by, reason }` sent back with the token that is in the
 * table. Goes on when it is given. A refusal, and the end of the time, withdraw the request and end as failures with a name.
 */
export function askForApproval(settings: RespondSettings): Flow {
  return withEndings(
    sequence(
      caseStatus("Say that approval is awaited", "awaitApproval", "awaiting-approval"),
      recordStep("Record the request for approval", settings, {
        key: "recordRequest",
        actor: "$.request.requestedBy",
        entries: [requestEntry("request", "$.caseId")],
      }),
      notice("Ask for approval", settings, {
        key: "notice",
        subject: "States.Format('Approve? {}', $.caseId)",
        message: {
          "text.$": `States.Format('Containment waits for approval. Approve or refuse: ${approveCommand.template}', ${approveCommand.args})`,
          "caseId.$": "$.caseId",
          "subjects.$": "$.subjects",
          hours: settings.approvalHours,
          "request.$": "$.request",
        },
      }),
      awaitAnswer(settings),
      choose(
        "Is it approved?",
        [
          {
            when: all(isBoolean("$.decision.answer.approved", true), isText("$.decision.answer.by")),
            then: caseStatus("Say that it is approved", "approved", "approved"),
          },
        ],
        end("It is refused", responseErrors.refused, "refused", "containment was refused"),
      ),
    ),
    withdraw(settings),
  );
}

function awaitAnswer({ approvalHours }: RespondSettings): Flow {
  return call("Wait for approval", {
    action: "dynamodb:putItem",
    as: "self",
    key: "approval",
    waitForToken: true,
    input: {
      TableName: casesTableName,
      Item: questionRow({
        wants: "States.Format('contain {}', States.JsonToString($.subjects))",
        requestedBy: "$.request.requestedBy",
        reason: "$.request.reason",
      }),
    },
    select: { "answer.$": "$" },
    into: "$.decision",
    retry: untilStored,
    expected: {
      errors: ["States.Timeout"],
      into: null,
      then: end(
        "It took too long",
        responseErrors.timedOut,
        "timed-out",
        "nobody approved or refused in time",
      ),
    },
    onFailure: choose(
      "Is it a refusal?",
      [
        {
          when: { Variable: "$.steps.approval.Error", StringEquals: responseErrors.refused },
          then: end(
            "It is refused as a failure",
            responseErrors.refused,
            "refused",
            "containment was refused",
          ),
        },
      ],
      end("Nobody can be asked", responseErrors.notAsked, "not-approved", "the token could not be kept"),
    ),
    timeoutSeconds: approvalHours * 3600,
  });
}

function end(name: string, error: string, status: string, text: string): Flow {
  return sequence(pass(name, { make: { error, status, text }, into: "$.ended" }), goTo(withdrawing));
}
