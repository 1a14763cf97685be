"""Snapshots that are shared between accounts, locked, and not complete at once.

Measured with moto 5.2.5: a snapshot is complete at once; a shared one is not seen by the account it is shared with, and
cannot be copied there; ResetSnapshotAttribute, LockSnapshot and DescribeLockedSnapshots are missing; a snapshot under the key
of AWS can be shared, which AWS refuses, and one of an encrypted volume does not tell its key
(https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html).
"""

import time
from datetime import timedelta
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import EC2ClientError, InvalidSnapshotIdError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.elastic_block_store import EBSBackend, Snapshot
from moto.ec2.responses.elastic_block_store import ElasticBlockStore
from moto.ec2.utils import random_snapshot_id
from moto.kms.models import kms_backends
from settings import settings


def backends_of(region: str) -> list[EC2Backend]:
    return [regions[region] for regions in list(ec2_backends.values()) if region in regions]


def visible(backend: EC2Backend, snapshot_id: str) -> Snapshot | None:
    """A snapshot of another account that this one may use."""
    for other in backends_of(backend.region_name):
        snapshot = other.snapshots.get(snapshot_id)
        if snapshot is not None and (
            backend.account_id in snapshot.create_volume_permission_userids
            or "all" in snapshot.create_volume_permission_groups
        ):
            return snapshot
    return None


def status_of(snapshot: Snapshot) -> str:
    begun: float | None = snapshot.__dict__.get("begun")
    if begun is not None and time.monotonic() < begun + settings["snapshotSeconds"]:
        return "pending"
    return str(snapshot.__dict__.get("final_status", "completed"))


def set_status(snapshot: Snapshot, status: str) -> None:
    snapshot.__dict__["final_status"] = status


def lock_snapshot(response: ElasticBlockStore) -> ActionResult:
    snapshot = response.ec2_backend.describe_snapshots(snapshot_ids=[response._get_param("SnapshotId")])[0]
    days = response._get_int_param("LockDuration")
    now = utcnow()
    expires = response._get_param("ExpirationDate") or now + timedelta(days=days or 1)
    mode = response._get_param("LockMode")
    snapshot.lock = {
        "LockState": mode if mode == "governance" else "compliance",
        "LockDuration": days,
        "LockCreatedOn": now,
        "LockDurationStartTime": now,
        "LockExpiresOn": expires,
    }
    return ActionResult({"SnapshotId": snapshot.id, **snapshot.lock})


def describe_locked_snapshots(response: ElasticBlockStore) -> ActionResult:
    wanted = response._get_param("SnapshotIds", [])
    found = [
        {"OwnerId": snapshot.owner_id, "SnapshotId": snapshot.id, **snapshot.__dict__["lock"]}
        for snapshot in response.ec2_backend.snapshots.values()
        if "lock" in snapshot.__dict__ and (not wanted or snapshot.id in wanted)
    ]
    return ActionResult({"Snapshots": found})


def reset_snapshot_attribute(response: ElasticBlockStore) -> ActionResult:
    snapshot = response.ec2_backend.describe_snapshots(snapshot_ids=[response._get_param("SnapshotId")])[0]
    snapshot.create_volume_permission_userids = set()
    snapshot.create_volume_permission_groups = set()
    return EmptyResult()


def copy_snapshot(
    backend: EC2Backend, source_snapshot_id: str, source_region: str, description: str, kms_key_id: str | None
) -> Snapshot:
    source = ec2_backends[backend.account_id][source_region].describe_snapshots(snapshot_ids=[source_snapshot_id])[0]
    copy = Snapshot(
        backend,
        random_snapshot_id(),
        volume=source.volume,
        description=description,
        encrypted=source.encrypted,
        kms_key_id=key_arn(backend, kms_key_id) or source.kms_key_id,
    )
    copy.begun = time.monotonic()  # type: ignore[attr-defined]
    backend.snapshots[copy.id] = copy
    return copy


def key_arn(backend: EC2Backend, key: str | None) -> str | None:
    if key is None:
        return None
    owner = key.split(":")[4] if key.startswith("arn:") else backend.account_id
    return str(kms_backends[owner][backend.region_name].describe_key(key).arn)


def has_key_of_aws(backend: EC2Backend, snapshot: Snapshot) -> bool:
    if not snapshot.encrypted:
        return False
    if snapshot.kms_key_id is None:
        return True
    keys = kms_backends[backend.account_id][backend.region_name]
    try:
        return str(keys.describe_key(snapshot.kms_key_id).key_manager) == "AWS"
    except Exception:
        return False


def install() -> None:
    describe, delete = EBSBackend.describe_snapshots, EBSBackend.delete_snapshot
    create, share = EBSBackend.create_snapshot, ElasticBlockStore.modify_snapshot_attribute

    def describe_snapshots(
        backend: EC2Backend, snapshot_ids: list[str] | None = None, filters: Any = None
    ) -> list[Snapshot]:
        foreign = [visible(backend, each) for each in snapshot_ids or [] if each not in backend.snapshots]
        if None in foreign:
            raise InvalidSnapshotIdError
        own = [each for each in snapshot_ids or [] if each in backend.snapshots]
        mine = [] if foreign and not own else describe(backend, own or None, filters)
        return [*mine, *(each for each in foreign if each is not None)]

    def create_snapshot(backend: EC2Backend, *args: Any, **kwargs: Any) -> Snapshot:
        snapshot = create(backend, *args, **kwargs)
        if snapshot.encrypted and snapshot.kms_key_id is None:
            snapshot.kms_key_id = snapshot.volume.kms_key_id
        if snapshot.from_ami is None:
            snapshot.begun = time.monotonic()  # type: ignore[attr-defined]
        return snapshot

    def delete_snapshot(backend: EC2Backend, snapshot_id: str) -> Any:
        snapshot = backend.snapshots.get(snapshot_id)
        if snapshot is not None and "lock" in snapshot.__dict__:
            raise EC2ClientError("OperationNotPermitted", f"The snapshot {snapshot_id} is locked.")
        return delete(backend, snapshot_id)

    def modify_snapshot_attribute(response: ElasticBlockStore) -> ActionResult:
        backend = response.ec2_backend
        snapshot = backend.describe_snapshots(snapshot_ids=[response._get_param("SnapshotId")])[0]
        adds = response._get_param("OperationType") == "add" or response._get_param("CreateVolumePermission.Add")
        if adds and has_key_of_aws(backend, snapshot):
            raise EC2ClientError(
                "OperationNotPermitted", "Encrypted snapshots with EBS default key cannot be shared"
            )
        return share(response)

    EBSBackend.describe_snapshots = describe_snapshots  # type: ignore[method-assign]
    EBSBackend.create_snapshot = create_snapshot  # type: ignore[method-assign]
    EBSBackend.delete_snapshot = delete_snapshot  # type: ignore[method-assign]
    EBSBackend.copy_snapshot = copy_snapshot  # type: ignore[method-assign]
    Snapshot.status = property(status_of, set_status)  # type: ignore[assignment, method-assign]
    ElasticBlockStore.modify_snapshot_attribute = modify_snapshot_attribute  # type: ignore[method-assign]
    ElasticBlockStore.reset_snapshot_attribute = reset_snapshot_attribute  # type: ignore[method-assign]
    ElasticBlockStore.lock_snapshot = lock_snapshot  # type: ignore[attr-defined]
    ElasticBlockStore.describe_locked_snapshots = describe_locked_snapshots  # type: ignore[attr-defined]
