"""What the emulator remembers of the DNS firewall, and how a call reaches it."""

import json
from collections import defaultdict
from datetime import datetime, timezone
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random as random
from moto.route53resolver.exceptions import ResourceNotFoundException
from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse
from moto.utilities.utils import get_partition

Item = dict[str, Any]


class Region:
    """What one account has in one region, by id; the settings of VPCs by the VPC's id."""

    def __init__(self) -> None:
        self.domain_lists: dict[str, Item] = {}
        self.domains: dict[str, list[str]] = {}
        self.rule_groups: dict[str, Item] = {}
        self.rules: dict[str, list[Item]] = {}
        self.associations: dict[str, Item] = {}
        self.configs: dict[str, Item] = {}


regions: defaultdict[tuple[str, str], Region] = defaultdict(Region)


class Call(Route53ResolverResponse):
    """What every method of the parts uses."""

    @property
    def here(self) -> Region:
        return regions[(self.current_account, self.region)]

    @property
    def asked(self) -> Item:
        return json.loads(self.body)

    def new_item(self, kind: str, prefix: str, **values: Any) -> Item:
        """An item with what all kinds have in common. Its tags are kept."""
        item_id = f"{prefix}-{random.get_random_hex(17)}"
        partition = get_partition(self.region)
        arn = f"arn:{partition}:route53resolver:{self.region}:{self.current_account}:{kind}/{item_id}"
        self.route53resolver_backend.tagger.tag_resource(arn, self.asked.get("Tags") or [])
        return {
            "Id": item_id,
            "Arn": arn,
            "Name": self.asked["Name"],
            "Status": "COMPLETE",
            "StatusMessage": "",
            "CreatorRequestId": self.asked["CreatorRequestId"],
            "CreationTime": now(),
            "ModificationTime": now(),
            **values,
        }


def now() -> str:
    return datetime.now(timezone.utc).isoformat()


def found(items: dict[str, Item], item_id: str, what: str) -> Item:
    if item_id not in items:
        raise ResourceNotFoundException(f"Can't find the resource with ID '{item_id}' ({what}).")
    return items[item_id]


def refused(message: str) -> JsonRESTError:
    return JsonRESTError("ValidationException", message)


def let_everything_have_tags() -> None:
    """Moto knows endpoints and rules only when it is asked for tags."""
    matched = Route53ResolverBackend._matched_arn

    def matched_arn(backend: Route53ResolverBackend, arn: str) -> None:
        here = regions[(backend.account_id, backend.region_name)]
        groups = (here.domain_lists, here.rule_groups, here.associations)
        arns = {item["Arn"] for items in groups for item in items.values()}
        arns |= {config.arn for config in backend.resolver_query_log_configs.values()}
        if arn not in arns:
            matched(backend, arn)

    Route53ResolverBackend._matched_arn = matched_arn  # type: ignore[method-assign]
