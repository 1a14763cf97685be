"""Executions as their clients see them.

Measured with moto 5.2.5: an execution that is started without a name is called None, so that the next one is refused as
its double; one that has only just been started has no environment yet, and whoever sends a task token then gets a server
error; SendTaskFailure loses its cause; one that timed out has no end; text as the whole output is not answered as JSON; the
time at which a state was entered is told with an offset, not with Z, and the start of an execution is no text.
"""

import json
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.backend import execution_worker
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

STARTING_SECONDS = 5


def state_data(**data: Any) -> dict[str, Any]:
    return {**data, "EnteredTime": in_utc(datetime.now(tz=timezone.utc))}


def execution_data(**data: Any) -> dict[str, Any]:
    return {**data, "StartTime": in_utc(data["StartTime"])}


def in_utc(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def describe_execution(response: StepFunctionResponse) -> ActionResult:
    arn = response._get_param("executionArn")
    execution = response.stepfunction_backend.describe_execution(arn)
    described: dict[str, Any] = {
        "executionArn": arn,
        "input": execution.execution_input,
        "name": execution.name,
        "startDate": execution.start_date,
        "stateMachineArn": execution.state_machine_arn,
        "status": execution.status,
    }
    if execution.status != ExecutionStatus.RUNNING.value and execution.stop_date is not None:
        described["stopDate"] = execution.stop_date
    if execution.status == ExecutionStatus.SUCCEEDED.value:
        described |= {"output": json.dumps(execution.output), "outputDetails": {"included": True}}
    for name in ("error", "cause"):
        if getattr(execution, name) is not None:
            described[name] = getattr(execution, name)
    return ActionResult(described)


def send_task_failure(response: StepFunctionResponse) -> ActionResult:
    response.stepfunction_backend.send_task_failure(
        response._get_param("taskToken"), error=response._get_param("error"), cause=response._get_param("cause")
    )
    return EmptyResult()


def install() -> None:
    state.StateData = state_data  # type: ignore[assignment, misc]
    execution_worker.ExecutionData = execution_data  # type: ignore[assignment, misc]
    start_execution = StepFunctionsParserBackend.start_execution

    def start_with_name(
        backend: StepFunctionsParserBackend, arn: str, name: str | None = None, execution_input: Any = None, **rest: Any
    ) -> Execution:
        return start_execution(backend, arn, name or str(uuid.uuid4()), execution_input, **rest)

    get_executions = StepFunctionsParserBackend._get_executions

    def started_executions(backend: StepFunctionsParserBackend, status: Any = None) -> list[Execution]:
        found = get_executions(backend, status)
        deadline = time.monotonic() + STARTING_SECONDS
        while any(each.exec_worker.env is None for each in found) and time.monotonic() < deadline:
            time.sleep(0.01)
        return found

    StepFunctionsParserBackend.start_execution = start_with_name  # type: ignore[method-assign]
    StepFunctionsParserBackend._get_executions = started_executions  # type: ignore[method-assign]
    StepFunctionResponse.describe_execution = describe_execution  # type: ignore[method-assign]
    StepFunctionResponse.send_task_failure = send_task_failure  # type: ignore[method-assign]
