import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forensicsAccountIn, assertServed } from "../../../tools/incident/forensicsAccount";
import {
  checkedInstanceRequest,
  checkedPrincipalReleaseInput,
  checkedPrincipalRequest,
  checkedReleaseInput,
} from "../../../tools/incident/request";
import { runHere, runTool } from "./cli";

const instance = "i-0123456789abcdef0";

const request = {
  account: "111122223333",
  region: "eu-central-1",
  instanceIds: [instance],
  principal: "",
  caseId: "new",
  reason: "a finding",
  requestedBy: "arn:aws:iam::444455556666:user/operator",
  mode: "contain",
  triggeredAt: "2026-11-24T12:00:00.000Z",
  findingId: "",
  autoScaling: "detach",
  sessions: "role",
  acquire: true,
};

describe("a request", () => {
  it("is accepted with every field that the machine expects", () => {
    assert.deepEqual(checkedInstanceRequest(request), request);
  });

  it("may be about a role or a user", () => {
    const asked = { ...request, instanceIds: [], principal: { kind: "user", name: "ci@example.com" } };
    assert.deepEqual(checkedPrincipalRequest(asked), asked);
  });

  const refused: readonly [title: string, change: object, error: RegExp][] = [
    ["an account that is none", { account: "1" }, /^--account "1": an account id has 12 digits$/],
    ["no instance", { instanceIds: [] }, /^--instance \[\]: at least one instance$/],
    [
      "an instance twice",
      { instanceIds: [instance, instance] },
      /^--instance \["i-0123456789abcdef0","i-0123456789abcdef0"\]: each instance once$/,
    ],
    [
      "an instance id of the wrong length",
      { instanceIds: ["i-012345678"] },
      /^--instance "i-012345678": an instance id is i- and 8 or 17 hexadecimal digits$/,
    ],
    [
      "a case that leads elsewhere",
      { caseId: "case-a/../b" },
      /^--case "case-a\/\.\.\/b": a case is "new" or its id/,
    ],
    ["an empty reason", { reason: "  " }, /^--reason " {2}": say why/],
    ["a reason that is too long", { reason: "x".repeat(1001) }, /a reason has at most 1000 characters$/],
    ["a mode that is none", { mode: "now" }, /^--mode "now": /],
    [
      "a time that is none",
      { triggeredAt: "yesterday" },
      /^--triggered-at "yesterday": a time is written like/,
    ],
    ["a field that is none", { force: true }, /force/],
  ];
  for (const [title, change, error] of refused) {
    it(`is refused with ${title}`, () => {
      assert.throws(() => checkedInstanceRequest({ ...request, ...change }), {
        name: "UsageError",
        message: error,
      });
    });
  }

  it("is refused with every mistake at once", () => {
    assert.throws(() => checkedInstanceRequest({ ...request, account: "1", mode: "x" }), {
      message: /^--account "1".*\n--mode "x"/,
    });
  });

  it("is refused with the ARN of a principal", () => {
    const asked = { ...request, instanceIds: [], principal: { kind: "role", name: "arn:aws:iam::1:role/a" } };
    assert.throws(() => checkedPrincipalRequest(asked), /given by its name, not its ARN/);
  });
});

describe("the input of a release", () => {
  const input = {
    caseId: "case-1",
    account: "111122223333",
    region: "eu-central-1",
    instanceId: instance,
    parts: ["groups", "acls"],
    requestedBy: "arn:aws:iam::444455556666:user/operator",
    reason: "a false alarm",
  };

  it("may name parts", () => {
    assert.deepEqual(checkedReleaseInput(input), input);
  });

  it("has all parts or some, not both", () => {
    assert.throws(() => checkedReleaseInput({ ...input, parts: ["all", "acls"] }), /"all" stands alone/);
  });

  it("is about a case that there is already", () => {
    assert.throws(() => checkedReleaseInput({ ...input, caseId: "new" }), /starts with case-/);
  });
});

describe("the input of a principal's release", () => {
  const input = {
    caseId: "case-1",
    account: "111122223333",
    region: "eu-central-1",
    principal: { kind: "user", name: "ci" },
    parts: ["all", "keys"],
    requestedBy: "arn:aws:iam::444455556666:user/operator",
    reason: "a false alarm",
  };

  it("may name the keys beside all", () => {
    assert.deepEqual(checkedPrincipalReleaseInput(input), input);
  });

  const refused: readonly [title: string, change: object, error: RegExp][] = [
    ["a part twice", { parts: ["keys", "keys"] }, /^--part \["keys","keys"\]: each part once$/],
    [
      "the policy twice",
      { parts: ["all", "policy"] },
      /^--part \["all","policy"\]: "all" holds "policy" already$/,
    ],
    ["no part", { parts: [] }, /^--part \[\]: /],
    [
      "keys of a role",
      { principal: { kind: "role", name: "web" } },
      /^--part \["all","keys"\]: a role has no access keys$/,
    ],
    [
      "no principal",
      { principal: undefined },
      /^--role-name or --user-name nothing: name either a role or a user$/,
    ],
  ];
  for (const [title, change, error] of refused) {
    it(`is refused with ${title}`, () => {
      assert.throws(() => checkedPrincipalReleaseInput({ ...input, ...change }), {
        name: "UsageError",
        message: error,
      });
    });
  }
});

