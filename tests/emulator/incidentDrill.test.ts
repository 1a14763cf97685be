import assert from "node:assert/strict";
import { controlOf } from "../../tools/drill/control";
import { runDrill, type DrillResult } from "../../tools/drill/drill";
import { jsonReport, textReport } from "../../tools/drill/report";
import { startEmulator, type Emulator } from "../../tools/emulator";
import { createLab } from "./incidentLab";
import { labPlace } from "./incidentMachines";

describe("The drill, with all state machines", () => {
  let emulator: Emulator;
  let result: DrillResult;

  before(async () => {
    emulator = await startEmulator();
    await controlOf(emulator.endpoint).change({ timeScale: 0.05 });
    result = await runDrill(await labPlace(await createLab(emulator.endpoint)));
  });
  after(async () => {
    await emulator.stop();
  });

  it("finds every promise kept", () => {
    assert.deepEqual(
      result.checks.filter(({ ok }) => !ok),
      [],
    );
    assert.ok(result.checks.length > 25);
  });

  it("tells both disks, the memory and the custody log as evidence", () => {
    const kinds = result.evidence.map(({ kind, id }) =>
      kind === "snapshot" ? kind : (/^cases\/[^/]+\/(custody|memory)\//.exec(id)?.[1] ?? "other"),
    );
    const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
    assert.deepEqual([count("snapshot"), count("memory"), count("custody") > 10], [2, 1, true]);
  });

  it("counts the calls that wait for one another", () => {
    const { sequentialCalls } = result.contained;
    assert.ok(sequentialCalls > 3 && sequentialCalls < 40, `${sequentialCalls} calls`);
  });

  it("reports the same in JSON and in words", () => {
    assert.deepEqual(Object.keys(jsonReport(result)), ["contained", "evidence", "checks", "seconds"]);
    assert.match(textReport(result), /\nEvery promise is kept\.$/);
  });
});
