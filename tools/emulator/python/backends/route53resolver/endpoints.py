"""Resolver endpoints remember by which protocols they answer.

Measured with moto 5.2.5: an endpoint takes Protocols and never tells them. AWS's default is Do53.
"""

import json
from typing import Any

from moto.route53resolver.models import ResolverEndpoint
from moto.route53resolver.responses import Route53ResolverResponse


def let_endpoints_tell_protocols() -> None:
    describe, create = ResolverEndpoint.description, Route53ResolverResponse.create_resolver_endpoint

    def description(endpoint: ResolverEndpoint) -> dict[str, Any]:
        return {**describe(endpoint), "Protocols": getattr(endpoint, "protocols", ["Do53"])}

    def create_resolver_endpoint(handler: Route53ResolverResponse) -> str:
        made = json.loads(create(handler))["ResolverEndpoint"]
        endpoint = handler.route53resolver_backend.resolver_endpoints[made["Id"]]
        endpoint.protocols = handler._get_param("Protocols") or ["Do53"]  # type: ignore[attr-defined]
        return json.dumps({"ResolverEndpoint": endpoint.description()})

    ResolverEndpoint.description = description  # type: ignore[method-assign]
    Route53ResolverResponse.create_resolver_endpoint = create_resolver_endpoint  # type: ignore[method-assign]
