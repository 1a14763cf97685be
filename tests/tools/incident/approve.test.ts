import assert from "node:assert/strict";
import { FakeError, suiteFake } from "../../support/fakeAws";
import { runHere, type Ran } from "./cli";
import {
  caseItems,
  executionArn,
  instance,
  operator,
  playMachines,
  questionItem,
  startedEvent,
  type FakeExecution,
} from "./fakeAccount";

const contained: FakeExecution = {
  status: "SUCCEEDED",
  input: { caseId: "case-1", instanceId: instance },
  output: { instanceId: instance, contained: true, seconds: 4.5 },
};

const waits: FakeExecution = { status: "RUNNING", input: { caseId: "case-1" } };

/** Waits when it is asked first, and has gone on when it is asked again. */
function waitsAndThen(then: FakeExecution): () => FakeExecution {
  let looks = 0;
  // Each look asks twice: what it is, and for its history.
  return () => (looks++ < 2 ? waits : then);
}

describe("npm run incident -- approve", function () {
  this.timeout(30_000);
  const fake = suiteFake();
  beforeEach(() => {
    fake.reset();
  });
  const incident = (...args: string[]): Promise<Ran> => runHere([...args, "--endpoint", fake.endpoint]);
  const approve = (...args: string[]) => incident("approve", "--case", "case-1", ...args);

  /** A case with questions. */
  const asking = (executions: Readonly<Record<string, FakeExecution | (() => FakeExecution)>>) => {
    playMachines(fake, executions);
    const items = Object.keys(executions).flatMap((arn) => {
      const [, machine = "", name = ""] = /landing-zone-incident-([\w-]+):(.+)$/.exec(arn) ?? [];
      return machine === "contain" ? [] : [questionItem(machine as "respond" | "release", name)];
    });
    fake.on("Query", () => ({ Items: [...caseItems("contained", true, "contained"), ...items] }));
    fake.on("SendTaskSuccess", () => ({}));
    fake.on("SendTaskFailure", () => ({}));
  };
  const response = () => {
    asking({
      [executionArn("respond")]: waitsAndThen({ status: "SUCCEEDED", events: [startedEvent("contain")] }),
      [executionArn("contain")]: contained,
    });
  };
  const answer = () => {
    const [sent] = fake.inputs("SendTaskSuccess");
    const { at, ...output } = JSON.parse(String(sent?.["output"])) as Record<string, unknown>;
    assert.ok(!Number.isNaN(Date.parse(String(at))));
    return [sent?.["taskToken"], output];
  };

  it("sends the token back with who approves, and follows what comes of it", async () => {
    response();
    const ran = await approve();
    assert.equal(ran.code, 0, ran.error);
    assert.deepEqual(answer(), ["token-1", { approved: true, by: operator, reason: "" }]);
    assert.match(ran.out, /contained in 4.5 s/);
  });

  it("sends a refusal with its reason", async () => {
    response();
    const ran = await approve("--refuse", "--reason", "a test");
    assert.equal(ran.code, 0, ran.error);
    assert.deepEqual(answer(), ["token-1", { approved: false, by: operator, reason: "a test" }]);
    assert.equal(ran.out, `case-1: refused by ${operator}: respond something`);
  });

  it("refuses a release by failing its task, which knows no other refusal", async () => {
    asking({ [executionArn("release")]: waits });
    const ran = await approve("--refuse", "--reason", "not yet");
    assert.equal(ran.code, 0, ran.error);
    assert.deepEqual(fake.inputs("SendTaskSuccess"), []);
    const [sent] = fake.inputs("SendTaskFailure");
    assert.deepEqual([sent?.["taskToken"], sent?.["error"]], ["token-1", "ApprovalRefused"]);
    assert.match(String(sent?.["cause"]), /"approved":false,.*"reason":"not yet"/);
  });

  it("exits with 1 when nobody waits any more", async () => {
    response();
    fake.on("SendTaskSuccess", () => {
      throw new FakeError("TaskTimedOut");
    });
    const ran = await approve();
    assert.equal(ran.code, 1);
    assert.match(ran.error, /This does not wait for approval any more \(case case-1\)/);
  });

  it("passes over what an aborted execution left behind", async () => {
    asking({ [executionArn("release")]: { status: "ABORTED" } });
    const ran = await approve();
    assert.deepEqual([ran.code, ran.error], [1, "Nothing of the case case-1 waits for approval."]);
  });

  describe("when an instance and a principal of one case are to be released", () => {
    const both = () => {
      asking({
        [executionArn("release", "first")]: waits,
        [executionArn("release-principal", "second")]: waitsAndThen({
          status: "SUCCEEDED",
          input: { caseId: "case-1", principal: { kind: "role", name: "web" } },
          output: { released: true },
        }),
      });
    };

    it("asks which is meant, and answers none", async () => {
      both();
      const ran = await approve();
      assert.deepEqual(
        [ran.code, ran.error.split("\n")],
        [
          2,
          [
            "Several things of the case case-1 wait for approval. Name one:",
            "  --question first  release something",
            "  --question second  release-principal something",
          ],
        ],
      );
      assert.deepEqual(fake.inputs("SendTaskSuccess"), []);
    });

    it("answers the one that is named", async () => {
      both();
      const ran = await approve("--question", "second");
      assert.equal(ran.code, 0, ran.error);
      assert.equal(answer()[0], "token-second");
      assert.match(ran.out, /^role web {2}released$/m);
    });

    it("answers none when another one is named, even if a single one is left", async () => {
      asking({ [executionArn("release", "first")]: waits });
      const ran = await approve("--question", "second");
      assert.equal(ran.code, 2);
      assert.match(
        ran.error,
        /^--question second: this does not wait for approval\. What does:\n {2}--question first/,
      );
      assert.deepEqual(fake.inputs("SendTaskSuccess"), []);
    });

    it("tells programs what waits, and nobody the tokens", async () => {
      both();
      const ran = await incident("status", "--case", "case-1", "--json");
      const { questions } = JSON.parse(ran.out) as { questions: { question: string; wants: string }[] };
      assert.deepEqual(
        questions.map(({ question, wants }) => [question, wants]),
        [
          ["first", "release something"],
          ["second", "release-principal something"],
        ],
      );
      assert.doesNotMatch(ran.out, /token-/);
      fake.on("Scan", () => ({
        Items: [...caseItems("contained", true, "contained"), questionItem("release", "first")],
      }));
      assert.doesNotMatch((await incident("list", "--json")).out, /token-/);
    });

    it("shows both, and how to answer each", async () => {
      both();
      const ran = await incident("status", "--case", "case-1");
      assert.equal(ran.code, 3, ran.error);
      assert.match(
        ran.out,
        /^waits {4}release something\n.*\nTo approve: npm run incident -- approve --case case-1 --question first$/m,
      );
      assert.match(ran.out, /^To approve: npm run incident -- approve --case case-1 --question second$/m);
    });
  });
});
