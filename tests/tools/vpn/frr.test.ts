import assert from "node:assert/strict";
import { renderFrr } from "../../../tools/vpn/frr";
import { deviceWith } from "./fixture";
import { parseBgp } from "./parse";

const rendered = (change: Readonly<Record<string, unknown>> = {}): string =>
  renderFrr("berlin", deviceWith(change));

describe("The rendered FRR configuration", () => {
  it("has a session with each of AWS's addresses inside the tunnels, and prefers the first in both directions", () => {
    const neighbor = (source: string, preference: number, metric: number) => ({
      remoteAs: 64512,
      updateSource: source,
      timers: [10, 30],
      isActivated: true,
      in: { prefixes: ["permit 10.20.0.0/16"], set: [`local-preference ${preference}`] },
      out: { prefixes: ["permit 172.16.0.0/12", "permit 192.168.0.0/16"], set: [`metric ${metric}`] },
    });
    assert.deepEqual(parseBgp(rendered()), {
      asn: 65010,
      routerId: "203.0.113.10",
      networks: ["172.16.0.0/12", "192.168.0.0/16"],
      maximumPaths: 1,
      neighbors: {
        "169.254.105.249": neighbor("169.254.105.250", 200, 100),
        "169.254.105.253": neighbor("169.254.105.254", 100, 200),
      },
    });
  });

  it("shares the traffic with a transit gateway, and takes parts of the blocks behind it", () => {
    const router = parseBgp(
      rendered({ gatewayType: "transitGateway", amazonPrefixes: ["10.20.0.0/16", "10.30.0.0/16"] }),
    );
    assert.equal(router.maximumPaths, 2);
    for (const { in: incoming, out } of Object.values(router.neighbors)) {
      assert.deepEqual(incoming, {
        prefixes: ["permit 10.20.0.0/16 le 32", "permit 10.30.0.0/16 le 32"],
        set: [],
      });
      assert.deepEqual(out.set, []);
    }
  });

  it("announces nothing when no block on-premises is listed", () => {
    const router = parseBgp(rendered({ onPremisesPrefixes: [] }));
    assert.deepEqual(router.networks, []);
    assert.deepEqual(router.neighbors["169.254.105.249"]?.out.prefixes, ["deny any"]);
  });

  it("defines every route map before the session that uses it", () => {
    const lines = rendered().split("\n");
    const router = lines.indexOf("router bgp 65010");
    const maps = lines.flatMap((line, index) => (line.startsWith("route-map ") ? [index] : []));
    assert.equal(maps.length, 4);
    assert(maps.every((index) => index < router));
  });

  it("routes statically through the first tunnel, and through the second when that one is down", () => {
    const routes = rendered({ routing: { type: "static" } })
      .split("\n")
      .filter((line) => !line.startsWith("!") && line !== "");
    assert.deepEqual(routes, [
      "ip route 10.20.0.0/16 169.254.105.249 xfrm27130 10",
      "ip route 10.20.0.0/16 169.254.105.253 xfrm27134 20",
    ]);
  });
});
