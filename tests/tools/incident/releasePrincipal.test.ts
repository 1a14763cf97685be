import assert from "node:assert/strict";
import { FakeError, suiteFake } from "../../support/fakeAws";
import { FakeBucket } from "../../support/fakeBucket";
import { runHere, type Ran } from "./cli";
import {
  caseItems,
  executionArn,
  forensicsArn,
  operator,
  playMachines,
  principalItem,
  tokenEvent,
  type FakeExecution,
} from "./fakeAccount";

describe("npm run incident -- release-principal", function () {
  this.timeout(30_000);
  const bucket = new FakeBucket("evidence");
  const fake = suiteFake(bucket.answer);
  const arn = executionArn("release-principal");

  beforeEach(() => {
    fake.reset();
    bucket.clear();
    play({ status: "SUCCEEDED", output: { released: true, verified: { keys: null, policy: true } } });
  });

  function play(execution: FakeExecution, status = "contained"): void {
    const principal = { kind: "user", name: "ci" };
    playMachines(fake, { [arn]: { input: { caseId: "case-1", principal }, ...execution } }, arn);
    fake.on("Query", () => ({
      Items: [...caseItems(status, true, "contained"), principalItem("user:ci"), principalItem("role:web")],
    }));
  }

  const release = (...args: string[]): Promise<Ran> =>
    runHere([
      "release-principal",
      ...["--case", "case-1", "--reason", "keys replaced", "--endpoint", fake.endpoint],
      ...args,
    ]);
  const started = (): Record<string, unknown> =>
    JSON.parse(String(fake.inputs("StartExecution")[0]?.["input"])) as Record<string, unknown>;

  it("starts the release with what the case knows of the principal, without its keys", async () => {
    const ran = await release("--user-name", "ci");
    assert.equal(ran.code, 0, ran.error);
    assert.equal(
      fake.inputs("StartExecution")[0]?.["stateMachineArn"],
      `${forensicsArn}:stateMachine:landing-zone-incident-release-principal`,
    );
    assert.deepEqual(started(), {
      caseId: "case-1",
      account: "111122223333",
      region: "eu-central-1",
      principal: { kind: "user", name: "ci" },
      parts: ["all"],
      requestedBy: operator,
      reason: "keys replaced",
    });
    assert.match(ran.out, /^user ci {2}released$/m);
  });

  for (const [parts, expected] of [
    [
      ["all", "keys"],
      ["all", "keys"],
    ],
    [["keys"], ["keys"]],
    [
      ["policy", "keys"],
      ["policy", "keys"],
    ],
  ] as const) {
    it(`releases what is named: ${parts.join(", ")}`, async () => {
      const ran = await release("--user-name", "ci", ...parts.flatMap((part) => ["--part", part]));
      assert.equal(ran.code, 0, ran.error);
      assert.deepEqual(started()["parts"], expected);
    });
  }

  it("exits with 3 while somebody must approve, and says how", async () => {
    play({ status: "RUNNING", events: [tokenEvent] });
    const ran = await release("--user-name", "ci");
    assert.equal(ran.code, 3);
    assert.match(ran.out, /^To approve: npm run incident -- approve --case case-1 --question 1$/m);
  });

  it("exits with 1 when something is not as it was, and tells it", async () => {
    const failure = { Error: "KeysNotAnnounced", Cause: "Ask again." };
    play({
      status: "SUCCEEDED",
      output: { released: false, steps: { policy: { steps: { policy: failure } } } },
    });
    const ran = await release("--user-name", "ci", "--json");
    assert.equal(ran.code, 1);
    const { subjects } = JSON.parse(ran.out) as { subjects: object[] };
    assert.deepEqual(subjects, [
      {
        subject: "user ci",
        released: false,
        steps: { policy: { steps: { policy: failure } } },
        machines: [{ machine: "landing-zone-incident-release-principal", status: "SUCCEEDED", seconds: 4.5 }],
      },
    ]);
    assert.match(
      (await release("--user-name", "ci")).out,
      /FAILED policy \/ steps \/ policy: KeysNotAnnounced/,
    );
  });

  it("refuses a principal of another case", async () => {
    const ran = await release("--role-name", "ci");
    assert.equal(ran.code, 2);
    assert.match(ran.error, /^--role-name ci: the case case-1 has i-0123456789abcdef0, user:ci, role:web\.$/);
  });

  it("refuses what belongs to a closed case, whose log has its end", async () => {
    play({ status: "SUCCEEDED" }, "closed");
    const ran = await release("--user-name", "ci");
    assert.equal(ran.code, 2);
    assert.match(
      ran.error,
      /it is closed, .* its inline policy landing-zone-incident-case-1, which is now deleted by hand/,
    );
    assert.deepEqual(fake.inputs("StartExecution"), []);
  });

  describe("with --dry-run", () => {
    const contained = (hoursAgo: number, kind = "user-ci") => {
      const capturedAt = new Date(Date.now() - hoursAgo * 3600_000).toISOString();
      const keys = ["AKIA1 Active", "AKIA2 Inactive", "AKIA3 Active"].map((each) => {
        const [AccessKeyId, Status] = each.split(" ");
        return { AccessKeyId, Status };
      });
      const state = { capturedAt, keys: kind === "user-ci" ? keys : [], attachedPolicies: [] };
      bucket.put(`cases/case-1/${kind}/before.json`, JSON.stringify(state), "v");
      return capturedAt;
    };
    const dryRun = (...args: string[]) => release("--dry-run", ...args);

    beforeEach(() => {
      fake.on("AssumeRole", () => ({
        Credentials: {
          AccessKeyId: "ASIA",
          SecretAccessKey: "secret",
          SessionToken: "token",
          Expiration: "2099-01-01T00:00:00Z",
        },
      }));
      fake.on("ListAccessKeys", () => ({
        AccessKeyMetadata: {
          member: [
            { AccessKeyId: "AKIA1", Status: "Inactive" },
            { AccessKeyId: "AKIA2", Status: "Inactive" },
            { AccessKeyId: "AKIA4", Status: "Active" },
          ],
        },
      }));
      fake.on("GetUserPolicy", () => ({ PolicyName: "landing-zone-incident-case-1", PolicyDocument: "{}" }));
      fake.on("GetRolePolicy", () => ({ PolicyName: "landing-zone-incident-case-1", PolicyDocument: "{}" }));
      fake.on("GetRole", () => ({ Role: { RoleName: "web", MaxSessionDuration: 43200 } }));
    });

    it("prints what would change, and of what somebody should know", async () => {
      const capturedAt = contained(30);
      const until = new Date(Date.parse(capturedAt) + 36 * 3600_000).toISOString();
      const ran = await dryRun("--user-name", "ci", "--part", "all", "--part", "keys");
      assert.equal(ran.code, 0, ran.error);
      assert.deepEqual(ran.out.split("\n"), [
        "user ci: 2 changes, none of them made",
        "  AKIA1  access key from inactive to active",
        "  user ci  delete the inline policy landing-zone-incident-case-1",
        "  WARNING AKIA3 is gone: it stays so",
        "  WARNING AKIA4 is active already, and works again when the policy is gone",
        `  WARNING sessions begun before ${capturedAt} work again when the policy is gone, until ${until} at the latest`,
        "These changes wait until somebody approves.",
        "Nothing was changed and nothing was started.",
      ]);
      assert.deepEqual(fake.inputs("StartExecution"), []);
    });

    it("makes no key active that was not named", async () => {
      contained(40);
      const ran = await dryRun("--user-name", "ci");
      assert.deepEqual(ran.out.split("\n").slice(0, 3), [
        "user ci: 1 changes, none of them made",
        "  user ci  delete the inline policy landing-zone-incident-case-1",
        "  WARNING AKIA4 is active already, and works again when the policy is gone",
      ]);
      assert.doesNotMatch(ran.out, /sessions begun/);
    });

    it("warns of a role's sessions as long as one may last", async () => {
      contained(11, "role-web");
      assert.match((await dryRun("--role-name", "web")).out, /WARNING sessions begun before/);
      contained(13, "role-web");
      assert.doesNotMatch((await dryRun("--role-name", "web")).out, /WARNING/);
    });

    it("finds nothing to do where the policy is gone", async () => {
      contained(1);
      fake.on("GetUserPolicy", () => {
        throw new FakeError("NoSuchEntity");
      });
      assert.match((await dryRun("--user-name", "ci")).out, /^user ci: 0 changes, none of them made\nThese/);
    });

    it("prints it as one object, and looks as the machine does that releases", async () => {
      contained(40);
      const ran = await dryRun("--user-name", "ci", "--json");
      const { previews } = JSON.parse(ran.out) as { previews: { subject: string }[] };
      assert.deepEqual(
        previews.map(({ subject }) => subject),
        ["user ci"],
      );
      assert.equal(
        fake.inputs("AssumeRole")[0]?.["ExternalId"],
        `${forensicsArn}:stateMachine:landing-zone-incident-release-principal`,
      );
    });

    it("says what it lacks when the state before can't be read", async () => {
      const ran = await dryRun("--user-name", "ci");
      assert.equal(ran.code, 1);
      assert.match(
        ran.error,
        /^s3:\/\/evidence\/cases\/case-1\/user-ci\/before.json can't be read, .*\nIt needs s3:GetObject and kms:Decrypt/,
      );
    });
  });
});
