import assert from "node:assert/strict";
import { forensicsOutputs, workloadOutputs } from "../../stacks/contracts";
import { deployStack, updateStack, type StackToDeploy } from "../../tools/run/deployStack";
import { previewAll } from "../../tools/run/previewAll";
import { untilFailure, type StackResult } from "../../tools/run/result";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { stacksWithState } from "../../tools/run/state";
import { assertGolden, inventory, reviewed } from "./inventory";
import { checkout, suiteSession } from "./session";

// The tests go on from each other's state: together they are the life of a landing zone.
describe("The stacks of the checkout's configuration", () => {
  const session = suiteSession();
  const stacks = () => stacksToDeploy(session(), stacksInOrder(checkout), []);
  const deployAll = () =>
    untilFailure(stacks(), session().interrupts, (stack) => deployStack(session(), stack));
  const outcomes = (results: readonly StackResult[]) => results.map(({ name, outcome }) => [name, outcome]);
  const prod = () => find(stacks(), "prod");

  /** What a stack's state holds and was not merely read from another stack. */
  const created = (name: string) =>
    inventory(session().state, name).filter(
      (line) => !/^pulumi:(providers:pulumi|pulumi:StackReference) /.test(line),
    );

  /** Deploys prod with another network and tells what became of its resources. */
  async function deployProdWith(network: object) {
    const stack = prod();
    const before = inventory(session().state, "prod");
    const config = { ...stack.config, [networkKey]: { ...networkOf(stack), ...network } };
    const result = await updateStack(session(), { ...stack, config });
    assert.deepEqual(result.causes, []);
    const after = inventory(session().state, "prod");
    return {
      before,
      changes: result.changes,
      gone: before.filter((line) => !after.includes(line)),
      added: after.filter((line) => !before.includes(line)),
    };
  }

  it("can all be previewed before anything is deployed, and nothing is deployed by that", async () => {
    const results = await previewAll(session(), stacks());
    assert.deepEqual(
      results.flatMap(({ causes }) => causes),
      [],
    );
    assert.deepEqual(outcomes(results), [
      ["forensics", "previewed"],
      ["prod", "previewed"],
    ]);
    assert.deepEqual(stacksWithState(session().state), []);
  });

  it("are deployed, and keep every policy", async () => {
    const results = await deployAll();
    assert.deepEqual(
      results.flatMap(({ causes }) => causes),
      [],
    );
    assert.deepEqual(outcomes(results), [
      ["forensics", "updated"],
      ["prod", "updated"],
    ]);
    for (const { name, changes, rules, violations } of results) {
      assert.equal(changes.create, created(name).length);
      assert.notDeepEqual(rules, []);
      assert.deepEqual(violations, []);
    }
  });

  for (const stack of ["forensics", "prod"]) {
    it(`hold what tests/golden/${stack}.txt lists`, () => {
      assertGolden(stack, inventory(session().state, stack));
    });
  }

  it("change nothing when they are previewed and deployed again, and export what their contracts promise", async () => {
    const results = await deployAll();
    assert.deepEqual(outcomes(results), [
      ["forensics", "unchanged"],
      ["prod", "unchanged"],
    ]);
    for (const { name, changes } of results) {
      const same = created(name).length;
      assert.deepEqual(changes, { create: 0, update: 0, replace: 0, delete: 0, same });
    }
    forensicsOutputs.parse(find(results, "forensics").outputs);
    workloadOutputs.parse(find(results, "prod").outputs);
  });

  it("lose exactly a zone's resources when the zone is removed from between two others", async () => {
    const zones = { availabilityZones: ["eu-central-1a", "eu-central-1c"] };
    const { before, gone, added, changes } = await deployProdWith(zones);
    assert.deepEqual(added, []);
    assert.deepEqual(
      gone,
      before.filter((line) => /-b(-|$)/.test(line)),
    );
    assert.ok(gone.length > 10, `a zone is more than two subnets: ${gone.join(", ")}`);
    assert.equal(changes.replace, 0);
  });

  it("get the zone back under the same names, and one NAT gateway for all zones when that is configured", async () => {
    const { gone, added } = await deployProdWith({ natGatewayStrategy: "Single" });
    assert.deepEqual(gone, [
      "aws:ec2/eip:Eip prod-network-nat-c-address",
      "aws:ec2/natGateway:NatGateway prod-network-nat-c",
    ]);
    assert.deepEqual(
      added,
      reviewed("prod").filter((line) => /-b(-|$)/.test(line) && !line.includes("prod-network-nat-b")),
    );
  });
});

const networkKey = "landing-zone:network";

function networkOf(stack: StackToDeploy): object {
  const network = stack.config[networkKey];
  assert.ok(typeof network === "object" && network !== null);
  return network;
}

function find<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const item = items.find((each) => each.name === name);
  assert.ok(item !== undefined);
  return item;
}
