"""Attributes of an instance that protect it, and what its console shows.

Measured with moto 5.2.5: RunInstances forgets DisableApiTermination; ModifyInstanceAttribute ignores the shutdown
behaviour; DescribeInstanceAttribute answers no block devices; GetConsoleScreenshot is missing; a replaced instance profile
is not that of the instance, and the profile's id is that of the association.
"""

import base64
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.iam_instance_profile import IamInstanceProfileAssociationBackend
from moto.ec2.models.instances import Instance
from moto.ec2.responses.instances import InstanceResponse

# The smallest picture: one grey dot, JPEG as AWS answers.
SCREEN = base64.b64encode(
    bytes.fromhex(
        "ffd8ffe000104a46494600010100000100010000ffdb004300"
        + "10" * 64
        + "ffc0000b080001000101011100ffc40014000100000000000000000000000000000009"
        + "ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9"
    )
).decode()


def get_console_screenshot(response: InstanceResponse) -> ActionResult:
    instance = response.ec2_backend.get_instance(response._get_param("InstanceId"))
    return ActionResult({"InstanceId": instance.id, "ImageData": SCREEN})


def block_devices(instance: Instance) -> list[dict[str, Any]]:
    return [
        {
            "DeviceName": device,
            "Ebs": {
                "AttachTime": mapping.attach_time,
                "DeleteOnTermination": mapping.delete_on_termination,
                "Status": mapping.status,
                "VolumeId": mapping.volume_id,
            },
        }
        for device, mapping in instance.block_device_mapping.items()
    ]


def profile_of(backend: EC2Backend, instance_id: str) -> dict[str, str] | None:
    association = backend.iam_instance_profile_associations.get(instance_id)
    if association is None:
        return None
    return {"Arn": association.iam_instance_profile.arn, "Id": association.iam_instance_profile.id}


def install() -> None:
    run, modify, describe = (
        InstanceResponse.run_instances,
        InstanceResponse.modify_instance_attribute,
        InstanceResponse.describe_instance_attribute,
    )

    def run_instances(response: InstanceResponse) -> ActionResult:
        answer = run(response)
        if response._get_param("DisableApiTermination"):
            for instance in answer.result.instances if hasattr(answer.result, "instances") else []:
                instance.disable_api_termination = True
        return answer

    def modify_instance_attribute(response: InstanceResponse) -> ActionResult:
        behavior = response._get_param("InstanceInitiatedShutdownBehavior.Value")
        if behavior is None:
            return modify(response)
        instance = response.ec2_backend.get_instance(response._get_param("InstanceId"))
        instance.instance_initiated_shutdown_behavior = behavior
        return EmptyResult()

    def describe_instance_attribute(response: InstanceResponse) -> ActionResult:
        if response._get_param("Attribute") != "blockDeviceMapping":
            return describe(response)
        instance = response.ec2_backend.get_instance(response._get_param("InstanceId"))
        return ActionResult({"InstanceId": instance.id, "BlockDeviceMappings": block_devices(instance)})

    InstanceResponse.run_instances = run_instances  # type: ignore[method-assign]
    InstanceResponse.modify_instance_attribute = modify_instance_attribute  # type: ignore[method-assign]
    InstanceResponse.describe_instance_attribute = describe_instance_attribute  # type: ignore[method-assign]
    InstanceResponse.get_console_screenshot = get_console_screenshot  # type: ignore[attr-defined]

    replace = IamInstanceProfileAssociationBackend.replace_iam_instance_profile_association

    def replace_profile(backend: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        association = replace(backend, *args, **kwargs)
        association.state = "associated"
        return association

    IamInstanceProfileAssociationBackend.replace_iam_instance_profile_association = replace_profile  # type: ignore[method-assign]
    Instance.iam_instance_profile = property(  # type: ignore[attr-defined]
        lambda instance: profile_of(instance.ec2_backend, instance.id), lambda *_: None
    )
