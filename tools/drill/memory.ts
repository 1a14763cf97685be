import { z } from "zod";
import type { VerifiedEntry } from "../case/verify";
import type { Check } from "./check";
import type { Piece } from "./evidence";

/** What an entry about the memory says when there is no image: what failed, or why an image was refused. */
const withoutImage = z.union([
  z.object({ failure: z.object({ Error: z.string().min(1) }).loose() }).transform(({ failure }) => failure),
  z.object({ rejected: z.string().min(1) }).transform(({ rejected }) => rejected),
]);

/**
 * Whether the custody log tells exactly one thing of the memory: the image that is in the vault, or the reason why there is none.
 *
 * @param objects Everything of the case in the vault.
 */
export function checkMemory(
  caseId: string,
  objects: readonly Piece[],
  entries: readonly VerifiedEntry[],
): Check {
  const images = objects.filter(({ id }) => id.startsWith(`cases/${caseId}/memory/`)).map(({ id }) => id);
  const told = entries
    .filter(({ step }) => step === "memory")
    .map(({ object, details }) => ({
      image: object?.key,
      reason: withoutImage.safeParse(details).data,
    }));
  const [only] = told;
  const isTaken = only?.image !== undefined && only.reason === undefined && images.includes(only.image);
  const isExplained = only?.reason !== undefined;
  return {
    name: "the custody log names the image of the memory in the vault, or the reason why there is none",
    ok: told.length === 1 && images.length <= 1 && (isTaken || isExplained),
    saw: { images, told },
  };
}
