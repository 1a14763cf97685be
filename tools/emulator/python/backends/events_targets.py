"""How an event reaches what a rule names as its target.

Measured with moto 5.2.5: an event that is sent on to another account's bus is one of that account then, though AWS keeps its
account, region, time and resources; a variable of an input template is inserted without the quotes of a text; a state
machine as a target is not implemented.
"""

import json
import re
import sys
from typing import Any

from jsonpath_ng.ext import parse
from moto.core.utils import iso_8601_datetime_without_milliseconds, unix_time, utcfromtimestamp
from moto.events.models import Rule, events_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from .stepfunctions.roles import account_of

VARIABLE = re.compile(r"<([^<>]+)>")


def send_to_targets(rule: Rule, event: dict[str, Any], transform_input: bool = True) -> None:
    if rule.state != "ENABLED" or not rule.event_pattern.matches_event(event):
        return
    for target in list(rule.targets):
        arn = target["Arn"]
        service = arn.split(":")[2]
        if service == "states":
            start(arn, input_of(target, event))
        elif service == "events" and ":event-bus/" in arn:
            forward(arn, event)
        else:
            print(f"event not delivered: the emulator knows no target {arn}", file=sys.stderr)


def forward(bus_arn: str, event: dict[str, Any]) -> None:
    """Sends an event on to another bus. It stays the event that it is."""
    region, name = bus_arn.split(":")[3], bus_arn.rpartition("/")[2]
    bus = events_backends[account_of(bus_arn)][region].describe_event_bus(name)
    for rule in list(bus.rules.values()):
        rule.send_to_targets(dict(event))


def start(machine_arn: str, execution_input: str) -> None:
    backend = stepfunctions_parser_backends[account_of(machine_arn)][machine_arn.split(":")[3]]
    backend.start_execution(machine_arn, None, execution_input)


def input_of(target: dict[str, Any], event: dict[str, Any]) -> str:
    told = {**event, "time": time_of(event["time"])}
    told.pop("ingestion-time", None)
    transformer = target.get("InputTransformer")
    if transformer is not None:
        return transformed(transformer["InputTemplate"], transformer.get("InputPathsMap", {}), told)
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(first(target["InputPath"], told))
    return json.dumps(told)


def time_of(value: Any) -> str:
    return value if isinstance(value, str) and "T" in value else str(
        iso_8601_datetime_without_milliseconds(utcfromtimestamp(float(value or unix_time())))
    )


def first(path: str, event: dict[str, Any]) -> Any:
    found = parse(path).find(event)
    return found[0].value if found else None


def transformed(template: str, paths: dict[str, str], event: dict[str, Any]) -> str:
    """A variable that stands alone becomes JSON, one inside quotes text; one that finds nothing is left out."""
    values = {name: first(path, event) for name, path in paths.items()}
    values["aws.events.event.json"] = event
    filled, quoted = "", False
    position = 0
    for match in VARIABLE.finditer(template):
        before = template[position : match.start()]
        quoted ^= before.replace('\\\\"', "").count('"') % 2 == 1
        value = values.get(match.group(1))
        filled += before + (inside_quotes(value) if quoted else json.dumps("" if value is None else value))
        position = match.end()
    return filled + template[position:]


def inside_quotes(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return json.dumps(text)[1:-1]


def install() -> None:
    Rule.send_to_targets = send_to_targets  # type: ignore[method-assign]
