import assert from "node:assert/strict";
import { join } from "node:path";
import { deployStack, type StackToDeploy } from "../../tools/run/deployStack";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { assertGolden, inventory } from "./inventory";
import { checkout, suiteSession } from "./session";

type Config = StackToDeploy["config"];

// The tests go on from each other's state: what is taken away stays away.
describe("A workload with every kind of connection (examples/connections)", () => {
  const session = suiteSession();
  const stacks = () => stacksToDeploy(session(), stacksInOrder(join(checkout, "examples/connections")), []);
  const prod = () => {
    const stack = stacks().find(({ name }) => name === "prod");
    assert.ok(stack);
    return stack;
  };

  /** Deploys prod with another configuration and tells what became of its resources. */
  async function deployProdWith(change: (config: Config) => Config) {
    const stack = prod();
    const before = inventory(session().state, "prod");
    const { causes, violations, changes } = await deployStack(session(), {
      ...stack,
      config: change(stack.config),
    });
    assert.deepEqual(causes, []);
    assert.deepEqual(violations, []);
    const after = inventory(session().state, "prod");
    return {
      changes,
      gone: before.filter((line) => !after.includes(line)),
      added: after.filter((line) => !before.includes(line)),
    };
  }

  it("is deployed, keeps every policy and holds what tests/golden/connections.txt lists", async () => {
    for (const stack of stacks()) {
      const { causes, violations } = await deployStack(session(), stack);
      assert.deepEqual(causes, []);
      assert.deepEqual(violations, []);
    }
    assertGolden("connections", inventory(session().state, "prod"));
  });

  it("changes nothing when it is deployed again", async () => {
    const { changes } = await deployProdWith((config) => config);
    assert.deepEqual({ ...changes, same: 0 }, { create: 0, update: 0, replace: 0, delete: 0, same: 0 });
  });

  it("loses the VPN's resources and no others when the VPN is dropped", async () => {
    const { gone, added } = await deployProdWith((config) => without(config, "landing-zone:vpn"));
    assert.deepEqual(
      gone.filter((line) => !/ prod-vpn(-|$)/.test(line)),
      [],
    );
    assert.ok(gone.length > 10, gone.join(", "));
    // What the VPN's prefix list routed, the Direct Connect's blocks now are routed one by one.
    assert.deepEqual(
      added.filter(
        (line) => !/ aws:ec2\/route:Route|^aws:ec2\/route:Route prod-transit-attachment-private-/.test(line),
      ),
      [],
    );
  });

  it("replaces only the alarm about an interface of the Direct Connect when the interface gets another name", async () => {
    const { changes, gone, added } = await deployProdWith((config) => {
      const connect = config["landing-zone:directConnect"] as { interfaces: { corporate: object } };
      const interfaces = { headquarters: connect.interfaces.corporate };
      return {
        ...without(config, "landing-zone:vpn"),
        "landing-zone:directConnect": { ...connect, interfaces },
      };
    });
    const alarm = (name: string) =>
      `aws:cloudwatch/compositeAlarm:CompositeAlarm prod-direct-connect-${name}-unreachable`;
    assert.deepEqual([gone, added], [[alarm("corporate")], [alarm("headquarters")]]);
    assert.equal(changes.replace, 0);
    assert.ok(changes.update > 0, "its tags and descriptions follow");
  });

  it("loses every way on-premises with the last connection to it, and keeps its subnets and groups", async () => {
    const { gone } = await deployProdWith((config) => {
      const rest = without(without(config, "landing-zone:vpn"), "landing-zone:directConnect");
      const network = rest["landing-zone:network"] as { flows: { to: string }[] };
      const flows = network.flows.filter(({ to }) => to !== "on-premises");
      const dns = without(rest["landing-zone:dns"] as Config, "onPremises");
      return { ...rest, "landing-zone:network": { ...network, flows }, "landing-zone:dns": dns };
    });
    assert.ok(gone.includes("aws:ec2/managedPrefixList:ManagedPrefixList prod-prefix-lists-on-premises"));
    assert.deepEqual(
      gone.filter((line) => /subnet:Subnet|securityGroup:SecurityGroup prod-security|natGateway/.test(line)),
      [],
    );
  });
});

function without(config: Config, key: string): Config {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}
