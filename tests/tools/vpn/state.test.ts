import assert from "node:assert/strict";
import { devicesIn } from "../../../tools/vpn/state";
import { deviceWith, given } from "./fixture";

const vpnNamed = (name: string, outputs: object | undefined = { devices: { berlin: given } }) => ({
  type: "landingzone:connectivity:SiteToSiteVpn",
  urn: `urn:pulumi:prod::landing-zone::landingzone:stacks:workload$landingzone:connectivity:SiteToSiteVpn::${name}`,
  outputs,
});

const stack = { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:prod::landing-zone::pulumi:pulumi:Stack::x" };

const exported = (...resources: object[]) => ({
  version: 3,
  deployment: { resources: [stack, ...resources] },
});

describe("The devices in a state", () => {
  it("are found in what `pulumi stack export` prints", () => {
    assert.deepEqual(devicesIn(exported(vpnNamed("vpn"))), new Map([["berlin", deviceWith()]]));
  });

  it("are found in the file that a local run keeps", () => {
    const kept = {
      version: 3,
      checkpoint: { stack: "prod", latest: { resources: [stack, vpnNamed("vpn")] } },
    };
    assert.deepEqual(devicesIn(kept), new Map([["berlin", deviceWith()]]));
  });

  it("are named with their VPN where two have the same key", () => {
    const devices = devicesIn(
      exported(vpnNamed("one"), vpnNamed("other", { devices: { berlin: given, munich: given } })),
    );
    assert.deepEqual([...devices.keys()], ["one/berlin", "other/berlin", "munich"]);
  });

  const refused: readonly [title: string, state: unknown, message: string][] = [
    [
      "what is no state",
      { devices: {} },
      "This is no state of a stack. Give what `pulumi stack export` prints.",
    ],
    [
      "a stack that was never deployed",
      { version: 3, deployment: {} },
      "The stack has no Site-to-Site VPN. Configure landing-zone:vpn and deploy it first.",
    ],
    [
      "a stack without a VPN",
      exported(),
      "The stack has no Site-to-Site VPN. Configure landing-zone:vpn and deploy it first.",
    ],
    [
      "a VPN whose deployment stopped halfway",
      exported(vpnNamed("vpn", {})),
      'The VPN "vpn" is not wholly deployed. Finish the deployment first (pulumi up).',
    ],
    [
      "a tunnel whose ends are in different blocks",
      exported(
        vpnNamed("vpn", {
          devices: {
            berlin: {
              ...given,
              tunnels: [{ ...given.tunnels[0], customerAddress: "169.254.105.254" }, given.tunnels[1]],
            },
          },
        }),
      ),
      'The state of the VPN "vpn" does not say all that a device needs:\n' +
        "  berlin.tunnels.0: the addresses inside a tunnel must be the two of one /30 block, Amazon's first",
    ],
    [
      "two tunnels with one end",
      exported(
        vpnNamed("vpn", { devices: { berlin: { ...given, tunnels: [given.tunnels[0], given.tunnels[0]] } } }),
      ),
      'The state of the VPN "vpn" does not say all that a device needs:\n' +
        "  berlin: the two tunnels must end at different addresses",
    ],
    [
      "a device whose secret is missing",
      exported(
        vpnNamed("vpn", {
          devices: { berlin: { ...given, authentication: { type: "preSharedKey", secretArn: "" } } },
        }),
      ),
      'The state of the VPN "vpn" does not say all that a device needs:\n' +
        "  berlin.authentication.secretArn: must be an ARN of secretsmanager",
    ],
  ];
  for (const [title, state, message] of refused) {
    it(`are not looked for in ${title}`, () => {
      assert.throws(() => devicesIn(state), { message });
    });
  }
});
