"""The protocol "RPC v2 CBOR", in which the provider speaks to CloudWatch (PutMetricAlarm and the rest).

Measured with moto 5.2.5: it answers 404 to /service/<target>/operation/<operation>. It does speak JSON with the services
whose model names both protocols, so a call is translated to JSON and its answer back.
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timezone
from functools import cache
from io import BytesIO
from typing import Any

import botocore.session
from botocore.model import OperationModel, Shape
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer
from moto.server import DomainDispatcherApplication

OPERATION = re.compile(r"/service/(?P<target>[^/]+)/operation/(?P<operation>[^/]+)$")
CBOR_HEADERS = [("Content-Type", "application/cbor"), ("Smithy-Protocol", "rpc-v2-cbor")]

# Services by the name in a call's path. A service without an entry has no such calls.
SERVICES = {"GraniteServiceVersion20100801": "cloudwatch"}


@cache
def operation_model(target: str, operation: str) -> OperationModel:
    model = botocore.session.get_session().get_service_model(SERVICES[target])
    return model.operation_model(operation)


def install() -> None:
    answer = DomainDispatcherApplication.__call__

    def answer_or_translate(application: Any, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        call = OPERATION.match(environ.get("PATH_INFO", ""))
        if call is None or call["target"] not in SERVICES:
            return answer(application, environ, start_response)  # type: ignore[no-any-return]
        answered: dict[str, Any] = {}

        def keep(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            answered.update(status=status)

        body = b"".join(answer(application, as_json(environ, **call.groupdict()), keep))
        start_response(answered["status"], CBOR_HEADERS)
        succeeded = answered["status"].startswith("2")
        return [as_cbor(json.loads(body or b"{}"), operation_model(**call.groupdict()) if succeeded else None)]

    DomainDispatcherApplication.__call__ = answer_or_translate  # type: ignore[method-assign]


def as_json(environ: dict[str, Any], target: str, operation: str) -> dict[str, Any]:
    size = int(environ.get("CONTENT_LENGTH") or 0)
    call = RpcV2CBORParser()._initial_body_parse(environ["wsgi.input"].read(size)) or {}
    body = json.dumps(call, default=datetime.timestamp).encode()
    return {
        **environ,
        "PATH_INFO": "/",
        "RAW_URI": "/",
        "REQUEST_URI": "/",
        "CONTENT_TYPE": "application/x-amz-json-1.0",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_AMZ_TARGET": f"{target}.{operation}",
        "wsgi.input": BytesIO(body),
    }


def as_cbor(answer: dict[str, Any], operation: OperationModel | None) -> bytes:
    """An error has no shape of its own: it is a map of texts."""
    if operation is None:
        return text_map({name: str(value) for name, value in answer.items()})
    body = bytearray()
    shape = operation.output_shape
    if shape is None:
        return text_map({})
    RpcV2CBORSerializer()._serialize_data_item(body, with_dates(answer, shape), shape)
    return bytes(body)


def with_dates(value: Any, shape: Shape) -> Any:
    """JSON has numbers where CBOR has dates."""
    match shape.type_name:
        case "timestamp":
            return datetime.fromtimestamp(value, timezone.utc) if isinstance(value, int | float) else value
        case "structure":
            given = {name: item for name, item in value.items() if name in shape.members and item is not None}
            return {name: with_dates(item, shape.members[name]) for name, item in given.items()}
        case "list":
            return [with_dates(item, shape.member) for item in value]
        case "map":
            return {name: with_dates(item, shape.value) for name, item in value.items()}
        case _:
            return value


def text_map(texts: dict[str, str]) -> bytes:
    serializer = RpcV2CBORSerializer()
    body = bytearray(serializer._get_initial_byte(serializer.MAP_MAJOR_TYPE, len(texts)))
    for text in (part for pair in texts.items() for part in pair):
        serializer._serialize_type_string(body, text, None, None)
    return bytes(body)
