import { call } from "../../asl/call";
import { choose, pass, poll, sequence, type Flow, type Part } from "../../asl/flow";
import type { Condition, Payload } from "../../asl/states";
import { machineNames, quarantineName } from "../../names";
import { isBoolean, isOneOf, isPresent, isText } from "../conditions";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { findSize, isManaged, memoryErrors, memoryStates, noMemory, refused } from "./memoryNeeds";
import { checkDump, entryAboutCommand } from "./memoryCheck";
import { keepWhatLies } from "./memoryRemains";
import { unlessLate } from "./piece";

/** Seconds between questions whether the capture has ended: in all about two hours, for 1 TiB of memory. */
const waits = [5, 10, 20, 30, 60, 60, 120, 120, ...Array.from({ length: 22 }, () => 300)];

/** Seconds for which a command may stay undelivered. */
const deliverySeconds = 600;

const tell = (name: string, details: Payload): Flow =>
  pass(name, {
    make: {
      memory: { possible: false, "reason.$": "$.reason.text" },
      evidence: [],
      entries: [{ step: "memory", "subject.$": "$.instanceId", details }],
    },
    into: "$.told",
  });

const reason = (name: string, path: string): Flow =>
  pass(name, { make: { "text.$": path }, into: "$.reason" });

/**
 * A step that the capture can't do without has failed, and its failure is that of the capture. A time-out has no cause.
 * Where the place of the image is known, something may have been stored all the same.
 */
const untaken = (settings: MachineSettings): Flow =>
  sequence(
    choose(
      memoryStates.untaken,
      [
        {
          when: isText("$.steps.memory.Cause"),
          then: reason("Memory: take the cause", "$.steps.memory.Cause"),
        },
      ],
      reason("Memory: take the error", "$.steps.memory.Error"),
    ),
    choose(
      "Memory: may it have been started?",
      [{ when: isPresent("$.file.full"), then: keepWhatLies(settings, "not taken") }],
      tell("Memory: tell why not", { "failure.$": "$.steps.memory" }),
    ),
  );

/** The instance may write below the id of its own role's session only, so the key tells which instance wrote. */
function nameObject(): Flow {
  return sequence(
    call(memoryStates.role, {
      action: "iam:getRole",
      as: "reader",
      key: "memory",
      input: { RoleName: quarantineName },
      select: { "id.$": "$.Role.RoleId" },
      into: "$.role",
      onFailure: refused,
    }),
    pass("Memory: name the object", {
      make: {
        "key.$":
          "States.Format('memory/{}:{}/{}-{}.lime', $.role.id, $.instanceId, $.instanceId, States.UUID())",
      },
      into: "$.file",
    }),
    pass("Memory: name it in full", {
      make: {
        "key.$": "$.file.key",
        "full.$": "States.Format('cases/{}/{}', $.caseId, $.file.key)",
      },
      into: "$.file",
    }),
    pass("Memory: no command yet", { make: { id: "" }, into: "$.started" }),
  );
}

const hasEnded: readonly string[] = ["Success", "Cancelled", "TimedOut", "Failed"];

const status = "$.command.answer.Status";

/** What the command wrote is evidence too: the reason is in it. */
const commandFailed = (settings: MachineSettings): Flow =>
  sequence(
    pass("Memory: capture failed", {
      make: {
        Error: memoryErrors.failed,
        "Cause.$": `States.Format('the command ended as {}; its output is in metadata/memory-command.json', ${status})`,
      },
      into: "$.steps.memory",
    }),
    reason("Memory: take why it failed", "$.steps.memory.Cause"),
    keepWhatLies(settings, "failed", [entryAboutCommand]),
  );

function runCapture(settings: MachineSettings, documentArn: string): Flow {
  const succeeded: Condition = isOneOf(status, ["Success"]);
  return sequence(
    call("Memory: start the capture", {
      action: "ssm:sendCommand",
      as: "copier",
      key: "memory",
      input: {
        DocumentName: documentArn,
        "InstanceIds.$": "States.Array($.instanceId)",
        "Comment.$": "$.caseId",
        TimeoutSeconds: deliverySeconds,
        Parameters: { "Key.$": "States.Array($.file.full)" },
      },
      select: { "id.$": "$.Command.CommandId" },
      into: "$.started",
      retry: unlessLate,
      onFailure: refused,
    }),
    poll("Memory: capture", {
      check: call("Memory: has it ended?", {
        action: "ssm:getCommandInvocation",
        as: "reader",
        key: "memoryQuestion",
        input: { "CommandId.$": "$.started.id", "InstanceId.$": "$.instanceId" },
        select: { "answer.$": "$" },
        into: "$.command",
        expected: { errors: ["States.DataLimitExceeded"], into: "$.steps.memoryQuestion" },
        onFailure: "record",
      }),
      done: succeeded,
      hopeless: {
        when: isOneOf(status, hasEnded),
        then: commandFailed(settings),
      },
      waits,
      exhausted: noMemory("Memory: capture took too long", memoryErrors.failed, {
        from: "States.Format('command {} has not ended', $.started.id)",
      }),
      counter: "$.polls",
    }),
  );
}

function capture(settings: MachineSettings): Flow {
  const { memoryDocumentArn } = settings;
  if (memoryDocumentArn === undefined) {
    return noMemory("Memory: no tool", memoryErrors.notPossible, "no tool is configured");
  }
  return sequence(
    isManaged,
    findSize,
    nameObject(),
    runCapture(settings, memoryDocumentArn),
    checkDump(settings, {
      record: memoryStates.record,
      untaken: memoryStates.untaken,
      rejected: memoryErrors.rejected,
    }),
  );
}

const outcome = choose("Memory: was it taken?", [
  {
    when: isBoolean("$.told.memory.possible", true),
    then: pass("Memory: tell that it was", {
      make: { ok: true, "isSizeKnown.$": "$.size.isKnown" },
      into: "$.steps.memory",
    }),
  },
]);

/** Captures the memory through Systems Manager where that is possible; where it is not, the reason is recorded. */
export function takeMemory(settings: MachineSettings): Part {
  return {
    flow: sequence(
      capture(settings),
      untaken(settings),
      recordStep(memoryStates.record, settings, {
        key: "memoryRecord",
        actor: machineNames.acquire,
        entries: { path: "$.told.entries" },
      }),
      outcome,
    ),
    closing: "Memory: end",
    make: { "steps.$": "$.steps", "evidence.$": "$.told.evidence", "memory.$": "$.told.memory" },
  };
}
