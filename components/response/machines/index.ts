import type { StateMachine } from "../asl/states";
import type { MachineName } from "../names";
import { acquireMachine } from "./acquire";
import { containMachine } from "./contain";
import { containPrincipalMachine } from "./containPrincipal";
import { investigateMachine } from "./investigate";
import type { InvestigateSettings } from "./investigate/settings";
import { recordMachine } from "./record";
import { releaseMachine } from "./release";
import { releasePrincipalMachine } from "./releasePrincipal";
import { respondMachine } from "./respond";
import type { RespondSettings } from "./respond/settings";
import { transferMachine } from "./transfer";

/** What all machines together are built from. */
export interface AllSettings extends RespondSettings, InvestigateSettings {}

/** Builders of all state machines. */
export const machines = {
  respond: respondMachine,
  contain: containMachine,
  containPrincipal: containPrincipalMachine,
  acquire: acquireMachine,
  transfer: transferMachine,
  investigate: investigateMachine,
  release: releaseMachine,
  releasePrincipal: releasePrincipalMachine,
  record: recordMachine,
} as const satisfies Record<MachineName, (settings: AllSettings) => StateMachine>;
