import { runMachine } from "../../asl/call";
import { choose, fail, forEach, parallel, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import type { MachineName } from "../../names";
import { all, isBoolean, isPresent, isText, not } from "../conditions";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { decisionEntry, requestEntry } from "./entries";
import { arnOf, claims, responseErrors, type RespondSettings } from "./settings";
import { forgetQuestion } from "./table";

/** Seconds that containing one instance may take. AWS answers each of its calls in less than one. */
const timeoutSeconds = 600;

/**
 * Contains everything at once, and records the request meanwhile: nothing waits for the log. The outcome is in `$.results.list`,
 * one `{ subject, caseId, state, contained, seconds, error }` each.
 */
export function containAll(settings: RespondSettings): Flow {
  return parallel(
    "Contain",
    [recordRequest(settings), { flow: eachSubject(settings), closing: "Tell all", output: "$.results" }],
    {
      select: { "list.$": "$[1]" },
      into: "$.results",
      onFailure: { into: "$.broken", then: tellThatItBroke(settings) },
    },
  );
}

function recordRequest(settings: RespondSettings): Part {
  return {
    flow: choose(
      "Is the request still to be recorded?",
      [
        {
          when: not(isPresent("$.decision.answer")),
          then: recordStep("Record the request", settings, {
            key: "recordRequest",
            actor: "$.request.requestedBy",
            entries: [requestEntry("request", "$.caseId")],
            wait: false,
          }),
        },
      ],
      sequence(
        forgetQuestion("Forget the question"),
        recordStep("Record the approval", settings, {
          key: "recordDecision",
          actor: "$.decision.answer.by",
          entries: [decisionEntry("approval")],
          wait: false,
        }),
      ),
    ),
    closing: "Tell nothing",
    make: {},
  };
}

function eachSubject(settings: RespondSettings): Flow {
  return forEach("Contain each", containOne(settings), {
    items: "$.claims",
    item: {
      "subject.$": "$$.Map.Item.Value.subject",
      "caseId.$": "$$.Map.Item.Value.caseId",
      "state.$": "$$.Map.Item.Value.state",
      "kind.$": "$.kind",
      "request.$": "$.request",
      outcome: { contained: false, seconds: null, error: null },
      steps: {},
    },
    atOnce: settings.concurrency,
    into: "$.results",
  });
}

function containOne(settings: RespondSettings): Part {
  return {
    flow: choose(
      "What is to be done?",
      [
        {
          when: { Variable: "$.state", StringEquals: claims.protected },
          then: outcome("It stays as it is", { contained: false, seconds: null, error: "Protected" }),
        },
        {
          when: { Variable: "$.state", StringEquals: claims.contained },
          then: outcome("It is contained already", { contained: true, seconds: null, error: null }),
        },
        {
          when: { Variable: "$.kind", StringEquals: "principal" },
          then: sequence(
            twice(settings, "Contain the principal", "containPrincipal", {
              "principal.$": "$.request.principal",
            }),
            judge("the principal"),
          ),
        },
      ],
      sequence(
        twice(settings, "Contain the instance", "contain", {
          "instanceId.$": "$.subject",
          "autoScaling.$": "$.request.autoScaling",
          "sessions.$": "$.request.sessions",
        }),
        judge("the instance"),
      ),
    ),
    closing: "Tell the outcome",
    make: {
      "subject.$": "$.subject",
      "caseId.$": "$.caseId",
      "state.$": "$.state",
      "contained.$": "$.outcome.contained",
      "seconds.$": "$.outcome.seconds",
      "error.$": "$.outcome.error",
    },
  };
}

/** Every step of containment can be repeated, so an execution that fails as a whole is. */
function twice(settings: RespondSettings, name: string, machine: MachineName, more: Payload): Flow {
  const args = {
    machine,
    key: "contain",
    input: {
      "caseId.$": "$.caseId",
      "account.$": "$.request.account",
      "region.$": "$.request.region",
      "triggeredAt.$": "$.request.triggeredAt",
      "reason.$": "$.request.reason",
      "requestedBy.$": "$.request.requestedBy",
      ...more,
    },
    into: "$.answer",
    timeoutSeconds,
  };
  const again = runMachine(`${name} again`, arnOf(settings), { ...args, onFailure: "record" });
  return runMachine(name, arnOf(settings), { ...args, onFailure: again });
}

function judge(what: string): Flow {
  const isContained = isBoolean("$.answer.output.contained", true);
  return choose(
    `Is ${what} contained?`,
    [
      {
        when: all(isContained, { Variable: "$.answer.output.seconds", IsPresent: true }),
        then: outcome(`Take the time of ${what}`, {
          contained: true,
          "seconds.$": "$.answer.output.seconds",
          error: null,
        }),
      },
      {
        when: isContained,
        then: outcome(`Take that ${what} is contained`, { contained: true, seconds: null, error: null }),
      },
      {
        when: isText("$.steps.contain.Error"),
        then: outcome(`Take why ${what} is not contained`, {
          contained: false,
          seconds: null,
          "error.$": "$.steps.contain.Error",
        }),
      },
    ],
    outcome(`Take that ${what} is not contained`, {
      contained: false,
      seconds: null,
      error: "NotContained",
    }),
  );
}

function outcome(name: string, make: Payload): Flow {
  return pass(name, { make, into: "$.outcome" });
}

function tellThatItBroke(settings: RespondSettings): Flow {
  return sequence(
    notice("Tell that the response broke", settings, {
      key: "notice",
      subject: "States.Format('Response BROKEN, act by hand: {}', $.caseId)",
      message: { "caseId.$": "$.caseId", "request.$": "$.request", "failure.$": "$.broken" },
    }),
    fail("End: broken", responseErrors.broken, {
      text: "the response broke off: what is contained and what is not is in the table of cases",
    }),
  );
}
