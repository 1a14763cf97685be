"""Paths as arguments of intrinsic functions.

Measured with moto 5.2.5: of a path with two brackets in a row, as in `$.a[*][*]`, the second is lost; States.ArrayUnique fails
on lists that hold lists or objects; an error of AWS inside a branch or an iteration, such as States.Timeout, ends the whole
execution, as if it had an illegal name; a time with fractions of a second is none for IsTimestamp.
"""

import json
import re
import threading
from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.intrinsic.argument.argument import (
    ArgumentContextPath,
    ArgumentJsonPath,
)
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.array.array_unique import (
    ArrayUnique,
)
from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations import is_operator
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse.intrinsic.intrinsic_parser import IntrinsicParser
from moto.stepfunctions.parser.asl.parse.intrinsic.preprocessor import Preprocessor

# A text in quotes, or a path: names and brackets, in which there may be a filter.
PART = re.compile(r"'(?:[^'\\]|\\.)*'|(\${1,2}(?:\.[\w-]+|\.\*|\.\.[\w-]+|\[(?:[^\[\]']|'[^']*')*\])*)")

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

parsing = threading.local()


def without_paths(source: str, paths: list[str]) -> str:
    """Puts a simple name in the place of each path."""

    def replace(match: re.Match[str]) -> str:
        path = match.group(1)
        if path is None or path in ("$", "$$"):
            return match.group(0)
        paths.append(path)
        return ("$$" if path.startswith("$$") else "$") + f".path{len(paths) - 1}"

    return PART.sub(replace, source)


def original(text: str) -> str:
    found = re.fullmatch(r"\${1,2}\.path(\d+)", text)
    return text if found is None else str(parsing.paths[int(found.group(1))])


def unique(function: ArrayUnique, env: Environment) -> None:
    function.argument_list.eval(env=env)
    array = env.stack.pop().pop()
    if not isinstance(array, list):
        raise TypeError(f"Expected an array type, but got '{array}'.")
    env.stack.append(list({json.dumps(item, sort_keys=True): item for item in reversed(array)}.values())[::-1])


def name_of(error_name: str | None) -> ErrorName:
    if error_name is not None and error_name.startswith("States."):
        return StatesErrorName.from_name(error_name)
    return ErrorName(error_name=error_name)


def is_timestamp(text: str) -> bool:
    """RFC 3339, with a capital T, and Z or an offset (https://states-language.net/spec.html#timestamps)."""
    return TIMESTAMP.fullmatch(text) is not None


def install() -> None:
    parse = IntrinsicParser.parse

    def parse_with_paths(source: str) -> Any:
        parsing.paths = []
        return parse(without_paths(source, parsing.paths))

    def json_path(_: Preprocessor, context: Any) -> ArgumentJsonPath:
        return ArgumentJsonPath(json_path=original(context.JSON_PATH_STRING().getText()))

    def context_path(_: Preprocessor, context: Any) -> ArgumentContextPath:
        return ArgumentContextPath(context_path=original(context.CONTEXT_PATH_STRING().getText()))

    IntrinsicParser.parse = staticmethod(parse_with_paths)  # type: ignore[method-assign]
    Preprocessor.visitFunc_arg_json_path = json_path  # type: ignore[method-assign]
    Preprocessor.visitFunc_arg_context_path = context_path  # type: ignore[method-assign]
    ArrayUnique._eval_body = unique  # type: ignore[method-assign]
    is_operator.IsTimestamp.is_timestamp = staticmethod(is_timestamp)  # type: ignore[method-assign]
    branches_decl.CustomErrorName = name_of  # type: ignore[assignment, misc]
    iteration_worker.CustomErrorName = name_of  # type: ignore[assignment, misc]
