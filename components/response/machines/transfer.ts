import { choose, fail, forEach, machine, parallel, pass, sequence, type Part } from "../asl/flow";
import type { Payload, StateMachine } from "../asl/states";
import { guarded } from "./acquire/piece";
import { all, isCaseId, isPresent, isText, not } from "./conditions";
import type { MachineSettings } from "./settings";
import { handOverImage } from "./transfer/image";
import { handOverVolume } from "./transfer/volume";

/** How `transfer` fails: only at what it is given. What can't be handed over is told in `steps`. */
export const transferInputErrors = { invalid: "InvalidTransfer" } as const;

const timeoutSeconds = 24 * 60 * 60;

/** Disks that are handed over at once; EC2 makes 20 copies of snapshots at once for a destination. */
const disksAtOnce = 5;

/**
 * Hands the disks and the image of an instance over to the forensics account. No disk stops for another.
 *
 * Input `{ caseId, account, region, instanceId, snapshots, imageId }` as `acquire` tells them, output `{ snapshots:
 * [{ sourceSnapshotId, evidenceSnapshotId, volumeId, complete }], imageId, complete, steps }`: without evidence
 * `evidenceSnapshotId` is empty; `complete` tells whether there are disks, every one is there, verified and locked, and the image is shared.
 */
export function transferMachine(settings: MachineSettings): StateMachine {
  return machine("Hands disks and image over to the forensics account", timeoutSeconds, {
    flow: sequence(
      choose("Is it evidence of a case?", [
        {
          when: not(
            all(
              isCaseId("$.caseId"),
              ...["account", "region", "instanceId"].map((field) => isText(`$.${field}`)),
              isPresent("$.snapshots"),
              isPresent("$.imageId"),
            ),
          ),
          then: fail("Refuse the order", transferInputErrors.invalid, {
            text: "caseId must be the id of a case, account, region and instanceId texts, snapshots a list and imageId a text",
          }),
        },
      ]),
      parallel("Hand over", [disks(settings), image(settings)], {
        select: {
          "disks.$": "$[*].disks[*]",
          "images.$": "$[*].image",
        },
        into: "$.handedOver",
      }),
      pass("Gather", {
        make: {
          "snapshots.$": "$.handedOver.disks[*].result",
          "image.$": "States.ArrayGetItem($.handedOver.images, 0)",
          "isIncomplete.$": "States.ArrayContains($.handedOver.disks[*].result.complete, false)",
          "disks.$": "$.handedOver.disks[*].steps",
        },
        into: "$.gathered",
      }),
      choose(
        "Is everything there?",
        [
          {
            when: all(
              isPresent("$.gathered.snapshots[0]"),
              { Variable: "$.gathered.isIncomplete", BooleanEquals: false },
              { Variable: "$.gathered.image.complete", BooleanEquals: true },
            ),
            then: pass("All is there", { make: { complete: true }, into: "$.outcome" }),
          },
        ],
        pass("Something is missing", { make: { complete: false }, into: "$.outcome" }),
      ),
    ),
    closing: "Tell what was handed over",
    make: {
      "snapshots.$": "$.gathered.snapshots",
      "imageId.$": "$.gathered.image.imageId",
      "complete.$": "$.outcome.complete",
      steps: { "image.$": "$.gathered.image.steps", "disks.$": "$.gathered.disks" },
    },
  });
}

const common: Payload = {
  "caseId.$": "$.caseId",
  "account.$": "$.account",
  "region.$": "$.region",
  "instanceId.$": "$.instanceId",
  seen: {},
  polls: {},
  shared: {},
  steps: {},
};

function disks(settings: MachineSettings): Part {
  const unforeseen = {
    result: {
      "sourceSnapshotId.$": "$.snapshot.snapshotId",
      "volumeId.$": "$.snapshot.volumeId",
      evidenceSnapshotId: "",
      complete: false,
    },
    steps: { "disk.$": "$.failure" },
  };
  return {
    flow: forEach("Hand over each disk", guarded("Disk", handOverVolume(settings), unforeseen), {
      items: "$.snapshots",
      item: { ...common, "snapshot.$": "$$.Map.Item.Value" },
      atOnce: disksAtOnce,
      into: "$.disks",
    }),
    closing: "Disks: ended",
    make: { "disks.$": "$.disks" },
  };
}

function image(settings: MachineSettings): Part {
  const unforeseen = { imageId: "", complete: false, steps: { "image.$": "$.failure" } };
  return {
    flow: sequence(
      pass("Take the image's order", { make: { ...common, "imageId.$": "$.imageId" } }),
      parallel("Hand over the image", [guarded("Image", handOverImage(settings), unforeseen)], {
        select: { "image.$": "$[0]" },
        into: "$.handed",
      }),
    ),
    closing: "Image handed over",
    make: { "image.$": "$.handed.image" },
  };
}
