"""Images of an instance with all its disks, images that are registered of snapshots, and instances with an image's disks.

Measured with moto 5.2.5: CreateImage refuses tags for the snapshots and makes one snapshot of a new volume of 15 GiB,
whatever the instance has; RegisterImage forgets everything but name and description; no image tells its platform or whether it
knows ENA; an instance has one plain disk of 8 GiB, whatever its image has
(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html).
"""

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami, AmiBackend
from moto.ec2.models.instances import Instance
from moto.ec2.responses.amis import AmisResponse
from settings import settings


def block_device_mappings(image: Ami) -> list[dict[str, Any]]:
    snapshots = image.__dict__.get("disks") or {image.root_device_name: image.ebs_snapshot}
    return [
        {
            "DeviceName": device,
            "Ebs": {
                "SnapshotId": snapshot.id,
                "VolumeSize": snapshot.volume.size,
                "DeleteOnTermination": False,
                "VolumeType": "gp2",
                "Encrypted": snapshot.encrypted,
                **({"KmsKeyId": snapshot.kms_key_id} if snapshot.kms_key_id else {}),
            },
        }
        for device, snapshot in snapshots.items()
    ]


def state_of(image: Ami) -> str:
    begun: float | None = image.__dict__.get("begun")
    if begun is not None and time.monotonic() < begun + settings["snapshotSeconds"]:
        return "pending"
    return str(image.__dict__.get("final_state", "available"))


def set_state(image: Ami, state: str) -> None:
    image.__dict__["final_state"] = state


def tags_for(resource_type: str, specifications: list[dict[str, Any]]) -> dict[str, str]:
    return {
        tag["Key"]: tag["Value"]
        for each in specifications
        if each["ResourceType"] == resource_type
        for tag in each["Tags"]
    }


def take_disks(backend: EC2Backend, image: Ami, disks: dict[str, Any]) -> None:
    backend.snapshots.pop(image.ebs_snapshot.id, None)
    image.disks = disks  # type: ignore[attr-defined]
    image.begun = time.monotonic()  # type: ignore[attr-defined]
    image.ebs_snapshot = next(iter(disks.values()))


def snapshot_of(backend: EC2Backend, mapping: dict[str, Any]) -> Any:
    """The snapshot of a device, which must be there, and whose encryption can't be said."""
    disk = mapping["Ebs"]
    if "Encrypted" in disk:
        raise EC2ClientError("InvalidParameter", "the encrypted flag cannot be specified since device has a snapshot")
    return backend.describe_snapshots(snapshot_ids=[disk["SnapshotId"]])[0]


def register_image(response: AmisResponse) -> ActionResult:
    backend, asked = response.ec2_backend, response._get_param
    mappings = [each for each in asked("BlockDeviceMappings", []) if "Ebs" in each]
    disks = {each["DeviceName"]: snapshot_of(backend, each) for each in mappings}
    root = asked("RootDeviceName")
    if root not in disks:
        raise EC2ClientError("InvalidBlockDeviceMapping", f"No snapshot is specified for the root device {root}")
    image = backend.register_image(asked("Name"), asked("Description", ""))
    image.root_device_name, image.root_device_type = root, "ebs"
    image.architecture = asked("Architecture", "i386")
    image.virtualization_type = asked("VirtualizationType", "paravirtual")
    image.boot_mode = asked("BootMode")
    image.ena_support = asked("EnaSupport") in (True, "true")
    image.tpm_support = asked("TpmSupport")
    image.add_tags(tags_for("image", asked("TagSpecifications", [])))
    take_disks(backend, image, disks)
    return ActionResult({"ImageId": image.id})


def disks_of_image(instance: Instance) -> None:
    """What is encrypted stays so, under the key of its snapshot."""
    image = instance.ec2_backend.amis.get(instance.image_id)
    for device, snapshot in image.__dict__["disks"].items():
        key = snapshot.kms_key_id if snapshot.encrypted else None
        instance.add_block_device(None, device, snapshot.id, snapshot.encrypted, False, key, "gp3")  # type: ignore[arg-type]


def install() -> None:
    create, usual_disks = AmiBackend.create_image, Instance.setup_defaults

    def create_image(
        backend: EC2Backend,
        instance_id: str,
        name: str,
        description: str,
        tag_specifications: list[dict[str, Any]],
    ) -> Ami:
        of_image = [each for each in tag_specifications if each["ResourceType"] == "image"]
        image = create(backend, instance_id, name, description, of_image)
        disks = {}
        for device, mapping in backend.get_instance(instance_id).block_device_mapping.items():
            snapshot = backend.create_snapshot(
                mapping.volume_id, f"Created by CreateImage({instance_id}) for {image.id}"
            )
            snapshot.add_tags(tags_for("snapshot", tag_specifications))
            disks[device] = snapshot
        take_disks(backend, image, disks)
        return image

    def setup_defaults(instance: Instance) -> None:
        image = instance.ec2_backend.amis.get(instance.image_id)
        if image is None or "disks" not in image.__dict__:
            usual_disks(instance)
        else:
            disks_of_image(instance)

    AmiBackend.create_image = create_image  # type: ignore[method-assign]
    AmisResponse.register_image = register_image  # type: ignore[method-assign]
    Instance.setup_defaults = setup_defaults  # type: ignore[method-assign]
    Ami.block_device_mappings = property(block_device_mappings)  # type: ignore[assignment, method-assign]
    Ami.state = property(state_of, set_state)  # type: ignore[assignment, method-assign]
    Ami.platform_details = property(  # type: ignore[attr-defined]
        lambda image: "Windows" if image.platform == "windows" else "Linux/UNIX"
    )
    Ami.ena_support = True  # type: ignore[attr-defined]
