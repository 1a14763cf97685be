import assert from "node:assert/strict";
import { parseConfig, type StackFile } from "../../config/load";
import { ConfigurationError } from "../../config/problems";
import { checkTogether } from "../../config/together";

const zones = ["eu-central-1a", "eu-central-1b"];

function workload(name: string, account: string, cidr: string, forensics: object): StackFile {
  return file(name, { kind: "workload", account, network: { cidr, availabilityZones: zones }, forensics });
}

function forensics(account: string, workloadAccounts: string[]): StackFile {
  const network = { cidr: "10.99.0.0/20", availabilityZones: zones };
  return file("forensics", { kind: "forensics", account, network, workloadAccounts });
}

function file(name: string, values: Record<string, unknown>): StackFile {
  const keyed = Object.entries({ region: "eu-central-1", ...values }).map(([key, value]) => [
    `landing-zone:${key}`,
    value,
  ]);
  return {
    name,
    path: `Pulumi.${name}.yaml`,
    config: parseConfig(Object.fromEntries(keyed) as Record<string, unknown>, name),
  };
}

function keysOf(files: readonly StackFile[]): string[] {
  try {
    checkTogether(files);
  } catch (error) {
    assert(error instanceof ConfigurationError);
    return error.problems.map((problem) => problem.key);
  }
  return [];
}

const prod = workload("prod", "111122223333", "10.20.0.0/16", { account: "444455556666" });
const vault = forensics("444455556666", ["111122223333"]);

describe("Stacks together", () => {
  it("may be a workload and the forensics account that serves it", () => {
    assert.deepEqual(keysOf([prod, vault]), []);
  });

  it("must own different accounts", () => {
    const staging = workload("staging", "111122223333", "10.30.0.0/16", { account: "444455556666" });
    assert.deepEqual(keysOf([prod, vault, staging]), ["Pulumi.staging.yaml landing-zone:account"]);
  });

  it("must have blocks that do not overlap", () => {
    const staging = workload("staging", "777788889999", "10.20.128.0/17", { account: "444455556666" });
    const both = forensics("444455556666", ["111122223333", "777788889999"]);
    assert.deepEqual(keysOf([prod, both, staging]), ["Pulumi.staging.yaml landing-zone:network.cidr"]);
  });

  it("must have the forensics stack that a workload names", () => {
    assert.deepEqual(keysOf([prod]), ["Pulumi.prod.yaml landing-zone:forensics.stack"]);
    const other = workload("prod", "111122223333", "10.20.0.0/16", {
      stack: "prod",
      account: "444455556666",
    });
    assert.deepEqual(keysOf([other, vault]), ["Pulumi.prod.yaml landing-zone:forensics.stack"]);
  });

  it("must agree on the forensics account", () => {
    const mistaken = workload("prod", "111122223333", "10.20.0.0/16", { account: "444455556667" });
    assert.deepEqual(keysOf([mistaken, vault]), ["Pulumi.prod.yaml landing-zone:forensics.account"]);
  });

  it("must have every workload among the accounts that the forensics account serves", () => {
    const elsewhere = forensics("444455556666", ["777788889999"]);
    assert.deepEqual(keysOf([prod, elsewhere]), ["Pulumi.forensics.yaml landing-zone:workloadAccounts"]);
  });
});
