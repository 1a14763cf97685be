"""Network interfaces, and their addresses, as a response to an incident changes and reads them.

Measured with moto 5.2.5: an interface has the groups that its instance was started with whatever it is given later, and an
instance that was started with interfaces has no groups; IPv6 addresses of an interface that is made with the instance are
left out; ConnectionTrackingSpecification is ignored; the public address of an interface is not answered; an address that is
associated with an interface does not belong to the interface's instance; a network ACL's entry that is not there fails with
a server error.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.models.network_acls import NetworkAclBackend
from moto.ec2.responses.elastic_network_interfaces import ElasticNetworkInterfaces
from moto.ec2.utils import generate_dns_from_ip

TRACKING = "ConnectionTrackingSpecification"
TIMEOUTS = ("TcpEstablishedTimeout", "UdpStreamTimeout", "UdpTimeout")


def groups_of(instance: Instance) -> list[Any]:
    """An instance's groups are those of its first interface."""
    nics = getattr(instance, "nics", {})
    return list(nics[0]._group_set) if 0 in nics else instance.__dict__.get("given_groups", [])


def set_groups(instance: Instance, groups: list[Any]) -> None:
    nics = getattr(instance, "nics", {})
    if 0 in nics:
        nics[0]._group_set = list(groups)
    else:
        instance.__dict__["given_groups"] = groups


def association_of(interface: NetworkInterface) -> dict[str, Any] | None:
    if not interface.public_ip:
        return None
    addresses = interface.ec2_backend.address_by_ip([interface.public_ip], fail_if_not_found=False)
    elastic = (
        {"AllocationId": addresses[0].allocation_id, "AssociationId": addresses[0].association_id} if addresses else {}
    )
    return {
        **elastic,
        "PublicIp": interface.public_ip,
        "PublicDnsName": generate_dns_from_ip(interface.public_ip),
        "IpOwnerId": interface.owner_id if elastic else "amazon",
    }


def instance_id_of(address: ElasticAddress) -> str:
    instance = address.instance or (address.eni.instance if address.eni else None)
    return instance.id if instance else ""


def install() -> None:
    Instance.security_groups = property(groups_of, set_groups)  # type: ignore[assignment, method-assign]
    NetworkInterface.group_set = property(lambda interface: interface._group_set)  # type: ignore[method-assign]
    NetworkInterface.association = property(association_of)  # type: ignore[assignment, method-assign]
    ElasticAddress.instance_id = property(instance_id_of)  # type: ignore[method-assign]
    ElasticAddress.get_filter_value = by_instance(ElasticAddress.get_filter_value)  # type: ignore[method-assign]
    Instance.prep_nics = with_defaults(Instance.prep_nics)  # type: ignore[method-assign]
    ElasticNetworkInterfaces.modify_network_interface_attribute = with_tracking(  # type: ignore[method-assign]
        ElasticNetworkInterfaces.modify_network_interface_attribute
    )
    NetworkInterface.connection_tracking_configuration = property(  # type: ignore[attr-defined]
        lambda interface: interface.__dict__.get("tracking")
    )
    NetworkAclBackend.delete_network_acl_entry = with_reason(  # type: ignore[method-assign]
        NetworkAclBackend.delete_network_acl_entry
    )


def by_instance(value_of: Any) -> Any:
    def get_filter_value(address: ElasticAddress, name: str, method_name: str | None = None) -> Any:
        return instance_id_of(address) if name == "instance-id" else value_of(address, name, method_name)

    return get_filter_value


def with_defaults(prepare: Any) -> Any:
    def prep_nics(instance: Instance, nic_spec: list[dict[str, Any]], **rest: Any) -> None:
        for nic in nic_spec:
            nic.setdefault("DeleteOnTermination", "NetworkInterfaceId" not in nic)
            if nic.get("Ipv6AddressCount"):
                rest["ipv6_address_count"] = int(nic["Ipv6AddressCount"])
        prepare(instance, nic_spec, **rest)
        if not nic_spec and 0 in instance.nics:
            instance.nics[0].delete_on_termination = True

    return prep_nics


def with_tracking(modify: Any) -> Any:
    def modify_network_interface_attribute(response: ElasticNetworkInterfaces) -> ActionResult:
        wanted = response._get_param(TRACKING)
        answer: ActionResult = modify(response)
        if wanted:
            interface = response.ec2_backend.get_network_interface(response._get_param("NetworkInterfaceId"))
            interface.tracking = {name: int(wanted[name]) for name in TIMEOUTS if name in wanted}
        return answer

    return modify_network_interface_attribute


def with_reason(delete: Any) -> Any:
    def delete_network_acl_entry(backend: EC2Backend, network_acl_id: str, rule_number: int, egress: bool) -> Any:
        try:
            return delete(backend, network_acl_id, rule_number, egress)
        except StopIteration as error:
            raise EC2ClientError(
                "InvalidNetworkAclEntry.NotFound", f"The network acl entry identified by {rule_number} does not exist"
            ) from error

    return delete_network_acl_entry
