import assert from "node:assert/strict";
import { join } from "node:path";
import { deployStack, type StackToDeploy } from "../../tools/run/deployStack";
import { destroyStack } from "../../tools/run/destroyStack";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { inventory } from "./inventory";
import { checkout, suiteSession } from "./session";

type Config = StackToDeploy["config"];

const inspectionKey = "landing-zone:inspection";
const networkKey = "landing-zone:network";

// The tests go on from each other's state.
describe("A workload whose internet traffic is inspected (examples/inspection)", () => {
  const session = suiteSession();
  const stacks = () => stacksToDeploy(session(), stacksInOrder(join(checkout, "examples/inspection")), []);
  const deploy = (change: (config: Config) => Config = (config) => config) => {
    const prod = stacks().find(({ name }) => name === "prod");
    assert.ok(prod);
    return deployStack(session(), { ...prod, config: change(prod.config) });
  };

  /** Deploys prod with another configuration and tells what became of its resources. */
  async function changed(change?: (config: Config) => Config) {
    const before = inventory(session().state, "prod");
    const { causes, violations, changes } = await deploy(change);
    assert.deepEqual([causes, violations], [[], []]);
    assert.equal(changes.replace, 0);
    const after = inventory(session().state, "prod");
    const gone = before.filter((line) => !after.includes(line));
    return { changes, gone, added: after.filter((line) => !before.includes(line)) };
  }

  const twoZones = (leavingZones: string[]) => (config: Config) => ({
    ...config,
    [networkKey]: {
      ...(config[networkKey] as object),
      availabilityZones: ["eu-central-1a", "eu-central-1c"],
    },
    [inspectionKey]: { ...(config[inspectionKey] as object), leavingZones },
  });

  const protectedFrom = (config: Config) => ({
    ...config,
    [inspectionKey]: { ...(config[inspectionKey] as object), protection: { deletion: true } },
  });

  const without = (config: Config) =>
    Object.fromEntries(Object.entries(config).filter(([name]) => name !== inspectionKey));

  it("is deployed, and keeps every policy", async () => {
    for (const stack of stacks()) {
      const { causes, violations } = await deployStack(session(), stack);
      assert.deepEqual([causes, violations], [[], []]);
    }
  });

  it("changes nothing when it is deployed again", async () => {
    const { changes } = await changed();
    assert.deepEqual({ ...changes, same: 0 }, { create: 0, update: 0, replace: 0, delete: 0, same: 0 });
  });

  it("loses a zone in two deployments, the firewall's endpoint in the second", async () => {
    const first = await changed(twoZones(["eu-central-1b"]));
    assert.deepEqual(first.added, []);
    assert.deepEqual(
      first.gone.filter((line) => !/-b(-|$)/.test(line) || line.includes("firewall")),
      [],
    );
    const second = await changed(twoZones([]));
    assert.deepEqual(second.gone, [
      "aws:ec2/networkAclAssociation:NetworkAclAssociation prod-network-firewall-b",
      "aws:ec2/routeTableAssociation:RouteTableAssociation prod-network-firewall-b",
      "aws:ec2/subnet:Subnet prod-network-firewall-b",
    ]);
  });

  it("gets the zone back in one, under the same names", async () => {
    const { gone, added } = await changed();
    assert.deepEqual(gone, []);
    assert.deepEqual(
      added.filter((line) => !/-b(-|$)/.test(line)),
      [],
    );
  });

  it("keeps a protected firewall: the preview refuses to delete it", async () => {
    await changed(protectedFrom);
    const { outcome, causes } = await deploy(without);
    assert.equal(outcome, "failed");
    assert.match(JSON.stringify(causes), /prod-network-inspection-firewall.*protected/s);
    assert.ok(
      inventory(session().state, "prod").includes(
        "aws:networkfirewall/firewall:Firewall prod-network-inspection-firewall",
      ),
    );
  });

  it("keeps its subnets, NAT gateways and addresses when the inspection is dropped, and all else when it comes back", async () => {
    await changed();
    const { gone, added } = await changed(without);
    assert.deepEqual(
      gone.filter((line) => /:(Subnet|NatGateway|Eip|NetworkAcl|RouteTableAssociation) /.test(line)),
      ["aws:ec2/routeTableAssociation:RouteTableAssociation prod-network-edge"],
    );
    assert.deepEqual(
      added.filter((line) => !line.includes("VpcEndpointRouteTableAssociation")),
      [
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway prod-network-egress-only",
        "aws:ec2/route:Route prod-network-public-internet",
        "aws:ec2/route:Route prod-network-public-internet-ipv6",
        "aws:ec2/routeTable:RouteTable prod-network-public",
      ],
    );
    const back = await changed();
    assert.deepEqual([back.gone, back.added], [added, gone]);
  });

  it("is removed in one step when nothing protects it", async () => {
    const { outcome, causes } = await destroyStack(session(), "prod");
    assert.deepEqual([outcome, causes], ["destroyed", []]);
  });
});
