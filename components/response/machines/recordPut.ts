import { call } from "../asl/call";
import { choose, fail, pass, sequence, wait, waitFor, type Flow } from "../asl/flow";
import { all, isPresent, isText } from "./conditions";
import { storedAsEvidence } from "./evidence";
import { goTo } from "./jumps";
import { signingAlgorithm } from "./recordSignature";
import type { MachineSettings } from "./settings";

/** How `record` fails. */
export const recordErrors = {
  /** What was given is not an entry of a custody log. */
  invalid: "InvalidRecord",
  /** The text of an entry has more characters than can be hashed. */
  tooLong: "CustodyEntryTooLong",
  /** A file of the log does not say what it hashes to. */
  broken: "CustodyChainBroken",
  /** AWS refused or failed, again and again. */
  notAppended: "CustodyAppendFailed",
} as const;

/** How often an entry is put when S3 neither takes it nor has another one in its place. */
const attempts = 5;

/**
 * Seconds for which a writer gives way that finds another one at work. Longer than what an entry takes, so that a head that stays
 * tells that the other is done; up to about what an execution with a dozen entries takes.
 */
const giveWaySeconds = { least: 2, most: 8 };

/** States of an appending that others lead back to. */
export const appendStates = {
  pause: "Choose a pause",
  readHead: "Read the head",
  compose: "Compose the entry",
  put: "Put the entry",
  updateHead: "Update the head",
} as const;

const fileKey = "States.Format('cases/{}/custody/{}.json', $.caseId, $.next.sequence)";

/** Step Functions writes all times alike, in UTC with milliseconds, so that they can be compared as texts. */
const writtenMeanwhile = all(isText("$.theirs.entry.time"), {
  Variable: "$.theirs.entry.time",
  StringGreaterThanEqualsPath: "$.startedAt",
});

/**
 * Lets others finish, each for another time, and begins anew at the head that they have left. While it moves on, others are still
 * at work: every entry that is lost to them has been hashed, signed and verified for nothing.
 */
const giveWay = sequence(
  pass("Know of another writer", { make: { others: true }, into: "$.writing" }),
  pass(appendStates.pause, {
    make: {
      "seconds.$": `States.MathRandom(${String(giveWaySeconds.least)}, ${String(giveWaySeconds.most + 1)})`,
    },
    into: "$.pause",
  }),
  waitFor("Give way", "$.pause.seconds"),
  goTo(appendStates.readHead),
);

/**
 * Puts the file of the entry in `$.signed` where there is none yet. Where there is one, the entry goes after it: at once if
 * it is an old one, and after a pause if somebody is writing.
 */
export function putEntry(settings: MachineSettings): Flow {
  const { evidenceBucketName, signingKeyArn } = settings;
  const tryAgain = sequence(
    pass("Count the attempt", {
      make: { "number.$": "States.MathAdd($.attempts.number, 1)" },
      into: "$.attempts",
    }),
    choose("Was that the last attempt?", [
      {
        when: { Variable: "$.attempts.number", NumericGreaterThanEquals: attempts },
        then: sequence(
          pass("Read why", { make: { "text.$": "States.JsonToString($.steps.put)" }, into: "$.cause" }),
          fail("Give up the entry", recordErrors.notAppended, { path: "$.cause.text" }),
        ),
      },
    ]),
    wait("Wait before the next attempt", 2),
    goTo(appendStates.put),
  );
  // S3 has one name for all of its refusals, so what is there tells whether somebody was first. Nor is a put repeated
  // blindly: it may have worked though its answer was lost.
  const lost = sequence(
    call("Read what is there", {
      action: "s3:getObject",
      as: "self",
      key: "readWinner",
      input: { Bucket: evidenceBucketName, "Key.$": fileKey },
      select: { "file.$": "States.StringToJson($.Body)" },
      into: "$.winner",
      retry: [],
      onFailure: tryAgain,
    }),
    choose(
      "Whose is it?",
      [
        {
          when: all(isPresent("$.winner.file.signature"), {
            Variable: "$.winner.file.signature",
            StringEqualsPath: "$.signed.signature",
          }),
          then: goTo(appendStates.updateHead),
        },
        {
          when: all(isText("$.winner.file.hash"), isText("$.winner.file.entry")),
          then: sequence(
            pass("Go after it", {
              make: {
                "sequence.$": "States.MathAdd($.next.sequence, 1)",
                "previousHash.$": "$.winner.file.hash",
              },
              into: "$.next",
            }),
            pass("Read its entry", {
              make: { "entry.$": "States.StringToJson($.winner.file.entry)" },
              into: "$.theirs",
            }),
            choose("Is somebody writing?", [{ when: writtenMeanwhile, then: giveWay }]),
            goTo(appendStates.compose),
          ),
        },
      ],
      fail("Refuse a broken log", recordErrors.broken, {
        text: "a file of the custody log has no entry or no hash: the case must be looked at before anything is appended to it",
      }),
    ),
  );
  return call(appendStates.put, {
    action: "s3:putObject",
    as: "self",
    key: "put",
    input: {
      ...storedAsEvidence(settings),
      "Key.$": fileKey,
      IfNoneMatch: "*",
      Body: {
        "entry.$": "$.written.text",
        "hash.$": "$.signed.hash",
        "signature.$": "$.signed.signature",
        keyArn: signingKeyArn,
        algorithm: signingAlgorithm,
      },
    },
    into: null,
    retry: [],
    onFailure: lost,
  });
}
