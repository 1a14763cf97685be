"""The end of a network ACL, and how many entries it can have.

Measured with moto 5.2.5: the default network ACL outlives its VPC; when a network ACL does not exist, DescribeNetworkAcls
answers InvalidRouteTableID.NotFound, which the AWS provider does not take for "it is gone"; and an ACL takes any number of
entries. AWS takes 20 in each direction, of IPv4 and of IPv6 each, its own last one among them ("Rules per network ACL",
Amazon VPC quotas, Amazon VPC user guide).
"""

from typing import Any

from moto.ec2.exceptions import EC2ClientError, InvalidNetworkAclIdError
from moto.ec2.models import EC2Backend, network_acls
from moto.ec2.models.vpcs import VPC

MOST_ENTRIES = 20


class NetworkAclEntryLimitExceeded(EC2ClientError):
    def __init__(self) -> None:
        super().__init__(
            "NetworkAclEntryLimitExceeded", "The maximum number of network acl entries has been reached."
        )


def install() -> None:
    delete = EC2Backend.delete_vpc

    def delete_vpc(backend: EC2Backend, vpc_id: str) -> VPC:
        vpc = delete(backend, vpc_id)
        defaults = [acl for acl in backend.network_acls.values() if acl.vpc_id == vpc_id and acl.default]
        for acl in defaults:
            del backend.network_acls[acl.id]
        return vpc

    EC2Backend.delete_vpc = delete_vpc  # type: ignore[method-assign]
    network_acls.InvalidRouteTableIdError = InvalidNetworkAclIdError  # type: ignore[misc]

    create = EC2Backend.create_network_acl_entry

    def create_network_acl_entry(backend: EC2Backend, network_acl_id: str, **entry: Any) -> Any:
        is_ipv6 = bool(entry["ipv6_cidr_block"])
        alike = [
            one
            for one in backend.get_network_acl(network_acl_id).network_acl_entries
            if one.egress == entry["egress"] and bool(one.ipv6_cidr_block) == is_ipv6
        ]
        if len(alike) >= MOST_ENTRIES and entry["rule_number"] not in [one.rule_number for one in alike]:
            raise NetworkAclEntryLimitExceeded()
        return create(backend, network_acl_id, **entry)

    EC2Backend.create_network_acl_entry = create_network_acl_entry  # type: ignore[method-assign]
