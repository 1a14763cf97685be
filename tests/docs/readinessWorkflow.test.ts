import { execa } from "execa";
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { workflowStacks } from "../../bootstrap/stacks";
import { loadStackFile } from "../../config/load";
import { job, named, read, root } from "./workflowFiles";

const workflow = named("readiness");
const check = job.parse(workflow.jobs["check"]);
const step = (id: string) => check.steps.find((one) => one["id"] === id);

/** Stands for npm: tells how it was called, prints a table and an error, and ends as it is told. */
const npm = `#!/bin/sh
echo "$@" >> "$CALLS"
echo "the table"
echo "the error" >&2
exit "$CODE"
`;

describe("The workflow of readiness", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "landing-zone-workflow-"));
    writeFileSync(join(folder, "npm"), npm);
    chmodSync(join(folder, "npm"), 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a step's script as the runner does with `shell: bash`. */
  async function run(script: string, environment: Readonly<Record<string, string>>) {
    const files = { CALLS: join(folder, "calls"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    const { exitCode, stdout } = await execa(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      {
        env: { ...files, ...environment, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` },
        reject: false,
      },
    );
    return { exitCode, stdout, text: (name: keyof typeof files) => readFileSync(files[name], "utf8") };
  }

  const stack = { ACCOUNT: "111122223333", REGION: "eu-central-1", FINDINGS: "" };
  const script = step("check")?.run ?? "";

  for (const code of [0, 1, 2]) {
    it(`ends as the check does (${code}), with table and error in log and summary`, async () => {
      const ran = await run(script, { ...stack, CODE: String(code) });
      assert.equal(ran.exitCode, code);
      assert.equal(ran.stdout, "the table\nthe error");
      assert.equal(ran.text("GITHUB_STEP_SUMMARY"), "~~~~text\nthe table\nthe error\n~~~~\n");
    });
  }

  it("sends findings, unless the repository says that there is no Security Hub", async () => {
    const command = "run --silent readiness -- --account 111122223333 --region eu-central-1";
    assert.equal((await run(script, { ...stack, CODE: "0" })).text("CALLS"), `${command} --findings\n`);
    rmSync(join(folder, "calls"));
    const without = await run(script, { ...stack, FINDINGS: "off", CODE: "0" });
    assert.equal(without.text("CALLS"), `${command}\n`);
    assert.deepEqual(step("check")?.["shell"], "bash");
  });

  it("takes the role that checks readiness, and says what to do when it can't", async () => {
    assert.deepEqual(step("prepare")?.["with"], {
      role: "${{ matrix.readinessRole }}",
      region: "${{ matrix.region }}",
    });
    const [told] = check.steps.filter(({ if: when }) =>
      String(when).includes("steps.prepare.outcome == 'failure'"),
    );
    const ROLE = "arn:aws:iam::111122223333:role/landing-zone-readiness";
    const { stdout } = await run(told?.run ?? "", { ...stack, ROLE, CODE: "0" });
    assert.match(stdout, /^::error title=Readiness of 111122223333 is not known::[^\n]+$/);
    assert(stdout.includes(ROLE) && stdout.includes("bootstrap/account.yaml"), stdout);
  });

  it("tells that the accounts are not prepared, instead of ending without a word", async () => {
    const unprepared = job.parse(workflow.jobs["unprepared"]);
    assert.equal(unprepared["if"], "vars.PULUMI_BACKEND_URL == ''");
    assert.equal(workflow.jobs["stacks"]?.["if"], "vars.PULUMI_BACKEND_URL != ''");
    const { stdout } = await run(unprepared.steps[0]?.run ?? "", { CODE: "0" });
    assert.match(stdout, /^::warning title=Readiness is not checked::[^\n]+PULUMI_BACKEND_URL[^\n]+$/);
  });

  it("does not start without a workload, as an empty matrix is an error", () => {
    assert.equal(check["if"], "needs.stacks.outputs.workload != '[]'");
  });
});

describe("The matrix of a workflow", () => {
  it("has what the jobs take from it", () => {
    const [known] = workflowStacks([loadStackFile(join(root, "Pulumi.prod.yaml"))]).all;
    for (const name of ["preview", "deploy-stacks", "readiness"]) {
      const taken = [...read(`.github/workflows/${name}.yml`).matchAll(/matrix\.(\w+)/g)];
      assert(taken.length > 0, name);
      for (const [, key = ""] of taken) assert(Object.hasOwn(known ?? {}, key), `${name}: ${key}`);
    }
  });
});
