"""Executions that a state machine starts and waits for: states:startExecution.sync:2.

Measured with moto 5.2.5: parameters are passed to boto3 with a capital first letter, which it does not know, and the answer
with dates that DescribeExecution of the outer execution cannot tell.
"""

import json
from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (
    StateTaskServiceSfn,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from .calls import TaskCredentials, boto_client_for, eval_service_task
from .parameters import answer_of


def sync2_resolver(
    task: StateTaskServiceSfn,
    env: Environment,
    resource_runtime_part: Any,
    normalised_parameters: dict[str, Any],
    state_credentials: TaskCredentials,
) -> Callable[[], Any]:
    client = boto_client_for(resource_runtime_part.region, "sfn", state_credentials)
    shape = client.meta.service_model.operation_model("DescribeExecution").output_shape
    arn = env.stack.pop()["ExecutionArn"]
    execution = stepfunctions_parser_backends[arn.split(":")[4]][arn.split(":")[3]].describe_execution(arn)

    def resolve() -> Any:
        # Asked directly: many executions that wait would keep the server busy with answering them.
        if execution.status == "RUNNING":
            return None
        answer = client.describe_execution(executionArn=arn)
        answer.pop("ResponseMetadata")
        described = answer_of(answer, shape)
        for name in ("Input", "Output"):
            if name in described:
                described[name] = json.loads(described[name])
        if described["Status"] == "SUCCEEDED":
            return described
        raise FailureEventException(failure(task, env, described))

    return resolve


def failure(task: StateTaskServiceSfn, env: Environment, described: dict[str, Any]) -> FailureEvent:
    name = StatesErrorNameType.StatesTaskFailed
    return FailureEvent(
        env=env,
        error_name=StatesErrorName(typ=name),
        event_type=HistoryEventType.TaskFailed,
        event_details=EventDetails(
            taskFailedEventDetails=TaskFailedEventDetails(
                resource=task._get_sfn_resource(),
                resourceType=task._get_sfn_resource_type(),
                error=name.to_name(),
                cause=to_json_str(described, separators=(",", ":")),
            )
        ),
    )


def install() -> None:
    StateTaskServiceSfn._eval_service_task = eval_service_task  # type: ignore[assignment, method-assign]
    StateTaskServiceSfn._build_sync2_resolver = sync2_resolver  # type: ignore[assignment, method-assign]
