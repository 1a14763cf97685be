import assert from "node:assert/strict";
import { GetPublicKeyCommand } from "@aws-sdk/client-kms";
import { factsOf } from "../../tools/case/report/facts";
import { reportPage } from "../../tools/case/report/page";
import { openBucket } from "../../tools/case/bucket";
import { verifySource } from "../../tools/case/verify";
import { controlOf } from "../../tools/drill/control";
import { placeOf } from "../../tools/drill/deploy";
import { runDrill, type DrillResult } from "../../tools/drill/drill";
import type { DrillPlace } from "../../tools/drill/place";
import { present } from "../../tools/drill/present";
import { jsonReport } from "../../tools/drill/report";
import { slowResources } from "../../tools/emulator/slow";
import { noChanges } from "../../tools/run/changes";
import type { StackToDeploy } from "../../tools/run/deployStack";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { checkout } from "../engine/session";
import {
  containPrincipal,
  makePrincipal,
  principalState,
  releasePrincipal,
  type Principal,
  type PrincipalState,
} from "./incidentPrincipals";
import { diskKeys, investigate } from "./investigation";
import { suiteEmulator, update } from "./session";

// The tests go on from each other's state.
describe("Incident response as it is deployed", function () {
  this.bail(true);
  const suite = suiteEmulator();
  let place: DrillPlace;
  let result: DrillResult;
  let stacks: readonly StackToDeploy[];

  before(async () => {
    const { session, emulator } = suite();
    stacks = stacksToDeploy(session, stacksInOrder(checkout), []);
    const updates = [];
    for (const stack of stacks) updates.push(await update(session, stack, { exclude: slowResources }));
    await controlOf(emulator.endpoint).change({ timeScale: 0.05 });
    place = await placeOf(emulator.endpoint, updates);
  });

  it("keeps every promise to an instance", async () => {
    result = await runDrill(place);
    assert.deepEqual(
      result.checks.filter(({ ok }) => !ok),
      [],
    );
    assert.ok(result.checks.length >= 31, `${result.checks.length} checks`);
  });

  it("is reported by a drill as one JSON object", () => {
    const report = JSON.parse(JSON.stringify(jsonReport(result))) as Record<string, unknown>;
    assert.deepEqual(Object.keys(report), ["contained", "evidence", "checks", "seconds"]);
    assert.deepEqual(Object.keys(report["contained"] as object), ["seconds", "sequentialCalls"]);
    const shapes = (list: unknown) =>
      new Set((list as object[]).map((each) => Object.keys(each).sort().join(" ")));
    assert.deepEqual(shapes(report["checks"]), new Set(["name ok saw"]));
    assert.deepEqual(
      shapes(report["evidence"]),
      new Set(["id isHeld keyArn kind", "id isHeld keyArn kind size"]),
    );
  });

  it("leaves a case that a report shows as intact, with every piece of evidence", async () => {
    const caseId = caseOf(result);
    const { s3, kms } = place.forensics;
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: place.signingKeyArn }));
    const source = openBucket(`s3://${place.evidenceBucketName}/cases/${caseId}/`, s3);
    const verdict = await verifySource(source, { publicKey: Buffer.from(present(PublicKey, "key")) });
    const page = reportPage(verdict, await factsOf(source, verdict), new Date().toISOString());
    assert.match(page, /<h2[^>]*>\s*Intact/);
    const objects = result.evidence.filter(({ kind, id }) => kind === "object" && !id.includes("/custody/"));
    assert.ok(objects.length > 20, `${objects.length} objects`);
    const names = objects.map(({ id }) => id.slice(`cases/${caseId}/`.length));
    assert.deepEqual(
      names.filter((name) => !page.includes(name)),
      [],
    );
  });

  const caseId = "case-00000000-0000-4000-8000-000000000001";
  const denial = `landing-zone-incident-${caseId}`;
  const role = { kind: "role", name: "leaked" } as const;
  const user = { kind: "user", name: "leaked" } as const;
  const had = new Map<Principal, PrincipalState>();
  const all = { policy: true, keys: true };

  for (const principal of [role, user]) {
    it(`contains a leaked ${principal.kind}, which keeps what it had but for its keys`, async () => {
      await makePrincipal(place, principal);
      const state = await principalState(place, principal);
      had.set(principal, state);
      assert.deepEqual(await containPrincipal(place, caseId, principal), {
        contained: true,
        verified: all,
      });
      const { policies, keys } = await principalState(place, principal);
      assert.deepEqual(Object.keys(policies).sort(), [denial, "own"]);
      assert.deepEqual(keys, Object.fromEntries(Object.keys(state.keys).map((id) => [id, "Inactive"])));
    });
  }

  it("releases both as they were, with the keys that were active when they are named", async () => {
    assert.deepEqual(Object.values(had.get(user)?.keys ?? {}).sort(), ["Active", "Inactive"]);
    for (const principal of [role, user]) {
      const told = await releasePrincipal(place, caseId, principal, ["all", "keys"]);
      assert.deepEqual(told, { released: true, verified: all });
      assert.deepEqual(await principalState(place, principal), had.get(principal));
    }
  });

  it("releases a user without its keys when they are not named", async () => {
    const another = "case-00000000-0000-4000-8000-000000000002";
    await containPrincipal(place, another, user);
    const told = await releasePrincipal(place, another, user, ["all"]);
    assert.deepEqual(told, { released: true, verified: { policy: true, keys: null } });
    const { policies, keys } = await principalState(place, user);
    assert.deepEqual(policies, had.get(user)?.policies);
    assert.deepEqual(Object.values(keys), ["Inactive", "Inactive"]);
  });

  it("examines the disks on a workstation of the case's own, and keeps that one's disk", async () => {
    const disks = result.evidence.filter(({ kind }) => kind === "snapshot").map(({ id }) => id);
    const { status, output, steps } = await investigate(place, caseOf(result), disks);
    assert.deepEqual([status, output.steps], ["SUCCEEDED", { stop: { ok: true } }]);
    assert.deepEqual(output.results.map(({ snapshotId }) => snapshotId).sort(), [...disks].sort());
    assert.ok(output.results.every(({ volumeId }) => volumeId.startsWith("vol-")));
    assert.deepEqual([output.stopped, output.snapshotId.startsWith("snap-")], [true, true]);
    assert.equal(steps.filter((step) => step === "examine-disk").length, disks.length);
    // The suspect runs from copies of the evidence, under the key for evidence.
    const keys = await Promise.all(output.suspectIds.map((id) => diskKeys(place, id)));
    assert.deepEqual(keys, [disks.map(() => place.evidenceKeyArn)]);
  });

  it("leaves nothing that another deployment would change", async () => {
    const { session } = suite();
    const updates = [];
    for (const stack of stacks)
      updates.push(await update(session, stack, { refresh: true, exclude: slowResources }));
    assert.deepEqual(
      updates.map(({ changes }) => ({ ...changes, same: 0 })),
      updates.map(() => noChanges),
    );
  });
});

function caseOf({ evidence }: DrillResult): string {
  const [, caseId] = /^cases\/([^/]+)\//.exec(evidence[0]?.id ?? "") ?? [];
  return present(caseId, "case");
}
