import fc from "fast-check";
import assert from "node:assert/strict";
import { isPublic, peerProblem } from "../../../../components/connectivity/directConnect/addresses";
import {
  dedicatedBandwidths,
  resilienceModels,
  type DirectConnectPlan,
} from "../../../../components/connectivity/directConnect/plan";
import {
  encryptionModeOf,
  planConnections,
  planInterfaces,
} from "../../../../components/connectivity/directConnect/planned";
import { communityOf } from "../../../../components/connectivity/directConnect/routers";
import { dedicated, good, hostedPlan, transit } from "./plans";

const locations = fc.uniqueArray(fc.constantFrom("EqFA5", "TelMu1", "EqDC2", "THNY1"), { minLength: 1 });

describe("The connections of a Direct Connect plan", () => {
  const keysOf = (plan: DirectConnectPlan) => planConnections(plan).map(({ key }) => key);

  it("are as many in each location as the resilience model says", () => {
    assert.deepEqual(keysOf({ ...good, resilience: "maximum" }), [
      "eqfa5-a",
      "eqfa5-b",
      "telmu1-a",
      "telmu1-b",
    ]);
    assert.deepEqual(keysOf(good), ["eqfa5-a", "telmu1-a"]);
    assert.deepEqual(
      keysOf({ ...good, resilience: "development", connections: { ...dedicated, locations: ["EqFA5"] } }),
      ["eqfa5-a", "eqfa5-b"],
    );
  });

  it("keep their keys when a location goes, or when the model changes", () => {
    fc.assert(
      fc.property(locations, fc.constantFrom(...resilienceModels), (some, resilience) => {
        const all = keysOf({
          ...good,
          resilience: "maximum",
          connections: { ...dedicated, locations: ["EqFA5", "TelMu1", "EqDC2", "THNY1"] },
        });
        const kept = keysOf({ ...good, resilience, connections: { ...dedicated, locations: some } });
        assert(kept.every((key) => all.includes(key)));
        assert.equal(new Set(kept).size, kept.length);
      }),
    );
  });

  it("have ports of their own when they are LAGs", () => {
    const [first] = planConnections({ ...good, connections: { ...dedicated, linksPerConnection: 2 } });
    assert.deepEqual(first?.links, ["eqfa5-a-link-a", "eqfa5-a-link-b"]);
  });

  it("are ordered with MACsec wherever that works, unless told otherwise", () => {
    const modes = dedicatedBandwidths.map((bandwidth) => encryptionModeOf({ ...dedicated, bandwidth }));
    assert.deepEqual(modes, ["no_encrypt", "should_encrypt", "should_encrypt", "should_encrypt"]);
    assert.equal(encryptionModeOf({ ...dedicated, linksPerConnection: 2 }), "no_encrypt");
    const macsec = { encryptionMode: "no_encrypt", keySecretArns: {} } as const;
    assert.equal(encryptionModeOf({ ...dedicated, macsec }), "no_encrypt");
  });
});

describe("The interfaces of a Direct Connect plan", () => {
  it("are on every connection, by connection and VLAN", () => {
    assert.deepEqual(
      planInterfaces(good).map(({ key, name, mtu, peer }) => [key, name, mtu, peer?.amazonAddress]),
      [
        ["eqfa5-a-101", "corporate", 8500, undefined],
        ["telmu1-a-101", "corporate", 8500, undefined],
        ["eqfa5-a-102", "services", 1500, "198.51.100.1/30"],
        ["telmu1-a-102", "services", 1500, "198.51.100.4/31"],
      ],
    );
  });

  it("have the partner's VLAN on a hosted connection", () => {
    assert.deepEqual(
      planInterfaces(hostedPlan).map(({ key, vlan }) => [key, vlan]),
      [
        ["frankfurt-301", 301],
        ["munich-302", 302],
      ],
    );
  });

  it("have frames of 9001 bytes when they are private and jumbo", () => {
    const [first] = planInterfaces({ ...good, interfaces: { one: { ...transit, type: "private" } } });
    assert.equal(first?.mtu, 9001);
  });

  it("keep their keys whatever they are called", () => {
    const keys = (name: string) =>
      planInterfaces({ ...good, interfaces: { [name]: transit } }).map(({ key }) => key);
    assert.deepEqual(keys("corporate"), keys("headquarters"));
  });
});

describe("The addresses of a BGP session", () => {
  const dotted = (address: number) =>
    [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

  it("are two hosts of any /30, in either order", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 30 - 1), fc.boolean(), (block, swapped) => {
        const [one, two] = [`${dotted(block * 4 + 1)}/30`, `${dotted(block * 4 + 2)}/30`];
        const [amazonAddress, customerAddress] = swapped ? [two, one] : [one, two];
        assert.equal(peerProblem({ amazonAddress, customerAddress }), undefined);
      }),
    );
  });

  it("are never in two blocks", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 30 - 1), fc.nat(2 ** 30 - 1), (one, other) => {
        fc.pre(one !== other);
        const amazonAddress = `${dotted(one * 4 + 1)}/30`;
        const customerAddress = `${dotted(other * 4 + 2)}/30`;
        assert.equal(
          peerProblem({ amazonAddress, customerAddress }),
          "both addresses are in the same subnet",
        );
      }),
    );
  });
});

describe("A public prefix", () => {
  for (const block of ["8.8.8.0/24", "203.0.113.0/24", "11.0.0.0/8", "172.32.0.0/12"]) {
    it(`may be ${block}`, () => {
      assert.equal(isPublic(block), true);
    });
  }
  for (const block of [
    "10.0.0.0/8",
    "172.31.0.0/16",
    "192.168.1.0/24",
    "100.64.0.0/10",
    "8.0.0.0/6",
    "224.0.0.0/4",
  ]) {
    it(`is not ${block}`, () => {
      assert.equal(isPublic(block), false);
    });
  }
});

describe("The BGP community of a location", () => {
  it("is the same everywhere without a primary location", () => {
    assert.deepEqual(
      ["EqFA5", "TelMu1"].map((location) => communityOf(location, undefined)),
      ["7224:7200", "7224:7200"],
    );
  });

  it("is high at the primary location and low elsewhere", () => {
    assert.deepEqual(
      ["EqFA5", "TelMu1"].map((location) => communityOf(location, "EqFA5")),
      ["7224:7300", "7224:7100"],
    );
  });
});
