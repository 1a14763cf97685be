import { createHash } from "node:crypto";
import { isGiven, type Value } from "./values";

/** What the variables of a template stand for. */
export interface Variables {
  /** Value of a variable that is not random; undefined if there is none. */
  readonly get: (name: string) => Value | undefined;
  /** Everything random in the result derives from this text. */
  readonly seed: string;
}

/**
 * Fills in a template. `{name}` is a variable, `{path|/}` one with a default, and random but reproducible are
 * `{hex:17}`, `{digits:10}`, `{alnum:10}` (a-z, 0-9), `{upper:13}` (A-Z, 0-9) and `{uuid}`.
 * @param label Distinguishes results with the same seed: usually the name of the property.
 */
export function fill(template: string, label: string, { get, seed }: Variables): string {
  let ordinal = 0;
  const fresh = (): string => `${seed}\n${label}\n${String(ordinal++)}`;
  return template.replace(
    variable,
    (_, name: string, length: string | undefined, otherwise: string | undefined) => {
      const alphabet = alphabets[name];
      if (alphabet !== undefined && length !== undefined) return random(fresh(), Number(length), alphabet);
      if (name === "uuid") return uuid(fresh());
      const value = get(name);
      if (!isGiven(value)) return otherwise ?? "";
      return typeof value === "string" ? value : JSON.stringify(value);
    },
  );
}

const variable = /\{(\w+)(?::(\d+))?(?:\|([^}]*))?\}/g;

const alphabets: Readonly<Record<string, string>> = {
  hex: "0123456789abcdef",
  digits: "0123456789",
  alnum: "0123456789abcdefghijklmnopqrstuvwxyz",
  upper: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
};

/** Reproducible characters of an alphabet. At most 64. */
export function random(seed: string, length: number, alphabet = "0123456789abcdef"): string {
  const bytes = createHash("sha512").update(seed).digest();
  return Array.from(bytes.subarray(0, length), (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}

/** A reproducible random (version 4) UUID. */
export function uuid(seed: string): string {
  const digits = random(seed, 32);
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20)].join("-");
}
