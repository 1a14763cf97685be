import { choose, fail, forEach, machine, pass, sequence, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { all, isCaseId, isPresent, isText, not } from "./conditions";
import { notice } from "./notice";
import { appendEntry, beginning } from "./recordAppend";
import { recordErrors } from "./recordPut";
import { recordSeconds } from "./recordStep";
import type { MachineSettings } from "./settings";

/**
 * Appends entries to the custody log of a case, in their order: a chain of signed files in the evidence bucket. Ends as a
 * failure that {@link recordErrors} names, and with a notice, when an entry can't be appended; what was appended before it
 * stays.
 *
 * Input `{ caseId, actor, entries: [{ step, subject, details, key?, body? }] }`, output `{ lastSequence, lastHash }`. An entry
 * with a `body` is about the object that is made of it under `cases/<caseId>/<key>`; one with a `key` alone is about the
 * object that is there.
 */
export function recordMachine(settings: MachineSettings): StateMachine {
  return machine("Appends entries to the custody log of a case", recordSeconds, {
    flow: sequence(
      pass("Take the entries", { make: { "given.$": "$", steps: {} } }),
      choose("Are they entries of a case?", [{ when: not(entriesOfACase), then: refuse(settings) }]),
      forEach("Append the entries", appendEntry(settings), {
        items: "$.given.entries",
        item: {
          "caseId.$": "$.given.caseId",
          "actor.$": "$.given.actor",
          "entry.$": "$$.Map.Item.Value",
          object: null,
          next: beginning,
          writing: { others: false },
          "startedAt.$": "$$.Execution.StartTime",
          attempts: { number: 0 },
          steps: {},
        },
        atOnce: 1,
        into: "$.appended",
        onFailure: { into: "$.failure", then: giveUp(settings) },
      }),
      pass("Find the last entry", {
        make: {
          "entry.$": "States.ArrayGetItem($.appended, States.MathAdd(States.ArrayLength($.appended), -1))",
        },
        into: "$.last",
      }),
    ),
    closing: "Tell the last entry",
    make: { "lastSequence.$": "$.last.entry.sequence", "lastHash.$": "$.last.entry.hash" },
  });
}

const entriesOfACase = all(
  isCaseId("$.given.caseId"),
  isText("$.given.actor"),
  isPresent("$.given.entries[0]"),
);

function refuse(settings: MachineSettings): Flow {
  return sequence(
    notice("Tell that there is nothing to record", settings, {
      key: "notice",
      subject: "The custody log got an entry that it does not understand",
      message: { "given.$": "$.given" },
    }),
    fail("Refuse what is given", recordErrors.invalid, {
      text: "caseId must be the id of a case, actor a text, and entries a list with at least one entry",
    }),
  );
}

function giveUp(settings: MachineSettings): Flow {
  const named = [recordErrors.invalid, recordErrors.tooLong, recordErrors.broken];
  return sequence(
    notice("Tell that custody is not recorded", settings, {
      key: "notice",
      subject: "Custody of evidence is NOT recorded",
      message: { "caseId.$": "$.given.caseId", "actor.$": "$.given.actor", "failure.$": "$.failure" },
    }),
    pass("Read the failure", { make: { "text.$": "States.JsonToString($.failure)" }, into: "$.cause" }),
    choose(
      "Why was it not recorded?",
      named.map((error) => ({
        when: { Variable: "$.failure.Error", StringEquals: error },
        then: fail(`End: ${error}`, error, { path: "$.cause.text" }),
      })),
      fail(`End: ${recordErrors.notAppended}`, recordErrors.notAppended, { path: "$.cause.text" }),
    ),
  );
}
