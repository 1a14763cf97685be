"""What a customer gateway is told of its device.

Measured with moto 5.2.5: it forgets the device's name, its certificate and an ASN above 2147483647.
"""

from moto.core.responses import ActionResult
from moto.ec2.responses.customer_gateways import CustomerGateways

ATTRIBUTES = {
    "BgpAsnExtended": "bgp_asn_extended",
    "CertificateArn": "certificate_arn",
    "DeviceName": "device_name",
}


def install() -> None:
    create = CustomerGateways.create_customer_gateway

    def create_customer_gateway(response: CustomerGateways) -> ActionResult:
        answer = create(response)
        for name, attribute in ATTRIBUTES.items():
            setattr(answer.result["CustomerGateway"], attribute, response._get_param(name))
        return answer

    CustomerGateways.create_customer_gateway = create_customer_gateway  # type: ignore[method-assign]
