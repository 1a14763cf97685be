"""The end of a network ACL.

Measured with moto 5.2.5: the default network ACL outlives its VPC; and when a network ACL does not exist,
DescribeNetworkAcls answers InvalidRouteTableID.NotFound, which the AWS provider does not take for "it is gone".
"""

from moto.ec2.exceptions import InvalidNetworkAclIdError
from moto.ec2.models import EC2Backend, network_acls
from moto.ec2.models.vpcs import VPC


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
