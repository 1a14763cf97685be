"""The description of a security group rule.

Measured with moto 5.2.5: a rule that names a group or a prefix list forgets its description, and ModifySecurityGroupRules
refuses a rule for all protocols and ignores an IPv6 block, a prefix list and a group.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError, InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

ALL_PROTOCOLS = "-1"


def keep_description(rule: SecurityGroupRule, source: dict[str, Any] | None) -> None:
    if source is not None and "Description" in source:
        rule.ip_range = {**rule.ip_range, "Description": source["Description"]}


def modify_security_group_rules(response: SecurityGroups) -> ActionResult:
    response.error_on_dryrun()
    group_id = response._get_param("GroupId")
    group = response.ec2_backend.get_security_group_from_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    for change in response._get_param("SecurityGroupRules", []):
        rule = group.get_rule(change["SecurityGroupRuleId"])
        if rule is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(change["SecurityGroupRuleId"])
        replace(rule, change["SecurityGroupRule"])
    return ActionResult({"Return": True})


def replace(rule: SecurityGroupRule, wanted: dict[str, Any]) -> None:
    """What the request leaves out of a rule, the rule has no longer."""
    rule.ip_protocol = wanted["IpProtocol"]
    all_protocols = rule.ip_protocol == ALL_PROTOCOLS
    rule.from_port = None if all_protocols else wanted["FromPort"]
    rule.to_port = None if all_protocols else wanted["ToPort"]
    blocks = {"CidrIp": wanted.get("CidrIpv4"), "CidrIpv6": wanted.get("CidrIpv6")}
    rule.ip_range = {name: block for name, block in blocks.items() if block is not None}
    rule.prefix_list_id = wanted.get("PrefixListId")
    group_id = wanted.get("ReferencedGroupId")
    rule.source_group = {} if group_id is None else {**rule.source_group, "GroupId": group_id}
    keep_description(rule, wanted)


def install() -> None:
    initialize = SecurityGroupRule.__init__

    def initialize_with_description(rule: SecurityGroupRule, *args: Any, **kwargs: Any) -> None:
        initialize(rule, *args, **kwargs)
        # The arguments after the range: the group and the prefix list that the rule names.
        for source in args[6:8]:
            keep_description(rule, source)

    SecurityGroupRule.__init__ = initialize_with_description  # type: ignore[method-assign]
    SecurityGroups.modify_security_group_rules = modify_security_group_rules  # type: ignore[method-assign]
