"""AWS's own policies can be attached.

Measured with moto 5.2.5: it has all 1582 of them, but knows them only if it makes all of them in every account, and then they
fill the first pages of every list of policies. Here one is made when it is attached or asked for.
"""

import json
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend


def install() -> None:
    attach, get = IAMBackend.attach_role_policy, IAMBackend.get_policy

    def attach_role_policy(backend: IAMBackend, policy_arn: str, role_name: str) -> None:
        make(backend, policy_arn)
        attach(backend, policy_arn, role_name)

    def get_policy(backend: IAMBackend, policy_arn: str) -> Any:
        make(backend, policy_arn)
        return get(backend, policy_arn)

    IAMBackend.attach_role_policy = attach_role_policy  # type: ignore[method-assign]
    IAMBackend.get_policy = get_policy  # type: ignore[method-assign]


def make(backend: IAMBackend, arn: str) -> None:
    """Makes a policy of AWS, if it is one."""
    data = documents().get(arn.rpartition("/")[2])
    if data is None or arn in backend.managed_policies:
        return
    policy = AWSManagedPolicy.from_data(arn.rpartition("/")[2], backend.account_id, backend.region_name, data)
    if policy.arn == arn:
        backend.managed_policies[arn] = policy


@cache
def documents() -> dict[str, dict[str, Any]]:
    return json.loads(aws_managed_policies_data)  # type: ignore[no-any-return]
