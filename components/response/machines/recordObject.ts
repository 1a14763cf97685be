import { call } from "../asl/call";
import { choose, pass, sequence, type Flow } from "../asl/flow";
import { isPresent } from "./conditions";
import { storedAsEvidence } from "./evidence";
import type { MachineSettings } from "./settings";

/** Puts the object that an entry is about into `$.object`: stores its body, or reads what S3 knows of what is there. */
export function objectOfEntry(settings: MachineSettings): Flow {
  const key = (name: string): Flow =>
    pass(name, {
      make: { "text.$": "States.Format('cases/{}/{}', $.caseId, $.entry.key)" },
      into: "$.objectKey",
    });
  return choose("Is the entry about an object?", [
    { when: isPresent("$.entry.body"), then: sequence(key("Name the body"), storeBody(settings)) },
    { when: isPresent("$.entry.key"), then: sequence(key("Name the object"), readObject(settings)) },
  ]);
}

function storeBody(settings: MachineSettings): Flow {
  return sequence(
    call("Store the body", {
      action: "s3:putObject",
      as: "self",
      key: "body",
      input: { ...storedAsEvidence(settings), "Key.$": "$.objectKey.text", "Body.$": "$.entry.body" },
      select: { "versionId.$": "$.VersionId", "checksumSha256.$": "$.ChecksumSHA256" },
      into: "$.stored",
      onFailure: "raise",
    }),
    pass("Name what was stored", {
      make: {
        "key.$": "$.objectKey.text",
        "versionId.$": "$.stored.versionId",
        "checksumSha256.$": "$.stored.checksumSha256",
      },
      into: "$.object",
    }),
  );
}

function readObject({ evidenceBucketName }: MachineSettings): Flow {
  const found = {
    "key.$": "$.objectKey.text",
    "versionId.$": "$.stored.answer.VersionId",
    "size.$": "$.stored.answer.ContentLength",
  };
  return sequence(
    call("Look at the object", {
      action: "s3:headObject",
      as: "self",
      key: "object",
      input: { Bucket: evidenceBucketName, "Key.$": "$.objectKey.text", ChecksumMode: "ENABLED" },
      select: { "answer.$": "$" },
      into: "$.stored",
      onFailure: "raise",
    }),
    choose(
      "Has S3 hashed it?",
      [
        {
          when: isPresent("$.stored.answer.ChecksumSHA256"),
          then: pass("Name the object and its hash", {
            make: { ...found, "checksumSha256.$": "$.stored.answer.ChecksumSHA256" },
            into: "$.object",
          }),
        },
      ],
      pass("Say that there is no hash", { make: { ...found, checksumSha256: null }, into: "$.object" }),
    ),
  );
}
