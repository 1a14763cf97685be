import assert from "node:assert/strict";
import { z } from "zod";
import { checkInspection, inspection } from "../../config/inspection";
import { problemOf } from "../../config/issues";
import type { Problem } from "../../config/problems";

type Values = Record<string, unknown>;

/** What inspection meets in a workload's configuration, as the workload's schema puts them together. */
const surroundings = z
  .object({
    region: z.string(),
    network: z.object({
      availabilityZones: z.array(z.string()),
      tiers: z.object({ public: z.unknown(), private: z.unknown(), firewall: z.unknown() }).partial(),
      flows: z.array(z.object({ from: z.string(), to: z.string(), ports: z.array(z.number()) })),
      prefixLists: z.record(z.string(), z.array(z.string())),
    }),
    inspection,
  })
  .superRefine(checkInspection);

const network: Values = {
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  tiers: { public: {}, private: {}, firewall: {} },
  flows: [{ from: "internet", to: "load-balancer", ports: [443] }],
  prefixLists: {},
};
const good: Values = { allowedDomains: [".example.com"] };

function valuesOf(given: Values | undefined, change: Values = {}): Values {
  return { region: "eu-central-1", network: { ...network, ...change }, inspection: given };
}

function read(given: Values | undefined): z.output<typeof inspection> {
  return surroundings.parse(valuesOf(given)).inspection;
}

function problemsOf(given: Values, change: Values = {}): Problem[] {
  const values = valuesOf(given, change);
  const { error } = surroundings.safeParse(values);
  return (error?.issues ?? []).flatMap((issue) => problemOf(issue, values, "landing-zone"));
}

function lines(given: Values, change: Values = {}): string[] {
  return problemsOf(given, change).map(({ key, rule, remedy }) => `${key}: ${rule}; ${remedy}`);
}

describe("The configuration of the inspection", () => {
  it("is none by default", () => {
    assert.equal(read(undefined), undefined);
  });

  it("has documented defaults", () => {
    assert.deepEqual(read(good), {
      defaultAction: "DROP",
      allowedDomains: [".example.com"],
      deniedDomains: [],
      managedRuleGroups: [],
      suricataRules: "",
      leavingZones: [],
      protection: { deletion: false, subnetChange: false, policyChange: true },
    });
  });

  it("takes everything that can be chosen", () => {
    const everything: Values = {
      defaultAction: "ALERT",
      allowedDomains: ["example.com"],
      deniedDomains: [".bad.example.com"],
      managedRuleGroups: [{ name: "MalwareDomainsStrictOrder", priority: 1000, alertOnly: true }],
      suricataRules: "alert icmp any any -> any any (sid:1;)",
      leavingZones: ["eu-central-1c"],
      protection: { deletion: true, subnetChange: true, policyChange: false },
    };
    assert.deepEqual(read(everything), everything);
  });

  it("needs the public and the firewall tier", () => {
    const needed =
      "inspection stands between the firewall tier, the public tier and the internet, and there is no";
    assert.deepEqual(lines(good, { tiers: { private: {} } }), [
      `landing-zone:inspection: ${needed} public tier; add network.tiers.public, or remove inspection`,
      `landing-zone:inspection: ${needed} firewall tier; add network.tiers.firewall, or remove inspection`,
    ]);
  });

  it("refuses keys that it does not know, and values of the wrong kind", () => {
    assert.equal(problemsOf({ ...good, alowedDomains: [] }).length, 1);
    assert.equal(problemsOf({ ...good, defaultAction: "PASS" }).length, 1);
    assert.equal(problemsOf({ ...good, managedRuleGroups: [{ name: "XStrictOrder" }] }).length, 1);
  });

  it("refuses rules that the firewall would refuse, where they stand", () => {
    assert.deepEqual(
      problemsOf({
        allowedDomains: ["*.example.com"],
        managedRuleGroups: [{ name: "XActionOrder", priority: 1 }],
        suricataRules: "sid:1;",
      }).map(({ key, given, remedy }) => [key, given, remedy]),
      [
        ["landing-zone:inspection.allowedDomains.0", '"*.example.com"', "write .example.com"],
        ["landing-zone:inspection.managedRuleGroups.0.name", '"XActionOrder"', "write XStrictOrder"],
        ["landing-zone:inspection.managedRuleGroups.0.priority", "1", "take a number that is free"],
        [
          "landing-zone:inspection.suricataRules",
          '"sid:1;"',
          "write for instance: pass tcp $HOME_NET any -> 198.51.100.7 22 (flow:to_server; sid:1;)",
        ],
      ],
    );
    const many = Array.from({ length: 499 }, () => ({ from: "internet", to: "load-balancer", ports: [443] }));
    assert.deepEqual(
      problemsOf(good, { flows: many }).map(({ key }) => key),
      ["landing-zone:network.flows"],
    );
  });

  it("refuses a leaving zone that has not left, or that is none of the region's", () => {
    assert.deepEqual(lines({ ...good, leavingZones: ["eu-central-1b", "eu-west-1c", "eu-central-1"] }), [
      "landing-zone:inspection.leavingZones.0: is still one of network.availabilityZones; name the zone in one place",
      "landing-zone:inspection.leavingZones.1: must be a zone of eu-central-1; name the zone as before it left",
      "landing-zone:inspection.leavingZones.2: must be a zone of eu-central-1; name the zone as before it left",
    ]);
  });
});
