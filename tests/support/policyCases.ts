import assert from "node:assert/strict";
import type { ResourceValidation, StackValidationPolicy } from "@pulumi/policy";
import type { Facts } from "../../policypacks/shared/facts";
import type { Row } from "../../policypacks/shared/pack";
import { policiesOf } from "../../policypacks/shared/policies";
import type { Rule } from "../../policypacks/shared/rule";
import { undeterminedPolicyName } from "../../policypacks/shared/undeterminedPolicy";
import type { Violation } from "../../policypacks/shared/report";
import {
  NotApplicable,
  policyResources,
  testFacts,
  validationArgs,
  type Phase,
  type TestResource,
} from "./policyStack";

/** Makes a stack out of another, in which one thing is different. */
export type Change = (stack: readonly TestResource[]) => TestResource[];

/** A report of a policy, with the name of the policy. */
export interface Report extends Violation {
  readonly policy: string;
}

/** Gives a resource other properties; a property that is undefined is taken away. */
export function change(name: string, properties: Readonly<Record<string, unknown>>): Change {
  return replace(name, (one) => ({ ...one, properties: { ...one.properties, ...properties } }));
}

/** Replaces a resource by what the function makes of it. */
export function replace(name: string, make: (resource: TestResource) => TestResource): Change {
  return (stack) => {
    assert.ok(
      stack.some((one) => one.name === name),
      `no test resource is named "${name}"`,
    );
    return stack.map((one) => (one.name === name ? make(one) : one));
  };
}

export function remove(name: string): Change {
  return (stack) => stack.filter((one) => one.name !== name);
}

export function add(...resources: readonly TestResource[]): Change {
  return (stack) => [...stack, ...resources];
}

export function both(...changes: readonly Change[]): Change {
  return (stack) => changes.reduce<TestResource[]>((made, one) => one(made), [...stack]);
}

/** Cases of one rule: a good stack, and what breaks it. Each call declares one test. */
export interface Cases {
  /** Nothing is found, in a preview and in an update. */
  accepts(title: string, change?: Change): Cases;
  /**
   * Exactly these violations are found, in a preview and in an update, whoever judges them.
   *
   * @param violations `<name of the resource>: <first line of the message>`, in any order.
   */
  rejects(title: string, change: Change, violations: readonly string[]): Cases;
  /** Nothing is found in an update; a preview cannot tell yet, and says so. */
  acceptsInUpdate(title: string, change: Change): Cases;
  /** Exactly these violations are found in an update; a preview cannot tell yet, and says so. */
  rejectsInUpdate(title: string, change: Change, violations: readonly string[]): Cases;
  /** Nothing but these questions is left open by a preview. */
  cannotJudge(title: string, change: Change, questions: readonly string[]): Cases;
}

/**
 * Declares tests of a rule in the form in which the SDK runs it.
 *
 * @param good A stack that the rule accepts.
 * @param facts Where they differ from {@link testFacts}.
 */
export function cases(rule: Rule, good: readonly TestResource[], facts: Partial<Facts> = {}): Cases {
  const found = (made: Change, phase: Phase): Verdicts => judge(rule, made(good), phase, facts);
  const made: Cases = {
    accepts: (title, change = (stack) => [...stack]) => {
      it(`accepts ${title}`, () => {
        assert.deepEqual(found(change, "preview"), { violations: [], questions: [] });
        assert.deepEqual(found(change, "update"), { violations: [], questions: [] });
      });
      return made;
    },
    rejects: (title, change, violations) => {
      it(`rejects ${title}`, () => {
        assert.deepEqual(found(change, "preview").violations, sorted(violations));
        assert.deepEqual(found(change, "update"), { violations: sorted(violations), questions: [] });
      });
      return made;
    },
    acceptsInUpdate: (title, change) => {
      it(`accepts ${title} once the update knows it`, () => {
        const preview = found(change, "preview");
        assert.deepEqual(preview.violations, []);
        assert.notDeepEqual(preview.questions, []);
        assert.deepEqual(found(change, "update"), { violations: [], questions: [] });
      });
      return made;
    },
    rejectsInUpdate: (title, change, violations) => {
      it(`rejects ${title} once the update knows it`, () => {
        const preview = found(change, "preview");
        assert.deepEqual(preview.violations, []);
        assert.notDeepEqual(preview.questions, []);
        assert.deepEqual(found(change, "update"), { violations: sorted(violations), questions: [] });
      });
      return made;
    },
    cannotJudge: (title, change, questions) => {
      it(`cannot judge ${title}`, () => {
        assert.deepEqual(found(change, "preview"), { violations: [], questions: sorted(questions) });
      });
      return made;
    },
  };
  return made;
}

interface Verdicts {
  readonly violations: readonly string[];
  readonly questions: readonly string[];
}

function judge(rule: Rule, stack: readonly TestResource[], phase: Phase, facts: Partial<Facts>): Verdicts {
  const row: Row = {
    rule,
    level: "mandatory",
    severity: "high",
    kinds: ["workload", "forensics", "security", "organization"],
    undetermined: "advise",
    controls: { "nist-800-53-r5": ["AC-3"] },
  };
  const reports = runPack([row], stack, phase, { ...testFacts, ...facts });
  const violations = reports
    .filter(({ policy }) => policy === rule.name)
    .map(({ urn = "", message }) => {
      const name = urn.split("::").at(-1) ?? "";
      return `${name}: ${message.split("\n")[0] ?? ""}`;
    });
  const questions = reports
    .filter(({ policy }) => policy === undeterminedPolicyName)
    .flatMap(({ message }) => message.split("\n").slice(1))
    .map((line) => line.trim());
  return { violations: sorted(violations), questions: sorted(questions) };
}

/** Runs policies made of the rows as the engine does: every resource first, then the stack. */
export function runPack(
  rows: readonly Row[],
  stack: readonly TestResource[],
  phase: Phase,
  facts: Facts,
  today = "2026-01-15",
): Report[] {
  const policies = policiesOf({ name: "test", rows }, () => today) as Policy[];
  const reports: Report[] = [];
  const reporting =
    (policy: Policy, urn: string | undefined): ((violation: Violation) => void) =>
    (violation) =>
      reports.push({ policy: policy.name, ...(urn === undefined ? {} : { urn }), ...violation });
  for (const one of stack) {
    for (const policy of policies) {
      const args = validationArgs(one, stack, phase, facts);
      applied(() => policy.validateResource?.(args, reporting(policy, args.urn) as never));
    }
  }
  for (const policy of policies) {
    const args = {
      resources: policyResources(stack, phase),
      stackTags: new Map<string, string>(),
      getConfig: () => facts as never,
      notApplicable: (reason?: string): never => {
        throw new NotApplicable(reason);
      },
    };
    applied(() => policy.validateStack?.(args, reporting(policy, undefined) as never));
  }
  return reports;
}

/** A policy with either function or both, as {@link policiesOf} makes them. */
interface Policy {
  readonly name: string;
  readonly validateResource?: ResourceValidation;
  readonly validateStack?: StackValidationPolicy["validateStack"];
}

function applied(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
  }
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort();
}
