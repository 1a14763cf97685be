import { choose, fail, forEach, sequence, succeed, type Flow } from "../../asl/flow";
import { isBoolean } from "../conditions";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { requestEntry } from "./entries";
import { responseErrors, type RespondSettings } from "./settings";

/** Records in the cases that have it what a request wants approved: people are asked about an incident once. */
export function onlyJoin(settings: RespondSettings): Flow {
  return sequence(
    forEach(
      "Join each case",
      {
        flow: recordStep("Record the request in the case", settings, {
          key: "record",
          actor: "$.request.requestedBy",
          entries: [requestEntry("request-joined", "$.subject")],
        }),
        closing: "Tell that it joined",
        make: { "subject.$": "$.subject" },
      },
      {
        items: "$.claims",
        item: {
          "subject.$": "$$.Map.Item.Value.subject",
          "caseId.$": "$$.Map.Item.Value.caseId",
          "request.$": "$.request",
          steps: {},
        },
        atOnce: settings.concurrency,
        into: null,
      },
    ),
    notice("Tell that the request joined", settings, {
      key: "notice",
      subject: "States.Format('Another request, joined: {}', $.caseId)",
      message: {
        text: "An open case has it already: nobody is asked again",
        "claims.$": "$.claims",
        "request.$": "$.request",
      },
    }),
    choose(
      "Was something protected?",
      [
        {
          when: isBoolean("$.any.protected", true),
          then: fail("End: protected", responseErrors.incomplete, {
            text: "the request names what must not be contained: see protectedInstances",
          }),
        },
      ],
      succeed("End: joined"),
    ),
  );
}
