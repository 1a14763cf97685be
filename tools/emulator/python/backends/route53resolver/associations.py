"""Rule groups that are put before a VPC's name resolution, and what a VPC does while the firewall fails."""

from moto.core.responses import ActionResult

from .store import Call, Item, found, now, refused

ASSOCIATION = "FirewallRuleGroupAssociationId"


class Associations(Call):
    def associate_firewall_rule_group(self) -> ActionResult:
        call = self.asked
        found(self.here.rule_groups, call["FirewallRuleGroupId"], "rule group")
        item = self.new_item(
            "firewall-rule-group-association",
            "rslvr-frgassoc",
            FirewallRuleGroupId=call["FirewallRuleGroupId"],
            VpcId=call["VpcId"],
            Priority=call["Priority"],
            MutationProtection=call.get("MutationProtection", "DISABLED"),
        )
        self.here.associations[item["Id"]] = item
        return ActionResult({"FirewallRuleGroupAssociation": item})

    def get_firewall_rule_group_association(self) -> ActionResult:
        return ActionResult({"FirewallRuleGroupAssociation": _association(self)})

    def list_firewall_rule_group_associations(self) -> ActionResult:
        names = ("FirewallRuleGroupId", "VpcId", "Priority", "Status")
        wanted = {name: self.asked[name] for name in names if name in self.asked}
        items = self.here.associations.values()
        matching = [item for item in items if all(item[name] == value for name, value in wanted.items())]
        return ActionResult({"FirewallRuleGroupAssociations": matching})

    def update_firewall_rule_group_association(self) -> ActionResult:
        item = _association(self)
        changes = {name: self.asked[name] for name in ("Priority", "MutationProtection", "Name") if name in self.asked}
        if changes.get("MutationProtection") != "DISABLED":
            _require_unprotected(item)
        item.update({**changes, "ModificationTime": now()})
        return ActionResult({"FirewallRuleGroupAssociation": item})

    def disassociate_firewall_rule_group(self) -> ActionResult:
        item = _association(self)
        _require_unprotected(item)
        del self.here.associations[item["Id"]]
        return ActionResult({"FirewallRuleGroupAssociation": {**item, "Status": "DELETING"}})

    def update_firewall_config(self) -> ActionResult:
        config = _config(self)
        config["FirewallFailOpen"] = self.asked["FirewallFailOpen"]
        return ActionResult({"FirewallConfig": config})

    def get_firewall_config(self) -> ActionResult:
        return ActionResult({"FirewallConfig": _config(self)})

    def list_firewall_configs(self) -> ActionResult:
        vpcs = {vpc.id for vpc in self.route53resolver_backend.ec2_backend.describe_vpcs()}
        configs = [config for vpc_id, config in self.here.configs.items() if vpc_id in vpcs]
        return ActionResult({"FirewallConfigs": configs})


def _association(call: Call) -> Item:
    return found(call.here.associations, call.asked[ASSOCIATION], "association")


def _require_unprotected(item: Item) -> None:
    """AWS's own words: https://github.com/hashicorp/terraform-provider-aws/issues/21278"""
    if item["MutationProtection"] == "ENABLED":
        raise refused(
            "[RSLVR-02307] The DNS Firewall rule group association is under mutation protection. "
            "Remove the mutation protection and try again."
        )


def _config(call: Call) -> Item:
    """Every VPC has a configuration, whether or not anybody has set it."""
    vpc_id = call.asked["ResourceId"]
    vpcs = {vpc.id: {} for vpc in call.route53resolver_backend.ec2_backend.describe_vpcs()}
    found(vpcs, vpc_id, "VPC")
    config = {
        "Id": f"rslvr-fc-{vpc_id.removeprefix('vpc-')}",
        "ResourceId": vpc_id,
        "OwnerId": call.current_account,
        "FirewallFailOpen": "DISABLED",
    }
    return call.here.configs.setdefault(vpc_id, config)
