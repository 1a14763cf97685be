"""JSONPath as Step Functions reads it.

A path that can name one value only gives that value, every other one gives a list, empty if nothing is found. Measured with
moto 5.2.5: `$.a[0].b` gives a list of one, `$.a[*].b` the value itself if there is one, and a filter that matches nothing
fails; and every evaluation parses the path again, which takes some ten milliseconds.
"""

import re
import sys
from functools import lru_cache
from typing import Any

from jsonpath_ng.ext import parse
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.asl.utils.json_path import NoSuchJsonPathError

# A wildcard, a slice, several indices, a filter or a search in all depths.
INDEFINITE = re.compile(r"\.\.|\*|\[\?|\[-?\d*:|\[-?\d+\s*,")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

parsed = lru_cache(maxsize=10_000)(parse)


def is_definite(path: str) -> bool:
    return INDEFINITE.search(QUOTED.sub("", path)) is None


def extract_json(path: str, data: Any) -> Any:
    values = [match.value for match in parsed(path).find(data)]
    if not is_definite(path):
        return values
    if not values:
        raise NoSuchJsonPathError(json_path=path, data=data)
    return values[0]


def install() -> None:
    original = json_path.extract_json
    for module in list(sys.modules.values()):
        if getattr(module, "extract_json", None) is original:
            module.extract_json = extract_json  # type: ignore[attr-defined]
