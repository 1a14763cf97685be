import { choose, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import { isBoolean, isPresent } from "../conditions";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { requestEntry } from "./entries";
import { claims, type RespondSettings } from "./settings";
import { caseStatus, rows, updateRow } from "./table";

/** Tells people what is contained and what is not, and writes it down for each instance or principal. */
export function tellOutcome(settings: RespondSettings): Flow {
  const message = {
    "caseId.$": "$.caseId",
    "account.$": "$.request.account",
    "region.$": "$.request.region",
    "reason.$": "$.request.reason",
    "requestedBy.$": "$.request.requestedBy",
    "results.$": "$.results.list",
  };
  return sequence(
    pass("Look at the outcome", {
      make: { "isIncomplete.$": "States.ArrayContains($.results.list[*].contained, false)" },
      into: "$.all",
    }),
    choose(
      "Is everything contained?",
      [
        {
          when: isBoolean("$.all.isIncomplete", true),
          then: sequence(
            notice("Tell what is not contained", settings, {
              key: "notice",
              subject: "States.Format('NOT contained: {}', $.caseId)",
              message: { text: "Not everything is contained: act by hand, see results", ...message },
            }),
            caseStatus("Say that it is not contained", "status", "not-contained"),
          ),
        },
      ],
      sequence(
        notice("Tell that it is contained", settings, {
          key: "notice",
          subject: "States.Format('Contained: {}', $.caseId)",
          message: { text: "Everything is contained", ...message },
        }),
        caseStatus("Say that it is contained", "status", "contained"),
      ),
    ),
    forEach("Write down each outcome", writeDown(settings), {
      items: "$.results.list",
      item: {
        "subject.$": "$$.Map.Item.Value.subject",
        "caseId.$": "$$.Map.Item.Value.caseId",
        "state.$": "$$.Map.Item.Value.state",
        "contained.$": "$$.Map.Item.Value.contained",
        "seconds.$": "$$.Map.Item.Value.seconds",
        "error.$": "$$.Map.Item.Value.error",
        "kind.$": "$.kind",
        "request.$": "$.request",
        steps: {},
      },
      atOnce: settings.concurrency,
      into: "$.written",
    }),
    pass("Gather what the case's log tells", {
      make: { "entries.$": "$.written[?(@.isOwn == true)].entry" },
      into: "$.written",
    }),
    choose("Is there anything of this case?", [
      {
        when: isPresent("$.written.entries[0]"),
        // By one writer: each of many would wait for the others. Nothing waits for the log.
        then: recordStep("Record the outcomes", settings, {
          key: "recordOutcomes",
          actor: "respond",
          entries: { path: "$.written.entries" },
          wait: false,
        }),
      },
    ]),
  );
}

function writeDown(settings: RespondSettings): Part {
  const known = { account: { "S.$": "$.request.account" }, region: { "S.$": "$.request.region" } };
  const row = (name: string, status: string, more: object): Flow =>
    updateRow(
      name,
      rows.subject(),
      { always: { ...known, status: { S: status }, ...more } },
      { key: "subject" },
    );
  const entry = {
    step: "response",
    "subject.$": "$.subject",
    details: {
      "state.$": "$.state",
      "contained.$": "$.contained",
      "seconds.$": "$.seconds",
      "error.$": "$.error",
    },
  };
  return {
    flow: sequence(
      choose(
        "What is to be written?",
        [
          {
            when: { Variable: "$.seconds", IsNumeric: true },
            then: row("Write that it is contained, and when", "contained", {
              contained: { BOOL: true },
              seconds: { "N.$": "States.Format('{}', $.seconds)" },
            }),
          },
          {
            when: isBoolean("$.contained", true),
            then: row("Write that it is contained", "contained", { contained: { BOOL: true } }),
          },
        ],
        row("Write that it is not contained", "not-contained", { contained: { BOOL: false } }),
      ),
      choose(
        "Whose case is it?",
        [claims.joined, claims.contained].map((state) => ({
          when: { Variable: "$.state", StringEquals: state },
          then: sequence(
            recordStep(`Record that the request joined (${state})`, settings, {
              key: "recordJoined",
              of: "$.subject",
              actor: "respond",
              entries: [requestEntry("request-joined", "$.subject"), entry],
              wait: false,
            }),
            pass(`It is in the other log (${state})`, { make: { isOwn: false }, into: "$.log" }),
          ),
        })),
        pass("It belongs into this log", { make: { isOwn: true }, into: "$.log" }),
      ),
    ),
    closing: "Tell what the log says",
    make: { "isOwn.$": "$.log.isOwn", entry },
  };
}
