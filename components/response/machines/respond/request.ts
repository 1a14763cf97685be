import { choose, fail, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { all, any, isBoolean, isCaseId, isOneOf, isPresent, isText, not } from "../conditions";
import { goTo, withEndings } from "../jumps";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { responseErrors, type RespondSettings } from "./settings";
import { readRow, rows } from "./table";

const given = "$.given.request";

/** Where a refused request goes. */
const refusing = "Is a case named?";

/**
 * Checks what was given, and makes of it `$.request`, and `$.kind` (`instance` or `principal`) and `$.subjects`, which it is
 * about. A request that can't be granted ends as a failure with a name, with a notice and, in a case, an entry.
 */
export function understandRequest(settings: RespondSettings): Flow {
  const { region, workloadAccounts, protectedInstances } = settings;
  return withEndings(
    sequence(
      pass("Take what is given", {
        make: {
          "given.$": "$",
          accounts: workloadAccounts,
          protectedSubjects: protectedInstances,
          steps: {},
        },
      }),
      unless("Is the request complete?", complete, responseErrors.invalid, {
        text:
          "the request needs account, region, instanceIds or principal, caseId (new or case-…), reason, requestedBy, mode " +
          "(notify, approve or contain), triggeredAt (a time in ISO 8601), autoScaling (detach or standby), sessions (role " +
          "or instance) and acquire (true or false)",
      }),
      pass("Look for the account", {
        make: { "isKnown.$": `States.ArrayContains($.accounts, ${given}.account)` },
        into: "$.account",
      }),
      unless("Is the account known?", isBoolean("$.account.isKnown", true), responseErrors.unknownAccount, {
        text: "the account is none of those that the forensics account serves: see workloadAccounts",
      }),
      unless(
        "Is it this region?",
        { Variable: `${given}.region`, StringEquals: region },
        responseErrors.invalid,
        {
          text: `the region is another one: the forensics account responds in ${region}`,
        },
      ),
      choose(
        "What is it about?",
        [
          { when: all(namesInstances, not(namesPrincipal)), then: aboutInstances },
          { when: all(namesPrincipal, not(namesInstances)), then: aboutPrincipal },
        ],
        refuse("There is nothing to contain", responseErrors.invalid, {
          text: "the request must name instances or a principal, and not both: there is nothing to contain",
        }),
      ),
    ),
    refusal(settings),
  );
}

/** Refuses a request from a later part of the machine. */
export function refuse(name: string, error: string, { text }: { readonly text: string }): Flow {
  return sequence(pass(name, { make: { error, text }, into: "$.refusal" }), goTo(refusing));
}

function unless(name: string, condition: Condition, error: string, cause: { readonly text: string }): Flow {
  return choose(name, [{ when: not(condition), then: refuse(`${name} No`, error, cause) }]);
}

const complete = all(
  isText(`${given}.account`),
  isText(`${given}.region`),
  any(isOneOf(`${given}.caseId`, ["new"]), isCaseId(`${given}.caseId`)),
  isPresent(`${given}.reason`),
  { Variable: `${given}.reason`, IsString: true },
  isText(`${given}.requestedBy`),
  isOneOf(`${given}.mode`, ["notify", "approve", "contain"]),
  isPresent(`${given}.triggeredAt`),
  { Variable: `${given}.triggeredAt`, IsTimestamp: true },
  isOneOf(`${given}.autoScaling`, ["detach", "standby"]),
  isOneOf(`${given}.sessions`, ["role", "instance"]),
  any(isBoolean(`${given}.acquire`, true), isBoolean(`${given}.acquire`, false)),
);

const namesInstances = isText(`${given}.instanceIds[0]`);

const namesPrincipal = all(
  isOneOf(`${given}.principal.kind`, ["role", "user"]),
  isText(`${given}.principal.name`),
);

const aboutInstances = take("Take the instances", "instance", `States.ArrayUnique(${given}.instanceIds)`);

const aboutPrincipal = take(
  "Take the principal",
  "principal",
  `States.Array(States.Format('{}:{}', ${given}.principal.kind, ${given}.principal.name))`,
);

function take(name: string, kind: "instance" | "principal", subjects: string): Flow {
  return pass(name, {
    make: {
      "given.$": "$.given",
      "request.$": given,
      kind,
      "subjects.$": subjects,
      "protectedSubjects.$": "$.protectedSubjects",
      steps: {},
    },
  });
}

function refusal(settings: RespondSettings): Flow {
  const message = { "error.$": "$.refusal.error", "text.$": "$.refusal.text", "given.$": "$.given" };
  return sequence(
    choose(refusing, [{ when: isCaseId(`${given}.caseId`), then: recordRefusal(settings) }]),
    notice("Tell the refusal", settings, {
      key: "notice",
      subject: "A request to respond to an incident was refused",
      message,
    }),
    choose(
      "Why is it refused?",
      [
        {
          when: { Variable: "$.refusal.error", StringEquals: responseErrors.unknownAccount },
          then: fail("End: unknown account", responseErrors.unknownAccount, { path: "$.refusal.text" }),
        },
      ],
      fail("End: invalid request", responseErrors.invalid, { path: "$.refusal.text" }),
    ),
  );
}

/** Only a case that there is gets an entry: a custody log must not begin with somebody's slip. */
function recordRefusal(settings: RespondSettings): Flow {
  return sequence(
    readRow("Look for the named case", rows.case(`${given}.caseId`), { key: "namedCase", into: "$.named" }),
    choose("Is there such a case?", [
      {
        when: isPresent("$.named.answer.Item"),
        then: recordStep("Record the refusal", settings, {
          key: "recordRefusal",
          actor: "respond",
          caseId: `${given}.caseId`,
          entries: [
            {
              step: "request-refused",
              "subject.$": `${given}.caseId`,
              details: { "error.$": "$.refusal.error", "text.$": "$.refusal.text" },
              "key.$": "States.Format('requests/{}.json', $$.Execution.Name)",
              body: { "given.$": "$.given" },
            },
          ],
        }),
      },
    ]),
  );
}
