import { choose, fail, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { all, any, isBoolean, isPresent, isText, not } from "../conditions";
import { refuse } from "./request";
import { claims, responseErrors } from "./settings";
import { caseStatus, putRow, readRow, rows } from "./table";

/** What stays of the data when a case is chosen. */
const kept: Payload = {
  "given.$": "$.given",
  "request.$": "$.request",
  "kind.$": "$.kind",
  "subjects.$": "$.subjects",
  "protectedSubjects.$": "$.protectedSubjects",
  steps: {},
};

/**
 * Chooses the case, `$.caseId`, and claims for it what the request is about. What an open case has already stays with that
 * case: the request joins it. The outcome is in `$.claims`, one `{ subject, caseId, state }` each.
 */
export function claimSubjects(): Flow {
  return sequence(
    choose(
      "Is it a new case?",
      [
        {
          when: { Variable: "$.request.caseId", StringEquals: "new" },
          then: pass("Name the case", {
            make: { ...kept, "caseId.$": "States.Format('case-{}', States.UUID())" },
          }),
        },
      ],
      sequence(
        pass("Take the named case", { make: { ...kept, "caseId.$": "$.request.caseId" } }),
        readRow("Read the named case", rows.case(), { key: "readCase", into: "$.named" }),
        // A table that does not answer must not keep anybody from containing.
        choose("Is it there?", [
          {
            when: all(isPresent("$.named.answer"), not(isPresent("$.named.answer.Item"))),
            then: refuse("There is no such case", responseErrors.invalid, {
              text: "caseId names no case that there is: write new, or the id that an earlier request got",
            }),
          },
        ]),
      ),
    ),
    forEach("Claim", claimOne, {
      items: "$.subjects",
      item: {
        "subject.$": "$$.Map.Item.Value",
        "kind.$": "$.kind",
        "caseId.$": "$.caseId",
        "account.$": "$.request.account",
        "region.$": "$.request.region",
        "protectedSubjects.$": "$.protectedSubjects",
        claim: { "caseId.$": "$.caseId", state: claims.claimed },
        steps: {},
      },
      atOnce: 40,
      into: "$.claims",
      onFailure: {
        into: "$.failure",
        then: refuse("It is not named as AWS names it", responseErrors.invalid, {
          text: "instance ids start with i-, and neither they nor the name of a principal contain a slash or a hash",
        }),
      },
    }),
    openOrJoin,
  );
}

const named = all(
  isText("$.subject"),
  not({ Variable: "$.subject", StringMatches: "*/*" }),
  not({ Variable: "$.subject", StringMatches: "*#*" }),
  any({ Variable: "$.kind", StringEquals: "principal" }, { Variable: "$.subject", StringMatches: "i-*" }),
);

/** The roles of the landing zone itself: to contain them is to contain the response. */
const ownPrincipal = all(
  { Variable: "$.kind", StringEquals: "principal" },
  { Variable: "$.subject", StringMatches: "*:landing-zone-*" },
);

const claimOne: Part = {
  flow: sequence(
    choose("Is it a name?", [
      {
        when: not(named),
        then: fail("Refuse the name", responseErrors.invalid, { text: "this is no name" }),
      },
    ]),
    pass("Look whether it is protected", {
      make: { "it.$": "States.ArrayContains($.protectedSubjects, $.subject)" },
      into: "$.protected",
    }),
    choose(
      "Is it protected?",
      [
        {
          when: any(isBoolean("$.protected.it", true), ownPrincipal),
          then: claim("Leave it alone", "$.caseId", claims.protected),
        },
      ],
      putRow(
        "Claim it",
        rows.open(),
        {
          caseId: { "S.$": "$.caseId" },
          since: { "S.$": "$$.Execution.StartTime" },
        },
        {
          key: "claim",
          input: {
            ConditionExpression: "attribute_not_exists(pk) OR caseId = :caseId",
            ExpressionAttributeValues: { ":caseId": { "S.$": "$.caseId" } },
          },
          expected: {
            errors: ["DynamoDb.ConditionalCheckFailedException"],
            into: null,
            then: join(),
          },
        },
      ),
    ),
  ),
  closing: "Tell the claim",
  make: { "subject.$": "$.subject", "caseId.$": "$.claim.caseId", "state.$": "$.claim.state" },
};

function claim(name: string, caseId: string, state: string): Flow {
  return pass(name, { make: { "caseId.$": caseId, state }, into: "$.claim" });
}

function join(): Flow {
  return sequence(
    readRow("Read who has it", rows.open(), { key: "readOpen", into: "$.open" }),
    choose("Does somebody have it?", [
      {
        when: isText("$.open.answer.Item.caseId.S"),
        then: sequence(
          claim("Join the case", "$.open.answer.Item.caseId.S", claims.joined),
          readRow("Read what became of it", rows.subject("$.claim.caseId"), {
            key: "readSubject",
            into: "$.earlier",
          }),
          choose("Is it contained already?", [
            {
              when: isBoolean("$.earlier.answer.Item.contained.BOOL", true),
              then: claim("Leave it contained", "$.claim.caseId", claims.contained),
            },
          ]),
        ),
      },
    ]),
  );
}

/** A request that is only about what other cases have opens no case: it goes on in the first of theirs. */
const openOrJoin = sequence(
  pass("Look at the claims", {
    make: {
      "claimed.$": `States.ArrayContains($.claims[*].state, '${claims.claimed}')`,
      "protected.$": `States.ArrayContains($.claims[*].state, '${claims.protected}')`,
    },
    into: "$.any",
  }),
  choose(
    "Is there anything new?",
    [
      {
        when: any(isBoolean("$.any.claimed", true), isBoolean("$.any.protected", true)),
        then: caseStatus("Open the case", "openCase", "open"),
      },
    ],
    pass("Go on in their case", {
      make: { ...kept, "claims.$": "$.claims", "any.$": "$.any", "caseId.$": "$.claims[0].caseId" },
    }),
  ),
);
