"""Instances that Systems Manager manages, and what their agent does with a command.

Measured with moto 5.2.5: DescribeInstanceInformation, ListInventoryEntries and
ListCommandInvocations are missing; a command has ended in success
as soon as it is sent, without an output, whatever instance it names.

Nothing runs on the emulator's instances. One is managed when it runs, has an instance profile and the tag
`landing-zone-emulator:agent`, whose value is its platform, Linux or Windows. A command for which AGENT has a program is
carried out by that; any other one ends in success and prints nothing. A program acts with the role of the instance's
profile, as the instance would.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from botocore.client import BaseClient
from botocore.config import Config
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.core.utils import unix_time
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.instance_types import InstanceTypeBackend
from moto.ec2.models.instances import Instance
from moto.s3.models import s3_backends
from moto.ssm.models import Command, SimpleSystemManagerBackend, ssm_backends
from moto.ssm.responses import SimpleSystemManagerResponse
from moto.sts.models import sts_backends
from settings import settings

from .stepfunctions.calls import CONFIG, client_for

AGENT_TAG = "landing-zone-emulator:agent"
BANNER = "Linux version 6.1.0-emulator (builder@emulator) #1 SMP"

# An image is stored whole, so instances of this type have next to no memory on the emulator.
SMALL_TYPE = "t3.nano"
MEMORY_MIB = 1


# A machine's own step is not repeated behind its back; the command line on an instance repeats what fails, as AWS's does.
AGENT_CONFIG = CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 3}))


def platform_of(instance: Instance) -> str | None:
    """The platform of a managed instance."""
    if instance.state != "running" or instance.iam_instance_profile is None:
        return None
    return next((str(tag["value"]) for tag in instance.get_tags() if tag["key"] == AGENT_TAG), None)


def managed(backend: EC2Backend) -> list[tuple[Instance, str]]:
    instances = [instance for reservation in backend.all_reservations() for instance in reservation.instances]
    found = [(instance, platform_of(instance)) for instance in instances]
    return [(instance, platform) for instance, platform in found if platform is not None]


def describe_instance_information(response: SimpleSystemManagerResponse) -> ActionResult:
    backend = ec2_backends[response.current_account][response.region]
    filters = {each["Key"]: each["Values"] for each in response._get_param("Filters", [])}
    wanted = filters.get("InstanceIds")
    found = [
        {
            "InstanceId": instance.id,
            "PingStatus": "Online",
            "LastPingDateTime": unix_time(),
            "AgentVersion": "3.3.0.0",
            "IsLatestVersion": True,
            "PlatformType": platform,
            "PlatformName": platform,
            "ResourceType": "EC2Instance",
            "IPAddress": instance.private_ip,
            "ComputerName": instance.id,
        }
        for instance, platform in managed(backend)
        if wanted is None or instance.id in wanted
    ]
    return ActionResult({"InstanceInformationList": found})


def list_inventory_entries(response: SimpleSystemManagerResponse) -> ActionResult:
    instance_id, type_name = response._get_param("InstanceId"), response._get_param("TypeName")
    backend = ec2_backends[response.current_account][response.region]
    known = any(instance.id == instance_id for instance, _ in managed(backend))
    entries = [{"Name": "openssl", "Version": "3.0.0"}] if known and type_name == "AWS:Application" else []
    return ActionResult(
        {
            "TypeName": type_name,
            "InstanceId": instance_id,
            "SchemaVersion": "1.0",
            "CaptureTime": "2026-01-01T00:00:00Z",
            "Entries": entries,
        }
    )


def list_command_invocations(response: SimpleSystemManagerResponse) -> ActionResult:
    command_id, instance_id = response._get_param("CommandId"), response._get_param("InstanceId")
    found = [
        {**invocation, "RequestedDateTime": command.requested_date_time, "CommandPlugins": []}
        for command in response.ssm_backend._commands
        for invocation in command.invocations
        if command_id in (None, command.command_id) and instance_id in (None, invocation["InstanceId"])
    ]
    return ActionResult({"CommandInvocations": found})


def capture_memory(command: Command, instance: Instance, content: str) -> str:
    """Stores an image of the memory, and prints the report that landing-zone-capture-memory prints."""
    block = BANNER.encode() + b"\n" + bytes(range(1, 256))
    size = MEMORY_MIB << 20
    body = (block * (size // len(block) + 1))[:size]
    digest = hashlib.sha256(body).digest()
    client_of(instance).put_object(
        Bucket=bucket_in(content, command),
        Key=str(command.parameters["Key"][0]),
        Body=body,
        ChecksumAlgorithm="SHA256",
        ChecksumSHA256=base64.b64encode(digest).decode(),
    )
    return json.dumps(
        {
            "sha256": digest.hex(),
            "checksumSha256": base64.b64encode(digest).decode(),
            "bytes": str(size),
            "zeroShare": "0.0000",
            "banner": BANNER,
        },
        separators=(",", ":"),
    )


def client_of(instance: Instance) -> BaseClient:
    """S3 as the instance reaches it: with a session of its profile's role, named after the instance."""
    backend = instance.ec2_backend
    profile = backend.iam_instance_profile_associations[instance.id].iam_instance_profile
    session = sts_backends[backend.account_id]["aws"].assume_role(
        region_name=backend.region_name,
        role_session_name=instance.id,
        role_arn=profile.roles[0].arn,
        policy="",
        duration=3600,
        external_id="",
    )
    secrets = (session.access_key_id, session.secret_access_key, session.session_token)
    return client_for("s3", backend.region_name, *secrets, AGENT_CONFIG)


