import assert from "node:assert/strict";
import { planSubnets } from "../../../components/network/addressPlan";
import { defaultFlows, type Flow } from "../../../components/network/flows";
import { defaultRules } from "../../../components/network/networkAclRules";
import { crossings } from "../../../components/network/networkFirewallFlows";
import type { FirewallOnPath } from "../../../components/network/networkFirewallPath";
import { followConnection, type End, type Topology } from "../../../components/network/path";

const cidrBlock = "10.20.0.0/16";
const flows: Flow[] = [
  ...defaultFlows,
  { from: "office", to: "management", ports: [8443] },
  { from: "application", to: "office", ports: [22] },
  { from: "application", to: "internet", ports: [443] },
];
const prefixLists = { office: ["198.51.100.0/24"], "on-premises": ["192.168.0.0/16"] };
const firewall: FirewallOnPath = {
  defaultAction: "DROP",
  crossings: crossings(flows, prefixLists),
  connectedBlocks: ["192.168.0.0/16"],
};
const topology: Topology = {
  cidrBlock,
  subnets: planSubnets(cidrBlock, ["eu-central-1a", "eu-central-1b"], {
    public: {},
    private: {},
    firewall: {},
  }),
  aclRules: {
    public: defaultRules("public", cidrBlock),
    private: defaultRules("private", cidrBlock),
    firewall: defaultRules("firewall", cidrBlock),
  },
  flows,
  prefixLists,
  natGateway: true,
  firewall,
};

const client: End = { address: "203.0.113.80" };
const office: End = { address: "198.51.100.9" };
const loadBalancer: End = { address: "10.20.56.10", group: "load-balancer" };
const application: End = { address: "10.20.32.20", group: "application" };

function follow(from: End, to: End, port: number, change: Partial<FirewallOnPath> = {}): string[] {
  const changed = { ...topology, firewall: { ...firewall, ...change } };
  return followConnection(changed, from, to, "tcp", port).map(
    ({ control, allowed, by }) => `${allowed ? "+" : "-"} ${control}: ${by}`,
  );
}

/** The steps at the border. */
function border(steps: readonly string[]): string[] {
  return steps.filter((step) => /^. (route|network firewall):/.test(step));
}

describe("A connection through an inspected network", () => {
  it("comes in by the endpoint of the subnet's zone and a flow, before the network ACL", () => {
    assert.deepEqual(follow(client, loadBalancer, 443).slice(0, 3), [
      "+ route: the internet gateway and the firewall endpoint of zone b; the interface needs a public address",
      "+ network firewall: flow internet to load-balancer",
      "+ network ACL of public-b, in: entry 1100 https",
    ]);
  });

  it("is stopped when no flow wants it from outside", () => {
    assert(follow(client, loadBalancer, 8443).includes("- network firewall: no flow wants it from outside"));
    assert(
      follow(client, { address: "10.20.24.10" }, 22).includes(
        "- network firewall: no flow wants it from outside",
      ),
    );
  });

  it("is let in from a prefix list by its addresses alone", () => {
    const management: End = { address: "10.20.24.40", group: "management" };
    assert(follow(office, management, 8443).includes("+ network firewall: flow office to management"));
    assert(follow(client, management, 8443).includes("- network firewall: no flow wants it from outside"));
  });

  it("may pass the firewall for another group than its own, and is then stopped by its own", () => {
    const steps = follow(client, { address: "10.20.24.40", group: "management" }, 443);
    assert(steps.includes("+ network firewall: flow internet to load-balancer"));
    assert.deepEqual(
      steps.filter((step) => step.startsWith("-")),
      ["- security group management, in: no rule fits, all else is closed"],
    );
  });

  it("leaves by the NAT gateway and the endpoint of its zone, and by name", () => {
    assert.deepEqual(border(follow(application, client, 443)), [
      "+ route: the NAT gateway and the firewall endpoint of zone b",
      "+ network firewall: only TLS and HTTP to allowed domains, and what own rules pass",
    ]);
    assert.deepEqual(border(follow(application, client, 443, { defaultAction: "ALERT" })), [
      "+ route: the NAT gateway and the firewall endpoint of zone b",
      "+ network firewall: everything that no rule group drops; the rest is logged",
    ]);
  });

  it("leaves to a prefix list by the flow", () => {
    assert(follow(application, office, 22).includes("+ network firewall: flow application to office"));
  });

  it("leaves by the endpoint of the one NAT gateway's zone when it serves all", () => {
    assert.equal(
      follow(application, client, 443, { natGatewayZone: "a" })[0],
      "+ route: the NAT gateway and the firewall endpoint of zone a",
    );
  });

  it("meets no firewall within the VPC, nor on its way to a connected network", () => {
    assert.deepEqual(border(follow(loadBalancer, application, 8080)), ["+ route: the VPC's local route"]);
    assert.deepEqual(border(follow(application, { address: "192.168.1.1" }, 443)), [
      "+ route: the NAT gateway",
    ]);
  });
});
