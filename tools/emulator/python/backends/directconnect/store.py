"""What the emulator remembers of Direct Connect, and how a call reaches it."""

import json
from collections import defaultdict
from itertools import count
from typing import Any

from moto.directconnect.exceptions import DXConnectionError
from moto.directconnect.responses import DirectConnectResponse

Item = dict[str, Any]


class Region:
    """What one account has in one region, by id."""

    def __init__(self) -> None:
        self.connections: dict[str, Item] = {}
        self.lags: dict[str, Item] = {}
        self.interfaces: dict[str, Item] = {}


class Account:
    """What one account has in no particular region."""

    def __init__(self) -> None:
        self.regions: defaultdict[str, Region] = defaultdict(Region)
        self.gateways: dict[str, Item] = {}
        self.associations: dict[str, Item] = {}
        self.tags: defaultdict[str, dict[str, str]] = defaultdict(dict)


accounts: defaultdict[str, Account] = defaultdict(Account)
numbers = count(1)


def refused(message: str) -> DXConnectionError:
    return DXConnectionError("DirectConnectClientException", message)


def new_id(prefix: str) -> str:
    return f"{prefix}-{next(numbers):08x}"


def found(items: dict[str, Item], item_id: str, kind: str) -> Item:
    if item_id not in items:
        raise refused(f"Could not find {kind} with ID {item_id}")
    return items[item_id]


def untagged(call: Item) -> tuple[Item, dict[str, str]]:
    """The call without its tags, and the tags."""
    return (
        {name: value for name, value in call.items() if name != "tags"},
        {tag["key"]: tag.get("value", "") for tag in call.get("tags", [])},
    )


class Call(DirectConnectResponse):
    """What every method below can ask of a call."""

    @property
    def asked(self) -> Item:
        return json.loads(self.body)  # type: ignore[no-any-return]

    @property
    def account(self) -> Account:
        return accounts[self.current_account]

    @property
    def here(self) -> Region:
        return self.account.regions[self.region]

    def arn(self, kind: str, item_id: str) -> str:
        region = "" if kind == "dx-gateway" else self.region
        return f"arn:{self.partition}:directconnect:{region}:{self.current_account}:{kind}/{item_id}"

    def tags_of(self, kind: str, item_id: str) -> list[dict[str, str]]:
        return [{"key": key, "value": value} for key, value in self.account.tags[self.arn(kind, item_id)].items()]

    def keep_tags(self, kind: str, item_id: str, tags: dict[str, str]) -> None:
        self.account.tags[self.arn(kind, item_id)].update(tags)
