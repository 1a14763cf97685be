"""What the emulator remembers of Network Firewall, and how a call reaches it."""

from collections import defaultdict
from typing import Any
from uuid import uuid4

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.kms.models import kms_backends
from moto.networkfirewall.responses import NetworkFirewallResponse

Item = dict[str, Any]


class Region:
    """What one account has in one region, by ARN."""

    def __init__(self) -> None:
        self.rule_groups: dict[str, Item] = {}
        self.policies: dict[str, Item] = {}
        self.firewalls: dict[str, Item] = {}
        self.tags: defaultdict[str, dict[str, str]] = defaultdict(dict)
        # What is told to whoever changes something, so that nobody overwrites a change that he hasn't seen.
        self.tokens: dict[str, str] = {}


regions: defaultdict[tuple[str, str], Region] = defaultdict(Region)


def invalid(message: str) -> JsonRESTError:
    return JsonRESTError("InvalidRequestException", message)


def refused(message: str) -> JsonRESTError:
    return JsonRESTError("InvalidOperationException", message)


def used(what: str) -> JsonRESTError:
    return refused(f"Unable to delete the object because it is still in use by {what}")


class Call(NetworkFirewallResponse):
    """What every method of the parts uses."""

    @property
    def here(self) -> Region:
        return regions[(self.current_account, self.region)]

    @property
    def asked(self) -> Item:
        return self._get_params()

    def arn(self, kind: str, name: str) -> str:
        return f"arn:{self.partition}:network-firewall:{self.region}:{self.current_account}:{kind}/{name}"

    def found(self, items: dict[str, Item], kind: str, member: str) -> Item:
        """The item that the call names by its ARN (`<member>Arn`) or its name (`<member>Name`)."""
        arn = self.asked.get(f"{member}Arn") or self.arn(kind, self.asked.get(f"{member}Name", ""))
        if arn not in items:
            raise JsonRESTError("ResourceNotFoundException", f"Resource not found: {arn}")
        return items[arn]

    def keep_new(self, items: dict[str, Item], arn: str, item: Item) -> None:
        if arn in items:
            raise invalid(f"A resource with the specified name already exists: {arn}")
        self.check_key(item)
        items[arn] = item
        self.here.tags[arn] = {tag["Key"]: tag["Value"] for tag in self.asked.get("Tags") or []}
        self.change(arn)

    def change(self, arn: str) -> str:
        """Gives an item that changes its next token. The call must know the present one, if it names any."""
        given = self.asked.get("UpdateToken")
        if given is not None and given != self.here.tokens.get(arn):
            raise JsonRESTError("InvalidTokenException", f"Update token is invalid: {given}")
        self.here.tokens[arn] = str(uuid4())
        return self.here.tokens[arn]

    def check_key(self, item: Item) -> None:
        """The service must find the customer key."""
        encryption = item.get("EncryptionConfiguration") or {}
        if encryption.get("Type") != "CUSTOMER_KMS":
            return
        key_id = encryption.get("KeyId", "")
        keys = kms_backends[self.current_account][self.region].keys
        if key_id.rpartition("/")[2] not in keys:
            raise invalid(f"KMS key is not accessible: {key_id}")

    def tags_of(self, arn: str) -> list[dict[str, str]]:
        return [{"Key": key, "Value": value} for key, value in self.here.tags[arn].items()]

    def tag_resource(self) -> ActionResult:
        self.here.tags[self.asked["ResourceArn"]].update({tag["Key"]: tag["Value"] for tag in self.asked["Tags"]})
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        for key in self.asked["TagKeys"]:
            self.here.tags[self.asked["ResourceArn"]].pop(key, None)
        return ActionResult({})

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"Tags": self.tags_of(self.asked["ResourceArn"])})
