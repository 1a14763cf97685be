"""Route 53 Resolver: DNS firewall, and the end and the tags of query logging.

Measured with moto 5.2.5: none of the DNS firewall's calls is implemented; a query log configuration can be made but neither
ended nor asked for its tags; an endpoint does not tell its protocols.
"""

from moto.route53resolver.responses import Route53ResolverResponse

from .associations import Associations
from .endpoints import let_endpoints_tell_protocols
from .firewall import Firewall
from .query_logs import QueryLogs
from .store import Call, let_everything_have_tags


def install() -> None:
    for part in (Call, Firewall, Associations, QueryLogs):
        for name, member in vars(part).items():
            if not name.startswith("__"):
                setattr(Route53ResolverResponse, name, member)
    let_everything_have_tags()
    let_endpoints_tell_protocols()
