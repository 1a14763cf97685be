import assert from "node:assert/strict";
import type { VerifiedEntry } from "../../../tools/case/verify";
import type { Piece } from "../../../tools/drill/evidence";
import { checkMemory } from "../../../tools/drill/memory";

const caseId = "case-1";
const key = `cases/${caseId}/memory/role:i-1/image.lime`;

function piece(id: string): Piece {
  return { kind: "object", id, keyArn: "key", isHeld: true };
}

function entry(details: unknown, image?: string, step = "memory"): VerifiedEntry {
  const object = image === undefined ? null : { key: image, versionId: "1", checksumSha256: null };
  return {
    ...{ caseId, sequence: 1, time: "2026-11-24T13:00:00.000Z", actor: "acquire", subject: "i-1" },
    ...{ previousHash: "0".repeat(64), path: "custody/1.json", hash: "1".repeat(64), intact: true },
    ...{ step, details, object },
  };
}

const failure = { Error: "NotManaged", Cause: "Systems Manager does not reach it" };

describe("What a drill asks of the memory", () => {
  const cases: readonly (readonly [string, boolean, readonly string[], readonly VerifiedEntry[]])[] = [
    ["an image that the log names", true, [key], [entry({ bytes: 1 }, key)]],
    ["an image that was refused, with the reason", true, [key], [entry({ rejected: "all zeros" }, key)]],
    ["no image, and what failed", true, [], [entry({ failure })]],
    ["an image that is not in the vault", false, [], [entry({ bytes: 1 }, key)]],
    ["an image that no entry names", false, [key], [entry({ bytes: 1 })]],
    ["a second image", false, [key, `${key}.2`], [entry({ bytes: 1 }, key)]],
    ["no image, and no reason", false, [], [entry({ failure: { Error: "" } })]],
    ["no entry", false, [key], [entry({}, key, "memoryCommand")]],
    ["two entries", false, [key], [entry({ bytes: 1 }, key), entry({ failure })]],
  ];
  for (const [what, ok, images, entries] of cases) {
    it(`is ${ok ? "kept" : "broken"} by ${what}`, () => {
      const objects = [...images, `cases/${caseId}/custody/1.json`].map(piece);
      assert.equal(checkMemory(caseId, objects, entries).ok, ok);
    });
  }
});
