"""Names of the errors that a task fails with.

Step Functions takes them from the SDK for Java: a modelled exception is `<Service>.<Name>Exception`, everything else
`<Service>.<Service>Exception`, with the service's own message in the cause. EC2 has no modelled exceptions. Measured with
moto 5.2.5: the name of the service is spelt as in the resource, and names of exceptions as in boto3. States.ALL does not
catch States.Runtime and States.DataLimitExceeded
(https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html); moto lets it.
"""

from typing import Any

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from .roles import NotTrusted

# Class names of the services in the SDK for Java.
JAVA_NAMES = {
    "autoscaling": "AutoScaling",
    "cloudtrail": "CloudTrail",
    "cloudwatch": "CloudWatch",
    "cloudwatchlogs": "CloudWatchLogs",
    "dynamodb": "DynamoDb",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "elasticloadbalancingv2": "ElasticLoadBalancingV2",
    "eventbridge": "EventBridge",
    "guardduty": "GuardDuty",
    "securityhub": "SecurityHub",
}

# What the wildcard does not catch.
BEYOND_ALL = (StatesErrorNameType.StatesRuntime, StatesErrorNameType.StatesStatesDataLimitExceeded)


def java_name(service: str) -> str:
    return JAVA_NAMES.get(service, service.capitalize())


def exception_name(service: str, error: ClientError) -> str:
    """Name of the error in Step Functions."""
    name = type(error).__name__
    if name == "ClientError":
        name = service
    name = name.removesuffix("Fault").removesuffix("Exception")
    return f"{service}.{name}Exception"


def failure(task: StateTaskServiceAwsSdk, env: Environment, error: ClientError) -> FailureEvent:
    service = java_name(task.resource.api_name)
    metadata = error.response["ResponseMetadata"]
    details = [
        f"Service: {service}",
        f"Status Code: {metadata['HTTPStatusCode']}",
        f"Request ID: {metadata.get('RequestId', 'none')}",
    ]
    return task._get_task_failure_event(
        env=env,
        error=exception_name(service, error),
        cause=f"{error.response['Error'].get('Message', '')} ({', '.join(details)})",
    )


def permissions(env: Environment, error: NotTrusted) -> FailureEvent:
    name = StatesErrorNameType.StatesPermissions
    return FailureEvent(
        env=env,
        error_name=StatesErrorName(typ=name),
        event_type=HistoryEventType.TaskFailed,
        event_details=EventDetails(
            taskFailedEventDetails=TaskFailedEventDetails(error=name.to_name(), cause=str(error))
        ),
    )


def install() -> None:
    from_error = StateTask._from_error

    def with_permissions(task: StateTask, env: Environment, ex: Exception) -> FailureEvent:
        return permissions(env, ex) if isinstance(ex, NotTrusted) else from_error(task, env, ex)

    from_sdk_error = StateTaskServiceAwsSdk._from_error

    def named(task: StateTaskServiceAwsSdk, env: Environment, ex: Exception) -> FailureEvent:
        if isinstance(ex, ClientError):
            return failure(task, env, ex)
        if isinstance(ex, ConnectionError | HTTPClientError):
            service = java_name(task.resource.api_name)
            return task._get_task_failure_event(env, f"{service}.SdkClientException", str(ex))
        return from_sdk_error(task, env, ex)

    eval_body = ErrorEqualsDecl._eval_body

    def without_runtime_errors(declared: ErrorEqualsDecl, env: Environment) -> None:
        error: Any = env.stack[-1]
        caught_by_name = error in declared.error_names
        eval_body(declared, env)
        if isinstance(error, StatesErrorName) and error.typ in BEYOND_ALL:
            env.stack[-1] = caught_by_name

    StateTask._from_error = with_permissions  # type: ignore[method-assign]
    StateTaskServiceAwsSdk._from_error = named  # type: ignore[method-assign]
    ErrorEqualsDecl._eval_body = without_runtime_errors  # type: ignore[method-assign]
