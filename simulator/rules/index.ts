import type { RuleTable, TypeRules } from "../facts";
import { compute } from "./compute";
import { connectivity } from "./connectivity";
import { edge } from "./edge";
import { identity } from "./identity";
import { network } from "./network";
import { operations } from "./operations";
import { security } from "./security";
import { storage } from "./storage";

/** What is known about ids and outputs, by type; the general rules (`general.ts`) fill the rest. */
const rules: RuleTable = {
  ...compute,
  ...connectivity,
  ...edge,
  ...identity,
  ...network,
  ...operations,
  ...security,
  ...storage,
};

/** The rules of a type; none is the same as an empty one. */
export function rulesOf(token: string): TypeRules {
  return rules[token] ?? {};
}
