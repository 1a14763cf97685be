"""Domain lists, rule groups and their rules."""

from moto.core.responses import ActionResult

from .store import Call, Item, found, now, refused

# What identifies a rule in its group: the list that it looks a name up in, or the threat that it recognises.
THREAT = "FirewallThreatProtectionId"
LIST = "FirewallDomainListId"


class Firewall(Call):
    def create_firewall_domain_list(self) -> ActionResult:
        item = self.new_item("firewall-domain-list", "rslvr-fdl", DomainCount=0)
        self.here.domain_lists[item["Id"]] = item
        self.here.domains[item["Id"]] = []
        return ActionResult({"FirewallDomainList": item})

    def get_firewall_domain_list(self) -> ActionResult:
        return ActionResult({"FirewallDomainList": found(self.here.domain_lists, self.asked[LIST], "domain list")})

    def list_firewall_domain_lists(self) -> ActionResult:
        return ActionResult({"FirewallDomainLists": list(self.here.domain_lists.values())})

    def update_firewall_domains(self) -> ActionResult:
        call = self.asked
        item = found(self.here.domain_lists, call[LIST], "domain list")
        domains = self.here.domains[item["Id"]]
        # AWS keeps and answers names with their final dot.
        given = [domain if domain.endswith(".") else f"{domain}." for domain in call["Domains"]]
        kept = {"ADD": domains, "REMOVE": [one for one in domains if one not in given], "REPLACE": []}[call["Operation"]]
        added = [] if call["Operation"] == "REMOVE" else given
        self.here.domains[item["Id"]] = list(dict.fromkeys([*kept, *added]))
        item.update(DomainCount=len(self.here.domains[item["Id"]]), ModificationTime=now())
        return ActionResult({name: item[name] for name in ("Id", "Name", "Status", "StatusMessage")})

    def list_firewall_domains(self) -> ActionResult:
        found(self.here.domain_lists, self.asked[LIST], "domain list")
        return ActionResult({"Domains": self.here.domains[self.asked[LIST]]})

    def delete_firewall_domain_list(self) -> ActionResult:
        list_id = self.asked[LIST]
        item = found(self.here.domain_lists, list_id, "domain list")
        if any(rule.get(LIST) == list_id for rules in self.here.rules.values() for rule in rules):
            raise refused(f"The domain list {list_id} is used by a rule group.")
        del self.here.domain_lists[list_id], self.here.domains[list_id]
        return ActionResult({"FirewallDomainList": {**item, "Status": "DELETING"}})

    def create_firewall_rule_group(self) -> ActionResult:
        owner = {"OwnerId": self.current_account, "ShareStatus": "NOT_SHARED"}
        item = self.new_item("firewall-rule-group", "rslvr-frg", RuleCount=0, **owner)
        self.here.rule_groups[item["Id"]] = item
        self.here.rules[item["Id"]] = []
        return ActionResult({"FirewallRuleGroup": item})

    def get_firewall_rule_group(self) -> ActionResult:
        return ActionResult({"FirewallRuleGroup": _group(self)})

    def list_firewall_rule_groups(self) -> ActionResult:
        return ActionResult({"FirewallRuleGroups": list(self.here.rule_groups.values())})

    def delete_firewall_rule_group(self) -> ActionResult:
        item = _group(self)
        if any(one["FirewallRuleGroupId"] == item["Id"] for one in self.here.associations.values()):
            raise refused(f"The rule group {item['Id']} is associated with a VPC.")
        if self.here.rules[item["Id"]]:
            raise refused(f"The rule group {item['Id']} still has rules.")
        del self.here.rule_groups[item["Id"]], self.here.rules[item["Id"]]
        return ActionResult({"FirewallRuleGroup": {**item, "Status": "DELETING"}})

    def create_firewall_rule(self) -> ActionResult:
        rule = {
            "FirewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN",
            **self.asked,
            "CreationTime": now(),
            "ModificationTime": now(),
        }
        group = _group(self)
        rules = self.here.rules[group["Id"]]
        if any(other["Priority"] == rule["Priority"] for other in rules):
            raise refused(f"The priority {rule['Priority']} is used by another rule of the group.")
        if rule.get("DnsThreatProtection") is not None:
            rule[THREAT] = self.new_item("firewall-threat-protection", "rslvr-ftp")["Id"]
        elif not rule[LIST].startswith("rslvr-fdl-"):
            raise refused(f"Can't find the domain list '{rule[LIST]}'.")
        rules.append(rule)
        group.update(RuleCount=len(rules), ModificationTime=now())
        return ActionResult({"FirewallRule": rule})

    def list_firewall_rules(self) -> ActionResult:
        rules = self.here.rules[_group(self)["Id"]]
        wanted = {name: self.asked[name] for name in ("Priority", "Action") if name in self.asked}
        matching = [rule for rule in rules if all(rule[name] == value for name, value in wanted.items())]
        return ActionResult({"FirewallRules": sorted(matching, key=lambda rule: rule["Priority"])})

    def update_firewall_rule(self) -> ActionResult:
        rule = _rule(self)
        rule.update({**self.asked, "ModificationTime": now()})
        return ActionResult({"FirewallRule": rule})

    def delete_firewall_rule(self) -> ActionResult:
        rule = _rule(self)
        group = _group(self)
        self.here.rules[group["Id"]].remove(rule)
        group.update(RuleCount=len(self.here.rules[group["Id"]]), ModificationTime=now())
        return ActionResult({"FirewallRule": rule})


def _group(call: Call) -> Item:
    return found(call.here.rule_groups, call.asked["FirewallRuleGroupId"], "rule group")


def _rule(call: Call) -> Item:
    keys = [name for name in (LIST, THREAT) if call.asked.get(name) is not None]
    rules = call.here.rules[_group(call)["Id"]]
    by_id = {rule.get(keys[0]): rule for rule in rules} if keys else {}
    return found(by_id, call.asked[keys[0]] if keys else "", "rule")
