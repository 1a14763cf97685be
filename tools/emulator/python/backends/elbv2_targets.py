"""Targets that are not registered.

Measured with moto 5.2.5: DeregisterTargets fails for a target that is not registered, where AWS succeeds
(https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html).
"""

from typing import Any

from moto.elbv2.exceptions import InvalidTargetError
from moto.elbv2.models import FakeTargetGroup


def install() -> None:
    deregister = FakeTargetGroup.deregister

    def deregister_what_is_there(group: FakeTargetGroup, targets: list[dict[str, Any]]) -> None:
        for target in targets:
            try:
                deregister(group, [target])
            except InvalidTargetError:
                pass

    FakeTargetGroup.deregister = deregister_what_is_there  # type: ignore[method-assign]
