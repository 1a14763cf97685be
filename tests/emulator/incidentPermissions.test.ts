import assert from "node:assert/strict";
import { evaluate, type EvaluatedStatement } from "../support/iamEvaluation";
import { needsOf, type Need } from "../support/recordedAuthorization";
import { controlOf } from "../../tools/drill/control";
import { runDrill } from "../../tools/drill/drill";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { createLab } from "./incidentLab";
import { labPlace } from "./incidentMachines";
import { createBranches, investigate, stopPrincipals } from "./incidentBranches";
import { knowledgeOf } from "./incidentKnowledge";
import { policiesOf, type RolePolicies } from "./incidentPolicies";
import { reasons } from "./incidentReasons";

describe("The permissions of incident response", () => {
  let emulator: Emulator;
  let policies: RolePolicies;
  let needs: readonly Need[];

  before(async () => {
    emulator = await startEmulator();
    const control = controlOf(emulator.endpoint);
    await control.change({ timeScale: 0.05 });
    const lab = await createLab(emulator.endpoint);
    const place = await labPlace(lab);
    const branches = await createBranches(lab);
    await control.forgetCalls();
    const result = await runDrill(place);
    assert.deepEqual(
      result.checks.filter(({ ok }) => !ok),
      [],
    );
    await stopPrincipals(lab, branches);
    await investigate(lab);
    const calls = (await control.calls()).filter(({ machine }) => machine !== undefined);
    const known = await knowledgeOf(lab, branches);
    needs = calls.flatMap((call) => needsOf(call, known));
    policies = await policiesOf(lab, known, branches.workstation);
  });
  after(async () => {
    await emulator.stop();
  });

  it("are judged by the calls of every role", () => {
    assert.deepEqual([...new Set(needs.map(({ role }) => role))].sort(), [...policies.keys()].sort());
  });

  it("let every machine make every call that it made in the drill", () => {
    const refused = needs
      .map(({ role, call }) => [role, call, verdictOf(policies, role, call)] as const)
      .filter(([, , verdict]) => !verdict.startsWith("allowed"))
      .map(([role, { action, resource, context }, verdict]) => ({
        role,
        action,
        resource,
        context,
        verdict,
      }));
    assert.deepEqual(refused, []);
  });

  it("are missed where they are taken away", () => {
    const without = (sid: string) =>
      new Map(
        [...policies].map(([role, { identity, ...rest }]) => [
          role,
          { ...rest, identity: identity.filter(({ Sid }) => Sid !== sid) },
        ]),
      );
    const missed = (sid: string, left = without(sid)) => [
      ...new Set(
        needs
          .filter(({ role, call }) => !verdictOf(left, role, call).startsWith("allowed"))
          .map(({ role, call }) => `${role.split("/").at(-1) ?? ""} ${call.action}`),
      ),
    ];
    assert.deepEqual(missed("LockEvidence"), ["landing-zone-incident-transfer ec2:LockSnapshot"]);
    assert.deepEqual(missed("DenyAddresses").sort(), [
      "landing-zone-incident-container ec2:CreateNetworkAclEntry",
      "landing-zone-incident-container ec2:DeleteNetworkAclEntry",
    ]);
  });

  it("allow nothing that the drill never uses, but for what has a reason", () => {
    const used = new Set(
      needs.map(({ role, call }) => `${role} ${verdictOf(policies, role, call)} ${call.action}`),
    );
    const unused = [...policies].flatMap(([role, { identity }]) =>
      identity
        .filter(({ Effect }) => Effect === "Allow")
        .flatMap((statement) => actionsOf(statement).map((action) => [statement.Sid ?? "", action] as const))
        .filter(([sid, action]) => !used.has(`${role} allowed by ${sid} ${action}`))
        .map(([sid, action]) => `${role.split("/").at(-1) ?? ""} ${sid} ${action}`),
    );
    const excused = new Set(unused.filter((line) => reasonFor(line) !== undefined));
    assert.deepEqual(
      unused.filter((line) => !excused.has(line)),
      [],
    );
    // A reason for something that is used, or not allowed, is out of date.
    const stale = reasons.filter(({ what }) => !unused.some((line) => what.test(line)));
    assert.deepEqual(
      stale.map(({ what }) => String(what)),
      [],
    );
  });
});

function verdictOf(policies: RolePolicies, role: string, call: Need["call"]): string {
  const applied = policies.get(role);
  return applied === undefined ? `${role} has no policy` : evaluate(call, applied);
}

function actionsOf({ Action }: EvaluatedStatement): readonly string[] {
  return typeof Action === "string" ? [Action] : Action;
}

function reasonFor(line: string): string | undefined {
  return reasons.find(({ what }) => what.test(line))?.why;
}
