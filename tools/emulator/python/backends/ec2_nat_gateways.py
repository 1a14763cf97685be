"""The end of a NAT gateway.

Measured with moto 5.2.5: its network interface outlives it, and its Elastic IP stays associated.
"""

from moto.ec2.models import EC2Backend
from moto.ec2.models.nat_gateways import NatGateway


def install() -> None:
    delete = EC2Backend.delete_nat_gateway

    def delete_nat_gateway(backend: EC2Backend, nat_gateway_id: str) -> NatGateway:
        gateway = delete(backend, nat_gateway_id)
        backend.enis.pop(gateway._eni.id, None)
        for address in backend.addresses:
            if address.eni is gateway._eni:
                address.eni = None
                address.association_id = None
        return gateway

    EC2Backend.delete_nat_gateway = delete_nat_gateway  # type: ignore[method-assign]
