"""Event buses as the AWS provider manages them.

Measured with moto 5.2.5: UpdateEventBus is not implemented, and a bus forgets its LogConfig.
"""

import json
from typing import Any

from moto.core.utils import unix_time
from moto.events.models import EventBus
from moto.events.responses import EventsHandler

# The settings that UpdateEventBus replaces, and the attribute of moto's EventBus that holds each.
ATTRIBUTES = {
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
    "DeadLetterConfig": "dead_letter_config",
    "LogConfig": "log_config",
}

Answer = tuple[str, dict[str, Any]]


def settings(bus: EventBus) -> dict[str, Any]:
    values = {name: getattr(bus, attribute, None) for name, attribute in ATTRIBUTES.items()}
    return {name: value for name, value in values.items() if value}


def update_event_bus(handler: EventsHandler) -> Answer:
    bus = handler.events_backend.describe_event_bus(handler._get_param("Name"))
    for name, attribute in ATTRIBUTES.items():
        setattr(bus, attribute, handler._get_param(name))
    bus.last_modified_time = unix_time()
    return handler._create_response({"Arn": bus.arn, "Name": bus.name, **settings(bus)})


def install() -> None:
    create, describe = EventsHandler.create_event_bus, EventsHandler.describe_event_bus

    def create_event_bus(handler: EventsHandler) -> Answer:
        answer = create(handler)
        bus = handler.events_backend.describe_event_bus(handler._get_param("Name"))
        bus.log_config = handler._get_param("LogConfig")  # type: ignore[attr-defined]
        return answer

    def describe_event_bus(handler: EventsHandler) -> Answer:
        body, headers = describe(handler)
        bus = handler.events_backend.describe_event_bus(handler._get_param("Name"))
        return json.dumps({**json.loads(body), **settings(bus)}), headers

    EventsHandler.create_event_bus = create_event_bus  # type: ignore[method-assign]
    EventsHandler.describe_event_bus = describe_event_bus  # type: ignore[method-assign]
    EventsHandler.update_event_bus = update_event_bus  # type: ignore[attr-defined]
