"""AWS Direct Connect: connections, LAGs, MACsec keys, virtual interfaces, gateways and their associations.

Measured with moto 5.2.5: it knows connections and LAGs only, its answers to them lack the owner and give times as text,
which the provider cannot read, and their ids are ARNs. So every call is answered here, in the JSON protocol that the
provider speaks.

What differs from AWS: a connection is available at once (AWS takes days), and a BGP session is up without a router.
"""

from moto.directconnect.responses import DirectConnectResponse

from .connections import Connections
from .gateways import Gateways
from .store import Call
from .virtual_interfaces import VirtualInterfaces


def install() -> None:
    for part in (Call, Connections, VirtualInterfaces, Gateways):
        for name, member in vars(part).items():
            if not name.startswith("__"):
                setattr(DirectConnectResponse, name, member)
