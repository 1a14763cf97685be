import { choose, machine, pass, sequence, state, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { isBoolean } from "./conditions";
import { goTo } from "./jumps";
import { runDocument } from "./investigate/command";
import { anyDisk, examineDisks, longWaits } from "./investigate/disk";
import { concludeInvestigation, giveUpInvestigation, keepWorkstation } from "./investigate/ending";
import type { InvestigateSettings } from "./investigate/settings";
import { awaitWorkstation, caseIdentity, launchSuspect, launchWorkstation } from "./investigate/workstation";

/** Six days: a workstation examines two disks at a time, each for 20 hours at most. */
const timeoutSeconds = 6 * 24 * 3600;

/**
 * The machine that examines the evidence of one instance: it starts a workstation that sees this case only, gives it copies
 * of the evidence snapshots, has them hashed and examined, and keeps the workstation's own disk as evidence.
 *
 * It works in the forensics account alone. Evidence is never changed: a copy is made of each snapshot, and even the copy is
 * blocked against writing. A disk, or the memory, that can't be examined is recorded, and the rest goes on.
 */
export function investigateMachine(settings: InvestigateSettings): StateMachine {
  const giveUp = giveUpInvestigation(settings);
  return machine("Examines the evidence of one instance on a workstation of its own", timeoutSeconds, {
    flow: sequence(
      begin(),
      caseIdentity(settings, giveUp),
      launchWorkstation(settings, goTo(giveUp.first)),
      suspectIfAsked(settings),
      awaitWorkstation(goTo("Leave the workstation running?")),
      examineMemory(settings),
      examineDisks(settings),
      keepWorkstation(),
      concludeInvestigation(settings),
    ),
    closing: "Investigated",
    make: {
      "caseId.$": "$.caseId",
      "workstationId.$": "$.workstation.id",
      "suspectIds.$": "$.suspect.ids",
      "volumes.$": "$.examined.volumeIds",
      "results.$": "$.examined.list",
      "memory.$": "$.commands.memory.output",
      "stopped.$": "$.stopped.confirmed",
      "snapshotId.$": "$.kept.snapshotId",
      "steps.$": "$.steps",
    },
  });
}

/** What later steps read is there from the start, whichever steps fail. What the input says goes before it. */
function begin(): Flow {
  return sequence(
    pass("Begin", {
      make: {
        "input.$": "$",
        blank: {
          keepRunning: false,
          launchSuspectImage: false,
          steps: {},
          polls: {},
          examined: { list: [], volumeIds: [] },
          workstation: { id: "", zone: "" },
          suspect: { ids: [] },
          commands: { memory: { status: "", output: "", error: "" } },
          stopped: { confirmed: false },
          kept: { snapshotId: "" },
        },
      },
    }),
    state("Fill in what the input leaves out", (ending) => ({
      Type: "Pass",
      Parameters: { "all.$": "States.JsonMerge($.blank, $.input, false)" },
      OutputPath: "$.all",
      ...ending,
    })),
  );
}

function suspectIfAsked(settings: InvestigateSettings): Flow {
  return choose("Start the suspect image?", [
    {
      when: {
        And: [isBoolean("$.launchSuspectImage", true), { Variable: "$.imageId", StringMatches: "ami-*" }],
      },
      then: launchSuspect(settings),
    },
  ]);
}

function examineMemory({ workstation }: InvestigateSettings): Flow {
  return runDocument("Examine the memory", {
    document: workstation.memoryDocument,
    parameters: { "caseId.$": "States.Array($.caseId)", "instanceId.$": "States.Array($.instanceId)" },
    key: "memory",
    waits: longWaits,
    afterFailure: goTo(anyDisk),
  });
}
