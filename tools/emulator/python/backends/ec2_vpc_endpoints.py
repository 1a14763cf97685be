"""The DNS options and address type of a VPC endpoint, and its end.

Measured with moto 5.2.5: it forgets both, so that the AWS provider wants to replace or change the endpoint on every update,
and a deleted endpoint stays in the list for ever.
"""

from moto.core.responses import ActionResult
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs

DEFAULT_ADDRESS_TYPE = "ipv4"


def default_dns_options(endpoint: VPCEndPoint) -> dict[str, object]:
    if endpoint.vpc_endpoint_type == "Interface":
        return {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": False}
    return {"DnsRecordIpType": "service-defined"}


def take_options(response: VPCs, endpoint: VPCEndPoint) -> None:
    given = response._get_param("DnsOptions") or {}
    endpoint.dns_options = {**getattr(endpoint, "dns_options", default_dns_options(endpoint)), **given}
    endpoint.ip_address_type = (
        response._get_param("IpAddressType") or getattr(endpoint, "ip_address_type", DEFAULT_ADDRESS_TYPE)
    )


def install() -> None:
    create, modify, delete = VPCs.create_vpc_endpoint, VPCs.modify_vpc_endpoint, VPCs.delete_vpc_endpoints

    def create_vpc_endpoint(response: VPCs) -> ActionResult:
        answer = create(response)
        take_options(response, answer.result["VpcEndpoint"])
        return answer

    def modify_vpc_endpoint(response: VPCs) -> ActionResult:
        answer = modify(response)
        endpoint = response.ec2_backend.vpc_end_points[response._get_param("VpcEndpointId")]
        take_options(response, endpoint)
        private_dns = response._get_param("PrivateDnsEnabled")
        if private_dns is not None:
            endpoint.private_dns_enabled = private_dns
        return answer

    def delete_vpc_endpoints(response: VPCs) -> ActionResult:
        answer = delete(response)
        for endpoint_id in response._get_param("VpcEndpointIds", []):
            response.ec2_backend.vpc_end_points.pop(endpoint_id, None)
        return answer

    VPCs.create_vpc_endpoint = create_vpc_endpoint  # type: ignore[method-assign]
    VPCs.modify_vpc_endpoint = modify_vpc_endpoint  # type: ignore[method-assign]
    VPCs.delete_vpc_endpoints = delete_vpc_endpoints  # type: ignore[method-assign]
