import { call } from "../../asl/call";
import { choose, fail, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import { casesTableName } from "../../names";
import { isBoolean, isPresent } from "../conditions";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { decisionEntry } from "./entries";
import { responseErrors, type RespondSettings } from "./settings";
import { caseStatus, forgetQuestion, readRow, rows } from "./table";

/** Where {@link withdraw} is entered. `$.ended` is then `{ error, status, text }`. */
export const withdrawing = "Give up the claims";

/**
 * Ends a request that is not approved. Its claims go back, so that a later request opens a case of its own and asks again;
 * but what somebody else has contained for the case meanwhile stays with the case.
 */
export function withdraw(settings: RespondSettings): Flow {
  return sequence(
    forEach(withdrawing, giveUp, {
      items: "$.claims",
      item: {
        "subject.$": "$$.Map.Item.Value.subject",
        "kind.$": "$.kind",
        "caseId.$": "$.caseId",
        "account.$": "$.request.account",
        "region.$": "$.request.region",
        given: { up: true },
        steps: {},
      },
      into: "$.givenUp",
    }),
    forgetQuestion("Forget the question that is over"),
    pass("Look at what stays", {
      make: { "something.$": "States.ArrayContains($.givenUp[*].up, false)" },
      into: "$.stays",
    }),
    choose("Does anything stay?", [{ when: isBoolean("$.stays.something", false), then: closeCase }]),
    recordEnd(settings),
    notice("Tell that it is not approved", settings, {
      key: "notice",
      subject: "States.Format('Not approved: {}', $.caseId)",
      message: {
        "text.$": "$.ended.text",
        "error.$": "$.ended.error",
        "caseId.$": "$.caseId",
        "subjects.$": "$.subjects",
      },
    }),
    choose(
      "How did it end?",
      [responseErrors.timedOut, responseErrors.notAsked].map((error) => ({
        when: { Variable: "$.ended.error", StringEquals: error },
        then: fail(`End: ${error}`, error, { path: "$.ended.text" }),
      })),
      fail(`End: ${responseErrors.refused}`, responseErrors.refused, { path: "$.ended.text" }),
    ),
  );
}

const giveUp: Part = {
  flow: sequence(
    readRow("Read whether it is contained", rows.subject(), { key: "readSubject", into: "$.earlier" }),
    choose(
      "Is it contained meanwhile?",
      [
        {
          when: isBoolean("$.earlier.answer.Item.contained.BOOL", true),
          then: pass("Keep the claim", { make: { up: false }, into: "$.given" }),
        },
      ],
      call("Give up the claim", {
        action: "dynamodb:deleteItem",
        as: "self",
        key: "giveUp",
        input: {
          TableName: casesTableName,
          Key: rows.open(),
          ConditionExpression: "caseId = :caseId",
          ExpressionAttributeValues: { ":caseId": { "S.$": "$.caseId" } },
        },
        into: null,
        expected: { errors: ["DynamoDb.ConditionalCheckFailedException"], into: null },
        onFailure: "record",
      }),
    ),
  ),
  closing: "Tell whether it is given up",
  make: { "subject.$": "$.subject", "up.$": "$.given.up" },
};

const closeCase = choose(
  "As what is the case closed?",
  [
    {
      when: { Variable: "$.ended.status", StringEquals: "refused" },
      then: caseStatus("Say that it is refused", "refused", "refused"),
    },
    {
      when: { Variable: "$.ended.status", StringEquals: "timed-out" },
      then: caseStatus("Say that nobody answered", "timedOut", "timed-out"),
    },
  ],
  caseStatus("Say that nobody was asked", "notAsked", "not-approved"),
);

function recordEnd(settings: RespondSettings): Flow {
  return choose(
    "Did somebody answer?",
    [
      {
        when: isPresent("$.decision.answer"),
        then: recordStep("Record the refusal of approval", settings, {
          key: "recordDecision",
          actor: "approver",
          entries: [decisionEntry("approval-refused")],
        }),
      },
    ],
    recordStep("Record that there is no approval", settings, {
      key: "recordDecision",
      actor: "respond",
      entries: [
        {
          step: "approval-missing",
          "subject.$": "$.caseId",
          details: { "error.$": "$.ended.error", "text.$": "$.ended.text" },
        },
      ],
    }),
  );
}
