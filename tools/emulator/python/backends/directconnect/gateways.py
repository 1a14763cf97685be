"""Direct Connect gateways and their associations with virtual private gateways and transit gateways."""

from uuid import uuid4

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment

from .store import Call, Item, found, refused, untagged

PRIVATE_ASNS = (range(64512, 65535), range(4200000000, 4294967295))
MOST_PREFIXES = 200


class Gateways(Call):
    def create_direct_connect_gateway(self) -> ActionResult:
        call, tags = untagged(self.asked)
        asn = call.get("amazonSideAsn", 64512)
        if not any(asn in asns for asns in PRIVATE_ASNS):
            raise refused(f"The ASN {asn} is not private")
        gateway_id = str(uuid4())
        self.account.gateways[gateway_id] = {
            "directConnectGatewayId": gateway_id,
            "directConnectGatewayName": call["directConnectGatewayName"],
            "amazonSideAsn": asn,
            "ownerAccount": self.current_account,
            "directConnectGatewayState": "available",
        }
        self.keep_tags("dx-gateway", gateway_id, tags)
        return ActionResult({"directConnectGateway": self.account.gateways[gateway_id]})

    def describe_direct_connect_gateways(self) -> ActionResult:
        wanted = self.asked.get("directConnectGatewayId")
        gateways = self.account.gateways.values()
        matching = [one for one in gateways if wanted in (None, one["directConnectGatewayId"])]
        # Unlike the others, gateways are read with their tags.
        answer = [{**one, "tags": self.tags_of("dx-gateway", one["directConnectGatewayId"])} for one in matching]
        return ActionResult({"directConnectGateways": answer})

    def update_direct_connect_gateway(self) -> ActionResult:
        gateway = found(self.account.gateways, self.asked["directConnectGatewayId"], "DirectConnectGateway")
        gateway["directConnectGatewayName"] = self.asked["newDirectConnectGatewayName"]
        return ActionResult({"directConnectGateway": gateway})

    def delete_direct_connect_gateway(self) -> ActionResult:
        gateway_id = self.asked["directConnectGatewayId"]
        gateway = found(self.account.gateways, gateway_id, "DirectConnectGateway")
        if _associations(self, directConnectGatewayId=gateway_id):
            raise refused(f"The gateway {gateway_id} still has associations")
        for region in self.account.regions.values():
            for interface in region.interfaces.values():
                if interface["directConnectGatewayId"] == gateway_id and interface["virtualInterfaceState"] != "deleted":
                    raise refused(f"The gateway {gateway_id} still has virtual interfaces")
        gateway["directConnectGatewayState"] = "deleted"
        return ActionResult({"directConnectGateway": gateway})

    def create_direct_connect_gateway_association(self) -> ActionResult:
        call = self.asked
        gateway = found(self.account.gateways, call["directConnectGatewayId"], "DirectConnectGateway")
        associated_id = call.get("gatewayId") or call["virtualGatewayId"]
        kind = "transitGateway" if associated_id.startswith("tgw-") else "virtualPrivateGateway"
        self._attach(kind, associated_id, gateway)
        association_id = str(uuid4())
        association = {
            "associationId": association_id,
            "associationState": "associated",
            "directConnectGatewayId": gateway["directConnectGatewayId"],
            "directConnectGatewayOwnerAccount": self.current_account,
            "associatedGateway": {
                "id": associated_id,
                "type": kind,
                "ownerAccount": self.current_account,
                "region": self.region,
            },
            "allowedPrefixesToDirectConnectGateway": _checked(call.get("addAllowedPrefixesToDirectConnectGateway", [])),
        }
        self.account.associations[association_id] = association
        return ActionResult({"directConnectGatewayAssociation": association})

    def describe_direct_connect_gateway_associations(self) -> ActionResult:
        names = ("associationId", "directConnectGatewayId")
        found_ones = _associations(self, **{name: self.asked[name] for name in names if name in self.asked})
        associated_id = self.asked.get("associatedGatewayId") or self.asked.get("virtualGatewayId")
        matching = [one for one in found_ones if associated_id in (None, one["associatedGateway"]["id"])]
        return ActionResult({"directConnectGatewayAssociations": matching})

    def update_direct_connect_gateway_association(self) -> ActionResult:
        association = found(self.account.associations, self.asked["associationId"], "DirectConnectGatewayAssociation")
        removed = self.asked.get("removeAllowedPrefixesToDirectConnectGateway", [])
        prefixes = association["allowedPrefixesToDirectConnectGateway"]
        kept = [prefix for prefix in prefixes if prefix not in removed]
        added = self.asked.get("addAllowedPrefixesToDirectConnectGateway", [])
        association["allowedPrefixesToDirectConnectGateway"] = _checked(kept + added)
        return ActionResult({"directConnectGatewayAssociation": association})

    def delete_direct_connect_gateway_association(self) -> ActionResult:
        association = found(self.account.associations, self.asked["associationId"], "DirectConnectGatewayAssociation")
        association["associationState"] = "disassociated"
        attachments = ec2_backends[self.current_account][self.region].transit_gateway_attachments
        for attachment in list(attachments.values()):
            ends = (attachment.resource_id, attachment.transit_gateway_id)
            if ends == (association["directConnectGatewayId"], association["associatedGateway"]["id"]):
                del attachments[attachment.id]
        return ActionResult({"directConnectGatewayAssociation": association})

    def _attach(self, kind: str, associated_id: str, gateway: Item) -> None:
        ec2 = ec2_backends[self.current_account][self.region]
        if kind == "virtualPrivateGateway":
            if associated_id not in ec2.vpn_gateways:
                raise refused(f"The virtual private gateway {associated_id} does not exist")
            return
        transit_gateway = ec2.transit_gateways.get(associated_id)
        if transit_gateway is None:
            raise refused(f"The transit gateway {associated_id} does not exist")
        if str(transit_gateway.options.get("AmazonSideAsn")) == str(gateway["amazonSideAsn"]):
            raise refused("The transit gateway and the Direct Connect gateway must have different ASNs")
        gateway_id = gateway["directConnectGatewayId"]
        attachment = TransitGatewayAttachment(ec2, gateway_id, "direct-connect-gateway", transit_gateway)
        ec2.transit_gateway_attachments[attachment.id] = attachment


def _associations(call: Call, **wanted: str) -> list[Item]:
    alive = [one for one in call.account.associations.values() if one["associationState"] != "disassociated"]
    return [one for one in alive if all(one[name] == value for name, value in wanted.items())]


def _checked(prefixes: list[Item]) -> list[Item]:
    if len(prefixes) > MOST_PREFIXES:
        raise refused(f"At most {MOST_PREFIXES} prefixes can be allowed")
    return prefixes
