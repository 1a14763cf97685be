import type { Condition } from "../asl/states";

/** All hold. They are asked in this order: what asks for a value stands behind what asks whether there is one. */
export const all = (...conditions: readonly Condition[]): Condition => ({ And: conditions });

export const any = (...conditions: readonly Condition[]): Condition => ({ Or: conditions });

export const not = (condition: Condition): Condition => ({ Not: condition });

/** There is a value. */
export const isPresent = (path: string): Condition => ({ Variable: path, IsPresent: true });

/** There is a text that is not empty. */
export const isText = (path: string): Condition =>
  all(isPresent(path), { Variable: path, IsString: true }, not({ Variable: path, StringEquals: "" }));

/** There is a text, and it is one of these. */
export const isOneOf = (path: string, values: readonly string[]): Condition =>
  all(isText(path), any(...values.map((value) => ({ Variable: path, StringEquals: value }))));

/** There is a truth value, and it is this one. */
export const isBoolean = (path: string, value: boolean): Condition =>
  all(isPresent(path), { Variable: path, IsBoolean: true }, { Variable: path, BooleanEquals: value });

/** There is the id of a case: it is a part of keys in the evidence bucket, so it must not lead to another folder. */
export const isCaseId = (path: string): Condition =>
  all(
    isText(path),
    { Variable: path, StringMatches: "case-*" },
    not({ Variable: path, StringMatches: "*/*" }),
  );
