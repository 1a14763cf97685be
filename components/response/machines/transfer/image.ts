import { choose, pass, sequence, type Flow, type Part } from "../../asl/flow";
import { machineNames, transferKeyAlias } from "../../names";
import { tagged, unlessLate } from "../acquire/piece";
import { isBoolean, isText, not } from "../conditions";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { attempt, awaitCompletion, succeeded, transferErrors, untried } from "./steps";

const steps = ["image", "imageReEncrypt", "imageReEncrypted", "imageShare"] as const;

function share(settings: MachineSettings): Flow {
  return attempt("Share the image", {
    action: "ec2:modifyImageAttribute",
    as: "copier",
    key: "imageShare",
    input: {
      "ImageId.$": "$.shared.imageId",
      Attribute: "launchPermission",
      OperationType: "add",
      UserIds: [settings.account],
    },
  });
}

/** An image with encrypted disks can be launched elsewhere only when their key is shared: a copy under such a key is made. */
function reEncrypt(): Flow {
  return attempt(
    "Re-encrypt the image",
    {
      action: "ec2:copyImage",
      as: "copier",
      key: "imageReEncrypt",
      input: {
        "SourceRegion.$": "$.region",
        "SourceImageId.$": "$.imageId",
        "Name.$": "States.Format('{}-{}-{}', $.caseId, $.instanceId, States.UUID())",
        Encrypted: true,
        KmsKeyId: transferKeyAlias,
        TagSpecifications: tagged("image", "image", "snapshot"),
      },
      select: { ok: true, "imageId.$": "$.ImageId" },
      retry: unlessLate,
      timeoutSeconds: 60,
    },
    awaitCompletion(
      "Wait for the re-encrypted image",
      { key: "imageReEncrypted", as: "reader", kind: "image", id: "$.steps.imageReEncrypt.imageId" },
      pass("Take the re-encrypted image", {
        make: { "imageId.$": "$.steps.imageReEncrypt.imageId" },
        into: "$.shared",
      }),
    ),
  );
}

function handOver(settings: MachineSettings): Flow {
  return awaitCompletion(
    "Wait for the image",
    { key: "image", as: "reader", kind: "image", id: "$.imageId" },
    choose(
      "Is the image encrypted?",
      [{ when: isBoolean("$.seen.image.isEncrypted", true), then: reEncrypt() }],
      pass("Take the image", { make: { "imageId.$": "$.imageId" }, into: "$.shared" }),
    ),
    choose("Is there an image to share?", [{ when: isText("$.shared.imageId"), then: share(settings) }]),
  );
}

/** Lets the forensics account launch the image of the instance. */
export function handOverImage(settings: MachineSettings): Part {
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
        handOver(settings),
      ),
      recordStep("Record the image", settings, {
        key: "imageRecord",
        actor: machineNames.transfer,
        entries: steps.map((step) => ({
          step,
          "subject.$": "$.instanceId",
          details: { "outcome.$": `$.steps.${step}`, "imageId.$": "$.imageId" },
        })),
      }),
      choose(
        "Is the image shared?",
        [
          {
            when: succeeded("imageShare"),
            then: pass("Tell the image", {
              make: { "imageId.$": "$.shared.imageId", complete: true },
              into: "$.result",
            }),
          },
        ],
        pass("Tell no image", { make: { imageId: "", complete: false }, into: "$.result" }),
      ),
    ),
    closing: "Image: ended",
    make: { "imageId.$": "$.result.imageId", "complete.$": "$.result.complete", "steps.$": "$.steps" },
  };
}
