"""Private, transit and public virtual interfaces."""

import secrets
from ipaddress import ip_interface

from moto.core.responses import ActionResult

from .store import Call, Item, found, new_id, refused, untagged

MTUS = {"private": (1500, 9001), "transit": (1500, 8500), "public": (1500,)}
MOST_TRANSIT = 4
PUBLIC_AMAZON_SIDE_ASN = 7224


class VirtualInterfaces(Call):
    def create_private_virtual_interface(self) -> ActionResult:
        return ActionResult(_create(self, "private", self.asked["newPrivateVirtualInterface"]))

    def create_transit_virtual_interface(self) -> ActionResult:
        interface = _create(self, "transit", self.asked["newTransitVirtualInterface"])
        return ActionResult({"virtualInterface": interface})

    def create_public_virtual_interface(self) -> ActionResult:
        return ActionResult(_create(self, "public", self.asked["newPublicVirtualInterface"]))

    def describe_virtual_interfaces(self) -> ActionResult:
        wanted = {name: self.asked[name] for name in ("connectionId", "virtualInterfaceId") if name in self.asked}
        interfaces = self.here.interfaces.values()
        matching = [one for one in interfaces if all(one[name] == value for name, value in wanted.items())]
        return ActionResult({"virtualInterfaces": matching})

    def update_virtual_interface_attributes(self) -> ActionResult:
        interface = found(self.here.interfaces, self.asked["virtualInterfaceId"], "VirtualInterface")
        if "mtu" in self.asked:
            _check_mtu(interface["virtualInterfaceType"], self.asked["mtu"])
            interface["mtu"] = self.asked["mtu"]
        interface["siteLinkEnabled"] = self.asked.get("enableSiteLink", interface["siteLinkEnabled"])
        return ActionResult(interface)

    def delete_virtual_interface(self) -> ActionResult:
        interface = found(self.here.interfaces, self.asked["virtualInterfaceId"], "VirtualInterface")
        interface["virtualInterfaceState"] = "deleted"
        return ActionResult({"virtualInterfaceState": "deleted"})


def _create(call: Call, kind: str, given: Item) -> Item:
    new, tags = untagged(given)
    connection_id = call.asked["connectionId"]
    line = _line(call, connection_id)
    _check_vlan(call, line, connection_id, kind, new["vlan"])
    _check_mtu(kind, new.get("mtu", 1500))
    amazon_side_asn = _amazon_side_asn(call, kind, new)
    if new["asn"] == amazon_side_asn:
        raise refused(f"The ASN {new['asn']} is the one of the Amazon side")
    interface_id = new_id("dxvif")
    call.here.interfaces[interface_id] = {
        "virtualInterfaceId": interface_id,
        "virtualInterfaceType": kind,
        "virtualInterfaceName": new["virtualInterfaceName"],
        "virtualInterfaceState": "available",
        "ownerAccount": call.current_account,
        "region": call.region,
        "location": line["location"],
        "connectionId": connection_id,
        "awsDeviceV2": line["awsDeviceV2"],
        "awsLogicalDeviceId": line["awsLogicalDeviceId"],
        "vlan": new["vlan"],
        "asn": new["asn"],
        "amazonSideAsn": amazon_side_asn,
        "addressFamily": new["addressFamily"],
        "authKey": new.get("authKey") or secrets.token_urlsafe(18),
        **_addresses(kind, new, interface_id),
        "mtu": new.get("mtu", 1500),
        "jumboFrameCapable": kind != "public",
        "directConnectGatewayId": new.get("directConnectGatewayId", ""),
        "virtualGatewayId": new.get("virtualGatewayId", ""),
        "routeFilterPrefixes": new.get("routeFilterPrefixes", []),
        "siteLinkEnabled": new.get("enableSiteLink", False),
        "bgpPeers": [],
    }
    call.keep_tags("dxvif", interface_id, tags)
    return call.here.interfaces[interface_id]


def _line(call: Call, connection_id: str) -> Item:
    if connection_id in call.here.lags:
        return call.here.lags[connection_id]
    connection = found(call.here.connections, connection_id, "Connection")
    if connection["connectionState"] not in ("available", "down"):
        raise refused(f"The specified Connection ID {connection_id} is not available")
    if connection.get("lagId"):
        raise refused(f"Connection {connection_id} belongs to the lag {connection['lagId']}")
    return connection


def _check_vlan(call: Call, line: Item, connection_id: str, kind: str, vlan: int) -> None:
    others = [
        one
        for one in call.here.interfaces.values()
        if one["connectionId"] == connection_id and one["virtualInterfaceState"] != "deleted"
    ]
    if not 1 <= vlan <= 4094:
        raise refused(f"The VLAN {vlan} is not from 1 to 4094")
    if vlan in [one["vlan"] for one in others]:
        raise refused(f"The VLAN {vlan} is already in use on {connection_id}")
    if line.get("partnerName") and (others or vlan != line["vlan"]):
        raise refused(f"The hosted connection {connection_id} has one virtual interface, with the VLAN {line['vlan']}")
    if kind == "transit" and len([one for one in others if one["virtualInterfaceType"] == kind]) >= MOST_TRANSIT:
        raise refused(f"{connection_id} has the most transit virtual interfaces that it can have")


def _check_mtu(kind: str, mtu: int) -> None:
    if mtu not in MTUS[kind]:
        raise refused(f"The MTU {mtu} is not one of a {kind} virtual interface")


def _amazon_side_asn(call: Call, kind: str, new: Item) -> int:
    if kind == "public":
        if not new.get("routeFilterPrefixes"):
            raise refused("A public virtual interface needs at least one prefix to advertise")
        return PUBLIC_AMAZON_SIDE_ASN
    gateway_id = new.get("directConnectGatewayId", "")
    gateway = found(call.account.gateways, gateway_id, "DirectConnectGateway")
    other = "transit" if kind == "private" else "private"
    if gateway_id in [_attached_gateway(one, other) for one in call.here.interfaces.values()]:
        raise refused(f"The gateway {gateway_id} already has a {other} virtual interface")
    wanted = "virtualPrivateGateway" if kind == "private" else "transitGateway"
    for association in call.account.associations.values():
        gone = association["associationState"] == "disassociated"
        if association["directConnectGatewayId"] == gateway_id and not gone:
            if association["associatedGateway"]["type"] != wanted:
                raise refused(f"The gateway {gateway_id} is not associated with a {wanted}")
    return int(gateway["amazonSideAsn"])


def _attached_gateway(interface: Item, kind: str) -> str | None:
    alive = interface["virtualInterfaceState"] != "deleted" and interface["virtualInterfaceType"] == kind
    return interface["directConnectGatewayId"] if alive else None


def _addresses(kind: str, new: Item, interface_id: str) -> Item:
    if "amazonAddress" in new:
        if ip_interface(new["amazonAddress"]).network != ip_interface(new["customerAddress"]).network:
            raise refused("Both addresses must be in one subnet")
        return {name: new[name] for name in ("amazonAddress", "customerAddress")}
    if kind == "public":
        raise refused("A public virtual interface needs its addresses")
    subnet = int(interface_id.partition("-")[2], 16) * 4
    prefix = f"169.254.{64 + subnet // 256 % 64}.{subnet % 256 + 1}/30"
    return {"amazonAddress": prefix, "customerAddress": str(ip_interface(prefix) + 1)}
