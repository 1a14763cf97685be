import type { MachineName } from "../../components/response/names";

/** Machines that work on an instance or a principal. `record` runs many times and is told by what it is for. */
export const workingMachines: readonly MachineName[] = [
  "contain",
  "containPrincipal",
  "acquire",
  "transfer",
  "investigate",
  "release",
  "releasePrincipal",
];
