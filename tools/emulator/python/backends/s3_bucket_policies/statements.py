"""Which calls a statement of a bucket policy speaks of."""

import fnmatch
from typing import Any


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def matches(statement: dict[str, Any], action: str, resource: str) -> bool:
    """Whether the statement speaks of everybody doing this. Moto does not tell who calls: named principals are left out."""
    return (
        statement.get("Principal") in ("*", {"AWS": "*"})
        and one_matches(statement, "Action", action.lower(), str.lower)
        and one_matches(statement, "Resource", resource, str)
    )


def one_matches(statement: dict[str, Any], element: str, value: str, spelling: Any) -> bool:
    patterns = as_list(statement.get(element, statement.get(f"Not{element}")))
    found = any(fnmatch.fnmatchcase(value, spelling(pattern)) for pattern in patterns)
    return found if element in statement else not found
