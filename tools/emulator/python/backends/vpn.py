"""Connections of Site-to-Site VPN as the AWS provider manages them.

Measured with moto 5.2.5: a connection forgets its options, both its tunnels have the same made-up addresses and algorithms,
and neither its Modify calls nor its static routes are implemented.
"""

import json
import secrets
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models.vpn_connections import VPNConnection
from moto.ec2.responses import EC2Response
from moto.ec2.responses.vpn_connections import VPNConnections
from moto.secretsmanager import secretsmanager_backends

IN_SECRETS_MANAGER = "SecretsManager"
# What AWS answers in place of a key that Secrets Manager holds; the provider looks for this very word.
REDACTED = "REDACTED"

# Names of the request's members that the answer spells otherwise.
RENAMED = {
    "DPDTimeoutAction": "DpdTimeoutAction",
    "DPDTimeoutSeconds": "DpdTimeoutSeconds",
    "IKEVersions": "IkeVersions",
}

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html
TUNNEL_DEFAULTS = {
    "Phase1LifetimeSeconds": 28800,
    "Phase2LifetimeSeconds": 3600,
    "RekeyMarginTimeSeconds": 270,
    "RekeyFuzzPercentage": 100,
    "ReplayWindowSize": 1024,
    "DpdTimeoutSeconds": 30,
    "DpdTimeoutAction": "clear",
    "StartupAction": "add",
    "EnableTunnelLifecycleControl": False,
}

CONNECTION_DEFAULTS = {
    "EnableAcceleration": False,
    "StaticRoutesOnly": False,
    "LocalIpv4NetworkCidr": "0.0.0.0/0",
    "RemoteIpv4NetworkCidr": "0.0.0.0/0",
    "OutsideIpAddressType": "PublicIpv4",
    "TunnelInsideIpVersion": "ipv4",
    "TunnelBandwidth": "standard",
}


def tunnel_options(given: dict[str, Any]) -> dict[str, Any]:
    return {RENAMED.get(name, name): value for name, value in given.items()}


def inside_addresses(cidr: str) -> tuple[str, str]:
    """The gateway's address in the tunnel, and the device's."""
    network, _, last = cidr.partition("/")[0].rpartition(".")
    return f"{network}.{int(last) + 1}", f"{network}.{int(last) + 2}"


def start(response: EC2Response, connection: VPNConnection) -> None:
    """Gives a new connection its tunnels: addresses, options and keys."""
    options = response._get_param("Options") or {}
    number = int(connection.id[-4:], 16) % 60
    tunnels = [
        {
            **TUNNEL_DEFAULTS,
            "OutsideIpAddress": f"{network}.{number + 1}",
            "TunnelInsideCidr": f"169.254.{number + 10}.{4 * index}/30",
            **tunnel_options(given),
        }
        for index, (network, given) in enumerate(
            zip(("198.51.100", "192.0.2"), [*options.get("TunnelOptions", []), {}, {}])
        )
    ]
    connection.options = {**CONNECTION_DEFAULTS, **options, "TunnelOptions": tunnels}
    connection.routes = []  # type: ignore[attr-defined]
    store_keys(response, connection, response._get_param("PreSharedKeyStorage"))


def store_keys(response: EC2Response, connection: VPNConnection, storage: str | None) -> None:
    """Moves the tunnels' keys to where they shall be. AWS makes a key for each tunnel unless a certificate stands for it."""
    customer_gateway = response.ec2_backend.get_customer_gateway(connection.customer_gateway_id)
    if getattr(customer_gateway, "certificate_arn", None):
        return
    tunnels = connection.options["TunnelOptions"]  # type: ignore[index]
    keys = {one["OutsideIpAddress"]: one.pop("PreSharedKey", None) or secrets.token_hex(16) for one in tunnels}
    if storage == IN_SECRETS_MANAGER:
        backend = secretsmanager_backends[response.current_account][response.region]
        secret = backend.create_managed_secret("s2svpn", f"s2svpn!{connection.id}", json.dumps(keys))
        connection.pre_shared_key_arn = secret.arn  # type: ignore[attr-defined]
    for one in tunnels:
        one["PreSharedKey"] = REDACTED if storage == IN_SECRETS_MANAGER else keys[one["OutsideIpAddress"]]


def configuration(connection: VPNConnection) -> str:
    """What AWS tells the device. The provider reads the tunnels' addresses from it."""
    backend = connection.ec2_backend
    customer_gateway = backend.get_customer_gateway(connection.customer_gateway_id)
    gateway = backend.vpn_gateways.get(connection.vpn_gateway_id) or backend.transit_gateways.get(
        connection.transit_gateway_id
    )
    root = Element("vpn_connection", id=connection.id)
    for one in connection.options["TunnelOptions"]:  # type: ignore[index]
        tunnel = SubElement(root, "ipsec_tunnel")
        amazon, device = inside_addresses(one["TunnelInsideCidr"])
        add_end(tunnel, "customer_gateway", customer_gateway.ip_address, device, customer_gateway.bgp_asn)
        add_end(tunnel, "vpn_gateway", one["OutsideIpAddress"], amazon, amazon_side_asn(gateway))
        SubElement(SubElement(tunnel, "ike"), "pre_shared_key").text = one.get("PreSharedKey")
    return tostring(root, encoding="unicode")


