import type { Account } from "./account";
import { defaults, unknownType } from "./check";
import { type Change, changes } from "./diff";
import { nameRule } from "./names";
import { newId, outputsOf, previewOutputs } from "./outputs";
import { deletesFirst, deletionProblem } from "./protection";
import { findType, type ResourceType } from "./types";
import { canonical, containsUnknown, isGiven, type Values } from "./values";

export { check, type Naming } from "./check";
export { invoke } from "./functions";

/** What a change of inputs means for an existing resource. */
export interface Difference {
  readonly changes: readonly Change[];
  /** Whether a replacement has to delete first, since the new resource would have the same name. */
  readonly deleteBeforeReplace: boolean;
}

/** Compares the inputs of a resource with new ones. */
export function diff(token: string, olds: Values, news: Values): Difference {
  const type = knownType(token);
  const found = changes(type, olds, news);
  const isReplaced = found.some(({ replaces }) => replaces);
  return {
    changes: found,
    deleteBeforeReplace: isReplaced && (deletesFirst(token) || keepsName(type, olds, news)),
  };
}

/** Whether old and new resource would have the same name, given by the user. */
function keepsName(type: ResourceType, olds: Values, news: Values): boolean {
  const rule = nameRule(type);
  if (rule === undefined || news[defaults] !== undefined) return false;
  const name = news[rule.property];
  return isGiven(name) && !containsUnknown(name) && name === olds[rule.property];
}

/** A resource as its provider describes it. */
export interface State {
  /** Empty in a preview. */
  readonly id: string;
  readonly outputs: Values;
}

/** Creates a resource from checked inputs. In a preview nothing that AWS would choose is known. */
export function create(
  token: string,
  urn: string,
  inputs: Values,
  account: Account,
  isPreview = false,
): State {
  const subject = { type: knownType(token), urn, inputs, account };
  if (isPreview) return { id: "", outputs: previewOutputs(subject, undefined) };
  const id = newId(subject, canonical(inputs));
  return { id, outputs: outputsOf(subject, id, undefined) };
}

/** What must be known to change or read a resource. */
export interface Existing {
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  /** Outputs as they are. */
  readonly outputs: Values;
}

/** Outputs after an update to checked inputs. The id stays. */
export function update(existing: Existing, inputs: Values, account: Account, isPreview = false): Values {
  const subject = { type: knownType(existing.type), urn: existing.urn, inputs, account };
  return isPreview
    ? previewOutputs(subject, existing.outputs)
    : outputsOf(subject, existing.id, existing.outputs);
}

/**
 * Outputs of a resource that is read. One in the state is as the state says, for nobody else changes the simulated AWS.
 * One that is not (`aws.ec2.Vpc.get`) is taken to exist, with what its id and the given properties say: then the engine
 * sends as outputs what the program gave as inputs, and nothing more.
 */
export function read(existing: Existing, inputs: Values, account: Account): Values {
  const isInState = Object.keys(existing.outputs).some((name) => !(name in inputs));
  if (isInState) return existing.outputs;
  const subject = { type: knownType(existing.type), urn: existing.urn, inputs: existing.outputs, account };
  return outputsOf(subject, existing.id, undefined);
}

/**
 * Deletes a resource: nothing is left to do.
 * @param now Retention ends by this clock.
 * @throws Error with AWS's reason, if AWS would refuse and the state says so.
 */
export function remove(existing: Existing, now: Date): void {
  const problem = deletionProblem(existing.type, existing.outputs, now);
  if (problem !== undefined) throw new Error(`${existing.type} ${existing.id}: ${problem}`);
}

function knownType(token: string): ResourceType {
  const type = findType(token);
  if (type === undefined) throw new Error(unknownType(token));
  return type;
}
