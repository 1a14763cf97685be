import { call } from "../../asl/call";
import { fail, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import type { MachineSettings } from "../settings";

export interface BeforeArgs {
  /** Where the state before is, as an intrinsic function. */
  readonly key: string;
  /** What of it is needed. */
  readonly fields: readonly string[];
  /** What stands for a field that an older containment did not keep. @default nothing: every field is there */
  readonly defaults?: Payload;
}

/** Reads the state before from the vault, into `$.before`. Ends as `StateBeforeMissing` when there is nothing to restore. */
export function readBefore(settings: MachineSettings, { key, fields, defaults = {} }: BeforeArgs): Flow {
  return sequence(
    call("Read state before", {
      action: "s3:getObject",
      as: "self",
      key: "read",
      input: { Bucket: settings.evidenceBucketName, "Key.$": key },
      select: { "before.$": "States.StringToJson($.Body)" },
      into: "$.kept",
      timeoutSeconds: 10,
      expected: {
        errors: ["S3.NoSuchKeyException"],
        into: "$.steps.read",
        then: missing("Nothing was kept"),
      },
      onFailure: missing("Nothing to restore"),
    }),
    pass("Defaults of the state", { make: defaults, into: "$.defaults" }),
    pass("Whole state", {
      make: { "before.$": "States.JsonMerge($.defaults, $.kept.before, false)" },
      into: "$.kept",
    }),
    pass("State before", {
      make: Object.fromEntries(fields.map((field) => [`${field}.$`, `$.kept.before.${field}`])),
      into: "$.before",
    }),
    pass("State read", { make: {}, into: "$.kept" }),
  );
}

function missing(name: string): Flow {
  return fail(name, "StateBeforeMissing", { path: "$.steps.read.Cause" });
}
