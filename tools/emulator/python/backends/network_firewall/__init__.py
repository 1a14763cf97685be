"""AWS Network Firewall: rule groups, policies, firewalls with their endpoints, and logging.

Measured with moto 5.2.5: it knows firewalls only, and neither their endpoints nor a change or the end of one; and ReplaceRoute
ignores the endpoint that a route is to lead to. So every call of Network Firewall is answered here. As in AWS, a subnet can't
be deleted while an endpoint is in it, nor an endpoint while a route leads to it.

What differs from AWS: everything is ready at once (AWS takes minutes), and nothing is inspected.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.subnets import Subnet, SubnetBackend
from moto.ec2.responses.route_tables import RouteTables
from moto.networkfirewall.responses import NetworkFirewallResponse

from .firewalls import Firewalls
from .logs import Logs
from .policies import Policies
from .store import Call, Item


def install() -> None:
    for part in (Call, Policies, Firewalls, Logs):
        for name, member in vars(part).items():
            if not name.startswith("__"):
                setattr(NetworkFirewallResponse, name, member)
    let_routes_be_replaced()
    keep_subnets_with_endpoints()


def let_routes_be_replaced() -> None:
    replace = RouteTables.replace_route

    def replace_route(response: RouteTables) -> ActionResult:
        answer = replace(response)
        asked: Item = response._get_params()
        names = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
        destination = next(asked[name] for name in names if asked.get(name))
        for route in response.ec2_backend.get_route_table(asked["RouteTableId"]).routes:
            if destination in destinations(route):
                route.vpc_endpoint_id = asked.get("VpcEndpointId")
        return answer

    RouteTables.replace_route = replace_route  # type: ignore[method-assign]


def keep_subnets_with_endpoints() -> None:
    delete = SubnetBackend.delete_subnet

    def delete_subnet(backend: Any, subnet_id: str) -> Subnet:
        for endpoint in backend.vpc_end_points.values():
            if endpoint.vpc_endpoint_type == "GatewayLoadBalancer" and subnet_id in endpoint.subnet_ids:
                raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        return delete(backend, subnet_id)

    SubnetBackend.delete_subnet = delete_subnet  # type: ignore[method-assign]


def destinations(route: Any) -> tuple[Any, ...]:
    prefix_list = route.destination_prefix_list
    return (route.destination_cidr_block, route.destination_ipv6_cidr_block, prefix_list and prefix_list.id)
