"""State machines parsed once.

Measured with moto 5.2.5: every execution parses its definition, which takes seconds for a machine of a hundred states,
and the server answers nobody meanwhile; every error, those that are caught included, is logged with the text of the whole
program around it. A parsed program keeps no data of an execution, so executions share it.
"""

from functools import lru_cache
from typing import Any

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser


def install() -> None:
    parse = AmazonStateLanguageParser.parse

    @lru_cache(maxsize=200)
    def parse_once(definition: str) -> Any:
        return parse(definition)

    for log in ("_log_exception", "_log_failure_event_exception"):
        setattr(EvalComponent, log, lambda *_, **__: None)
    AmazonStateLanguageParser.parse = staticmethod(parse_once)  # type: ignore[method-assign, assignment]
