import * as aws from "@pulumi/aws";
import { containsCidr } from "cidr-tools";
import assert from "node:assert/strict";
import { sessionAddresses } from "../../../components/connectivity/bgp";
import { SiteToSiteVpn } from "../../../components/connectivity/vpn/siteToSiteVpn";
import type { VpnPlan } from "../../../components/connectivity/vpn/plan";
import { device as deviceSchema, tunnelEnds, type Device } from "../../../tools/vpn/device";
import { renderDevice } from "../../../tools/vpn/render";
import { berlin, plan, staticPlan, surroundings } from "../../components/connectivity/vpn/fixture";
import { valueOf } from "../../support/mocks";
import { record } from "../../support/record";
import { parseBgp, parseSwanctl, sectionAt } from "./parse";

type Inputs = Readonly<Record<string, unknown>>;

/** What the program tells AWS, and what the tool tells the device at the other end. */
interface BothSides {
  readonly aws: { readonly connection: Inputs; readonly customerGateway: Inputs; readonly gateway: Inputs };
  readonly device: Device;
  readonly text: (part: string) => string;
}

const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s2svpn!vpn-1-Xyz123";

async function bothSides(of: VpnPlan): Promise<BothSides> {
  const made = await record(
    (opts) =>
      new SiteToSiteVpn("vpn", { ...surroundings, plan: of, vpcId: "vpc-1", routeTableIds: {} }, opts),
  );
  const connection = made.one(aws.ec2.VpnConnection, "vpn-connection-berlin").inputs;
  const settled = (await valueOf(made.result.devices["berlin"])) as unknown as { tunnels: object[] };
  // AWS chooses the addresses inside the tunnels from the blocks that it was given.
  const tunnels = settled.tunnels.map((tunnel, index) => ({
    ...tunnel,
    ...insideAddresses(connection[`tunnel${index + 1}InsideCidr`] as string),
  }));
  const device = deviceSchema.parse({
    ...settled,
    tunnels,
    authentication: { type: "preSharedKey", secretArn },
  });
  const parts = renderDevice("berlin", device);
  return {
    aws: {
      connection,
      customerGateway: made.one(aws.ec2.CustomerGateway, "vpn-customer-gateway-berlin").inputs,
      gateway: made.one(aws.ec2.VpnGateway).inputs,
    },
    device,
    text: (part) => parts.find(({ name }) => name === part)?.text ?? "",
  };
}

function insideAddresses(cidr: string): { amazonAddress: string; customerAddress: string } {
  const { aws: amazonAddress, customer: customerAddress } = sessionAddresses(cidr);
  return { amazonAddress, customerAddress };
}

/** What strongSwan calls what AWS calls so. */
const names: Readonly<Record<string, string>> = {
  "AES256-GCM-16": "aes256gcm16",
  "SHA2-384": "prfsha384",
  "SHA2-512": "prfsha512",
  20: "ecp384",
  21: "ecp521",
};

const proposal = (...lists: unknown[]): string =>
  lists.flatMap((list) => (list as unknown[]).map((one) => names[String(one)])).join("-");

