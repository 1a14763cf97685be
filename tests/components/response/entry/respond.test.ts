import assert from "node:assert/strict";
import { innerPrograms } from "../../../../components/response/asl/flow";
import type { Program, Task } from "../../../../components/response/asl/states";
import { respondMachine } from "../../../../components/response/machines/respond";
import { Cloud, type Fault } from "./cloud";
import { AwsError, execute, type Execution, type Values } from "./execute";
import { settings } from "./settings";

const machine = respondMachine(settings);

const request = {
  account: "111122223333",
  region: "eu-central-1",
  instanceIds: ["i-1"],
  principal: "",
  caseId: "new",
  reason: "it mines coins",
  requestedBy: "alice",
  mode: "contain",
  triggeredAt: "2026-01-01T00:00:00Z",
  findingId: "",
  autoScaling: "detach",
  sessions: "role",
  acquire: true,
};

const contained = (input: Values): Values => ({
  instanceId: input["instanceId"],
  contained: true,
  seconds: 7,
});

type Machines = Readonly<Record<string, (input: Values) => Values>>;

const working: Machines = {
  "landing-zone-incident-contain": contained,
  "landing-zone-incident-contain-principal": contained,
  "landing-zone-incident-acquire": () => ({ snapshots: [{ snapshotId: "snap-1" }], imageId: "ami-1" }),
  "landing-zone-incident-transfer": () => ({ complete: true }),
};

function cloudWith(machines: Machines = {}, faults: readonly Fault[] = []): Cloud {
  return new Cloud({ ...working, ...machines }, faults);
}

const respond = (cloud: Cloud, change: Values = {}): Promise<Execution> =>
  execute(machine, { request: { ...request, ...change } }, cloud.answer);

const subjects = (cloud: Cloud) => cloud.notices.map(({ subject }) => subject.replace(/case-[\w-]+/, "case"));

const started = (cloud: Cloud) =>
  cloud.started
    .map(({ machine: name }) => name.replace("landing-zone-incident-", ""))
    .filter((name) => name !== "record");

