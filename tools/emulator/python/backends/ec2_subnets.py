"""The attributes of a subnet that moto refuses or ignores.

Measured with moto 5.2.5: ModifySubnetAttribute ignores PrivateDnsHostnameTypeOnLaunch, so that the provider waits five
minutes for the change; EnableDns64 and the AAAA record likewise. DescribeSubnets lacks the filter by the association of
an IPv6 block, which the provider waits with after it has created a subnet of a dual-stack VPC; and the state of that
association is answered one level too deep.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses.subnets import Subnets


def install() -> None:
    modify = Subnets.modify_subnet_attribute

    def modify_subnet_attribute(response: Subnets) -> ActionResult:
        subnet = response.ec2_backend.get_subnet(response._get_param("SubnetId"))
        hostname_type = response._get_param("PrivateDnsHostnameTypeOnLaunch")
        if hostname_type is not None:
            subnet.private_dns_name_options_on_launch["HostnameType"] = hostname_type
        ipv6_record = response._get_param("EnableResourceNameDnsAAAARecordOnLaunch.Value")
        if ipv6_record is not None:
            subnet.private_dns_name_options_on_launch["EnableResourceNameDnsAAAARecord"] = ipv6_record
        dns64 = response._get_param("EnableDns64.Value")
        if dns64 is not None:
            subnet.enable_dns64 = dns64
        return modify(response)

    Subnets.modify_subnet_attribute = modify_subnet_attribute  # type: ignore[method-assign]

    value_of = Subnet.get_filter_value

    def get_filter_value(subnet: Subnet, filter_name: str, method_name: str | None = None) -> Any:
        if filter_name == "ipv6-cidr-block-association.association-id":
            return list(subnet.ipv6_cidr_block_associations)
        return value_of(subnet, filter_name, method_name)

    Subnet.get_filter_value = get_filter_value  # type: ignore[method-assign]

    def ipv6_cidr_block_association_set(subnet: Subnet) -> list[dict[str, Any]]:
        return [
            {
                "ipv6CidrBlock": association["ipv6CidrBlock"],
                "associationId": association["associationId"],
                "ipv6CidrBlockState": {"state": association["ipv6CidrBlockState"]["State"]},
            }
            for association in subnet.ipv6_cidr_block_associations.values()
            if association["ipv6CidrBlockState"]["State"] == "associated"
        ]

    Subnet.ipv6_cidr_block_association_set = property(ipv6_cidr_block_association_set)  # type: ignore[assignment, method-assign]
