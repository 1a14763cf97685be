import assert from "node:assert/strict";
import { renderSwanctl } from "../../../tools/vpn/swanctl";
import { deviceWith, given } from "./fixture";
import { parseSwanctl, sectionAt, type Section } from "./parse";

const rendered = (change: Readonly<Record<string, unknown>> = {}): Section =>
  parseSwanctl(renderSwanctl("berlin", deviceWith(change)));

const options = (change: object) => ({ tunnelOptions: { ...given.tunnelOptions, ...change } });

describe("The rendered swanctl.conf", () => {
  it("has one connection for each tunnel, with everything that both sides must agree on", () => {
    const tunnel = (number: number, outside: string, id: string): Section => ({
      version: "2",
      remote_addrs: outside,
      proposals: "aes256gcm16-prfsha384-prfsha512-ecp384-ecp521",
      rekey_time: "28530s",
      over_time: "270s",
      rand_time: "270s",
      dpd_delay: "10s",
      unique: "replace",
      keyingtries: "0",
      mobike: "no",
      if_id_in: id,
      if_id_out: id,
      local: { auth: "psk", id: "203.0.113.10" },
      remote: { auth: "psk", id: outside },
      children: {
        [`aws-berlin-${number}`]: {
          mode: "tunnel",
          local_ts: "0.0.0.0/0",
          remote_ts: "0.0.0.0/0",
          esp_proposals: "aes256gcm16-ecp384-ecp521",
          rekey_time: "3330s",
          life_time: "3600s",
          rand_time: "270s",
          replay_window: "1024",
          start_action: "none",
          close_action: "none",
          dpd_action: "clear",
        },
      },
    });
    assert.deepEqual(rendered(), {
      connections: {
        "aws-berlin-1": tunnel(1, "198.51.100.59", "27130"),
        "aws-berlin-2": tunnel(2, "192.0.2.59", "27134"),
      },
    });
  });

  it("opens the tunnels itself where AWS does not, and opens them again", () => {
    const child = sectionAt(
      rendered({ startupAction: "add" }),
      "connections",
      "aws-berlin-1",
      "children",
      "aws-berlin-1",
    );
    assert.deepEqual(
      [child["start_action"], child["close_action"], child["dpd_action"]],
      ["start", "start", "restart"],
    );
  });

  it("offers only what AWS's end accepts", () => {
    const connection = sectionAt(
      rendered(options({ dhGroups: [21], integrityAlgorithms: ["SHA2-512"] })),
      "connections",
      "aws-berlin-2",
    );
    assert.equal(connection["proposals"], "aes256gcm16-prfsha512-ecp521");
    assert.equal(sectionAt(connection, "children", "aws-berlin-2")["esp_proposals"], "aes256gcm16-ecp521");
  });

  it("renews sessions as AWS does: never later than their end, never before they begin", () => {
    const connection = sectionAt(
      rendered(
        options({
          phase1LifetimeSeconds: 14400,
          phase2LifetimeSeconds: 1800,
          rekeyMarginSeconds: 120,
          rekeyFuzzPercentage: 50,
        }),
      ),
      "connections",
      "aws-berlin-1",
    );
    const child = sectionAt(connection, "children", "aws-berlin-1");
    assert.deepEqual(
      [connection["rekey_time"], connection["over_time"], connection["rand_time"]],
      ["14280s", "120s", "60s"],
    );
    assert.deepEqual(
      [child["rekey_time"], child["life_time"], child["rand_time"]],
      ["1680s", "1800s", "60s"],
    );
  });

  it("follows the replay window and the patience with a dead peer", () => {
    const connection = sectionAt(
      rendered(options({ replayWindowSize: 2048, dpdTimeoutSeconds: 60 })),
      "connections",
      "aws-berlin-1",
    );
    assert.equal(connection["dpd_delay"], "20s");
    assert.equal(sectionAt(connection, "children", "aws-berlin-1")["replay_window"], "2048");
  });

  it("authenticates by certificate, and then accepts AWS's by its CA", () => {
    const certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
    const connection = sectionAt(
      rendered({
        address: undefined,
        startupAction: "add",
        authentication: { type: "certificate", certificateArn },
      }),
      "connections",
      "aws-berlin-1",
    );
    assert.deepEqual(connection["local"], { auth: "pubkey", certs: "aws-berlin.pem" });
    assert.deepEqual(connection["remote"], { auth: "pubkey", cacerts: "aws-berlin-ca.pem" });
  });

  it("follows a static tunnel up and down", () => {
    const path = ["connections", "aws-berlin-1", "children", "aws-berlin-1"];
    assert.equal(
      sectionAt(rendered({ routing: { type: "static" } }), ...path)["updown"],
      "/usr/local/sbin/aws-vpn-updown",
    );
    assert.equal(sectionAt(rendered(), ...path)["updown"], undefined);
  });
});