def amazon_side_asn(gateway: Any) -> str | None:
    options = getattr(gateway, "options", None) or {}
    return getattr(gateway, "amazon_side_asn", None) or options.get("AmazonSideAsn")


def add_end(tunnel: Element, name: str, outside: str | None, inside: str, asn: Any) -> None:
    end = SubElement(tunnel, name)
    SubElement(SubElement(end, "tunnel_outside_address"), "ip_address").text = outside
    SubElement(SubElement(end, "tunnel_inside_address"), "ip_address").text = inside
    bgp = SubElement(end, "bgp")
    SubElement(bgp, "asn").text = None if asn is None else str(asn)
    SubElement(bgp, "hold_time").text = "30"


def connection_of(response: EC2Response) -> VPNConnection:
    return response.ec2_backend.describe_vpn_connections([response._get_param("VpnConnectionId")])[0]


class VpnResponse(EC2Response):
    """Methods that install() lends to moto's EC2Response."""

    def modify_vpn_connection(self) -> ActionResult:
        connection = connection_of(self)
        if customer_gateway := self._get_param("CustomerGatewayId"):
            connection.customer_gateway_id = customer_gateway
        if vpn_gateway := self._get_param("VpnGatewayId"):
            connection.vpn_gateway_id, connection.transit_gateway_id = vpn_gateway, None
        if transit_gateway := self._get_param("TransitGatewayId"):
            connection.vpn_gateway_id, connection.transit_gateway_id = None, transit_gateway
            self.ec2_backend.create_transit_gateway_vpn_attachment(connection.id, transit_gateway)
        return ActionResult({"VpnConnection": connection})

    def modify_vpn_connection_options(self) -> ActionResult:
        connection = connection_of(self)
        given = {name: self._get_param(name) for name in CONNECTION_DEFAULTS if self._get_param(name) is not None}
        connection.options = {**connection.options, **given}  # type: ignore[dict-item]
        return ActionResult({"VpnConnection": connection})

    def modify_vpn_tunnel_options(self) -> ActionResult:
        connection = connection_of(self)
        address = self._get_param("VpnTunnelOutsideIpAddress")
        for one in connection.options["TunnelOptions"]:  # type: ignore[index]
            if one["OutsideIpAddress"] == address:
                one.update(tunnel_options(self._get_param("TunnelOptions") or {}))
        if storage := self._get_param("PreSharedKeyStorage"):
            store_keys(self, connection, storage)
        return ActionResult({"VpnConnection": connection})

    def create_vpn_connection_route(self) -> ActionResult:
        route = {"DestinationCidrBlock": self._get_param("DestinationCidrBlock"), "State": "available"}
        connection_of(self).routes.append(route)  # type: ignore[attr-defined]
        return EmptyResult()

    def delete_vpn_connection_route(self) -> ActionResult:
        connection = connection_of(self)
        gone = self._get_param("DestinationCidrBlock")
        connection.routes = [  # type: ignore[attr-defined]
            route for route in connection.routes if route["DestinationCidrBlock"] != gone  # type: ignore[attr-defined]
        ]
        return EmptyResult()


def filter_value(find: Any) -> Any:
    """The provider looks for a connection by its id and a static route."""

    def get_filter_value(connection: VPNConnection, name: str, method: str | None = None) -> Any:
        if name == "vpn-connection-id":
            return connection.id
        if name == "route.destination-cidr-block":
            return [route["DestinationCidrBlock"] for route in connection.routes]  # type: ignore[attr-defined]
        return find(connection, name, method)

    return get_filter_value


def install() -> None:
    create, delete = VPNConnections.create_vpn_connection, VPNConnections.delete_vpn_connection

    def create_vpn_connection(response: VPNConnections) -> ActionResult:
        answer = create(response)
        start(response, answer.result["VpnConnection"])
        return answer

    def delete_vpn_connection(response: VPNConnections) -> ActionResult:
        connection = connection_of(response)
        answer = delete(response)
        if arn := getattr(connection, "pre_shared_key_arn", None):
            secretsmanager_backends[response.current_account][response.region].secrets.pop(arn)
        return answer

    VPNConnections.create_vpn_connection = create_vpn_connection  # type: ignore[method-assign]
    VPNConnections.delete_vpn_connection = delete_vpn_connection  # type: ignore[method-assign]
    VPNConnection.customer_gateway_configuration = property(configuration)  # type: ignore[assignment]
    VPNConnection.get_filter_value = filter_value(VPNConnection.get_filter_value)  # type: ignore[method-assign]
    for name, member in vars(VpnResponse).items():
        if not name.startswith("__"):
            setattr(EC2Response, name, member)
