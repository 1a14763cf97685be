import { choose, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import { machineNames } from "../../names";
import { all, isBoolean, isPresent, isText, not } from "../conditions";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { deviceEvidence } from "./device";
import { registerEvidence } from "./register";
import { awaitCompletion, succeeded, transferErrors, untried } from "./steps";

/** Steps of the image, in their order. */
const steps = ["image", "devices", "register", "registered", "verify"] as const;

/** How many devices are looked up at once. */
const devicesAtOnce = 5;

/** Waits for the image of the instance in its own account: it says how the instance was built. */
export function readImage(): Part {
  return {
    flow: sequence(
      pass("Begin the image", { make: untried(steps), into: "$.steps" }),
      choose(
        "Was an image made?",
        [
          {
            when: not(isText("$.imageId")),
            then: pass("No image", {
              make: { Error: transferErrors.skipped, Cause: "no image was made" },
              into: "$.steps.image",
            }),
          },
        ],
        awaitCompletion("Wait for the image", {
          key: "image",
          as: "reader",
          kind: "image",
          id: "$.imageId",
        }),
      ),
    ),
    closing: "Image: read",
    make: { "seen.$": "$.seen", "steps.$": "$.steps" },
  };
}

/**
 * Registers an image of the evidence in the forensics account, built as that of the instance. It has no disk of its own: its
 * snapshots are the evidence itself, verified, locked and under the key for evidence, so nothing more is shared or copied,
 * and no key of another account is needed to launch it.
 * Sources: RegisterImage, Amazon EC2 API reference; "Create an AMI from a snapshot", Amazon EC2 user guide.
 */
export function makeImage(settings: MachineSettings): Part {
  return {
    flow: sequence(
      choose("Is there evidence for an image?", [
        {
          when: all(succeeded("image"), isPresent("$.evidenceIds[0]")),
          then: sequence(findDevices(), registerEvidence()),
        },
      ]),
      tell(),
      recordStep("Record the image", settings, {
        key: "imageRecord",
        actor: machineNames.transfer,
        entries: steps.map((step) => ({
          step: step === "image" ? step : `image.${step}`,
          "subject.$": "$.instanceId",
          details: { "outcome.$": `$.steps.${step}`, "sourceImageId.$": "$.imageId" },
        })),
      }),
    ),
    closing: "Image: ended",
    make: { "imageId.$": "$.result.imageId", "complete.$": "$.result.complete", "steps.$": "$.steps" },
  };
}

/** Which piece of evidence is which device of the image. */
function findDevices(): Flow {
  return sequence(
    forEach("Find the evidence of each device", deviceEvidence(), {
      items: "$.seen.image.disks",
      item: {
        "caseId.$": "$.caseId",
        "account.$": "$.account",
        "instanceId.$": "$.instanceId",
        "evidenceIds.$": "$.evidenceIds",
        "disk.$": "$$.Map.Item.Value",
        mapping: { list: [] },
        steps: {},
      },
      atOnce: devicesAtOnce,
      into: "$.devices",
    }),
    pass("List the devices", {
      make: {
        "list.$": "$.devices[*].found[*]",
        "steps.$": "$.devices[*].steps",
        "count.$": "States.ArrayLength($.devices[*].found[*])",
        "wanted.$": "States.ArrayLength($.seen.image.snapshotIds)",
      },
      into: "$.mapped",
    }),
    choose(
      "Has every device its evidence?",
      [
        {
          when: { Variable: "$.mapped.count", NumericEqualsPath: "$.mapped.wanted" },
          then: pass("Every device has its evidence", {
            make: { ok: true, "list.$": "$.mapped.list" },
            into: "$.steps.devices",
          }),
        },
      ],
      pass("A device has no evidence", {
        make: {
          Error: transferErrors.incomplete,
          "Cause.$":
            "States.Format('{} of {} devices have evidence: {}', $.mapped.count, $.mapped.wanted, States.JsonToString($.mapped.steps))",
        },
        into: "$.steps.devices",
      }),
    ),
  );
}

/** An image without one of its disks is told, and is not complete. */
function tell(): Flow {
  const imageId = { "imageId.$": "$.steps.register.imageId" };
  return choose(
    "Is there an image of the evidence?",
    [
      {
        when: all(succeeded("verify"), isBoolean("$.steps.devices.ok", true)),
        then: pass("Tell the image", { make: { ...imageId, complete: true }, into: "$.result" }),
      },
      {
        when: succeeded("verify"),
        then: pass("Tell that the image lacks a disk", {
          make: { ...imageId, complete: false },
          into: "$.result",
        }),
      },
    ],
    pass("Tell no image", { make: { imageId: "", complete: false }, into: "$.result" }),
  );
}
