import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { tagged, unlessLate } from "../acquire/piece";
import { all, any, isBoolean, isPresent, isText } from "../conditions";
import { attempt, awaitCompletion, transferErrors } from "./steps";

const source = "$.seen.image";

/** Registers an image with the devices in `$.mapped.list`, and checks that it is built as the instance's own. */
export function registerEvidence(): Flow {
  return sequence(
    bootMode(),
    enhancedNetworking(),
    choose(
      "Does the image need a TPM?",
      [
        {
          when: isText(`${source}.tpm[0]`),
          then: register("Register the image with a TPM", { "TpmSupport.$": `${source}.tpm[0]` }),
        },
      ],
      register("Register the image", {}),
    ),
    choose("Is an image registered?", [{ when: isText("$.steps.register.imageId"), then: check() }]),
  );
}

/**
 * An image that says nothing boots as is usual for its architecture; that is said.
 * Source: "Determine the boot mode parameter of an Amazon EC2 AMI", Amazon EC2 user guide.
 */
function bootMode(): Flow {
  const architecture = (pattern: string) => ({
    Variable: `${source}.architectures[0]`,
    StringMatches: pattern,
  });
  return choose(
    "How does the image boot?",
    [
      {
        when: isText(`${source}.bootModes[0]`),
        then: pass("Boot as the image says", {
          make: { "mode.$": `${source}.bootModes[0]` },
          into: "$.boot",
        }),
      },
      {
        when: all(
          isPresent(`${source}.architectures[0]`),
          any(architecture("arm64*"), architecture("*_mac")),
        ),
        then: pass("Boot by UEFI", { make: { mode: "uefi" }, into: "$.boot" }),
      },
    ],
    pass("Boot by BIOS", { make: { mode: "legacy-bios" }, into: "$.boot" }),
  );
}

function enhancedNetworking(): Flow {
  return choose(
    "Does the image know ENA?",
    [
      {
        when: isBoolean(`${source}.ena[0]`, true),
        then: pass("With ENA", { make: { enabled: true }, into: "$.ena" }),
      },
    ],
    pass("Without ENA", { make: { enabled: false }, into: "$.ena" }),
  );
}

function register(name: string, more: Payload): Flow {
  return attempt(name, {
    action: "ec2:registerImage",
    as: "self",
    key: "register",
    input: {
      "Name.$": "States.Format('{}-{}-{}', $.caseId, $.instanceId, States.UUID())",
      "Description.$": "States.Format('{} {} evidence of {}', $.caseId, $.instanceId, $.imageId)",
      "Architecture.$": `${source}.architectures[0]`,
      "VirtualizationType.$": `${source}.virtualization[0]`,
      "RootDeviceName.$": `${source}.roots[0]`,
      "BootMode.$": "$.boot.mode",
      "EnaSupport.$": "$.ena.enabled",
      "BlockDeviceMappings.$": "$.mapped.list",
      TagSpecifications: tagged("image", "image"),
      ...more,
    },
    select: { ok: true, "imageId.$": "$.ImageId" },
    retry: unlessLate,
    timeoutSeconds: 60,
  });
}

/**
 * The image is one of the same platform, by which AWS knows what must be licensed, and has the disks that it was given and
 * no plain one. AWS takes the platform from the snapshots, and says that an image whose platform is another one is of no use.
 * Source: RegisterImage, Amazon EC2 API reference.
 */
function check(): Flow {
  const alike = ["platforms", "architectures", "roots"] as const;
  return awaitCompletion(
    "Wait for the registered image",
    { key: "registered", as: "self", kind: "image", id: "$.steps.register.imageId" },
    pass("Compare the images", {
      make: {
        ...Object.fromEntries(
          alike.flatMap((name) => [
            [`${name}.$`, `States.JsonToString($.seen.registered.${name})`],
            [`${name}OfSource.$`, `States.JsonToString(${source}.${name})`],
          ]),
        ),
        "hasPlainDisk.$": "$.seen.registered.hasPlainDisk",
        "disks.$": "States.ArrayLength($.seen.registered.snapshotIds)",
        "disksGiven.$": "$.mapped.count",
      },
      into: "$.compared",
    }),
    choose(
      "Is it the image of the instance?",
      [
        {
          when: all(
            ...alike.map((name) => ({
              Variable: `$.compared.${name}`,
              StringEqualsPath: `$.compared.${name}OfSource`,
            })),
            isBoolean("$.compared.hasPlainDisk", false),
            { Variable: "$.compared.disks", NumericEqualsPath: "$.compared.disksGiven" },
          ),
          then: pass("Image verified", {
            make: { ok: true, "compared.$": "$.compared" },
            into: "$.steps.verify",
          }),
        },
      ],
      pass("Image not verified", {
        make: { Error: transferErrors.unlike, "Cause.$": "States.JsonToString($.compared)" },
        into: "$.steps.verify",
      }),
    ),
  );
}
