import assert from "node:assert/strict";
import { workflowStacks } from "../../bootstrap/stacks";
import { parseConfig, type StackFile } from "../../config/load";

const network = { cidr: "10.20.0.0/16", availabilityZones: ["eu-central-1a", "eu-central-1b"] };
const forensicsAccount = "444455556666";
const prodAccount = "111122223333";

function file(name: string, config: Readonly<Record<string, unknown>>): StackFile {
  const keys = Object.entries({ region: "eu-central-1", network, ...config });
  const raw = Object.fromEntries(keys.map(([key, value]) => [`landing-zone:${key}`, value]));
  return { name, path: `Pulumi.${name}.yaml`, config: parseConfig(raw, name) };
}

const files = [
  file("forensics", { kind: "forensics", account: forensicsAccount, workloadAccounts: [prodAccount] }),
  file("prod", { kind: "workload", account: prodAccount, forensics: { account: forensicsAccount } }),
];

const forensics = {
  stack: "forensics",
  account: "444455556666",
  region: "eu-central-1",
  previewRole: "arn:aws:iam::444455556666:role/landing-zone-preview",
  deploymentRole: "arn:aws:iam::444455556666:role/landing-zone-deployment",
  readinessRole: "arn:aws:iam::444455556666:role/landing-zone-readiness",
};
const prod = {
  stack: "prod",
  account: "111122223333",
  region: "eu-central-1",
  previewRole: "arn:aws:iam::111122223333:role/landing-zone-preview",
  deploymentRole: "arn:aws:iam::111122223333:role/landing-zone-deployment",
  readinessRole: "arn:aws:iam::111122223333:role/landing-zone-readiness",
};

describe("The stacks of a workflow", () => {
  it("are those of the files, together and by kind, with their roles", () => {
    assert.deepEqual(workflowStacks(files), {
      all: [forensics, prod],
      forensics: [forensics],
      workload: [prod],
    });
  });

  it("are in the partition of their region", () => {
    const elsewhere = files.map((one) => ({ ...one, config: { ...one.config, region: "us-gov-west-1" } }));
    assert.equal(
      workflowStacks(elsewhere).forensics[0]?.previewRole,
      "arn:aws-us-gov:iam::444455556666:role/landing-zone-preview",
    );
  });

  it("are an empty list for a kind without files", () => {
    assert.deepEqual(workflowStacks([]), { all: [], forensics: [], workload: [] });
  });
});
