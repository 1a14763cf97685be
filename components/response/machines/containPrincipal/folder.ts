import { pass, type Flow } from "../../asl/flow";

/** Names the folder of the principal in its case, into `$.folder.name`. */
export function nameFolder(): Flow {
  return pass("Folder of the principal", {
    make: { "name.$": "States.Format('{}-{}', $.principal.kind, $.principal.name)" },
    into: "$.folder",
  });
}

/** Where the state before is, in the vault, once its folder is named. */
export const beforePrincipalKey = "States.Format('cases/{}/{}/before.json', $.caseId, $.folder.name)";
