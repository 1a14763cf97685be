import { choose, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { machineNames, transferKeyAlias } from "../../names";
import { tagged, unlessLate } from "../acquire/piece";
import { all, any, isBoolean, isPresent, isText, not } from "../conditions";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";
import { useForeignKey } from "./foreignKey";
import { attempt, awaitCompletion, succeeded, transferErrors, untried } from "./steps";

/** Steps of one disk, in their order. */
const steps = [
  "snapshot",
  "key",
  "grant",
  "reEncrypt",
  "reEncrypted",
  "share",
  "copy",
  "copied",
  "verify",
  "lock",
  "unshare",
  "deleteIntermediate",
  "retireGrant",
] as const;

const source = "$.snapshot.snapshotId";
const intermediate = "$.steps.reEncrypt.snapshotId";
const evidence = "$.steps.copy.snapshotId";

/** Everybody that the intermediate copy is shared with: the forensics account. */
function shareWith(settings: MachineSettings, operation: "add" | "remove"): Payload {
  return {
    "SnapshotId.$": intermediate,
    Attribute: "createVolumePermission",
    OperationType: operation,
    UserIds: [settings.account],
  };
}

/** Every disk's copies have it. The copy in the forensics account does not tell the volume otherwise. */
const description = "States.Format('{} {} {}', $.caseId, $.instanceId, $.snapshot.volumeId)";

/** A copy of the snapshot under the key that the forensics account may use, whatever key it has, or none. */
function reEncrypt(settings: MachineSettings): Flow {
  return attempt(
    "Re-encrypt",
    {
      action: "ec2:copySnapshot",
      as: "copier",
      key: "reEncrypt",
      input: {
        "SourceRegion.$": "$.region",
        "SourceSnapshotId.$": source,
        "Description.$": description,
        Encrypted: true,
        KmsKeyId: transferKeyAlias,
        TagSpecifications: tagged("intermediate", "snapshot"),
      },
      select: { ok: true, "snapshotId.$": "$.SnapshotId" },
      retry: unlessLate,
      timeoutSeconds: 60,
    },
    awaitCompletion(
      "Wait for re-encryption",
      { key: "reEncrypted", as: "reader", kind: "snapshot", id: intermediate },
      attempt(
        "Share",
        {
          action: "ec2:modifySnapshotAttribute",
          as: "copier",
          key: "share",
          input: shareWith(settings, "add"),
        },
        copy(settings),
      ),
    ),
  );
}

function copy(settings: MachineSettings): Flow {
  return attempt(
    "Copy",
    {
      action: "ec2:copySnapshot",
      as: "self",
      key: "copy",
      input: {
        "SourceRegion.$": "$.region",
        "SourceSnapshotId.$": intermediate,
        "Description.$": description,
        Encrypted: true,
        KmsKeyId: settings.evidenceKeyArn,
        TagSpecifications: tagged("disk", "snapshot"),
      },
      select: { ok: true, "snapshotId.$": "$.SnapshotId" },
      retry: unlessLate,
      timeoutSeconds: 60,
    },
    awaitCompletion(
      "Wait for the copy",
      { key: "copied", as: "self", kind: "snapshot", id: evidence },
      verify(settings),
      choose("Verify?", [{ when: succeeded("verify"), then: lock(settings) }]),
    ),
  );
}

/** The copy is encrypted under the key for evidence, belongs to the forensics account and is as large as the disk. */
function verify({ account, evidenceKeyArn }: MachineSettings): Flow {
  const seen = "$.seen.copied";
  return sequence(
    pass("Compare", {
      make: {
        "isOwned.$": `States.ArrayContains(${seen}.owners, '${account}')`,
        "hasKey.$": `States.ArrayContains(${seen}.keys, '${evidenceKeyArn}')`,
        "isEncrypted.$": `${seen}.isEncrypted`,
        "size.$": `${seen}.sizes`,
        "sizeOfDisk.$": "$.seen.snapshot.sizes",
      },
      into: "$.compared",
    }),
    choose(
      "Is it the disk?",
      [
        {
          when: all(
            ...["isOwned", "hasKey", "isEncrypted"].map((name) => isBoolean(`$.compared.${name}`, true)),
            { Variable: "$.compared.size", StringEqualsPath: "$.compared.sizeOfDisk" },
          ),
          then: pass("Verified", {
            make: { ok: true, "compared.$": "$.compared" },
            into: "$.steps.verify",
          }),
        },
      ],
      pass("Not verified", {
        make: { Error: transferErrors.unlike, "Cause.$": "States.JsonToString($.compared)" },
        into: "$.steps.verify",
      }),
    ),
  );
}

/** From then on nobody deletes it before its time, the root user of the forensics account included. */
function lock({ snapshotLockDays }: MachineSettings): Flow {
  return attempt("Lock", {
    action: "ec2:lockSnapshot",
    as: "self",
    key: "lock",
    input: { "SnapshotId.$": evidence, LockMode: "compliance", LockDuration: snapshotLockDays },
  });
}

/**
 * Takes back what was only needed on the way. A copy that is still being made needs it yet: then it stays, and is told.
 * The snapshots of the acquisition stay in any case.
 */
function tidy(settings: MachineSettings): Flow {
  const isOver = any(not(succeeded("copy")), succeeded("copied"), isFailed("copied"));
  return choose("Is there an intermediate copy to delete?", [
    {
      when: all(isText(intermediate), isOver),
      then: sequence(
        choose("Is it shared?", [
          {
            when: succeeded("share"),
            then: attempt("Unshare", {
              action: "ec2:modifySnapshotAttribute",
              as: "copier",
              key: "unshare",
              input: shareWith(settings, "remove"),
            }),
          },
        ]),
        attempt("Delete the intermediate copy", {
          action: "ec2:deleteSnapshot",
          as: "copier",
          key: "deleteIntermediate",
          input: { "SnapshotId.$": intermediate },
        }),
      ),
    },
  ]);
}

const isFailed = (key: string) =>
  all(isPresent(`$.steps.${key}.Error`), {
    Variable: `$.steps.${key}.Error`,
    StringEquals: transferErrors.failed,
  });

function record(settings: MachineSettings): Flow {
  const subject = { "subject.$": source };
  return recordStep("Record the disk", settings, {
    key: "record",
    actor: machineNames.transfer,
    entries: [
      ...steps.map((step) => ({
        step: `disk.${step}`,
        ...subject,
        details: { "outcome.$": `$.steps.${step}` },
      })),
      {
        step: "disk",
        ...subject,
        details: { "result.$": "$.result" },
        "key.$": `States.Format('{}/disks/{}.json', $.instanceId, ${source})`,
        body: {
          "snapshot.$": "$.snapshot",
          "result.$": "$.result",
          "steps.$": "$.steps",
          "seen.$": "$.seen",
        },
      },
    ],
  });
}

const told = { "sourceSnapshotId.$": source, "volumeId.$": "$.snapshot.volumeId" };

const tell = sequence(
  choose(
    "Is there evidence?",
    [
      {
        when: succeeded("lock"),
        then: pass("Tell the evidence", {
          make: { ...told, "evidenceSnapshotId.$": evidence, complete: true },
          into: "$.result",
        }),
      },
      {
        when: succeeded("verify"),
        then: pass("Tell that it is not locked", {
          make: { ...told, "evidenceSnapshotId.$": evidence, complete: false },
          into: "$.result",
        }),
      },
    ],
    pass("Tell that there is none", {
      make: { ...told, evidenceSnapshotId: "", complete: false },
      into: "$.result",
    }),
  ),
  choose(
    "Is it for the image?",
    [
      {
        when: succeeded("verify"),
        then: pass("List the evidence", {
          make: { "ids.$": `States.Array(${evidence})` },
          into: "$.evidence",
        }),
      },
    ],
    pass("List no evidence", { make: { ids: [] }, into: "$.evidence" }),
  ),
);

/** Hands one disk over: re-encrypts, shares, copies, verifies and locks it. Each step has its outcome in `steps`. */
export function handOverVolume(settings: MachineSettings): Part {
  return {
    flow: sequence(
      pass("Begin the disk", { make: untried(steps), into: "$.steps" }),
      awaitCompletion(
        "Wait for the snapshot",
        { key: "snapshot", as: "reader", kind: "snapshot", id: source },
        useForeignKey(settings, reEncrypt(settings)),
      ),
      tidy(settings),
      tell,
      record(settings),
    ),
    closing: "Disk: end",
    make: { "result.$": "$.result", "evidenceIds.$": "$.evidence.ids", "steps.$": "$.steps" },
  };
}
