import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runDeviceConfig } from "../../../tools/vpn/program";
import { printed, renderDevice } from "../../../tools/vpn/render";
import { runInside, runTool } from "../incident/cli";
import { deviceWith, given, secretArn } from "./fixture";
import { parseSwanctl, sectionAt } from "./parse";

type Change = Readonly<Record<string, unknown>>;

const partOf = (name: string, change: Change = {}): string => {
  const part = renderDevice("berlin", deviceWith(change)).find((one) => one.name === name);
  assert(part, `no part ${name}`);
  return part.text;
};

const rows = (text: string): Map<string, string> =>
  new Map(
    text
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => {
        const [name = "", value = ""] = line.trim().split(/ {2,}/);
        return [name, value];
      }),
  );

describe("A device's configuration", () => {
  it("has a part for each thing to set up, each in its place", () => {
    assert.deepEqual(
      renderDevice("berlin", deviceWith()).map(({ name, path }) => [name, path]),
      [
        ["table", undefined],
        ["credentials", undefined],
        ["strongswan", "/etc/strongswan.d/aws-vpn.conf"],
        ["swanctl", "/etc/swanctl/conf.d/aws-berlin.conf"],
        ["interfaces", "/usr/local/sbin/aws-berlin-interfaces"],
        ["frr", "/etc/frr/frr.conf"],
      ],
    );
    assert.deepEqual(
      renderDevice("berlin", deviceWith({ routing: { type: "static" } })).map(({ name }) => name),
      ["table", "credentials", "strongswan", "swanctl", "interfaces", "updown", "frr"],
    );
  });

  it("says in words what a device of any make must be told", () => {
    const table = rows(partOf("table"));
    assert.deepEqual(
      [
        "Device's address",
        "Who opens the tunnels",
        "Encryption",
        "Pseudo-random function",
        "Diffie-Hellman groups",
        "Replay window",
        "Device's ASN",
        "AWS's ASN",
        "Behind AWS",
        "Behind the device",
      ].map((name) => table.get(name)),
      [
        "203.0.113.10",
        "AWS",
        "AES-256-GCM, tag of 16 bytes",
        "SHA2-384, SHA2-512",
        "20, 21",
        "1024 packets",
        "65010",
        "64512",
        "10.20.0.0/16",
        "172.16.0.0/12, 192.168.0.0/16",
      ],
    );
    assert.equal(table.get("Authentication"), `pre-shared keys, in the secret ${secretArn}`);
  });

  it("tells where the keys are and how to fetch them, and leaves their places empty", () => {
    const text = partOf("credentials");
    assert(text.includes(`--secret-id '${secretArn}'`));
    assert(text.includes("aws secretsmanager get-secret-value --region eu-central-1"));
    const secrets = sectionAt(parseSwanctl(text), "secrets");
    assert.deepEqual(secrets, {
      "ike-aws-berlin-1": { "id-remote": "198.51.100.59", secret: '""' },
      "ike-aws-berlin-2": { "id-remote": "192.0.2.59", secret: '""' },
    });
  });

  it("tells where the certificate is and where its files go", () => {
    const certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
    const text = partOf("credentials", { authentication: { type: "certificate", certificateArn } });
    assert(text.includes(`--certificate-arn '${certificateArn}'`));
    assert(text.includes("/etc/swanctl/x509/aws-berlin.pem"));
    assert(!text.includes("secretsmanager"));
  });

  it("brings the interfaces up at once with BGP, and leaves that to strongSwan without", () => {
    const up = (text: string) => text.match(/^ip link set xfrm\d+ up$/gm);
    assert.deepEqual(up(partOf("interfaces")), ["ip link set xfrm27130 up", "ip link set xfrm27134 up"]);
    assert.equal(up(partOf("interfaces", { routing: { type: "static" } })), null);
    assert(partOf("updown", { routing: { type: "static" } }).includes('ip link set "$interface" "$state"'));
  });

  it("keeps packets small enough for the tunnel", () => {
    const text = partOf("interfaces");
    assert.equal(text.match(/mtu 1438$/gm)?.length, 2);
    assert.equal(text.match(/--set-mss 1398$/gm)?.length, 2);
  });

  it("is printed part by part", () => {
    const text = printed(renderDevice("berlin", deviceWith()));
    assert.deepEqual(text.match(/^===== .*$/gm), [
      "===== table",
      "===== credentials",
      "===== strongswan: /etc/strongswan.d/aws-vpn.conf",
      "===== swanctl: /etc/swanctl/conf.d/aws-berlin.conf",
      "===== interfaces: /usr/local/sbin/aws-berlin-interfaces",
      "===== frr: /etc/frr/frr.conf",
    ]);
  });
});

describe("npm run vpn:device-config", () => {
  let folder: string;
  const path = process.env["PATH"] ?? "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "device-config-"));
    process.env["PATH"] = `${folder}:${path}`;
    const vpn = (devices: object) => ({
      version: 3,
      deployment: {
        resources: [
          {
            type: "landingzone:connectivity:SiteToSiteVpn",
            urn: "urn:pulumi:a::b::c::vpn",
            outputs: { devices },
          },
        ],
      },
    });
    writeFileSync(join(folder, "one.json"), JSON.stringify(vpn({ berlin: given })));
    writeFileSync(join(folder, "two.json"), JSON.stringify(vpn({ berlin: given, munich: given })));
  });
  after(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]) => runInside(runDeviceConfig, args);

  it("prints the configuration of the one device", async () => {
    const { out, code } = await runTool("tools/vpnDeviceConfig.ts", ["--state", join(folder, "one.json")]);
    assert.equal(out, printed(renderDevice("berlin", deviceWith())).replace(/\n$/, ""));
    assert.equal(code, 0);
  });

  it("prints one part of one connection", async () => {
    const { out } = await run("--state", join(folder, "two.json"), "--connection", "munich", "--part", "frr");
    const frr = renderDevice("munich", deviceWith()).find(({ name }) => name === "frr");
    assert.equal(out, frr?.text.replace(/\n$/, ""));
  });

  it("reads the state of a deployed stack through Pulumi", async () => {
    const pulumi = join(folder, "pulumi");
    const state = join(folder, "one.json");
    writeFileSync(pulumi, `#!/bin/sh\n[ "$*" = "stack export --stack staging" ] && cat '${state}'\n`, {
      mode: 0o755,
    });
    const { out, code } = await run("--stack", "staging", "--part", "table");
    assert.equal(out.split("\n")[0], "Berlin: AWS Site-to-Site VPN vpn-0a1b2c3d");
    assert.equal(code, 0);
    const failed = await run("--stack", "prod");
    assert.match(
      failed.error,
      /^The state of the stack "prod" cannot be read; export it yourself and give it with --state\.$/m,
    );
    assert.equal(failed.code, 1);
  });

  it("says when a device does not need the part", async () => {
    const { error, code } = await run("--state", join(folder, "one.json"), "--part", "updown");
    assert.equal(error, "The device berlin needs no part updown.");
    assert.equal(code, 2);
  });

  it("asks for a connection when there are several", async () => {
    const { error, code } = await run("--state", join(folder, "two.json"));
    assert.equal(error, "There are several connections: berlin, munich. Name one with --connection.");
    assert.equal(code, 2);
  });

  it("names the connections that there are", async () => {
    const { error, code } = await run("--state", join(folder, "one.json"), "--connection", "hamburg");
    assert.equal(error, "There is no connection hamburg, only berlin.");
    assert.equal(code, 2);
  });
});
