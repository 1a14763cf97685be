import assert from "node:assert/strict";
import { AwsError, input, run, tasks, well, type Answer, type Call, type Run } from "./investigateFixture";

const kept = "Ask whether the workstation has stopped";
const launches = ["Start a workstation", "Start a workstation in subnet 2"];
const suspect = ["Start the suspect image", "Record the suspect instance"];
const onlyAfterFailure = [
  "Start a workstation in subnet 2",
  "Record the failed investigation",
  "Tell that the investigation failed",
];

/** Steps without which no workstation can be started. */
const needed = [
  "Create the role of the case's workstations",
  "Give the role its policy",
  "Create the instance profile",
  "Put the role into the instance profile",
  "Find the workstation image",
];

const ordinary = [...tasks.keys()].filter((name) => !onlyAfterFailure.includes(name));
const asked = { ...input, launchSuspectImage: true };

/** Fails in some states: always, or the first time that each is entered. */
function failing(states: readonly string[], times: number, error: string): Answer {
  const failures = new Map<string, number>();
  return (call) => {
    const count = failures.get(call.state) ?? 0;
    if (states.includes(call.state) && count < times) {
      failures.set(call.state, count + 1);
      throw new AwsError(error);
    }
    return well(call);
  };
}

const made = ({ calls }: Run, action: string) => calls.filter((call) => call.action === action);
const told = ({ calls }: Run) => calls.filter(({ action }) => action === "sns:publish").at(-1)?.state;

function recorded({ calls }: Run): string {
  const records = calls.filter(({ action }) => action === "states:startExecution");
  return JSON.stringify(records.map((call) => call.input));
}

/** What holds whatever fails. */
function assertSafe(outcome: Run): void {
  const { calls } = outcome;
  const before = (call: Call, action: string) =>
    calls.slice(0, calls.indexOf(call)).filter((earlier) => earlier.action === action);
  for (const call of made(outcome, "ssm:sendCommand")) {
    if (call.input["DocumentName"] !== "examine-disk") continue;
    const { volumeId } = call.input["Parameters"] as { volumeId: string[] };
    const attached = before(call, "ec2:attachVolume").map((earlier) => earlier.input["VolumeId"]);
    assert(attached.includes(volumeId[0]), `${volumeId[0] ?? ""} is examined without having been attached`);
  }
  const created = made(outcome, "ec2:createVolume").map(
    (call) => `vol-of-${String(call.input["SnapshotId"])}`,
  );
  for (const call of made(outcome, "ec2:attachVolume")) {
    assert(created.includes(String(call.input["VolumeId"])), "only copies are attached");
  }
  assert.notEqual(told(outcome), undefined, "people are told in the end");
}

describe("The machine investigate, with a step that fails", () => {
  for (const name of needed) {
    it(`ends as a failure, recorded and told, without a workstation (always: ${name})`, () => {
      const outcome = run(failing([name], Infinity, "Any.AccessDenied"), asked);
      assert.notEqual(outcome.error, undefined);
      assert.deepEqual(made(outcome, "ec2:runInstances"), []);
      assert.match(recorded(outcome), /Any\.AccessDenied/);
      assert.equal(told(outcome), "Tell that the investigation failed");
    });
  }

  it("ends as a failure when no subnet has room", () => {
    const outcome = run(failing(launches, Infinity, "Ec2.Ec2Exception"), asked);
    assert.notEqual(outcome.error, undefined);
    assert.match(recorded(outcome), /Ec2\.Ec2Exception/);
    assert.equal(told(outcome), "Tell that the investigation failed");
  });

  for (const name of ordinary.filter((state) => !needed.includes(state) && state !== launches[0])) {
    it(`goes on, is safe, and keeps the workstation (always: ${name})`, () => {
      const outcome = run(failing([name], Infinity, "Any.Throttled"), asked);
      assert.equal(outcome.error, undefined);
      assertSafe(outcome);
      assert.equal(outcome.output?.["workstationId"], "i-workstation");
      assert.equal(made(outcome, "ec2:stopInstances").length, name === "Stop the workstation" ? 4 : 1);
      assert.equal(told(outcome), "Tell that the investigation ended");
      // What fails while recording or telling can't be in the log; what fails afterwards is in the output.
      const where = recorded(outcome) + JSON.stringify(outcome.output);
      assert.match(where, /Any\.Throttled/);
    });
  }

  for (const name of ordinary) {
    it(`does as if nothing had failed (once: ${name})`, () => {
      const outcome = run(failing([name], 1, "Any.Throttled"), asked);
      const good = run(well, asked);
      assertSafe(outcome);
      if (name.startsWith("Record")) return; // A nested execution has retries of its own.
      for (const key of ["workstationId", "suspectIds", "volumes", "memory", "stopped", "snapshotId"]) {
        assert.deepEqual(outcome.output?.[key], good.output?.[key], key);
      }
    });
  }

  it("loses one disk, not the others", () => {
    const outcome = run((call) => {
      if (call.action === "ec2:createVolume" && call.input["SnapshotId"] === "snap-e1") {
        throw new AwsError("Ec2.Ec2Exception");
      }
      return well(call);
    });
    assert.deepEqual(outcome.output?.["volumes"], ["", "vol-of-snap-e2"]);
    assert.match(recorded(outcome), /"subject":"snap-e1","details":\{[^}]*"volumeId":""/);
    assertSafe(outcome);
  });

  it("records a document that ends badly, or never", () => {
    for (const status of ["Failed", "TimedOut", "Cancelled", "InProgress"]) {
      const outcome = run((call) =>
        call.action === "ssm:getCommandInvocation"
          ? { Status: status, StandardOutputContent: "", StandardErrorContent: "disk is mounted" }
          : well(call),
      );
      assert.equal(outcome.error, undefined);
      assert.match(recorded(outcome), status === "InProgress" ? /CommandTookTooLong/ : /CommandFailed/);
      assert.match(recorded(outcome), /disk is mounted/);
      assertSafe(outcome);
    }
  });

  it("keeps a workstation that never comes online, and examines nothing", () => {
    const outcome = run((call) =>
      call.action === "ssm:describeInstanceInformation"
        ? { InstanceInformationList: [{ PingStatus: "ConnectionLost" }] }
        : well(call),
    );
    assert.deepEqual(made(outcome, "ec2:createVolume"), []);
    assert.deepEqual(made(outcome, "ssm:sendCommand"), []);
    assert.equal(made(outcome, "ec2:createSnapshot").length, 1);
    assert.match(recorded(outcome), /WorkstationOffline/);
  });

  it("takes a disk of a workstation that does not stop", () => {
    const outcome = run((call) =>
      call.state === kept ? { Reservations: [{ Instances: [{ State: { Name: "stopping" } }] }] } : well(call),
    );
    assert.equal(made(outcome, "ec2:createSnapshot").length, 1);
    assert.equal(outcome.output?.["stopped"], false);
    assert.match(recorded(outcome), /WorkstationRuns/);
  });

  it("is tested for the suspect image too", () => {
    assert.deepEqual(
      suspect.filter((name) => !ordinary.includes(name)),
      [],
    );
  });
});
