"""What the emulator remembers of Image Builder, by account and region, and the rules that AWS has for it."""

import re
from datetime import datetime, timezone
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import ServiceException
from moto.utilities.utils import get_partition

Item = dict[str, Any]


class ImageBuilderError(ServiceException):
    """Moto tells the service of an error from the module that defines its class."""


def refused(message: str) -> ImageBuilderError:
    return ImageBuilderError("InvalidParameterValueException", message)


class ImageBuilderBackend(BaseBackend):
    """One account's resources in one region, by their ARNs."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.items: dict[str, Item] = {}

    def arn_of(self, kind: str, name: str, *versions: str) -> str:
        """An ARN has the name in lower case, with hyphens for what is neither letter nor digit."""
        path = "/".join([kind, re.sub("[^a-z0-9-]", "-", name.lower()), *versions])
        partition = get_partition(self.region_name)
        return f"arn:{partition}:imagebuilder:{self.region_name}:{self.account_id}:{path}"

    def add(self, arn: str, item: Item) -> str:
        if arn in self.items:
            raise ImageBuilderError("ResourceAlreadyExistsException", f"The resource {arn} already exists.")
        self.items[arn] = {**item, "arn": arn, "dateCreated": now(), "tags": item.get("tags", {})}
        return arn

    def change(self, arn: str, item: Item) -> str:
        """An update names everything that stays: what it leaves out is gone. Name, age and tags have no update."""
        old = self.found(arn)
        kept = {name: old[name] for name in ("arn", "name", "dateCreated", "tags")}
        self.items[arn] = {**item, **kept, "dateUpdated": now()}
        return arn

    def found(self, arn: str) -> Item:
        if arn not in self.items:
            raise ImageBuilderError("ResourceNotFoundException", f"The resource {arn} does not exist.")
        return self.items[arn]

    def needed(self, arn: str) -> Item:
        """What another resource is to refer to."""
        if arn not in self.items:
            raise refused(f"The resource with ARN '{arn}' does not exist.")
        return self.items[arn]

    def remove(self, arn: str) -> str:
        self.found(arn)
        users = [user for user, item in self.items.items() if arn in references(item)]
        if users:
            raise ImageBuilderError("ResourceDependencyException", f"{arn} is used by {', '.join(users)}.")
        del self.items[arn]
        return arn


def references(item: Item) -> list[str]:
    """ARNs of what a resource is made of."""
    kinds = ("imageRecipeArn", "infrastructureConfigurationArn", "distributionConfigurationArn")
    parts = [component["componentArn"] for component in item.get("components", [])]
    return [*parts, *(item[kind] for kind in kinds if kind in item)]


def now() -> str:
    return datetime.now(timezone.utc).isoformat()


# The SDK has no list of Image Builder's regions. It is where EC2 is.
imagebuilder_backends = BackendDict(ImageBuilderBackend, "ec2")
