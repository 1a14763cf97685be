import { runMachine } from "../../asl/call";
import { choose, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import { wanted } from "../acquire";
import { all, any, isBoolean, isPresent } from "../conditions";
import { notice } from "../notice";
import { recordStep } from "../recordStep";
import { arnOf, claims, type RespondSettings } from "./settings";

/** Seconds that taking and handing over evidence of one instance may take: memory and disks may be large. */
const timeoutSeconds = { acquire: 6 * 3600, transfer: 24 * 3600 } as const;

/** Seconds after which a response ends at the latest, beside the time for approval. */
export const longestEvidence = timeoutSeconds.acquire + timeoutSeconds.transfer + 6 * 3600;

/** Takes evidence of every instance that is new in its case, whether it is contained or not, and tells people of the end. */
export function takeEvidence(settings: RespondSettings): Flow {
  const message = { "caseId.$": "$.caseId", "evidence.$": "$.evidence" };
  return choose("Is evidence wanted?", [
    {
      when: all(isBoolean("$.request.acquire", true), { Variable: "$.kind", StringEquals: "instance" }),
      then: sequence(
        forEach("Take evidence", evidenceOfOne(settings), {
          items: "$.claims",
          item: {
            "subject.$": "$$.Map.Item.Value.subject",
            "caseId.$": "$$.Map.Item.Value.caseId",
            "state.$": "$$.Map.Item.Value.state",
            "account.$": "$.request.account",
            "region.$": "$.request.region",
            "triggeredAt.$": "$.request.triggeredAt",
            evidence: { outcome: "incomplete" },
            steps: {},
          },
          atOnce: settings.concurrency,
          into: "$.evidence",
        }),
        pass("Look at the evidence", {
          make: { "isIncomplete.$": "States.ArrayContains($.evidence[*].outcome, 'incomplete')" },
          into: "$.allEvidence",
        }),
        choose(
          "Is all evidence there?",
          [
            {
              when: isBoolean("$.allEvidence.isIncomplete", true),
              then: notice("Tell that evidence is incomplete", settings, {
                key: "notice",
                subject: "States.Format('Evidence INCOMPLETE: {}', $.caseId)",
                message: { text: "Evidence is missing: see the custody log of the case", ...message },
              }),
            },
          ],
          notice("Tell that evidence is ready", settings, {
            key: "notice",
            subject: "States.Format('Evidence ready: {}', $.caseId)",
            message: { text: "Evidence is in the forensics account", ...message },
          }),
        ),
      ),
    },
  ]);
}

function evidenceOfOne(settings: RespondSettings): Part {
  return {
    flow: choose(
      "Is there evidence to take?",
      [
        {
          when: any(
            ...[claims.protected, claims.contained].map((state) => ({
              Variable: "$.state",
              StringEquals: state,
            })),
          ),
          then: pass("Take none", { make: { outcome: "none" }, into: "$.evidence" }),
        },
      ],
      sequence(
        acquire(settings),
        choose("Is there something to hand over?", [
          {
            when: all(isPresent("$.acquired.output.snapshots"), isPresent("$.acquired.output.imageId")),
            then: transfer(settings),
          },
        ]),
        acquireDelivered(settings),
        recordStep("Record the end of the evidence", settings, {
          key: "record",
          actor: "respond",
          entries: [
            {
              step: "evidence",
              "subject.$": "$.subject",
              details: { "outcome.$": "$.evidence.outcome" },
              "key.$": "States.Format('{}/responses/{}.json', $.subject, $$.Execution.Name)",
              body: { "failures.$": "$.steps" },
            },
          ],
        }),
      ),
    ),
    closing: "Tell the evidence",
    make: { "subject.$": "$.subject", "caseId.$": "$.caseId", "outcome.$": "$.evidence.outcome" },
  };
}

const subject = {
  "caseId.$": "$.caseId",
  "account.$": "$.account",
  "region.$": "$.region",
  "instanceId.$": "$.subject",
};

function acquire(settings: RespondSettings): Flow {
  return runMachine("Acquire", arnOf(settings), {
    machine: "acquire",
    key: "acquire",
    input: { ...subject, "triggeredAt.$": "$.triggeredAt", evidence: wanted.atOnce },
    into: "$.acquired",
    onFailure: "record",
    timeoutSeconds: timeoutSeconds.acquire,
  });
}

/** Disks are handed over first: AWS delivers logs some minutes later, and nothing should wait for them. */
function acquireDelivered(settings: RespondSettings): Flow {
  return runMachine("Acquire what is delivered", arnOf(settings), {
    machine: "acquire",
    key: "delivered",
    input: { ...subject, "triggeredAt.$": "$.triggeredAt", evidence: wanted.delivered },
    into: null,
    onFailure: pass("Say that logs are missing", { make: { outcome: "incomplete" }, into: "$.evidence" }),
    timeoutSeconds: timeoutSeconds.acquire,
  });
}

function transfer(settings: RespondSettings): Flow {
  return sequence(
    runMachine("Transfer", arnOf(settings), {
      machine: "transfer",
      key: "transfer",
      input: {
        ...subject,
        "snapshots.$": "$.acquired.output.snapshots",
        "imageId.$": "$.acquired.output.imageId",
      },
      select: { "output.$": "$.Output" },
      into: "$.transferred",
      onFailure: "record",
      timeoutSeconds: timeoutSeconds.transfer,
    }),
    choose("Is everything handed over?", [
      {
        when: isBoolean("$.transferred.output.complete", true),
        then: pass("Say that it is ready", { make: { outcome: "ready" }, into: "$.evidence" }),
      },
    ]),
  );
}