/** Ids of the cases in the table. */
const cases = (cloud: Cloud) => [
  ...new Set([...cloud.items.keys()].flatMap((key) => /^case#([^|]+)\|case$/.exec(key)?.[1] ?? [])),
];

function onlyCase(cloud: Cloud): string {
  const [caseId, ...others] = cases(cloud);
  assert(caseId !== undefined && others.length === 0, `one case: ${cases(cloud).join(", ")}`);
  return caseId;
}

const steps = (cloud: Cloud, caseId = onlyCase(cloud)) => cloud.custody(caseId).map(({ step }) => step);

const open = (cloud: Cloud, instance = "i-1") =>
  (cloud.item(`instance#111122223333#eu-central-1#${instance}`, "open")?.["caseId"] as Values | undefined)?.[
    "S"
  ];

const status = (cloud: Cloud, caseId = onlyCase(cloud)) =>
  (cloud.item(`case#${caseId}`, "case")?.["status"] as Values | undefined)?.["S"];

describe("The state machine that responds", () => {
  it("contains, tells, and then takes evidence", async () => {
    const cloud = cloudWith();
    const { error, output } = await respond(cloud);
    const caseId = onlyCase(cloud);
    assert.deepEqual([error, output?.["caseId"]], [undefined, caseId]);
    assert.deepEqual(started(cloud), ["contain", "acquire", "transfer", "acquire"]);
    assert.deepEqual(subjects(cloud), ["Contained: case", "Evidence ready: case"]);
    assert.deepEqual(steps(cloud), ["request", "response", "evidence"]);
    assert.deepEqual([status(cloud), open(cloud)], ["contained", caseId]);
    assert.deepEqual(cloud.item(`case#${caseId}`, "instance#i-1"), {
      pk: { S: `case#${caseId}` },
      sk: { S: "instance#i-1" },
      account: { S: "111122223333" },
      region: { S: "eu-central-1" },
      status: { S: "contained" },
      contained: { BOOL: true },
      seconds: { N: "7" },
    });
  });

  it("hands every machine what it needs", async () => {
    const cloud = cloudWith();
    await respond(cloud);
    const caseId = onlyCase(cloud);
    const inputs = Object.fromEntries(
      cloud.started.map(({ machine: name, input }) => {
        const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: starter, ...rest } = input;
        const { evidence = "" } = rest;
        assert.match(String(starter), /^arn:aws:states:/);
        return [name.replace("landing-zone-incident-", "") + String(evidence), rest];
      }),
    );
    const instance = { caseId, account: "111122223333", region: "eu-central-1", instanceId: "i-1" };
    assert.deepEqual(inputs["contain"], {
      ...instance,
      triggeredAt: request.triggeredAt,
      reason: request.reason,
      requestedBy: "alice",
      autoScaling: "detach",
      sessions: "role",
    });
    for (const evidence of ["at-once", "delivered"]) {
      const acquired = { ...instance, triggeredAt: request.triggeredAt, evidence };
      assert.deepEqual(inputs[`acquire${evidence}`], acquired);
    }
    assert.deepEqual(inputs["transfer"], {
      ...instance,
      snapshots: [{ snapshotId: "snap-1" }],
      imageId: "ami-1",
    });
  });

  it("contains every instance before it takes evidence of any", async () => {
    const cloud = cloudWith();
    await respond(cloud, { instanceIds: ["i-1", "i-2", "i-3", "i-1"] });
    assert.deepEqual(started(cloud).slice(0, 3), ["contain", "contain", "contain"]);
    assert.equal(started(cloud).length, 12);
  });

  it("contains a principal, of which there is no evidence to take", async () => {
    const cloud = cloudWith();
    const principal = { kind: "role", name: "application" };
    const { error } = await respond(cloud, { instanceIds: "", principal });
    assert.equal(error, undefined);
    assert.deepEqual(started(cloud), ["contain-principal"]);
    assert.deepEqual(
      cloud.started.find(({ machine: name }) => name.endsWith("principal"))?.input["principal"],
      principal,
    );
    assert(cloud.item("principal#111122223333#eu-central-1#role:application", "open"));
  });

  it("takes no evidence that is not wanted", async () => {
    const cloud = cloudWith();
    await respond(cloud, { acquire: false });
    assert.deepEqual([started(cloud), subjects(cloud)], [["contain"], ["Contained: case"]]);
  });

  it("only tells in the mode notify", async () => {
    const cloud = cloudWith();
    const { error } = await respond(cloud, { mode: "notify" });
    assert.deepEqual([error, started(cloud), cases(cloud)], [undefined, [], []]);
    assert.deepEqual(subjects(cloud), ["Incident in account 111122223333"]);
  });

  describe("refuses", () => {
    const refused: readonly (readonly [title: string, change: Values, error: string])[] = [
      ["an unknown account", { account: "999999999999" }, "UnknownAccount"],
      ["another region", { region: "us-east-1" }, "InvalidRequest"],
      ["nothing to contain", { instanceIds: [] }, "InvalidRequest"],
      ["instances and a principal", { principal: { kind: "role", name: "a" } }, "InvalidRequest"],
      [
        "another kind of principal",
        { instanceIds: [], principal: { kind: "x", name: "a" } },
        "InvalidRequest",
      ],
      ["what is no instance id", { instanceIds: ["i-1", "../x"] }, "InvalidRequest"],
      ["an id that leads elsewhere", { instanceIds: ["i-1/../../case-2"] }, "InvalidRequest"],
      ["an unknown mode", { mode: "explode" }, "InvalidRequest"],
      ["a time that is none", { triggeredAt: "yesterday" }, "InvalidRequest"],
      ["an unknown case", { caseId: "case-unknown" }, "InvalidRequest"],
      ["a case in another folder", { caseId: "case-1/x" }, "InvalidRequest"],
      ["nobody's request", { requestedBy: "" }, "InvalidRequest"],
      ["neither yes nor no", { acquire: "yes" }, "InvalidRequest"],
    ];
    for (const [title, change, error] of refused) {
      it(`${title}, by name and with a notice`, async () => {
        const cloud = cloudWith();
        const execution = await respond(cloud, change);
        assert.deepEqual([execution.error, started(cloud), cases(cloud)], [error, [], []]);
        assert.deepEqual(subjects(cloud), ["A request to respond to an incident was refused"]);
      });
    }

    it("what is no request at all", async () => {
      for (const given of ["contain", {}, { request: "contain" }, []]) {
        const cloud = cloudWith();
        const { error } = await execute(machine, given, cloud.answer);
        assert.deepEqual([error, cloud.notices.length], ["InvalidRequest", 1]);
      }
    });

    it("a wrong request about a case with an entry in the log of the case", async () => {
      const cloud = cloudWith();
      await respond(cloud, { acquire: false });
      const caseId = onlyCase(cloud);
      const { error } = await respond(cloud, { caseId, account: "999999999999" });
      assert.equal(error, "UnknownAccount");
      assert.deepEqual(steps(cloud), ["request", "response", "request-refused"]);
    });

    it("to contain what is protected, and contains the rest", async () => {
      const cloud = cloudWith();
      const { error } = await respond(cloud, { instanceIds: ["i-0protected", "i-1"] });
      assert.equal(error, "ContainmentIncomplete");
      assert.deepEqual(started(cloud), ["contain", "acquire", "transfer", "acquire"]);
      assert.deepEqual([open(cloud, "i-0protected"), open(cloud)], [undefined, onlyCase(cloud)]);
      assert.deepEqual(subjects(cloud), ["NOT contained: case", "Evidence ready: case"]);
    });

    it("to contain the landing zone's own roles", async () => {
      const cloud = cloudWith();
      const principal = { kind: "role", name: "landing-zone-incident-container" };
      const { error } = await respond(cloud, { instanceIds: [], principal });
      assert.deepEqual([error, started(cloud)], ["ContainmentIncomplete", []]);
    });
  });

  describe("joins", () => {
    it("the case that has contained the instance, and leaves it as it is", async () => {
      const cloud = cloudWith();
      await respond(cloud, { acquire: false });
      const { error, output } = await respond(cloud, { requestedBy: "bob" });
      const caseId = onlyCase(cloud);
      assert.deepEqual([error, output?.["caseId"]], [undefined, caseId]);
      assert.deepEqual(started(cloud), ["contain"]);
      assert.deepEqual(steps(cloud), ["request", "response", "request", "request-joined", "response"]);
      assert.deepEqual(cloud.custody(caseId)[2]?.["actor"], "bob");
    });

    it("the case that could not contain the instance, and contains it", async () => {
      const cloud = cloudWith({ "landing-zone-incident-contain": () => ({ contained: false, seconds: 1 }) });
      await respond(cloud, { acquire: false });
      const second = cloudWith();
      for (const [key, item] of cloud.items) second.items.set(key, item);
      for (const [key, object] of cloud.objects) second.objects.set(key, object);
      const { error } = await respond(second, { acquire: false });
      assert.deepEqual([error, started(second)], [undefined, ["contain"]]);
      assert.equal(status(second), "contained");
    });

    it("with some of its instances, and opens a case for the others", async () => {
      const cloud = cloudWith();
      await respond(cloud, { acquire: false });
      const first = onlyCase(cloud);
      await respond(cloud, { acquire: false, instanceIds: ["i-1", "i-2"] });
      assert.equal(cases(cloud).length, 2);
      assert.equal(open(cloud), first);
      assert.notEqual(open(cloud, "i-2"), first);
      assert.deepEqual(steps(cloud, first), ["request", "response", "request-joined", "response"]);
    });

    it("the cases of several instances, and tells each of them", async () => {
      const cloud = cloudWith();
      await respond(cloud, { acquire: false });
      const first = onlyCase(cloud);
      await respond(cloud, { acquire: false, instanceIds: ["i-2"] });
      const second = String(open(cloud, "i-2"));
      await respond(cloud, { acquire: false, instanceIds: ["i-1", "i-2"] });
      for (const caseId of [first, second]) {
        assert.deepEqual(steps(cloud, caseId).slice(-2), ["request-joined", "response"]);
      }
    });

    it("without asking again, when approval is wanted", async () => {
      const cloud = cloudWith();
      await respond(cloud, { acquire: false });
      const { error } = await respond(cloud, { mode: "approve" });
      assert.equal(error, undefined);
      assert.deepEqual(subjects(cloud).at(-1), "Another request, joined: case");
      assert.deepEqual(steps(cloud).at(-1), "request-joined");
    });
  });

  it("has one writer record what became of a hundred instances", async () => {
    const cloud = cloudWith();
    const instanceIds = Array.from({ length: 100 }, (_, index) => `i-${String(index)}`);
    const { error } = await respond(cloud, { acquire: false, instanceIds });
    assert.equal(error, undefined);
    const writers = cloud.started.filter(({ machine: name }) => name === "landing-zone-incident-record");
    assert.equal(writers.length, 2);
    const told = cloud.custody(onlyCase(cloud)).filter(({ step }) => step === "response");
    assert.deepEqual(
      told.map(({ subject }) => subject),
      instanceIds,
    );
  });

  it("contains again what a person names with its case", async () => {
    const cloud = cloudWith();
    await respond(cloud, { acquire: false });
    await respond(cloud, { acquire: false, caseId: onlyCase(cloud) });
    assert.deepEqual(started(cloud), ["contain", "contain"]);
  });

  describe("waits for approval", () => {
    const questions = (cloud: Cloud) =>
      [...cloud.items].flatMap(([key, item]) => (key.includes("|approval#") ? [item] : []));
    const ask = (cloud: Cloud) => respond(cloud, { mode: "approve", acquire: false });

    it("and contains when it is given", async () => {
      const cloud = cloudWith();
      let seen: unknown;
      cloud.decide = () => {
        seen = questions(cloud)[0]?.["taskToken"];
        assert.equal(status(cloud), "awaiting-approval");
        assert.deepEqual(started(cloud), []);
        return { approved: true, by: "carol", reason: "real" };
      };
      const { error } = await ask(cloud);
      assert.equal(error, undefined);
      const token = (seen as Values)["S"];
      assert.deepEqual(questions(cloud), []);
      assert.match(String(token), /^token-/);
      assert.deepEqual(steps(cloud), ["request", "approval", "response"]);
      assert.deepEqual(subjects(cloud), ["Approve? case", "Contained: case"]);
      assert(!cloud.notices.some(({ message }) => message.includes(String(token))), "the token stays secret");
      assert(cloud.notices[0]?.message.includes(`npm run incident -- approve --case ${onlyCase(cloud)}`));
    });

    const refusals: readonly (readonly [
      title: string,
      decide: () => unknown,
      error: string,
      step: string,
    ])[] = [
      [
        "it is refused",
        () => ({ approved: false, by: "carol", reason: "a test" }),
        "ApprovalRefused",
        "approval-refused",
      ],
      ["an answer says neither", () => ({}), "ApprovalRefused", "approval-refused"],
      ["nobody says who approves", () => ({ approved: true }), "ApprovalRefused", "approval-refused"],
      [
        "it is refused as a failure",
        () => {
          throw new AwsError("ApprovalRefused");
        },
        "ApprovalRefused",
        "approval-missing",
      ],
      [
        "nobody answers in time",
        () => {
          throw new AwsError("States.Timeout");
        },
        "ApprovalTimedOut",
        "approval-missing",
      ],
    ];
    for (const [title, decide, error, step] of refusals) {
      it(`and gives up its claims when ${title}, by name and with a notice`, async () => {
        const cloud = cloudWith();
        cloud.decide = decide;
        const execution = await ask(cloud);
        assert.deepEqual([execution.error, started(cloud), open(cloud)], [error, [], undefined]);
        assert.deepEqual(steps(cloud), ["request", step]);
        assert.deepEqual(subjects(cloud), ["Approve? case", "Not approved: case"]);
        assert.equal(status(cloud), error === "ApprovalTimedOut" ? "timed-out" : "refused");
      });
    }

    it("and keeps in its case what somebody else contains meanwhile", async () => {
      const cloud = cloudWith();
      let other: Execution | undefined;
      cloud.decide = async () => {
        other = await respond(cloud, { acquire: false });
        return { approved: false, by: "carol", reason: "done already" };
      };
      const { error } = await ask(cloud);
      assert.deepEqual([error, other?.error], ["ApprovalRefused", undefined]);
      assert.deepEqual(
        [started(cloud), open(cloud), status(cloud)],
        [["contain"], onlyCase(cloud), "contained"],
      );
    });

    it("and says so when nobody can be asked", async () => {
      const cloud = cloudWith({}, [
        { state: "Wait for approval", error: "DynamoDb.DynamoDbException", times: Infinity },
      ]);
      const { error } = await ask(cloud);
      assert.deepEqual([error, status(cloud)], ["ApprovalFailed", "not-approved"]);
      assert.deepEqual(subjects(cloud), ["Approve? case", "Not approved: case"]);
    });
  });

  describe("when a call fails", function () {
    this.timeout(30_000);
    const errors = [
      "States.Timeout",
      "States.Permissions",
      "DynamoDb.ThrottlingException",
      "Sns.NotFoundException",
    ];
    const ended = [
      "ContainmentIncomplete",
      "ApprovalFailed",
      "ApprovalRefused",
      "ApprovalTimedOut",
      "InvalidRequest",
    ];
    const modes: Values[] = [
      { mode: "contain", instanceIds: ["i-1", "i-2"] },
      { mode: "approve", instanceIds: ["i-1"] },
    ];
    const notices = allStates(machine).filter(([, state]) => state.Resource.endsWith("sns:publish"));
    const noticeNames = notices.map(([name]) => name);

    for (const change of modes) {
      it(`(each one, each way, in the mode ${String(change["mode"])}), the end is named and told, and containment is not held up`, async () => {
        const healthy = cloudWith();
        healthy.decide = approve;
        const states = new Set((await respond(healthy, change)).calls.map(({ state }) => state));
        let cases = 0;
        for (const state of states) {
          for (const error of errors) {
            const faults: Fault[] = [
              { state, error, times: 1 },
              { state, error, times: Infinity },
              ...(error === "States.Timeout" ? [{ state, error, times: 1, after: true }] : []),
            ];
            for (const fault of faults) {
              cases++;
              await check(change, fault);
            }
          }
        }
        assert(cases > 100, String(cases));
      });
    }

    const approve = () => ({ approved: true, by: "carol", reason: "" });

    async function check(change: Values, fault: Fault): Promise<void> {
      const cloud = cloudWith({}, [fault]);
      cloud.decide = approve;
      const how = `${fault.error} at "${fault.state}" ${fault.times === 1 ? "once" : "always"}`;
      const { error } = await respond(cloud, change);
      const asked = fault.state === "Wait for approval";
      assert(error === undefined || ended.includes(error), `${how}: ${error ?? ""}`);
      if (!asked) {
        // Whatever fails, everything is contained: a failed attempt at containing is followed by another one.
        assert.equal(error, undefined, how);
        const subject = change["instanceIds"] instanceof Array ? change["instanceIds"].length : 0;
        const names = started(cloud).filter((name) => name.startsWith("contain"));
        assert(names.length >= Math.max(subject, 1), how);
      } else if (error !== undefined) {
        assert.deepEqual(started(cloud), [], how);
      }
      const told = subjects(cloud).filter((subject) =>
        /^(Contained|Not approved|NOT contained)/.test(subject),
      );
      assert(told.length > 0 || noticeNames.includes(fault.state), `${how}: nobody is told`);
      for (const caseId of cases(cloud)) cloud.custody(caseId);
    }

    it("containment itself, always, everybody is told and evidence is taken all the same", async () => {
      const cloud = cloudWith({
        "landing-zone-incident-contain": () => {
          throw new AwsError("States.TaskFailed", "broken");
        },
      });
      const { error } = await respond(cloud);
      assert.equal(error, "ContainmentIncomplete");
      assert.deepEqual(started(cloud), ["contain", "contain", "acquire", "transfer", "acquire"]);
      assert.deepEqual(subjects(cloud), ["NOT contained: case", "Evidence ready: case"]);
      assert.equal(status(cloud), "not-contained");
    });

    it("in evidence, the case says that it is incomplete, and the response succeeds", async () => {
      for (const broken of ["acquire", "transfer"]) {
        const cloud = cloudWith({
          [`landing-zone-incident-${broken}`]: () => {
            throw new AwsError("States.TaskFailed", "broken");
          },
        });
        const { error } = await respond(cloud);
        assert.equal(error, undefined);
        assert.deepEqual(subjects(cloud), ["Contained: case", "Evidence INCOMPLETE: case"]);
        assert.equal(steps(cloud).at(-1), "evidence");
      }
    });
  });
});

function allStates(program: Program): (readonly [string, Task])[] {
  return Object.entries(program.States).flatMap(([name, state]) => [
    ...(state.Type === "Task" ? [[name, state] as const] : []),
    ...innerPrograms(state).flatMap(allStates),
  ]);
}