describe("the forensics account", () => {
  const folder = mkdtempSync(join(tmpdir(), "landing-zone-config-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name: string, account: string, more = "") => {
    const text = `config:
  landing-zone:kind: forensics
  landing-zone:account: "${account}"
  landing-zone:region: eu-central-1
  landing-zone:network: { cidr: 10.99.0.0/20, availabilityZones: [eu-central-1a, eu-central-1b] }
  landing-zone:workloadAccounts: ["111122223333"]
${more}`;
    writeFileSync(join(folder, `Pulumi.${name}.yaml`), text);
  };

  it("is found in the stacks' files", () => {
    file("forensics", "444455556666", "  landing-zone:deployment: { roleName: deployer }\n");
    assert.deepEqual(forensicsAccountIn(folder), {
      id: "444455556666",
      region: "eu-central-1",
      workloadAccounts: ["111122223333"],
      roleName: "deployer",
      stack: "forensics",
    });
  });

  it("responds in its workload accounts only", () => {
    const account = forensicsAccountIn(folder);
    assertServed(account, "111122223333");
    assert.throws(() => {
      assertServed(account, "999999999999");
    }, /--account 999999999999: the forensics account 444455556666 responds in 111122223333 only/);
  });

  it("is named where there are several", () => {
    file("other", "777788889999");
    assert.throws(
      () => forensicsAccountIn(folder),
      /several forensics accounts: forensics, other\. Name one with --stack/,
    );
    assert.equal(forensicsAccountIn(folder, "other").id, "777788889999");
    assert.throws(
      () => forensicsAccountIn(folder, "prod"),
      /no stack prod of the kind forensics, only forensics, other/,
    );
  });

  it("must be there", () => {
    const empty = mkdtempSync(join(folder, "empty-"));
    assert.throws(
      () => forensicsAccountIn(empty),
      /No Pulumi\.<stack>\.yaml .* Give their folder with --config/,
    );
    assert.throws(() => forensicsAccountIn(join(empty, "none")), /--config .*none can't be read/);
  });
});

describe("npm run incident", function () {
  this.timeout(30_000);
  const ofInstance = ["contain", "--account", "111122223333", "--instance", instance, "--reason", "x"];
  const refused: readonly [title: string, args: string[], error: RegExp][] = [
    ["no command", [], /Usage: incident/],
    ["an unknown command", ["destroy"], /unknown command 'destroy'/],
    [
      "a containment without an account",
      ["contain", "--instance", instance, "--reason", "x"],
      /^--account is missing/,
    ],
    [
      "a containment without a reason",
      ["contain", "--account", "111122223333", "--instance", instance],
      /^--reason is missing: why/,
    ],
    ["a mode that is none", [...ofInstance, "--mode", "now"], /Allowed choices are contain, approve, notify/],
    [
      "an account that is not served",
      ["contain", "--account", "999999999999", "--instance", instance, "--reason", "x"],
      /responds in 111122223333 only/,
    ],
    [
      "a role and a user at once",
      [
        "contain-principal",
        "--account",
        "111122223333",
        "--role-name",
        "a",
        "--user-name",
        "b",
        "--reason",
        "x",
      ],
      /name either a role or a user/,
    ],
    ["a status of no case", ["status"], /^--case is missing/],
    [
      "a refusal without a reason",
      ["approve", "--case", "case-1", "--refuse"],
      /^--reason is missing: say why you refuse/,
    ],
    ["a part that is none", ["release", "--part", "memory"], /Allowed choices are all, profile, sessions/],
    [
      "a part of a principal that is none",
      ["release-principal", "--part", "password"],
      /Allowed choices are all, keys, policy/,
    ],
    [
      "a release of no principal",
      ["release-principal", "--case", "case-1", "--reason", "x"],
      /^--role-name or --user-name nothing: name either a role or a user$/,
    ],
    [
      "a time-out that is none",
      ["status", "--case", "case-1", "--timeout", "soon"],
      /A time is a number of seconds/,
    ],
    ["an endpoint that is none", ["list", "--endpoint", "localhost"], /An endpoint is a URL/],
    ["a folder without stacks", ["list", "--config", "docs"], /Give their folder with --config/],
  ];
  for (const [title, args, error] of refused) {
    it(`refuses ${title}, and exits with 2`, async () => {
      const ran = await runHere(args);
      assert.deepEqual([ran.code, ran.out], [2, ""]);
      assert.match(ran.error, error);
    });
  }

  it("ends the process with the code", async () => {
    assert.equal((await runTool("tools/incident.ts", ["status"])).code, 2);
  });

  it("explains itself", async () => {
    const ran = await runHere(["contain", "--help"]);
    assert.equal(ran.code, 0);
    assert.match(ran.out, /--dry-run\s+print what would change, and change nothing/);
  });
});
