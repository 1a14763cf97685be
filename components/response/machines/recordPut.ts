import { call } from "../asl/call";
import { choose, fail, pass, sequence, wait, type Flow } from "../asl/flow";
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

/** States of an appending that others lead back to. */
export const appendStates = {
  compose: "Compose the entry",
  put: "Put the entry",
  updateHead: "Update the head",
} as const;

const fileKey = "States.Format('cases/{}/custody/{}.json', $.caseId, $.next.sequence)";

/**
 * Puts the file of the entry in `$.signed` where there is none yet. Where there is one, the entry goes after it.
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
          when: isText("$.winner.file.hash"),
          then: sequence(
            pass("Go after it", {
              make: {
                "sequence.$": "States.MathAdd($.next.sequence, 1)",
                "previousHash.$": "$.winner.file.hash",
              },
              into: "$.next",
            }),
            goTo(appendStates.compose),
          ),
        },
      ],
      fail("Refuse a broken log", recordErrors.broken, {
        text: "a file of the custody log has no hash: the case must be looked at before anything is appended to it",
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
