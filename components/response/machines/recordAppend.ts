import { call } from "../asl/call";
import { choose, fail, parallel, pass, sequence, type Part } from "../asl/flow";
import { casesTableName } from "../names";
import { all, any, isBoolean, isPresent, isText, not } from "./conditions";
import { goTo } from "./jumps";
import { objectOfEntry } from "./recordObject";
import { appendStates, putEntry, recordErrors } from "./recordPut";
import { signed } from "./recordSignature";
import type { MachineSettings } from "./settings";

/** Where a log begins. */
export const beginning = { sequence: 1, previousHash: "0".repeat(64) };

/**
 * Appends one entry. The log in S3 is the truth: a file is put only where there is none yet, and a writer that finds one goes
 * after it. The head in the table only says where to begin; it may be behind or missing.
 */
export function appendEntry(settings: MachineSettings): Part {
  return {
    flow: sequence(
      choose("Is it an entry?", [
        {
          when: not(validEntry),
          then: fail("Refuse the entry", recordErrors.invalid, {
            text: "an entry needs step, subject and details; its key must not lead into the custody log",
          }),
        },
      ]),
      objectOfEntry(settings),
      readHead,
      composed,
      signed(settings),
      putEntry(settings),
      updateHead,
    ),
    closing: "Tell the entry",
    make: { "sequence.$": "$.next.sequence", "hash.$": "$.signed.hash" },
  };
}

const validEntry = all(
  isText("$.entry.step"),
  isText("$.entry.subject"),
  isPresent("$.entry.details"),
  any(
    all(not(isPresent("$.entry.key")), not(isPresent("$.entry.body"))),
    all(isText("$.entry.key"), not({ Variable: "$.entry.key", StringMatches: "custody/*" })),
  ),
);

const head = { pk: { "S.$": "States.Format('case#{}', $.caseId)" }, sk: { S: "head" } };

/** A head that can't be read, is missing or is behind is passed over: then the log is followed from where the writer is. */
const readHead = sequence(
  call(appendStates.readHead, {
    action: "dynamodb:getItem",
    as: "self",
    key: "readHead",
    input: { TableName: casesTableName, Key: head, ConsistentRead: true },
    select: { "answer.$": "$" },
    into: "$.head",
    onFailure: "record",
    timeoutSeconds: 10,
  }),
  choose("Is there a head?", [
    {
      when: isPresent("$.head.answer.Item"),
      then: sequence(
        pass("Look after the head", {
          make: {
            "sequence.$": "States.MathAdd(States.StringToJson($.head.answer.Item.sequence.N), 1)",
            "previousHash.$": "$.head.answer.Item.hash.S",
          },
          into: "$.ahead",
        }),
        choose("Is it ahead?", [
          {
            when: { Variable: "$.ahead.sequence", NumericGreaterThanPath: "$.next.sequence" },
            then: sequence(
              pass("Go after the head", {
                make: { "sequence.$": "$.ahead.sequence", "previousHash.$": "$.ahead.previousHash" },
                into: "$.next",
              }),
              choose("Is another writer still at work?", [
                { when: isBoolean("$.writing.others", true), then: goTo(appendStates.pause) },
              ]),
            ),
          },
        ]),
      ),
    },
  ]),
);

const composed = sequence(
  pass(appendStates.compose, {
    make: {
      "caseId.$": "$.caseId",
      "sequence.$": "$.next.sequence",
      "time.$": "$$.State.EnteredTime",
      "actor.$": "$.actor",
      "step.$": "$.entry.step",
      "subject.$": "$.entry.subject",
      "details.$": "$.entry.details",
      "object.$": "$.object",
      "previousHash.$": "$.next.previousHash",
    },
    into: "$.composed",
  }),
  pass("Write the entry", { make: { "text.$": "States.JsonToString($.composed)" }, into: "$.written" }),
  // In a branch of its own, for a state that only rearranges data can't catch its own failure.
  parallel(
    "Hash the entry",
    [
      {
        flow: pass("Hash", { make: { "hash.$": "States.Hash($.written.text, 'SHA-256')" } }),
        closing: "Tell the hash",
      },
    ],
    {
      select: { "hash.$": "$[0].hash" },
      into: "$.signed",
      onFailure: {
        into: "$.steps.hash",
        then: fail("Refuse the length", recordErrors.tooLong, {
          text: "an entry has at most 10000 characters: give what is longer as a body",
        }),
      },
    },
  ),
);

/** A head that can't be written is only a longer way for the next writer. A slower writer never sets it back. */
const updateHead = call(appendStates.updateHead, {
  action: "dynamodb:putItem",
  as: "self",
  key: "updateHead",
  input: {
    TableName: casesTableName,
    Item: {
      ...head,
      sequence: { "N.$": "States.Format('{}', $.next.sequence)" },
      hash: { "S.$": "$.signed.hash" },
    },
    ConditionExpression: "attribute_not_exists(pk) OR #sequence < :sequence",
    ExpressionAttributeNames: { "#sequence": "sequence" },
    ExpressionAttributeValues: { ":sequence": { "N.$": "States.Format('{}', $.next.sequence)" } },
  },
  into: null,
  expected: { errors: ["DynamoDb.ConditionalCheckFailedException"], into: null },
  onFailure: "record",
  timeoutSeconds: 10,
});
