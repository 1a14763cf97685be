import assert from "node:assert/strict";
import { suiteFake } from "../../support/fakeAws";
import { FakeBucket } from "../../support/fakeBucket";
import { runHere, type Ran } from "./cli";
import {
  caseItems,
  enteredEvent,
  executionArn,
  forensicsArn,
  instance,
  leftEvent,
  operator,
  playMachines,
  principalItem,
  startedEvent,
  tokenEvent,
} from "./fakeAccount";

const contained = {
  status: "SUCCEEDED",
  input: { caseId: "case-1", instanceId: instance },
  output: {
    instanceId: instance,
    contained: true,
    seconds: 4.5,
    steps: { protect: { ok: true } },
    verified: { groups: true },
  },
} as const;

describe("npm run incident", function () {
  this.timeout(30_000);
  const bucket = new FakeBucket("evidence");
  const fake = suiteFake(bucket.answer);
  beforeEach(() => {
    fake.reset();
    bucket.clear();
  });
  const incident = (...args: string[]): Promise<Ran> => runHere([...args, "--endpoint", fake.endpoint]);
  const contain = (...args: string[]) =>
    incident(
      "contain",
      "--account",
      "111122223333",
      "--instance",
      instance,
      "--reason",
      "a finding",
      ...args,
    );
  const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;

  describe("contain", () => {
    it("starts the response with a whole request, follows it and tells the result", async () => {
      playMachines(fake, {
        [executionArn("respond")]: { status: "SUCCEEDED", events: [startedEvent("contain")] },
        [executionArn("contain")]: contained,
      });
      const ran = await contain();
      assert.equal(ran.code, 0, ran.error);
      const [start] = fake.inputs("StartExecution");
      assert.equal(start?.["stateMachineArn"], `${forensicsArn}:stateMachine:landing-zone-incident-respond`);
      const { request } = JSON.parse(String(start["input"])) as { request: Record<string, unknown> };
      const { triggeredAt, ...rest } = request;
      assert.ok(Math.abs(Date.parse(String(triggeredAt)) - Date.now()) < 60_000);
      assert.deepEqual(rest, {
        account: "111122223333",
        region: "eu-central-1",
        caseId: "new",
        reason: "a finding",
        requestedBy: operator,
        mode: "contain",
        findingId: "",
        autoScaling: "detach",
        sessions: "role",
        acquire: true,
        instanceIds: [instance],
        principal: "",
      });
      assert.match(ran.out, /^case {7}case-1\n/);
      assert.match(ran.out, new RegExp(`^${instance} {2}contained in 4.5 s$`, "m"));
      assert.match(ran.error, new RegExp(`${instance} contain: succeeded`));
    });

    it("tells the result as one object", async () => {
      playMachines(fake, {
        [executionArn("respond")]: { status: "SUCCEEDED", events: [startedEvent("contain")] },
        [executionArn("contain")]: contained,
      });
      assert.deepEqual(json(await contain("--json", "--no-acquire")), {
        caseId: "case-1",
        execution: executionArn("respond"),
        status: "SUCCEEDED",
        waitingForApproval: false,
        subjects: [
          {
            subject: instance,
            contained: true,
            seconds: 4.5,
            steps: { protect: { ok: true } },
            verified: { groups: true },
            machines: [{ machine: "landing-zone-incident-contain", status: "SUCCEEDED", seconds: 4.5 }],
          },
        ],
      });
    });

    it("waits for machines that run on, and shows where they are", async () => {
      let looks = 0;
      playMachines(fake, {
        [executionArn("respond")]: () => ({
          status: (looks += 1) > 4 ? "SUCCEEDED" : "RUNNING",
          events: [startedEvent("contain")],
        }),
        [executionArn("contain")]: () =>
          looks > 4
            ? contained
            : {
                ...contained,
                status: "RUNNING",
                events: [enteredEvent("A"), leftEvent("A"), enteredEvent("B")],
              },
      });
      const ran = await contain();
      assert.equal(ran.code, 0, ran.error);
      assert.match(ran.error, new RegExp(`${instance} contain: running\n`));
    });

    it("exits with 1 and names the failed steps when the instance is not contained", async () => {
      const steps = {
        acls: [{ subject: "acl-1", steps: { ipv4: { Error: "NoFreeNumber", Cause: "full" } } }],
      };
      playMachines(fake, {
        [executionArn("respond")]: {
          status: "FAILED",
          error: "ContainmentIncomplete",
          cause: "not everything is contained",
          events: [startedEvent("contain")],
        },
        [executionArn("contain")]: { ...contained, output: { contained: false, steps } },
      });
      const ran = await contain();
      assert.equal(ran.code, 1);
      assert.match(ran.out, /^error {6}ContainmentIncomplete: not everything is contained$/m);
      assert.match(ran.out, new RegExp(`^${instance} {2}NOT CONTAINED$`, "m"));
      assert.match(ran.out, /^ {2}FAILED acls \/ acl-1 \/ steps \/ ipv4: NoFreeNumber: full$/m);
    });

    it("exits with 1 when evidence is incomplete, though the instance is contained", async () => {
      playMachines(fake, {
        [executionArn("respond")]: {
          status: "SUCCEEDED",
          events: [startedEvent("contain"), startedEvent("acquire")],
        },
        [executionArn("contain")]: contained,
        [executionArn("acquire")]: { ...contained, status: "FAILED", output: {}, error: "AcquisitionFailed" },
      });
      const ran = await contain();
      assert.equal(ran.code, 1);
      assert.match(
        ran.out,
        /contained in 4.5 s\n.*\n {2}landing-zone-incident-acquire: failed \(4.5 s\): AcquisitionFailed/,
      );
    });

    it("exits with 3 when somebody must approve, and says how", async () => {
      playMachines(fake, { [executionArn("respond")]: { status: "RUNNING", events: [tokenEvent] } });
      const ran = await contain("--mode", "approve");
      assert.equal(ran.code, 3);
      assert.match(ran.out, /^state {6}waits for approval$/m);
      assert.match(ran.out, /^To approve: npm run incident -- approve --case case-1 --question 1$/m);
    });

    it("exits with 3 when it is not watched to the end", async () => {
      playMachines(fake, { [executionArn("respond")]: { status: "RUNNING" } });
      const ran = await contain("--timeout", "1");
      assert.equal(ran.code, 3);
      assert.match(ran.out, /^state {6}running$/m);
    });

    it("tells what the response alone knows: what was contained before or is protected", async () => {
      const results = [
        { subject: instance, state: "contained", contained: true, seconds: null, error: null },
        {
          subject: "i-0123456789abcdef1",
          state: "protected",
          contained: false,
          seconds: null,
          error: "Protected",
        },
      ];
      playMachines(fake, {
        [executionArn("respond")]: { status: "SUCCEEDED", output: { caseId: "case-1", results } },
      });
      const ran = await contain("--json");
      assert.equal(ran.code, 1);
      assert.deepEqual(json(ran)["subjects"], [
        { subject: instance, contained: true, machines: [] },
        { subject: "i-0123456789abcdef1", contained: false, machines: [] },
      ]);
    });

    it("contains a principal", async () => {
      playMachines(fake, {
        [executionArn("respond")]: { status: "SUCCEEDED", events: [startedEvent("contain-principal")] },
        [executionArn("contain-principal")]: {
          status: "SUCCEEDED",
          input: { caseId: "case-1", principal: { kind: "user", name: "ci" } },
          output: { contained: true },
        },
      });
      const ran = await incident(
        "contain-principal",
        "--account",
        "111122223333",
        "--user-name",
        "ci",
        "--reason",
        "leaked",
      );
      assert.equal(ran.code, 0, ran.error);
      assert.match(ran.out, /^user ci {2}contained$/m);
      const { request } = JSON.parse(String(fake.inputs("StartExecution")[0]?.["input"])) as {
        request: object;
      };
      assert.deepEqual(
        { ...request, triggeredAt: "" },
        {
          ...{
            account: "111122223333",
            region: "eu-central-1",
            caseId: "new",
            reason: "leaked",
            requestedBy: operator,
          },
          ...{
            mode: "contain",
            triggeredAt: "",
            findingId: "",
            autoScaling: "detach",
            sessions: "role",
            acquire: false,
          },
          ...{ instanceIds: [], principal: { kind: "user", name: "ci" } },
        },
      );
    });

    it("does not respond from another account", async () => {
      playMachines(fake, {});
      fake.on("GetCallerIdentity", () => ({
        Account: "999999999999",
        Arn: "arn:aws:iam::999999999999:user/bob",
      }));
      const ran = await contain();
      assert.equal(ran.code, 2);
      assert.match(
        ran.error,
        /You are arn:aws:iam::999999999999:user\/bob, and the forensics account is 444455556666/,
      );
      assert.deepEqual(fake.inputs("StartExecution"), []);
    });
  });

  describe("status and list", () => {
    it("show a case, and how to verify it", async () => {
      playMachines(fake, {});
      fake.on("Query", () => ({ Items: caseItems("contained", true, "contained") }));
      const ran = await incident("status", "--case", "case-1");
      assert.equal(ran.code, 0, ran.error);
      assert.match(ran.out, new RegExp(`^${instance} +contained +yes +4.5 s$`, "m"));
      assert.match(
        ran.out,
        new RegExp(
          "^To verify: npm run case:verify -- --key-id arn:aws:kms:eu-central-1:444455556666:key/1 --region eu-central-1 " +
            `--head 7:${"ab".repeat(32)} s3://evidence/cases/case-1/$`,
          "m",
        ),
      );
    });

    it("exit with 1 when something is not contained, and with 3 when approval is awaited", async () => {
      playMachines(fake, {});
      fake.on("Query", () => ({ Items: caseItems("not-contained", false, "not-contained") }));
      assert.equal((await incident("status", "--case", "case-1")).code, 1);
      fake.on("Query", () => ({ Items: caseItems("awaiting-approval", false, "new") }));
      assert.equal((await incident("status", "--case", "case-1")).code, 3);
    });

    it("refuse a case that there is not", async () => {
      playMachines(fake, {});
      fake.on("Query", () => ({ Items: [] }));
      const ran = await incident("status", "--case", "case-2");
      assert.deepEqual(
        [ran.code, ran.error],
        [2, 'There is no case case-2. "npm run incident -- list" shows those that there are.'],
      );
    });

    it("list every case, and keep hostile text from the terminal", async () => {
      playMachines(fake, {});
      const items = caseItems("contained", true, "contained");
      Object.assign(items[0] ?? {}, { reason: { S: "a\u001b[2Jfinding" } });
      fake.on("Scan", () => ({ Items: items }));
      const ran = await incident("list");
      assert.equal(ran.code, 0, ran.error);
      assert.match(
        ran.out,
        new RegExp(
          `^case-1 +contained +2026-11-24T12:00:00Z +111122223333 +${instance} contained +a\\\\u\\{1b\\}\\[2Jfinding$`,
          "m",
        ),
      );
    });
  });

  describe("release", () => {
    it("starts the release of the parts with what the case knows of the instance", async () => {
      playMachines(
        fake,
        {
          [executionArn("release")]: {
            status: "SUCCEEDED",
            input: { caseId: "case-1", instanceId: instance },
            output: { instanceId: instance, released: true, verified: { groups: true } },
          },
        },
        executionArn("release"),
      );
      fake.on("Query", () => ({ Items: caseItems("contained", true, "contained") }));
      const parts = ["--part", "groups", "--part", "acls"];
      const ran = await incident(
        "release",
        "--case",
        "case-1",
        "--instance",
        instance,
        ...parts,
        "--reason",
        "false alarm",
      );
      assert.equal(ran.code, 0, ran.error);
      const [start] = fake.inputs("StartExecution");
      assert.equal(start?.["stateMachineArn"], `${forensicsArn}:stateMachine:landing-zone-incident-release`);
      assert.deepEqual(JSON.parse(String(start["input"])), {
        caseId: "case-1",
        account: "111122223333",
        region: "eu-central-1",
        instanceId: instance,
        parts: ["groups", "acls"],
        requestedBy: operator,
        reason: "false alarm",
      });
      assert.match(ran.out, new RegExp(`^${instance} {2}released$`, "m"));
    });

    it("exits with 1 when something is not as it was", async () => {
      const release = executionArn("release");
      playMachines(
        fake,
        { [release]: { status: "SUCCEEDED", input: { instanceId: instance }, output: { released: false } } },
        release,
      );
      fake.on("Query", () => ({ Items: caseItems("contained", true, "contained") }));
      const ran = await incident("release", "--case", "case-1", "--instance", instance, "--reason", "x");
      assert.equal(ran.code, 1);
      assert.match(ran.out, /NOT RELEASED/);
    });

    it("refuses an instance of another case", async () => {
      playMachines(fake, {});
      fake.on("Query", () => ({ Items: caseItems("contained", true, "contained") }));
      const ran = await incident("release", "--case", "case-1", "--instance", "i-00000000", "--reason", "x");
      assert.deepEqual([ran.code, ran.error], [2, `--instance i-00000000: the case case-1 has ${instance}.`]);
    });
  });

  describe("close", () => {
    const record = executionArn("record");
    const closable = (at: string, isContained: boolean) => {
      playMachines(fake, { [record]: { status: "SUCCEEDED", output: { lastSequence: 8 } } }, record);
      fake.on("Query", () => ({ Items: caseItems("contained", isContained, at) }));
      fake.on("UpdateItem", () => ({}));
      fake.on("DeleteItem", () => ({}));
    };

    it("ends the log, frees the instance and keeps the legal hold", async () => {
      closable("released", false);
      const ran = await incident("close", "--case", "case-1", "--reason", "done");
      assert.equal(ran.code, 0, ran.error);
      assert.equal(ran.out, "case-1 is closed; the legal hold of its evidence stays.");
      assert.deepEqual(JSON.parse(String(fake.inputs("StartExecution")[0]?.["input"])), {
        caseId: "case-1",
        actor: operator,
        entries: [{ step: "close", subject: "case-1", details: { reason: "done", legalHold: "stays" } }],
      });
      assert.deepEqual(fake.inputs("DeleteItem")[0]?.["Key"], {
        pk: { S: `instance#111122223333#eu-central-1#${instance}` },
        sk: { S: "open" },
      });
    });

    it("lifts the legal hold of every object when told to", async () => {
      closable("released", false);
      for (const path of ["custody/1.json", "a", "b", "c"]) bucket.put(`cases/case-1/${path}`, "x", "v");
      const ran = await incident(
        "close",
        "--case",
        "case-1",
        "--reason",
        "done",
        "--lift-legal-hold",
        "--json",
      );
      assert.deepEqual(json(ran), {
        caseId: "case-1",
        closed: true,
        legalHoldLifted: true,
        objects: 4,
        failures: [],
      });
      assert.deepEqual(
        bucket.holds,
        ["a", "b", "c", "custody/1.json"].map((path) => `cases/case-1/${path} OFF`),
      );
    });

    /** Closes the case, checks that its log names what stays contained, and that these claims are given up. */
    async function closesLeaving(flag: string, left: string, claims: readonly string[]): Promise<void> {
      const ran = await incident("close", "--case", "case-1", "--reason", "done", flag);
      assert.equal(ran.code, 0, ran.error + ran.out);
      const { entries } = JSON.parse(String(fake.inputs("StartExecution")[0]?.["input"])) as {
        entries: { details: object }[];
      };
      assert.deepEqual(entries[0]?.details, { reason: "done", legalHold: "stays", leftContained: [left] });
      assert.deepEqual(
        fake.inputs("DeleteItem").map(({ Key }) => (Key as { pk: { S: string } }).pk.S),
        claims,
      );
    }

    it("does not close a case with a contained instance, unless it is to stay so", async () => {
      closable("contained", true);
      const ran = await incident("close", "--case", "case-1", "--reason", "done");
      assert.equal(ran.code, 1);
      assert.match(
        ran.out,
        new RegExp(
          `^case-1 is not closed:\n {2}${instance} is contained: release it first, or leave it so for good with --leave-instances$`,
        ),
      );
      assert.deepEqual(fake.inputs("StartExecution"), []);
      const principals = await incident(
        "close",
        "--case",
        "case-1",
        "--reason",
        "done",
        "--leave-principals",
      );
      assert.deepEqual([principals.code, principals.out], [1, ran.out]);
    });

    it("says in the log which instances stay contained, and lets them be in another case", async () => {
      closable("contained", true);
      await closesLeaving("--leave-instances", instance, [`instance#111122223333#eu-central-1#${instance}`]);
    });

    const withPrincipal = (status: string) => {
      closable("released", false);
      fake.on("Query", () => ({
        Items: [...caseItems("contained", false, "released"), principalItem("user:ci", status)],
      }));
    };

    it("does not close a case with a contained principal, unless it is to stay so", async () => {
      withPrincipal("contained");
      const ran = await incident("close", "--case", "case-1", "--reason", "done");
      assert.equal(ran.code, 1);
      assert.equal(
        ran.out,
        "case-1 is not closed:\n  user:ci is contained: release it first, or leave it so for good with --leave-principals",
      );
      assert.deepEqual(fake.inputs("StartExecution"), []);
    });

    it("says in the log which principals stay contained, and lets them be in another case", async () => {
      withPrincipal("contained");
      await closesLeaving("--leave-principals", "user:ci", [
        `instance#111122223333#eu-central-1#${instance}`,
        "principal#111122223333#eu-central-1#user:ci",
      ]);
    });

    it("closes a case whose principals are released", async () => {
      withPrincipal("released");
      const ran = await incident("close", "--case", "case-1", "--reason", "done");
      assert.equal(ran.code, 0, ran.error + ran.out);
    });

    it("does not close a case whose end is not recorded", async () => {
      closable("released", false);
      playMachines(
        fake,
        { [record]: { status: "FAILED", error: "CustodyAppendFailed", cause: "S3" } },
        record,
      );
      const ran = await incident("close", "--case", "case-1", "--reason", "done");
      assert.equal(ran.code, 1);
      assert.match(
        ran.error,
        /case-1 is not closed: landing-zone-incident-record ended as FAILED CustodyAppendFailed S3/,
      );
      assert.deepEqual(fake.inputs("UpdateItem"), []);
    });
  });
});
