"""Route tables that learn from a virtual private gateway.

Measured with moto 5.2.5: EnableVgwRoutePropagation and DisableVgwRoutePropagation are not implemented.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.responses import EC2Response


def propagation(response: EC2Response) -> tuple[Any, dict[str, str]]:
    table = response.ec2_backend.get_route_table(response._get_param("RouteTableId"))
    gateway = response.ec2_backend.get_vpn_gateway(response._get_param("GatewayId"))
    return table, {"GatewayId": gateway.id}


def enable_vgw_route_propagation(response: EC2Response) -> ActionResult:
    table, gateway = propagation(response)
    table.propagating_vgws = [*getattr(table, "propagating_vgws", []), gateway]
    return EmptyResult()


def disable_vgw_route_propagation(response: EC2Response) -> ActionResult:
    table, gateway = propagation(response)
    table.propagating_vgws = [one for one in getattr(table, "propagating_vgws", []) if one != gateway]
    return EmptyResult()


def install() -> None:
    EC2Response.enable_vgw_route_propagation = enable_vgw_route_propagation  # type: ignore[attr-defined]
    EC2Response.disable_vgw_route_propagation = disable_vgw_route_propagation  # type: ignore[attr-defined]
