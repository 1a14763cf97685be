import { choose, fail, forEach, machine, parallel, pass, sequence, type Flow, type Part } from "../asl/flow";
import type { Payload, StateMachine } from "../asl/states";
import { guarded } from "./acquire/piece";
import { all, isCaseId, isPresent, isText, not } from "./conditions";
import type { MachineSettings } from "./settings";
import { makeImage, readImage } from "./transfer/image";
import { handOverVolume } from "./transfer/volume";

/** How `transfer` fails: only at what it is given. What can't be handed over is told in `steps`. */
export const transferInputErrors = { invalid: "InvalidTransfer" } as const;

const timeoutSeconds = 24 * 60 * 60;

/** Disks that are handed over at once; EC2 makes 20 copies of snapshots at once for a destination. */
const disksAtOnce = 5;

/**
 * Hands the disks of an instance over to the forensics account, and makes an image of them there. No disk stops for another.
 *
 * Input `{ caseId, account, region, instanceId, snapshots, imageId }` as `acquire` tells them, output `{ snapshots:
 * [{ sourceSnapshotId, evidenceSnapshotId, volumeId, complete }], imageId, complete, steps }`: without evidence
 * `evidenceSnapshotId` is empty; `imageId` is the image in the forensics account, or empty; `complete` tells whether there
 * are disks, every one is there, verified and locked, and the image has them all.
 */
export function transferMachine(settings: MachineSettings): StateMachine {
  return machine("Hands disks over to the forensics account, and makes an image of them", timeoutSeconds, {
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
      parallel("Hand over", [disks(settings), sourceImage()], {
        select: {
          "disks.$": "$[*].disks[*]",
          "images.$": "$[*].image",
        },
        into: "$.handedOver",
      }),
      image(settings),
      pass("Gather", {
        make: {
          "snapshots.$": "$.handedOver.disks[*].result",
          "image.$": "$.made.image",
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

const subject: Payload = {
  "caseId.$": "$.caseId",
  "account.$": "$.account",
  "region.$": "$.region",
  "instanceId.$": "$.instanceId",
  polls: {},
};

const common: Payload = { ...subject, seen: {}, steps: {} };

function disks(settings: MachineSettings): Part {
  const unforeseen = {
    result: {
      "sourceSnapshotId.$": "$.snapshot.snapshotId",
      "volumeId.$": "$.snapshot.volumeId",
      evidenceSnapshotId: "",
      complete: false,
    },
    evidenceIds: [],
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

/** The image is waited for beside the disks. */
function sourceImage(): Part {
  const unforeseen = { seen: {}, steps: { "image.$": "$.failure" } };
  return {
    flow: sequence(
      pass("Take the image's order", { make: { ...common, "imageId.$": "$.imageId" } }),
      parallel("Read the image", [guarded("Source image", readImage(), unforeseen)], {
        select: { "image.$": "$[0]" },
        into: "$.read",
      }),
    ),
    closing: "Image read",
    make: { "image.$": "$.read.image" },
  };
}

/** The image is made of evidence, so it comes after the disks. */
function image(settings: MachineSettings): Flow {
  const unforeseen = { imageId: "", complete: false, steps: { "image.$": "$.failure" } };
  return sequence(
    pass("Take what was read", {
      make: { "image.$": "States.ArrayGetItem($.handedOver.images, 0)" },
      into: "$.read",
    }),
    pass("Order the image", {
      make: {
        ...subject,
        "imageId.$": "$.imageId",
        "evidenceIds.$": "$.handedOver.disks[*].evidenceIds[*]",
        "seen.$": "$.read.image.seen",
        "steps.$": "$.read.image.steps",
        "handedOver.$": "$.handedOver",
      },
    }),
    parallel("Make an image", [guarded("Image", makeImage(settings), unforeseen)], {
      select: { "image.$": "$[0]" },
      into: "$.made",
    }),
  );
}
