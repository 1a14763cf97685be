"""Rule groups, and the policies that ask them."""

import re
from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult

from .store import Call, Item, invalid, used

# https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html
MOST_CAPACITY = 30_000
MOST_GROUPS = 20

STRICT = "STRICT_ORDER"
DEFAULT_ACTIONS = {
    f"aws:{action}_{when}"
    for action in ("drop", "alert")
    for when in ("strict", "established", "established_app_layer", "established_app_layer_to_server")
}


class Policies(Call):
    def create_rule_group(self) -> ActionResult:
        arn = self.arn("stateful-rulegroup", self.asked["RuleGroupName"])
        if self.asked["Type"] != "STATEFUL":
            raise NotImplementedError("stateless rule groups")
        item = {
            "RuleGroupName": self.asked["RuleGroupName"],
            "RuleGroupArn": arn,
            "RuleGroupId": str(uuid4()),
            "Type": self.asked["Type"],
            "Capacity": self.asked["Capacity"],
            "RuleGroupStatus": "ACTIVE",
        }
        _take(self, item, "RuleGroup")
        _check_rules(item)
        self.keep_new(self.here.rule_groups, arn, item)
        return _rule_group(self, item)

    def describe_rule_group(self) -> ActionResult:
        return _rule_group(self, self.found(self.here.rule_groups, "stateful-rulegroup", "RuleGroup"))

    def update_rule_group(self) -> ActionResult:
        item = self.found(self.here.rule_groups, "stateful-rulegroup", "RuleGroup")
        changed = dict(item)
        _take(self, changed, "RuleGroup")
        _check_rules(changed)
        if _order(changed["RuleGroup"], "StatefulRuleOptions") != _order(item["RuleGroup"], "StatefulRuleOptions"):
            raise invalid("The rule order of a rule group cannot be changed")
        self.change(item["RuleGroupArn"])
        item.update(changed)
        return _rule_group(self, item)

    def delete_rule_group(self) -> ActionResult:
        item = self.found(self.here.rule_groups, "stateful-rulegroup", "RuleGroup")
        for policy in self.here.policies.values():
            if item["RuleGroupArn"] in _groups(policy):
                raise used(policy["FirewallPolicyArn"])
        del self.here.rule_groups[item["RuleGroupArn"]]
        return ActionResult({"RuleGroupResponse": {**_described(item, "RuleGroup"), "RuleGroupStatus": "DELETING"}})

    def create_firewall_policy(self) -> ActionResult:
        arn = self.arn("firewall-policy", self.asked["FirewallPolicyName"])
        item = {
            "FirewallPolicyName": self.asked["FirewallPolicyName"],
            "FirewallPolicyArn": arn,
            "FirewallPolicyId": str(uuid4()),
            "FirewallPolicyStatus": "ACTIVE",
        }
        _take(self, item, "FirewallPolicy")
        self._check_policy(item["FirewallPolicy"])
        self.keep_new(self.here.policies, arn, item)
        return _policy(self, item)

    def describe_firewall_policy(self) -> ActionResult:
        return _policy(self, self.found(self.here.policies, "firewall-policy", "FirewallPolicy"))

    def update_firewall_policy(self) -> ActionResult:
        item = self.found(self.here.policies, "firewall-policy", "FirewallPolicy")
        self._check_policy(self.asked["FirewallPolicy"])
        self.change(item["FirewallPolicyArn"])
        _take(self, item, "FirewallPolicy")
        return _policy(self, item)

    def delete_firewall_policy(self) -> ActionResult:
        item = self.found(self.here.policies, "firewall-policy", "FirewallPolicy")
        for firewall in self.here.firewalls.values():
            if firewall["FirewallPolicyArn"] == item["FirewallPolicyArn"]:
                raise used(firewall["FirewallArn"])
        del self.here.policies[item["FirewallPolicyArn"]]
        answer = {**_described(item, "FirewallPolicy"), "FirewallPolicyStatus": "DELETING"}
        return ActionResult({"FirewallPolicyResponse": answer})

    def _check_policy(self, policy: Item) -> None:
        strict = _order(policy, "StatefulEngineOptions") == STRICT
        actions = set(policy.get("StatefulDefaultActions") or [])
        if actions and not (strict and actions <= DEFAULT_ACTIONS):
            raise invalid(f"StatefulDefaultActions is invalid: {sorted(actions)}")
        references = policy.get("StatefulRuleGroupReferences") or []
        priorities = [reference.get("Priority") for reference in references]
        if strict and (None in priorities or len(set(priorities)) < len(priorities)):
            raise invalid(f"Priorities must be given and unique: {priorities}")
        own = [reference["ResourceArn"] for reference in references]
        managed = [arn for arn in own if self._is_managed(arn, strict)]
        own = [arn for arn in own if arn not in managed]
        for arn in own:
            if arn not in self.here.rule_groups:
                raise invalid(f"Rule group does not exist or is not managed by AWS: {arn}")
            if _order(self.here.rule_groups[arn]["RuleGroup"], "StatefulRuleOptions") != (STRICT if strict else None):
                raise invalid(f"The rule order of the group is not that of the policy: {arn}")
        capacity = sum(self.here.rule_groups[arn]["Capacity"] for arn in own)
        if capacity > MOST_CAPACITY or len(references) > MOST_GROUPS:
            raise invalid(f"Exceeds a quota: {len(references)} groups, capacity {capacity}")

    def _is_managed(self, arn: str, strict: bool) -> bool:
        prefix = f"arn:{self.partition}:network-firewall:{self.region}:aws-managed:stateful-rulegroup/"
        return arn.startswith(prefix) and arn.endswith("StrictOrder" if strict else "ActionOrder")


