import { inRegion } from "./keyUse";
import type { Maker } from "./machineSurroundings";

/** Lets a role make a reading call for which EC2 and Systems Manager know no resources. */
export function readAnything(action: string): Maker {
  return ({ account }) => [
    {
      Sid: action.replace(/^\w+:/, ""),
      Effect: "Allow",
      Action: action,
      Resource: "*",
      Condition: inRegion(account),
    },
  ];
}
