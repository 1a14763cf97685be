import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { actions, job, named, read, root, workflows, workflowSteps } from "./workflowFiles";

const steps = workflowSteps();

describe("The workflows", () => {
  it("are these", () => {
    assert.deepEqual(
      [...workflows, ...actions].map(([file]) => file),
      [
        ".github/workflows/deploy-stacks.yml",
        ".github/workflows/deploy.yml",
        ".github/workflows/preview.yml",
        ".github/workflows/readiness.yml",
        ".github/workflows/test.yml",
        ".github/actions/prepare/action.yml",
        ".github/actions/preview/action.yml",
        ".github/actions/stacks/action.yml",
      ],
    );
  });

  it("use other people's actions at a fixed commit, and say which version that is", () => {
    const foreign = [
      ...new Set(steps.flatMap(({ uses }) => (uses?.startsWith("./") === false ? [uses] : []))),
    ];
    assert.equal(foreign.length, 5);
    const text = [...workflows, ...actions].map(([file]) => read(file)).join("\n");
    for (const uses of foreign) {
      assert.match(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      const lines = text.split("\n").filter((line) => line.includes(uses));
      for (const line of lines) assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("use own actions and workflows that exist", () => {
    const own = steps.flatMap(({ uses }) => (uses?.startsWith("./") === true ? [uses] : []));
    assert(own.length > 0);
    for (const uses of own) {
      assert(existsSync(join(root, uses.endsWith(".yml") ? uses : `${uses}/action.yml`)), uses);
    }
  });

  it("may read the repository only; jobs that take a role may ask for a token, and nothing more", () => {
    for (const [file, { permissions: granted, jobs }] of workflows) {
      assert.deepEqual(granted, { contents: "read" }, file);
      for (const [name, one] of Object.entries(jobs)) {
        const takesRole = one.steps.some(({ uses }) => uses === "./.github/actions/prepare");
        const isDelegated = one.uses === "./.github/workflows/deploy-stacks.yml";
        assert.deepEqual(
          one.permissions,
          takesRole || isDelegated ? { contents: "read", "id-token": "write" } : undefined,
          `${file} ${name}`,
        );
      }
    }
  });

  it("know no secret and no stored key", () => {
    for (const [file] of [...workflows, ...actions]) {
      assert.doesNotMatch(
        read(file),
        /secrets\.|aws-access-key-id|aws-secret-access-key|PULUMI_ACCESS_TOKEN/,
        file,
      );
    }
  });

  it("put no expression into a script, where its value could be run", () => {
    const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    assert(scripts.length > 0);
    for (const script of scripts) assert.doesNotMatch(script, /\$\{\{/);
  });

  it("run nothing with a role for the pull request of a fork", () => {
    const preview = named("preview");
    assert.match(
      String(preview.jobs["stacks"]?.["if"]),
      /github\.event\.pull_request\.head\.repo\.full_name == github\.repository/,
    );
    assert.equal(preview.jobs["preview"]?.["needs"], "stacks");
    for (const [file, { on }] of workflows) {
      assert(!JSON.stringify(on).includes("pull_request_target"), file);
    }
  });

  it("deploy one at a time, forensics first, and preview before each update", () => {
    const deploy = named("deploy");
    assert.deepEqual(deploy["concurrency"], { group: "deploy", "cancel-in-progress": false });
    assert.deepEqual(deploy.jobs["workload"]?.["needs"], ["stacks", "forensics"]);
    const stack = job.parse(named("deploy-stacks").jobs["deploy"]);
    const order = stack.steps.map(({ uses, run = "" }) => uses ?? run.slice(0, run.indexOf(" --")));
    assert.deepEqual(order.slice(1), ["./.github/actions/prepare", "./.github/actions/preview", "pulumi up"]);
    assert.match(stack.steps.at(-1)?.run ?? "", /--skip-preview .*--policy-pack /);
    assert.equal(stack["needs"], "preview");
    assert.equal(stack["environment"], "${{ matrix.stack }}");
  });
});