describe("Both sides of a VPN", () => {
  let sides: BothSides;
  before(async () => (sides = await bothSides(plan)));

  for (const tunnel of [1, 2]) {
    const told = (option: string) => sides.aws.connection[`tunnel${tunnel}${option}`];
    const connection = () =>
      sectionAt(parseSwanctl(sides.text("swanctl")), "connections", `aws-berlin-${tunnel}`);
    const child = () => sectionAt(connection(), "children", `aws-berlin-${tunnel}`);

    it(`agree on the algorithms of tunnel ${tunnel}`, () => {
      assert.deepEqual(told("IkeVersions"), ["ikev2"]);
      assert.equal(connection()["version"], "2");
      assert.equal(
        connection()["proposals"],
        proposal(
          told("Phase1EncryptionAlgorithms"),
          told("Phase1IntegrityAlgorithms"),
          told("Phase1DhGroupNumbers"),
        ),
      );
      assert.equal(
        child()["esp_proposals"],
        proposal(told("Phase2EncryptionAlgorithms"), told("Phase2DhGroupNumbers")),
      );
    });

    it(`agree on the times of tunnel ${tunnel}`, () => {
      const seconds = (value: unknown) => Number(String(value).replace(/s$/, ""));
      assert.equal(
        seconds(connection()["rekey_time"]) + seconds(connection()["over_time"]),
        told("Phase1LifetimeSeconds"),
      );
      assert.equal(seconds(child()["life_time"]), told("Phase2LifetimeSeconds"));
      assert.equal(
        seconds(child()["life_time"]) - seconds(child()["rekey_time"]),
        told("RekeyMarginTimeSeconds"),
      );
      assert(seconds(connection()["dpd_delay"]) * 2 < Number(told("DpdTimeoutSeconds")));
      assert.equal(Number(child()["replay_window"]), told("ReplayWindowSize"));
    });

    it(`have exactly one that opens tunnel ${tunnel}`, () => {
      assert.equal(told("StartupAction") === "start", child()["start_action"] === "none");
    });

    it(`know each other by the addresses of tunnel ${tunnel}`, () => {
      const outside = sides.device.tunnels[tunnel - 1]?.outsideAddress;
      assert.equal(connection()["remote_addrs"], outside);
      assert.deepEqual(connection()["remote"], { auth: "psk", id: outside });
      assert.deepEqual(connection()["local"], { auth: "psk", id: sides.aws.customerGateway["ipAddress"] });
    });

    it(`have the addresses inside tunnel ${tunnel} from the block that AWS was given`, () => {
      const end = tunnelEnds("berlin", sides.device)[tunnel - 1];
      assert(end);
      assert(
        containsCidr(String(told("InsideCidr")), [`${end.amazonAddress}/32`, `${end.customerAddress}/32`]),
      );
      const interfaces = sides.text("interfaces").split("\n");
      assert(interfaces.includes(`ip address add ${end.customerAddress}/30 dev ${end.interface}`));
      assert.equal(connection()["if_id_out"], String(end.interfaceId));
      assert(
        interfaces.includes(`ip link add ${end.interface} type xfrm dev "$uplink" if_id ${end.interfaceId}`),
      );
    });
  }

  it("have each other's ASN, and sessions between the addresses inside", () => {
    const router = parseBgp(sides.text("frr"));
    assert.equal(String(router.asn), sides.aws.customerGateway["bgpAsn"]);
    const sessions = Object.entries(router.neighbors).map(([peer, { remoteAs, updateSource }]) => [
      peer,
      updateSource,
      String(remoteAs),
    ]);
    assert.deepEqual(
      sessions,
      sides.device.tunnels.map(({ amazonAddress, customerAddress }) => [
        amazonAddress,
        customerAddress,
        sides.aws.gateway["amazonSideAsn"],
      ]),
    );
  });

  it("have the routes to each other", () => {
    const router = parseBgp(sides.text("frr"));
    assert.deepEqual(router.networks, plan.onPremisesPrefixes);
    assert.deepEqual(router.neighbors[sides.device.tunnels[0].amazonAddress]?.in.prefixes, [
      `permit ${surroundings.vpcCidrBlock}`,
    ]);
  });

  it("have exactly one that opens the tunnels when the device does", async () => {
    const other = await bothSides({
      ...plan,
      customerGateways: { berlin: { ...berlin, startupAction: "add" } },
    });
    assert.equal(other.aws.connection["tunnel1StartupAction"], "add");
    const path = ["connections", "aws-berlin-1", "children", "aws-berlin-1"];
    assert.equal(sectionAt(parseSwanctl(other.text("swanctl")), ...path)["start_action"], "start");
  });

  it("have static routes to each other when there is no BGP", async () => {
    const other = await bothSides(staticPlan);
    assert.equal(other.aws.connection["staticRoutesOnly"], true);
    const [first, second] = tunnelEnds("berlin", other.device);
    assert.deepEqual(
      other.text("frr").match(/^ip route .*$/gm),
      [first, second].map(
        (end, index) =>
          `ip route ${surroundings.vpcCidrBlock} ${end?.amazonAddress} ${end?.interface} ${(index + 1) * 10}`,
      ),
    );
  });
});