def _take(call: Call, item: Item, body: str) -> None:
    """What a creation and an update give alike."""
    item[body] = call.asked[body]
    item["Description"] = call.asked.get("Description")
    item["EncryptionConfiguration"] = call.asked.get("EncryptionConfiguration") or {"Type": "AWS_OWNED_KMS_KEY"}


def _order(body: Item, options: str) -> Any:
    return (body.get(options) or {}).get("RuleOrder")


def _groups(policy: Item) -> list[str]:
    return [one["ResourceArn"] for one in policy["FirewallPolicy"].get("StatefulRuleGroupReferences") or []]


def _check_rules(item: Item) -> None:
    """Rules must fit, and may name only variables that are defined or that AWS defines."""
    source = item["RuleGroup"]["RulesSource"]
    text = source.get("RulesString") or ""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    domains = source.get("RulesSourceList") or {}
    needed = len(lines) + len(domains.get("Targets") or []) * len(domains.get("TargetTypes") or [])
    if needed == 0:
        raise invalid("A rule group has at least one rule")
    if needed > item["Capacity"]:
        raise invalid(f"Rule group capacity {item['Capacity']} is less than the {needed} that is needed")
    variables = (item["RuleGroup"].get("RuleVariables") or {}).get("IPSets") or {}
    for name in set(re.findall(r"\$(\w+)", text)) - {"HOME_NET", "EXTERNAL_NET", *variables}:
        raise invalid(f"Variable is not defined: ${name}")


def _described(item: Item, body: str) -> Item:
    return {name: value for name, value in item.items() if name != body and value is not None}


def _rule_group(call: Call, item: Item) -> ActionResult:
    arn = item["RuleGroupArn"]
    uses = sum(arn in _groups(policy) for policy in call.here.policies.values())
    answer = {**_described(item, "RuleGroup"), "Tags": call.tags_of(arn), "NumberOfAssociations": uses}
    return ActionResult(
        {"UpdateToken": call.here.tokens[arn], "RuleGroup": item["RuleGroup"], "RuleGroupResponse": answer}
    )


def _policy(call: Call, item: Item) -> ActionResult:
    arn = item["FirewallPolicyArn"]
    answer = {**_described(item, "FirewallPolicy"), "Tags": call.tags_of(arn)}
    return ActionResult(
        {
            "UpdateToken": call.here.tokens[arn],
            "FirewallPolicy": item["FirewallPolicy"],
            "FirewallPolicyResponse": answer,
        }
    )
