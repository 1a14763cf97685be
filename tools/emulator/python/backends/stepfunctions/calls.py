"""The calls that tasks make.

Measured with moto 5.2.5: boto_client_for ignores the credentials; a client is built for each call, which takes 0.1 to 0.4
seconds; services are looked up by the name of Step Functions, so that elasticloadbalancingv2, eventbridge and
cloudwatchlogs do not exist; parameters of SDK integrations go to boto3 as they are: an object for the body of an S3 object
is refused, and what a service does not know is dropped without a word.
"""

import sys
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.client import BaseClient
from botocore.config import Config
from botocore.session import Session
from botocore.exceptions import ClientError
from calls import ANNOUNCED, calls
from faults import TIMED_OUT
from moto.settings import moto_server_port
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_aws_sdk
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils import boto_client

from .parameters import answer_of, request_of
from .roles import account_of, session_for

# What boto3 calls a service that Step Functions calls as the SDK for Java does.
# https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
BOTO_NAMES = {
    "cloudwatchlogs": "logs",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "eventbridge": "events",
    "sfn": "stepfunctions",
    "states": "stepfunctions",
}

CONFIG = Config(
    retries={"total_max_attempts": 1},
    s3={"addressing_style": "path"},
    inject_host_prefix=False,
    max_pool_connections=50,
    request_checksum_calculation="when_required",
)


@dataclass
class TaskCredentials(StateCredentials):
    """As whom a task calls, and for which state."""

    machine_role_arn: str
    machine_arn: str
    execution_arn: str
    state: str


# Number of the call that this thread is about to send.
sending = threading.local()
building = threading.Lock()


def eval_state_credentials(task: StateTask, env: Environment) -> TaskCredentials:
    own = env.aws_execution_details.role_arn
    if task.credentials:
        task.credentials.eval(env=env)
        role_arn = env.stack.pop().role_arn
    else:
        role_arn = own
    context = env.states.context_object.context_object_data
    return TaskCredentials(
        role_arn=role_arn,
        machine_role_arn=own,
        machine_arn=context["StateMachine"]["Id"],
        execution_arn=context["Execution"]["Id"],
        state=context["State"]["Name"],
    )


def boto_client_for(region: str, service: str, state_credentials: TaskCredentials) -> BaseClient:
    wanted = state_credentials
    session = session_for(wanted.role_arn, wanted.machine_arn, wanted.machine_role_arn)
    secrets = (session.access_key_id, session.secret_access_key, session.session_token)
    with building:
        return client_for(BOTO_NAMES.get(service, service), region or wanted.machine_arn.split(":")[3], *secrets)


@cache
def botocore_session() -> Session:
    return Session()


@cache
def client_for(
    service: str, region: str, key: str, secret: str, token: str, config: Config = CONFIG
) -> BaseClient:
    client = botocore_session().create_client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{moto_server_port()}",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=config,
    )
    client.meta.events.register("before-call", name_call)
    return client


def name_call(params: dict[str, Any], **_: Any) -> None:
    number = getattr(sending, "number", None)
    if number is not None:
        params["headers"][ANNOUNCED] = number


def eval_service_task(
    task: state_task_service_aws_sdk.StateTaskServiceAwsSdk,
    env: Environment,
    resource_runtime_part: Any,
    normalised_parameters: dict[str, Any],
    state_credentials: TaskCredentials,
) -> None:
    client = boto_client_for(resource_runtime_part.region, task.resource.api_name, state_credentials)
    action = task.resource.api_action
    method, operation = operation_of(client, action)
    model = client.meta.service_model.operation_model(operation)
    parameters = request_of(normalised_parameters, model.input_shape)
    sending.number = calls.announce(
        {
            "service": task.resource.api_name,
            "operation": operation,
            "account": account_of(state_credentials.role_arn),
            "role": state_credentials.role_arn,
            "machine": state_credentials.machine_arn.rpartition(":")[2],
            "execution": state_credentials.execution_arn,
            "state": state_credentials.state,
            "parameters": normalised_parameters,
        }
    )
    try:
        response = getattr(client, method)(**parameters) or {}
    except ClientError as error:
        if error.response["Error"]["Code"] == TIMED_OUT:
            raise TimeoutError from error
        raise
    finally:
        sending.number = None
    response.pop("ResponseMetadata", None)
    env.stack.append(answer_of(response, model.output_shape))


def operation_of(client: BaseClient, action: str) -> tuple[str, str]:
    wanted = action[:1].upper() + action[1:]
    for method, operation in client.meta.method_to_api_mapping.items():
        if operation == wanted:
            return method, operation
    raise ValueError(f"{client.meta.service_model.service_name} has no operation {action}")


def install() -> None:
    StateTask._eval_state_credentials = eval_state_credentials  # type: ignore[method-assign]
    state_task_service_aws_sdk.StateTaskServiceAwsSdk._eval_service_task = eval_service_task  # type: ignore[method-assign]
    original = boto_client.boto_client_for
    for module in list(sys.modules.values()):
        if getattr(module, "boto_client_for", None) is original:
            module.boto_client_for = boto_client_for  # type: ignore[attr-defined]
