import { choose, fail, machine, sequence, succeed, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { all, isBoolean } from "./conditions";
import { notice } from "./notice";
import { onlyJoin } from "./respond/join";
import { askForApproval } from "./respond/approve";
import { claimSubjects } from "./respond/claim";
import { containAll } from "./respond/contain";
import { longestEvidence, takeEvidence } from "./respond/evidence";
import { tellOutcome } from "./respond/outcome";
import { understandRequest } from "./respond/request";
import { responseErrors, type RespondSettings } from "./respond/settings";

/**
 * Responds to an incident: what a finding or a person requests is told, or approved by people, or contained at once. First
 * everything is contained, then everybody is told, and only then evidence is taken. Each end is told to people.
 *
 * Input `{ request }`. Ends as a failure that {@link responseErrors} names.
 */
export function respondMachine(settings: RespondSettings): StateMachine {
  return machine("Responds to an incident", settings.approvalHours * 3600 + longestEvidence, {
    flow: sequence(
      understandRequest(settings),
      choose("Is it only told?", [
        { when: { Variable: "$.request.mode", StringEquals: "notify" }, then: onlyTell(settings) },
      ]),
      claimSubjects(),
      choose("Must it be approved?", [
        { when: all(asks, isBoolean("$.any.claimed", true)), then: askForApproval(settings) },
        { when: asks, then: onlyJoin(settings) },
      ]),
      containAll(settings),
      tellOutcome(settings),
      takeEvidence(settings),
      end(),
    ),
    closing: "Tell the response",
    make: { "caseId.$": "$.caseId", "results.$": "$.results.list" },
  });
}

const asks = { Variable: "$.request.mode", StringEquals: "approve" };

function onlyTell(settings: RespondSettings): Flow {
  return sequence(
    notice("Tell the request", settings, {
      key: "notice",
      subject: "States.Format('Incident in account {}', $.request.account)",
      message: {
        text: "Nothing is contained. To contain: npm run incident -- contain",
        "subjects.$": "$.subjects",
        "request.$": "$.request",
      },
    }),
    succeed("End: told"),
  );
}

function end(): Flow {
  return choose("Was everything contained?", [
    {
      when: isBoolean("$.all.isIncomplete", true),
      then: fail("End: not contained", responseErrors.incomplete, {
        text: "not everything is contained: act by hand, the notice and the table of cases tell what",
      }),
    },
  ]);
}
