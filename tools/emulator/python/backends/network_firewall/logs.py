"""Where a firewall's logs go."""

from moto.core.responses import ActionResult
from moto.s3.models import s3_backends

from .store import Call, Item, invalid


class Logs(Call):
    def describe_logging_configuration(self) -> ActionResult:
        return _answer(self.found(self.here.firewalls, "firewall", "Firewall"))

    def update_logging_configuration(self) -> ActionResult:
        """AWS takes one change of one destination in a call."""
        item = self.found(self.here.firewalls, "firewall", "Firewall")
        wanted = (self.asked.get("LoggingConfiguration") or {}).get("LogDestinationConfigs") or []
        before = {one["LogType"]: one for one in _destinations(item)}
        after = {one["LogType"]: one for one in wanted}
        changes = [kind for kind in before.keys() | after.keys() if before.get(kind) != after.get(kind)]
        if len(after) < len(wanted) or len(changes) > 1:
            raise invalid(f"Only one log destination may change in a call, not {sorted(changes)}")
        for destination in wanted:
            bucket = destination["LogDestination"].get("bucketName")
            if destination["LogDestinationType"] != "S3":
                raise NotImplementedError(f"logs to {destination['LogDestinationType']}")
            if bucket not in s3_backends[self.current_account][self.partition].buckets:
                raise invalid(f"Bucket does not exist: {bucket}")
        item["logs"] = wanted
        return _answer(item)


def _destinations(item: Item) -> list[Item]:
    return item.get("logs") or []


def _answer(item: Item) -> ActionResult:
    answer = {"FirewallArn": item["FirewallArn"], "LoggingConfiguration": {"LogDestinationConfigs": _destinations(item)}}
    return ActionResult(answer)
