"""Instances that leave an Auto Scaling group.

Measured with moto 5.2.5: an instance that is detached or put into standby stays in the group's target groups, where AWS
deregisters it (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html);
instances that a group starts have no instance profile, and their volumes outlive them.
"""

from typing import Any

from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup


def install() -> None:
    detach, register = AutoScalingBackend.detach_instances, AutoScalingBackend.update_attached_target_groups
    start = FakeAutoScalingGroup.replace_autoscaling_group_instances

    def detach_instances(
        backend: AutoScalingBackend, group_name: str, instance_ids: list[str], should_decrement: bool
    ) -> list[Any]:
        activities = detach(backend, group_name, instance_ids, should_decrement)
        deregister(backend, group_name, instance_ids)
        return activities

    def update_attached_target_groups(backend: AutoScalingBackend, group_name: str) -> None:
        register(backend, group_name)
        states = backend.autoscaling_groups[group_name].instance_states
        idle = [each.instance.id for each in states if each.lifecycle_state == "Standby"]
        deregister(backend, group_name, idle)

    def replace_autoscaling_group_instances(group: FakeAutoScalingGroup, *args: Any) -> None:
        known = {each.instance.id for each in group.instance_states}
        start(group, *args)
        for each in group.instance_states:
            if each.instance.id not in known:
                complete(group, each.instance)

    AutoScalingBackend.detach_instances = detach_instances  # type: ignore[method-assign]
    AutoScalingBackend.update_attached_target_groups = update_attached_target_groups  # type: ignore[method-assign]
    FakeAutoScalingGroup.replace_autoscaling_group_instances = replace_autoscaling_group_instances  # type: ignore[method-assign]


def deregister(backend: AutoScalingBackend, group_name: str, instance_ids: list[str]) -> None:
    if not instance_ids:
        return
    for arn in backend.autoscaling_groups[group_name].target_group_arns:
        backend.elbv2_backend.deregister_targets(arn, [{"Id": each} for each in instance_ids])


def complete(group: FakeAutoScalingGroup, instance: Any) -> None:
    """Gives an instance what its launch template says and moto leaves out."""
    template = group.ec2_launch_template
    data = template.latest_version().data if template is not None else {}
    profile = data.get("IamInstanceProfile") or {}
    if profile:
        instance.ec2_backend.associate_iam_instance_profile(
            instance.id,
            iam_instance_profile_name=profile.get("Name"),
            iam_instance_profile_arn=profile.get("Arn"),
        )
    keeps = {
        each["DeviceName"]
        for each in data.get("BlockDeviceMappings", [])
        if each.get("Ebs", {}).get("DeleteOnTermination") is False
    }
    for device, mapping in instance.block_device_mapping.items():
        mapping.delete_on_termination = device not in keeps
