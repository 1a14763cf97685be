"""The route tables of transit gateways: which one an attachment is associated with, and where a route leads.

Measured with moto 5.2.5: an attachment always tells the gateway's default route table, whatever it is associated with, also
when the gateway has no default; and that table knows nothing of it, so that DisassociateTransitGatewayRouteTable fails. A
route tells its attachment as one object instead of a list, so that the AWS provider takes it for a blackhole. A gateway
tells a default route table also when it was told to have none. The tags of a new VPC attachment are dropped. A deleted one
is gone at once, where AWS goes on telling that it is deleted: the provider waits for that word, 200 s in vain.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.transit_gateway import TransitGateway
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment, TransitGatewayAttachmentBackend
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from moto.ec2.responses.transit_gateway_attachments import (
    TransitGatewayAttachment as TransitGatewayAttachmentResponse,
)

ATTACHMENTS = "transitGatewayAttachments"


def association(attachment: TransitGatewayAttachment) -> dict[str, str] | None:
    table = attachment._association_data.get("transitGatewayRouteTableId")
    if attachment.state != "available" or table is None:
        return None
    return {"State": "associated", "TransitGatewayRouteTableId": table}


def associating(create: Any) -> Any:
    def create_and_associate(backend: Any, *args: Any, **kwargs: Any) -> Any:
        attachment = create(backend, *args, **kwargs)
        gateway = backend.transit_gateways[attachment.transit_gateway_id]
        if gateway.options["DefaultRouteTableAssociation"] == "enable":
            backend.associate_transit_gateway_route_table(attachment.id, gateway.default_route_table.id)
        return attachment

    return create_and_associate


def without_unwanted_defaults(create: Any) -> Any:
    def create_and_forget(gateway: TransitGateway, *args: Any, **kwargs: Any) -> None:
        create(gateway, *args, **kwargs)
        for purpose in ("Association", "Propagation"):
            if gateway.options[f"DefaultRouteTable{purpose}"] == "disable":
                gateway.options.pop(f"{purpose}DefaultRouteTableId", None)

    return create_and_forget


def tagged(create: Any) -> Any:
    def create_with_tags(response: TransitGatewayAttachmentResponse) -> ActionResult:
        result = create(response)
        attachment = result.result["TransitGatewayVpcAttachment"]
        attachment.add_tags(response._parse_tag_specification().get("transit-gateway-attachment", {}))
        return result

    return create_with_tags


def remembering(backend: Any) -> None:
    delete = backend.delete_transit_gateway_vpc_attachment
    describe = backend.describe_transit_gateway_vpc_attachments

    def delete_and_remember(self: Any, transit_gateway_attachment_id: str) -> TransitGatewayAttachment:
        attachment: TransitGatewayAttachment = delete(self, transit_gateway_attachment_id)
        self.__dict__.setdefault("deleted_attachments", {})[attachment.id] = attachment
        return attachment

    def describe_also_deleted(self: Any, ids: list[str] | None = None, filters: Any = None) -> list[Any]:
        deleted = self.__dict__.get("deleted_attachments", {})
        named = [deleted[each] for each in ids or [] if each in deleted]
        return [*describe(self, ids, filters), *named]

    backend.delete_transit_gateway_vpc_attachment = delete_and_remember
    backend.describe_transit_gateway_vpc_attachments = (
        lambda self, transit_gateways_attachment_ids=None, filters=None: describe_also_deleted(
            self, transit_gateways_attachment_ids, filters
        )
    )


def install() -> None:
    TransitGatewayAttachmentResponse.create_transit_gateway_vpc_attachment = tagged(  # type: ignore[method-assign]
        TransitGatewayAttachmentResponse.create_transit_gateway_vpc_attachment
    )
    remembering(TransitGatewayAttachmentBackend)
    TransitGateway.__init__ = without_unwanted_defaults(TransitGateway.__init__)  # type: ignore[method-assign]
    TransitGatewayAttachment.association = property(association)  # type: ignore[assignment]
    for name in ("create_transit_gateway_vpn_attachment", "create_transit_gateway_vpc_attachment"):
        create = getattr(TransitGatewayAttachmentBackend, name)
        setattr(TransitGatewayAttachmentBackend, name, associating(create))
    create_route = TransitGatewayRouteTableBackend.create_transit_gateway_route

    def create_transit_gateway_route(backend: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        route: dict[str, Any] = create_route(backend, *args, **kwargs)
        if isinstance(route.get(ATTACHMENTS), dict):
            route[ATTACHMENTS] = [route[ATTACHMENTS]]
        return route

    TransitGatewayRouteTableBackend.create_transit_gateway_route = create_transit_gateway_route  # type: ignore[method-assign]
