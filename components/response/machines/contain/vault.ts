import { call } from "../../asl/call";
import { pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { storedAsEvidence } from "../evidence";
import type { MachineSettings } from "../settings";
import { ifPresent, unlessAlready } from "./parts";

/** Input of `s3:putObject` for an object of a case. */
export function evidence(settings: MachineSettings, key: string, body: string): Payload {
  return { ...storedAsEvidence(settings), "Key.$": key, "Body.$": body };
}

/**
 * Writes the state before into the vault. What an earlier containment of the case has written stays: by now the state is no
 * longer the one before. The role whose sessions are to be revoked is then the one of that earlier state.
 */
export function keepStateBefore(settings: MachineSettings): Flow {
  return sequence(
    pass("Role of the instance", { make: { "roles.$": "$.before.profile.roles" }, into: "$.session" }),
    unlessAlready("Keep state before", {
      action: "s3:putObject",
      as: "self",
      key: "keep",
      input: { ...evidence(settings, beforeKey, "$.before"), IfNoneMatch: "*" },
      select: { ok: true, "object.$": "$" },
      timeoutSeconds: 10,
      already: "*Status Code: 412*",
      then: readEarlierRoles(settings),
    }),
  );
}

/** Where the state before is, in the vault. */
export const beforeKey = "States.Format('cases/{}/{}/before.json', $.caseId, $.instanceId)";

function readEarlierRoles(settings: MachineSettings): Flow {
  return sequence(
    call("Read earlier state", {
      action: "s3:getObject",
      as: "self",
      key: "readEarlier",
      input: { Bucket: settings.evidenceBucketName, "Key.$": beforeKey },
      select: { "before.$": "States.StringToJson($.Body)" },
      into: "$.earlier",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    ifPresent(
      "Earlier roles known?",
      "$.earlier.before.profile.roles",
      pass("Roles of the earlier state", {
        make: { "roles.$": "$.earlier.before.profile.roles" },
        into: "$.session",
      }),
    ),
  );
}
