import assert from "node:assert/strict";
import { parseConfig } from "../../config/load";
import { ConfigurationError, type Problem } from "../../config/problems";

type Values = Record<string, unknown>;

function forensics(response: Values): Values {
  return {
    "landing-zone:kind": "forensics",
    "landing-zone:account": "444455556666",
    "landing-zone:region": "eu-central-1",
    "landing-zone:network": {
      cidr: "10.99.0.0/20",
      availabilityZones: ["eu-central-1a", "eu-central-1b"],
    },
    "landing-zone:workloadAccounts": ["111122223333"],
    "landing-zone:response": response,
  };
}

function problems(response: Values): readonly Problem[] {
  try {
    parseConfig(forensics(response), "Pulumi.forensics.yaml");
  } catch (error) {
    assert(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
}

const miners: Values = { types: ["CryptoCurrency:EC2/"], minimumSeverity: 5, mode: "contain" };

const sha256 = "0123456789abcdef".repeat(4);
const x86_64: Values = { path: "tools/avml", sha256 };

describe("The configuration of incident response", () => {
  it("takes a tool that captures memory, for one architecture or both", () => {
    for (const binaries of [{ x86_64 }, { aarch64: x86_64 }, { x86_64, aarch64: x86_64 }]) {
      assert.deepEqual(problems({ memoryTool: { version: "0.14.0", binaries } }), []);
    }
  });

  it("takes finding classes of its own, and none at all", () => {
    assert.deepEqual(problems({ findings: { miners } }), []);
    assert.deepEqual(problems({ findings: {} }), []);
  });

  it("takes what types of GuardDuty look like", () => {
    for (const type of [
      "Backdoor:EC2/C&CActivity.B!DNS",
      "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
    ]) {
      assert.deepEqual(problems({ findings: { miners: { ...miners, types: [type] } } }), []);
    }
  });

  const refused: readonly (readonly [title: string, response: Values, key: string, rule: string])[] = [
    [
      "what is no e-mail address",
      { notify: ["security"] },
      "landing-zone:response.notify.0",
      "must be an e-mail address",
    ],
    [
      "what is no instance",
      { protectedInstances: ["web-1"] },
      "landing-zone:response.protectedInstances.0",
      "must be the id of an instance",
    ],
    [
      "more than a week for approval",
      { approvalHours: 169 },
      "landing-zone:response.approvalHours",
      "a week is the longest time to wait for approval",
    ],
    [
      "no time for approval",
      { approvalHours: 0 },
      "landing-zone:response.approvalHours",
      "people get at least an hour",
    ],
    [
      "more at once than Step Functions runs",
      { concurrency: 41 },
      "landing-zone:response.concurrency",
      "Step Functions runs at most 40 iterations at once",
    ],
    [
      "a target that is none",
      { secondsToContain: 1 },
      "landing-zone:response.secondsToContain",
      "no containment takes less than 5 seconds",
    ],
    [
      "a memory tool without a program",
      { memoryTool: { version: "0.14.0", binaries: {} } },
      "landing-zone:response.memoryTool.binaries",
      "needs a program for at least one of x86_64 and aarch64",
    ],
    [
      "a memory tool without its hash",
      { memoryTool: { version: "0.14.0", binaries: { x86_64: { ...x86_64, sha256: "abc" } } } },
      "landing-zone:response.memoryTool.binaries.x86_64.sha256",
      "must be 64 hexadecimal digits in lower case, as sha256sum prints",
    ],
    [
      "a memory tool of one machine",
      { memoryTool: { version: "0.14.0", binaries: { x86_64: { ...x86_64, path: "/root/avml" } } } },
      "landing-zone:response.memoryTool.binaries.x86_64.path",
      "must be a path relative to the checkout, without spaces",
    ],
    [
      "a version of a memory tool that would be a folder",
      { memoryTool: { version: "a/b", binaries: { x86_64 } } },
      "landing-zone:response.memoryTool.version",
      "must consist of letters, digits, dots and hyphens",
    ],
    [
      "findings about something else than instances",
      { findings: { miners: { ...miners, types: ["Policy:S3/"] } } },
      "landing-zone:response.findings.miners.types.0",
      "must be how GuardDuty types of EC2 start, such as CryptoCurrency:EC2/ or Backdoor:EC2/C&CActivity.B",
    ],
    [
      "a severity that GuardDuty does not know",
      { findings: { miners: { ...miners, minimumSeverity: 11 } } },
      "landing-zone:response.findings.miners.minimumSeverity",
      "GuardDuty's severities are 1 to 10",
    ],
  ];
  for (const [title, response, key, rule] of refused) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(
        problems(response).map((problem) => [problem.key, problem.rule]),
        [[key, rule]],
      );
    });
  }
});
