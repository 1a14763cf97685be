"""What Step Functions makes of a task's parameters and of an answer.

The parameters are those of the API with a capital first letter; inside a name Java may write other capitals than the API
(SsekmsKeyId for SSEKMSKeyId), so both are taken. Step Functions is written in Java: numbers and booleans may
be given as text and the other way round, an object or a list in the place of text is an error. The body of an S3 object is
written as JSON, a string with its quotes (https://repost.aws/questions/QUfEyGYjhoR1Kbo0f0W7zMzg). How other binary data
is passed is not documented; base64, as Java's JSON libraries have it, is an assumption.
"""

import base64
from datetime import datetime, timezone
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.response import StreamingBody
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str


def request_of(value: Any, shape: Shape | None) -> Any:
    """Parameters as boto3 takes them. What the API does not know is refused."""
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict):
            raise ValueError(f"an object is expected where {value!r} is given")
        if getattr(shape, "document_type", False):
            return value
        members = {name.lower(): (name, member) for name, member in shape.members.items()}
        unknown = sorted(key for key in value if key.lower() not in members or key[:1].islower())
        if unknown:
            known = ", ".join(capitalized(name) for name in sorted(shape.members))
            raise ValueError(f"The field {unknown[0]!r} is not supported by Step Functions. Known: {known}")
        named = {key: members[key.lower()] for key in value}
        return {name: request_of(value[key], member) for key, (name, member) in named.items()}
    if isinstance(shape, ListShape):
        if not isinstance(value, list):
            raise ValueError(f"a list is expected where {value!r} is given")
        return [request_of(each, shape.member) for each in value]
    if isinstance(shape, MapShape):
        return {key: request_of(each, shape.value) for key, each in value.items()}
    return scalar_of(value, shape)


def capitalized(name: str) -> str:
    return name[:1].upper() + name[1:]


def scalar_of(value: Any, shape: Shape | None) -> Any:
    kind = None if shape is None else shape.type_name
    if kind == "blob":
        return bytes_of(value, shape)
    if isinstance(value, dict | list):
        raise ValueError(f"{kind} is expected where {value!r} is given")
    if kind in ("string", "character") and not isinstance(value, str):
        return to_json_str(value)
    if kind in ("integer", "long") and isinstance(value, str | float):
        return int(value)
    if kind in ("float", "double") and isinstance(value, str):
        return float(value)
    if kind == "boolean" and isinstance(value, str):
        return value == "true"
    return value


def bytes_of(value: Any, shape: Shape | None) -> bytes:
    if shape is not None and shape.name == "Body" or shape is not None and shape.serialization.get("streaming"):
        return to_json_str(value, separators=(",", ":")).encode()
    if not isinstance(value, str):
        return to_json_str(value, separators=(",", ":")).encode()
    return base64.b64decode(value, validate=True)


def answer_of(value: Any, shape: Shape | None) -> Any:
    """An answer as a state gets it: JSON."""
    if isinstance(value, StreamingBody):
        return value.read().decode()
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [answer_of(each, shape.member if isinstance(shape, ListShape) else None) for each in value]
    if isinstance(value, dict):
        if isinstance(shape, StructureShape):
            return {capitalized(key): answer_of(each, shape.members.get(key)) for key, each in value.items()}
        member = shape.value if isinstance(shape, MapShape) else None
        return {key: answer_of(each, member) for key, each in value.items()}
    return value
