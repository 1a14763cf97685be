"""Images of an instance with all its disks, and images that another account shares.

Measured with moto 5.2.5: CreateImage refuses tags for the snapshots and makes one snapshot of a new volume of 15 GiB,
whatever the instance has; an image that is shared with an account is not seen there and cannot be copied.
"""

import time
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami, AmiBackend
from moto.ec2.utils import random_ami_id
from settings import settings

from .ec2_snapshots import backends_of


def visible(backend: EC2Backend, image_id: str) -> Ami | None:
    """An image of another account that this one may use."""
    for other in backends_of(backend.region_name):
        image = other.amis.get(image_id)
        if image is not None and (image.is_public or {"UserId": backend.account_id} in image.launch_permissions):
            return image
    return None


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


def install() -> None:
    create, copy, describe = AmiBackend.create_image, AmiBackend.copy_image, AmiBackend.describe_images

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

    def copy_image(
        backend: EC2Backend,
        source_image_id: str,
        source_region: str,
        name: str | None = None,
        description: str | None = None,
    ) -> Ami:
        source = visible(backend, source_image_id)
        if source is None or source_image_id in backend.amis:
            return copy(backend, source_image_id, source_region, name, description)
        image = Ami(backend, random_ami_id(), instance=None, source_ami=source, name=name, description=description)
        backend.amis[image.id] = image
        return image

    def describe_images(
        backend: EC2Backend, ami_ids: list[str] | None = None, *args: Any, **kwargs: Any
    ) -> list[Ami]:
        foreign = [visible(backend, each) for each in ami_ids or [] if each not in backend.amis]
        shared = [each for each in foreign if each is not None]
        own = [each for each in ami_ids or [] if each not in {image.id for image in shared}]
        mine = [] if shared and not own else describe(backend, own, *args, **kwargs)
        return [*mine, *shared]

    AmiBackend.create_image = create_image  # type: ignore[method-assign]
    AmiBackend.copy_image = copy_image  # type: ignore[method-assign]
    AmiBackend.describe_images = describe_images  # type: ignore[method-assign]
    Ami.block_device_mappings = property(block_device_mappings)  # type: ignore[assignment, method-assign]
    Ami.state = property(state_of, set_state)  # type: ignore[assignment, method-assign]