def bucket_in(content: str, command: Command) -> str:
    """The bucket that the document or its parameters name."""
    text = content + json.dumps(command.parameters)
    names = [name for backends in list(s3_backends.values()) for name in list(backends["aws"].buckets)]
    return next(name for name in sorted(names, key=len, reverse=True) if name in text)


Program = Callable[[Command, Instance, str], str]

# Programs by the end of the document's name.
AGENT: dict[str, Program] = {"capture-memory": capture_memory}


def program_of(document: str) -> Program | None:
    name = document.rpartition("/")[2]
    return next((program for ending, program in AGENT.items() if name.endswith(ending)), None)


def run(command: Command, backend: EC2Backend, content: str) -> None:
    time.sleep(settings["commandSeconds"])
    for invocation in command.invocations:
        program = program_of(command.document_name or "")
        try:
            instance = backend.get_instance(invocation["InstanceId"])
            output = program(command, instance, content) if program else ""
            outcome = {"Status": "Success", "StatusDetails": "Success", "StandardOutputContent": output}
        except Exception as error:
            outcome = {"Status": "Failed", "StatusDetails": "Failed", "StandardErrorContent": repr(error)}
            outcome["ResponseCode"] = 1  # type: ignore[assignment]
        invocation.update(outcome)


def install() -> None:
    send = SimpleSystemManagerBackend.send_command

    def send_command(backend: SimpleSystemManagerBackend, **arguments: Any) -> Command:
        instances = ec2_backends[backend.account_id][backend.region_name]
        reached = {instance.id for instance, _ in managed(instances)}
        missing = [each for each in arguments["instance_ids"] if each not in reached]
        if missing:
            raise JsonRESTError("InvalidInstanceId", f"Instances {missing} not in a valid state for account")
        content = content_of(backend, arguments["document_name"])
        command = send(backend, **arguments)
        for invocation in command.invocations:
            invocation.update({"Status": "InProgress", "StatusDetails": "InProgress", "ResponseCode": -1})
        threading.Thread(target=run, args=(command, instances, content), daemon=True).start()
        return command

    find_type = InstanceTypeBackend.describe_instance_types

    def describe_instance_types(backend: EC2Backend, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        return [
            {**each, "MemoryInfo": {"SizeInMiB": MEMORY_MIB}} if each["InstanceType"] == SMALL_TYPE else each
            for each in find_type(backend, *args, **kwargs)
        ]

    InstanceTypeBackend.describe_instance_types = describe_instance_types  # type: ignore[method-assign]
    SimpleSystemManagerBackend.send_command = send_command  # type: ignore[method-assign]
    SimpleSystemManagerResponse.describe_instance_information = describe_instance_information  # type: ignore[attr-defined]
    SimpleSystemManagerResponse.list_command_invocations = list_command_invocations  # type: ignore[attr-defined]
    SimpleSystemManagerResponse.list_inventory_entries = list_inventory_entries  # type: ignore[attr-defined]


def content_of(backend: SimpleSystemManagerBackend, document: str) -> str:
    """The text of a document of this or, by its ARN, of another account; empty for those of AWS."""
    owner = ssm_backends[document.split(":")[4]][document.split(":")[3]] if document.startswith("arn:") else backend
    documents = owner._documents.get(document.rpartition("/")[2])
    return "" if documents is None else json.dumps(documents.get_default_version().content)
