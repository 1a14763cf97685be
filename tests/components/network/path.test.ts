import assert from "node:assert/strict";
import { planSubnets } from "../../../components/network/addressPlan";
import { defaultFlows } from "../../../components/network/flows";
import { defaultRules } from "../../../components/network/networkAclRules";
import { followConnection, type End, type Topology } from "../../../components/network/path";

const cidrBlock = "10.20.0.0/16";
const topology: Topology = {
  cidrBlock,
  subnets: planSubnets(cidrBlock, ["eu-central-1a", "eu-central-1b"], {
    public: {},
    private: {},
    isolated: {},
  }),
  aclRules: {
    public: defaultRules("public", cidrBlock),
    private: defaultRules("private", cidrBlock),
    isolated: defaultRules("isolated", cidrBlock),
  },
  flows: [...defaultFlows, { from: "office", to: "management", ports: [443] }],
  prefixLists: { office: ["198.51.100.0/24"] },
  natGateway: true,
};

const client: End = { address: "203.0.113.80" };
const loadBalancer: End = { address: "10.20.24.10", group: "load-balancer" };
const application: End = { address: "10.20.0.20", group: "application" };
const database: End = { address: "10.20.16.30", group: "database" };

function follow(from: End, to: End, port: number, change: Partial<Topology> = {}): string[] {
  return followConnection({ ...topology, ...change }, from, to, "tcp", port).map(
    ({ control, allowed, by }) => `${allowed ? "+" : "-"} ${control}: ${by}`,
  );
}

describe("A connection through the network", () => {
  it("reaches the load balancer from the internet over HTTPS", () => {
    assert.deepEqual(follow(client, loadBalancer, 443), [
      "+ route: the internet gateway; the interface needs a public address",
      "+ network ACL of public-a, in: entry 1100 https",
      "+ security group load-balancer, in: rule load-balancer-from-internet-tcp-443",
      "+ network ACL of public-a, out, answer: entry 1300 return-tcp-low, entry 1310 return-tcp-high; " +
        "not to client port 3389",
    ]);
  });

  it("goes on from the load balancer to the application, past both groups and both ACLs", () => {
    assert.deepEqual(follow(loadBalancer, application, 8080), [
      "+ route: the VPC's local route",
      "+ security group load-balancer, out: rule load-balancer-to-application-tcp-8080",
      "+ network ACL of public-a, out: entry 1000 vpc",
      "+ network ACL of private-a, in: entry 1000 vpc",
      "+ security group application, in: rule application-from-load-balancer-tcp-8080",
      "+ network ACL of private-a, out, answer: entry 1000 vpc",
      "+ network ACL of public-a, in, answer: entry 1000 vpc",
    ]);
  });

  it("does not go from the internet to the application", () => {
    assert.deepEqual(follow(client, application, 8080), [
      "- route: nothing outside reaches the private tier first",
      "+ network ACL of private-a, in: entry 1310 return-tcp-high",
      "- security group application, in: no rule fits, all else is closed",
      "+ network ACL of private-a, out, answer: the closing entry, which denies all".replace("+", "-"),
    ]);
  });

  it("does not go from the load balancer to the database", () => {
    const steps = follow(loadBalancer, database, 5432);
    assert(steps.includes("- security group load-balancer, out: no rule fits, all else is closed"));
    assert(steps.includes("- security group database, in: no rule fits, all else is closed"));
  });

  it("meets no network ACL within one subnet", () => {
    const neighbour: End = { address: "10.20.0.21", group: "application" };
    assert.deepEqual(
      followConnection(topology, application, neighbour, "tcp", 443).map(({ control }) => control),
      ["route", "security group application, out", "security group application, in"],
    );
  });

  it("leaves the private tier through the NAT gateway, when there is one", () => {
    const bare: End = { address: "10.20.0.20" };
    assert.equal(follow(bare, client, 443)[0], "+ route: the NAT gateway");
    assert.equal(
      follow(bare, client, 443, { natGateway: false })[0],
      "- route: the private tier has no NAT gateway",
    );
  });

  it("never leaves the isolated tier", () => {
    assert.deepEqual(follow({ address: "10.20.16.30" }, client, 443).slice(0, 2), [
      "- route: the isolated tier has no route beyond the VPC",
      "- network ACL of isolated-a, out: the closing entry, which denies all",
    ]);
  });

  it("is let in from a prefix list by its addresses alone", () => {
    const management: End = { address: "10.20.24.40", group: "management" };
    const group = (from: string) =>
      follow({ address: from }, management, 443).find((step) => step.includes("group"));
    assert.equal(
      group("198.51.100.9"),
      "+ security group management, in: rule management-from-office-tcp-443",
    );
    assert.equal(group("198.51.101.9"), "- security group management, in: no rule fits, all else is closed");
  });

  it("must have an end in the network", () => {
    assert.throws(
      () => follow(client, { address: "198.51.100.1" }, 443),
      /give an address of the network as one end/,
    );
  });

  it("must name an address that a subnet has", () => {
    assert.throws(
      () => follow(client, { address: "10.20.250.1" }, 443),
      /in none of its subnets: public-a 10\.20\.24\.0/,
    );
  });
});
