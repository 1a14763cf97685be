"""The class and the deletion protection of a log group.

Measured with moto 5.2.5: CreateLogGroup forgets both, so that the AWS provider wants to replace a group whose class is
given.
"""

from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
DEFAULTS = {"logGroupClass": "STANDARD", "deletionProtectionEnabled": False}


def put_log_group_deletion_protection(response: LogsResponse) -> str:
    name = response._get_param("logGroupIdentifier").rpartition("log-group:")[2]
    group = response.logs_backend.groups[name]
    group.settings = {
        **settings(group),
        "deletionProtectionEnabled": response._get_param("deletionProtectionEnabled"),
    }
    return ""


def settings(group: LogGroup) -> dict[str, Any]:
    return getattr(group, "settings", DEFAULTS)


def install() -> None:
    create, describe = LogsResponse.create_log_group, LogGroup.to_describe_dict

    def create_log_group(response: LogsResponse) -> str:
        answer = create(response)
        group = response.logs_backend.groups[response._get_param("logGroupName")]
        group.settings = {name: response._get_param(name, default) for name, default in DEFAULTS.items()}
        return answer

    def to_describe_dict(group: LogGroup) -> dict[str, Any]:
        return {**describe(group), **settings(group)}

    LogsResponse.create_log_group = create_log_group  # type: ignore[method-assign]
    LogsResponse.put_log_group_deletion_protection = put_log_group_deletion_protection  # type: ignore[attr-defined]
    LogGroup.to_describe_dict = to_describe_dict  # type: ignore[method-assign]
