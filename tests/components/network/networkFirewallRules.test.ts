import assert from "node:assert/strict";
import { planRuleGroups, type FirewallRules } from "../../../components/network/networkFirewallRules";
import { crossingRules, crossings } from "../../../components/network/networkFirewallFlows";
import { firewallProblems } from "../../../components/network/networkFirewallProblems";
import { inspection } from "./networkFirewallFixture";

function problemsOf(change: Partial<FirewallRules>): string[] {
  return firewallProblems({ ...inspection, ...change }).map(
    ({ argument, rule, remedy }) => `${argument}: ${rule}; ${remedy}`,
  );
}

const rule = (options: string) => `pass tcp $HOME_NET any -> 198.51.100.7 22 (${options})`;

describe("The rules of a network firewall", () => {
  it("let through what flows want across the border, and refuse the rest that starts outside", () => {
    const flows = [
      { from: "internet", to: "load-balancer", ports: [443, 80] },
      { from: "load-balancer", to: "application", ports: [8080] },
      { from: "office", to: "management", protocol: "udp" as const, ports: [51820] },
      { from: "application", to: "office", ports: [22] },
      { from: "application", to: "internet", ports: [443] },
      { from: "application", to: "on-premises", ports: [443] },
    ];
    const lists = { office: ["198.51.100.0/24", "203.0.113.0/25"] };
    assert.deepEqual(crossingRules(crossings(flows, lists)).split("\n"), [
      'pass tcp $EXTERNAL_NET any -> $PUBLIC_NET [443,80] (msg:"internet to load-balancer"; flow:to_server; sid:1; rev:1;)',
      "pass udp [198.51.100.0/24,203.0.113.0/25] any -> $PUBLIC_NET 51820 " +
        '(msg:"office to management"; flow:to_server; sid:2; rev:1;)',
      "pass tcp $HOME_NET any -> [198.51.100.0/24,203.0.113.0/25] 22 " +
        '(msg:"application to office"; flow:to_server; sid:3; rev:1;)',
      'drop tcp $EXTERNAL_NET any -> $HOME_NET any (msg:"no flow wants this from outside"; flow:to_server; sid:4; rev:1;)',
      'drop udp $EXTERNAL_NET any -> $HOME_NET any (msg:"no flow wants this from outside"; flow:to_server; sid:5; rev:1;)',
    ]);
  });

  it("are themselves accepted by what checks own rules", () => {
    const suricataRules = crossingRules(crossings(inspection.flows, inspection.prefixLists));
    assert.deepEqual(problemsOf({ suricataRules }), []);
  });

  it("refuse what starts outside also where no flow crosses the border", () => {
    const groups = planRuleGroups({ ...inspection, flows: [], deniedDomains: [], suricataRules: " \n" });
    assert.deepEqual(
      groups.map(({ key }) => key),
      ["flows", "allowed-domains"],
    );
  });

  it("accept comments, domains with subdomains, and quoted text that looks like an option", () => {
    const suricataRules = [
      "# a comment",
      "",
      rule('msg:"a; priority:1; sid:7; \\"b\\""; sid:1;'),
      rule("sid:7;"),
    ];
    assert.deepEqual(problemsOf({ suricataRules: suricataRules.join("\n") }), []);
    assert.deepEqual(
      problemsOf({ allowedDomains: [".example.com", "example.com", "_dmarc.a-b.example.com"] }),
      [],
    );
  });

  it("refuse what is no domain, with the form that was probably meant", () => {
    assert.deepEqual(
      problemsOf({ allowedDomains: ["*.example.com", "https://example.com", "Example.com", "203.0.113.7"] }),
      [
        'allowedDomains.0: "*.example.com" must be a domain in lower case such as example.com, or .example.com with its ' +
          "subdomains; write .example.com",
        ...["https://example.com", "Example.com", "203.0.113.7"].map(
          (domain, index) =>
            `allowedDomains.${index + 1}: "${domain}" must be a domain in lower case such as example.com, or .example.com ` +
            "with its subdomains; correct it; addresses, ports and paths are for own rules",
        ),
      ],
    );
  });

  it("refuse a domain twice, in one list or in both", () => {
    assert.deepEqual(
      problemsOf({ allowedDomains: ["a.example.com", "a.example.com"], deniedDomains: ["a.example.com"] }),
      [
        "allowedDomains.1: a.example.com is named twice; remove one",
        "deniedDomains.0: a.example.com is allowed and denied; remove it from one of the lists",
      ],
    );
  });

  it("refuse more domains than a list has room for", () => {
    const allowedDomains = Array.from({ length: 491 }, (_, index) => `a${index}.example.com`);
    assert.deepEqual(problemsOf({ allowedDomains }), [
      "allowedDomains: a list has room for 490 domains, and this one has 491; name parent domains such as .example.com, " +
        "or write own rules",
    ]);
    assert.deepEqual(problemsOf({ allowedDomains: allowedDomains.slice(1) }), []);
  });

  it("refuse managed groups of the other order, out of range, twice, or too many", () => {
    const group = { priority: 1000, alertOnly: false };
    assert.deepEqual(
      problemsOf({
        managedRuleGroups: [
          { ...group, name: "MalwareDomainsActionOrder" },
          { ...group, name: "arn:aws:x", priority: 10 },
          { ...group, name: "BotNetCommandAndControlDomainsStrictOrder" },
        ],
      }),
      [
        'managedRuleGroups.0.name: "MalwareDomainsActionOrder" must end with StrictOrder: the policy asks its groups in ' +
          "strict order; write MalwareDomainsStrictOrder",
        'managedRuleGroups.1.name: "arn:aws:x" must end with StrictOrder: the policy asks its groups in strict order; ' +
          "give the name, not the ARN",
        "managedRuleGroups.1.priority: 10 must be 1000 to 9000; take a number that is free",
        "managedRuleGroups.2: MalwareDomainsActionOrder has the same name or priority; take a name and a priority that " +
          "are free",
      ],
    );
    const many = Array.from({ length: 17 }, (_, index) => ({
      name: `Group${index}StrictOrder`,
      priority: 1000 + index,
      alertOnly: false,
    }));
    assert.deepEqual(problemsOf({ managedRuleGroups: many }), [
      "managedRuleGroups: 17 are too many: with the own ones, a policy has 20 rule groups at most; choose 16",
    ]);
  });

  it("refuse own rules that AWS would refuse, by their line", () => {
    const suricataRules = [
      rule("sid:1;"),
      "allow everything",
      rule('msg:"x";'),
      rule("priority:1; sid:2;"),
      rule("sid:1;"),
    ];
    assert.deepEqual(problemsOf({ suricataRules: suricataRules.join("\n") }), [
      "suricataRules: line 2: must be a rule; write for instance: pass tcp $HOME_NET any -> 198.51.100.7 22 " +
        "(flow:to_server; sid:1;)",
      "suricataRules: line 3: a rule has an id; add an option such as sid:1;",
      "suricataRules: line 4: under strict order, a rule has no priority; remove the option; the order of the lines decides",
      "suricataRules: line 5: line 1 has the same sid 1; number the rules apart",
    ]);
  });

  it("refuse more own rules, or flows across the border, than there is room for", () => {
    const suricataRules = Array.from({ length: 1001 }, (_, index) => rule(`sid:${index + 1};`)).join("\n");
    assert.deepEqual(problemsOf({ suricataRules }), [
      "suricataRules: there is room for 1000 rules, and these are 1001; leave some out",
    ]);
    const flows = Array.from({ length: 499 }, () => ({ from: "office", to: "management", ports: [443] }));
    assert.deepEqual(problemsOf({ flows }), [
      "flows: 499 flows cross the border, and there is room for 498; join flows by their ports, or prefix lists by their " +
        "blocks",
    ]);
  });

  it("refuse to stop everything that leaves, unless it is only to be logged", () => {
    const nothing = { allowedDomains: [], suricataRules: "" };
    assert.deepEqual(problemsOf(nothing), [
      "allowedDomains: with the default action DROP and no allowed domain, nothing in the VPC reaches the internet; name " +
        "the domains that are needed, or set defaultAction to ALERT and find them in the logs",
    ]);
    assert.deepEqual(problemsOf({ ...nothing, defaultAction: "ALERT" }), []);
  });
});
