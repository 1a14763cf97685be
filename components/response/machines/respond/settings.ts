import { machineArn, type MachineSettings } from "../settings";
import type { MachineName } from "../../names";

/** What `respond` knows beside the others. */
export interface RespondSettings extends MachineSettings {
  /** How many instances are treated at once. */
  readonly concurrency: number;
}

/** How `respond` fails. */
export const responseErrors = {
  /** The request is malformed, is about another region or an unknown case, or names nothing to contain. */
  invalid: "InvalidRequest",
  /** The account is none of those that are responded in. */
  unknownAccount: "UnknownAccount",
  refused: "ApprovalRefused",
  timedOut: "ApprovalTimedOut",
  /** Nobody could be asked for approval. */
  notAsked: "ApprovalFailed",
  /** Something of the request is not contained. */
  incomplete: "ContainmentIncomplete",
  /** The response itself broke. */
  broken: "ResponseFailed",
} as const;

/** Finds machines by name. */
export const arnOf =
  (settings: MachineSettings) =>
  (machine: MachineName): string =>
    machineArn(settings, machine);

/** What became of a claim to an instance or a principal. */
export const claims = {
  /** Nobody else had it. */
  claimed: "claimed",
  /** An open case has it, and it is not contained. */
  joined: "joined",
  /** An open case has it, and has contained it. */
  contained: "contained",
  /** It must not be contained. */
  protected: "protected",
} as const;
