"""Flow logs as AWS keeps them.

Measured with moto 5.2.5: it forgets the destination options, so that the AWS provider wants to replace the flow log on
every update; it takes the prefix in a bucket's ARN for a part of the bucket's name and refuses the flow log; and it calls
the delivery to a log group that is named by its ARN failed.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.flow_logs import FlowLogs as FlowLog
from moto.ec2.models.flow_logs import FlowLogsBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.flow_logs import FlowLogs

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DestinationOptionsRequest.html
DEFAULT_OPTIONS = {"FileFormat": "plain-text", "HiveCompatiblePartitions": False, "PerHourPartition": False}


def create_flow_logs(response: EC2Response) -> ActionResult:
    answer = create_in_moto(response)
    options = response._get_param("DestinationOptions")
    for flow_log in response.ec2_backend.describe_flow_logs(answer.result["FlowLogIds"] or ["none"]):
        if flow_log.log_destination_type == "s3":
            flow_log.destination_options = {**DEFAULT_OPTIONS, **(options or {})}
    return answer


def create_in_backend(backend: FlowLogsBackend, *args: Any, **kwargs: Any) -> tuple[list[FlowLog], list[Any]]:
    """Lets moto check that the bucket or log group exists, and keeps the destination as it was given."""
    destination = kwargs["log_destination"]
    if destination is None:
        return create_in_moto_backend(backend, *args, **kwargs)
    match kwargs["log_destination_type"]:
        case "s3":
            kwargs["log_destination"] = destination.partition("/")[0]
        case "cloud-watch-logs" | None:
            kwargs["log_group_name"] = destination.rpartition("log-group:")[2].removesuffix(":*")
    created, failed = create_in_moto_backend(backend, *args, **kwargs)
    for flow_log in created:
        flow_log.log_destination = destination
    return created, failed


create_in_moto = FlowLogs.create_flow_logs
create_in_moto_backend = FlowLogsBackend.create_flow_logs


def install() -> None:
    FlowLogs.create_flow_logs = create_flow_logs  # type: ignore[method-assign]
    FlowLogsBackend.create_flow_logs = create_in_backend  # type: ignore[method-assign,assignment]
