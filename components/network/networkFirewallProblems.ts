import type { ArgumentProblem } from "../problems";
import { crossings } from "./networkFirewallFlows";
import {
  capacities,
  managedGroupLimit,
  type FirewallRules,
  type ManagedRuleGroup,
} from "./networkFirewallRules";

/** What makes the rules of a network firewall impossible. */
export function firewallProblems(rules: FirewallRules): ArgumentProblem[] {
  return [
    ...domainProblems(rules),
    ...managedProblems(rules.managedRuleGroups),
    ...suricataProblems(rules.suricataRules),
    ...flowProblems(rules),
    ...emptinessProblems(rules),
  ];
}

const domainPattern = /^\.?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/;

/** A domain may take two rules, one for TLS and one for HTTP, and AWS adds its own at the end. */
const domainLimit = capacities.domains / 2 - 10;

function domainProblems({ allowedDomains, deniedDomains }: FirewallRules): ArgumentProblem[] {
  const lists = { allowedDomains, deniedDomains };
  return (["allowedDomains", "deniedDomains"] as const).flatMap((key) => {
    const domains = lists[key];
    const problems = domains.flatMap((domain, index): ArgumentProblem[] => {
      const argument = `${key}.${index}`;
      if (!domainPattern.test(domain)) return [malformed(argument, domain)];
      if (domains.indexOf(domain) < index) {
        return [{ argument, rule: `${domain} is named twice`, remedy: "remove one" }];
      }
      if (key === "deniedDomains" && allowedDomains.includes(domain)) {
        return [
          { argument, rule: `${domain} is allowed and denied`, remedy: "remove it from one of the lists" },
        ];
      }
      return [];
    });
    if (domains.length > domainLimit) {
      problems.push({
        argument: key,
        rule: `a list has room for ${domainLimit} domains, and this one has ${domains.length}`,
        remedy: "name parent domains such as .example.com, or write own rules",
      });
    }
    return problems;
  });
}

function malformed(argument: string, domain: string): ArgumentProblem {
  const withSubdomains = domain.startsWith("*.") && domainPattern.test(domain.slice(1));
  return {
    argument,
    rule: `${JSON.stringify(domain)} must be a domain in lower case such as example.com, or .example.com with its subdomains`,
    remedy: withSubdomains
      ? `write ${domain.slice(1)}`
      : "correct it; addresses, ports and paths are for own rules",
  };
}

function managedProblems(groups: readonly ManagedRuleGroup[]): ArgumentProblem[] {
  const problems = groups.flatMap(({ name, priority }, index) => {
    const found: ArgumentProblem[] = [];
    const refuse = (property: string, rule: string, remedy: string) =>
      found.push({ argument: `managedRuleGroups.${index}${property}`, rule, remedy });
    if (!/^[A-Za-z0-9]+StrictOrder$/.test(name)) {
      const strict = name.replace(/(ActionOrder|StrictOrder)?$/, "StrictOrder");
      refuse(
        ".name",
        `${JSON.stringify(name)} must end with StrictOrder: the policy asks its groups in strict order`,
        /^[A-Za-z0-9]+$/.test(name) ? `write ${strict}` : "give the name, not the ARN",
      );
    }
    if (!Number.isInteger(priority) || priority < 1000 || priority > 9000) {
      refuse(".priority", `${priority} must be 1000 to 9000`, "take a number that is free");
    }
    const twin = groups.slice(0, index).find((other) => other.name === name || other.priority === priority);
    if (twin) {
      refuse("", `${twin.name} has the same name or priority`, "take a name and a priority that are free");
    }
    return found;
  });
  if (groups.length > managedGroupLimit) {
    problems.push({
      argument: "managedRuleGroups",
      rule: `${groups.length} are too many: with the own ones, a policy has 20 rule groups at most`,
      remedy: `choose ${managedGroupLimit}`,
    });
  }
  return problems;
}

/** What can be said of a Suricata rule without Suricata: its form, and what AWS forbids under strict order. */
function suricataProblems(text: string): ArgumentProblem[] {
  const seen = new Map<string, number>();
  const rules = text
    .split("\n")
    .map((line, index) => ({ rule: line.trim(), line: index + 1 }))
    .filter(({ rule }) => rule !== "" && !rule.startsWith("#"));
  const problems = rules.flatMap(({ rule, line }): ArgumentProblem[] => {
    const refuse = (what: string, remedy: string): ArgumentProblem[] => [
      { argument: "suricataRules", rule: `line ${line}: ${what}`, remedy },
    ];
    if (!/^(alert|drop|pass|reject) \S+ .+ (->|<>) .+ \(.+;\s*\)$/.test(rule)) {
      return refuse(
        "must be a rule",
        "write for instance: pass tcp $HOME_NET any -> 198.51.100.7 22 (flow:to_server; sid:1;)",
      );
    }
    const options = withoutTexts(rule);
    if (/[(;]\s*priority\s*:/.test(options)) {
      return refuse(
        "under strict order, a rule has no priority",
        "remove the option; the order of the lines decides",
      );
    }
    const sid = /[(;]\s*sid\s*:\s*(\d+)\s*;/.exec(options)?.[1];
    if (sid === undefined) return refuse("a rule has an id", "add an option such as sid:1;");
    const twin = seen.get(sid);
    seen.set(sid, line);
    return twin === undefined ? [] : refuse(`line ${twin} has the same sid ${sid}`, "number the rules apart");
  });
  if (rules.length > capacities.suricata) {
    problems.push({
      argument: "suricataRules",
      rule: `there is room for ${capacities.suricata} rules, and these are ${rules.length}`,
      remedy: "leave some out",
    });
  }
  return problems;
}

/** The rule without what stands in quotes, which may look like an option. */
function withoutTexts(rule: string): string {
  return rule.replace(/"(\\.|[^"\\])*"/g, '""');
}

function flowProblems({ flows, prefixLists }: FirewallRules): ArgumentProblem[] {
  const room = capacities.flows - 2; // The refusals at the end are two.
  const count = crossings(flows, prefixLists).length;
  if (count <= room) return [];
  return [
    {
      argument: "flows",
      rule: `${count} flows cross the border, and there is room for ${room}`,
      remedy: "join flows by their ports, or prefix lists by their blocks",
    },
  ];
}

function emptinessProblems({
  defaultAction,
  allowedDomains,
  suricataRules,
}: FirewallRules): ArgumentProblem[] {
  if (defaultAction === "ALERT" || allowedDomains.length > 0 || suricataRules.trim() !== "") return [];
  return [
    {
      argument: "allowedDomains",
      rule: "with the default action DROP and no allowed domain, nothing in the VPC reaches the internet",
      remedy: "name the domains that are needed, or set defaultAction to ALERT and find them in the logs",
    },
  ];
}
