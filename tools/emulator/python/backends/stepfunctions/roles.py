"""Whose credentials a task's call is made with.

Step Functions takes the role of the state machine, and with it the role that the task's Credentials name, passing the
ARN of the state machine as the external id
(https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html). A role that does not
exist or does not trust the machine's role so fails the task with States.Permissions.
"""

import json
import threading
import time
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends
from moto.sts.models import AssumedRole, sts_backends

from ..s3_bucket_policies.conditions import holds
from ..s3_bucket_policies.statements import as_list

# A session lasts an hour; nothing in moto ends one.
SESSION_SECONDS = 3600

lock = threading.Lock()
sessions: dict[tuple[str, str], AssumedRole] = {}


class NotTrusted(Exception):
    """The role cannot be taken."""


def session_for(role_arn: str, machine_arn: str, machine_role_arn: str) -> AssumedRole:
    """A session of a role, for calls of a state machine."""
    if role_arn != machine_role_arn:
        require_trust(role_arn, machine_arn, machine_role_arn)
    with lock:
        found = sessions.get((role_arn, machine_arn))
        if found is None or found.expiration.timestamp() < time.time() + 60:
            found = assume(role_arn, machine_arn)
            sessions[role_arn, machine_arn] = found
        return found


def assume(role_arn: str, machine_arn: str) -> AssumedRole:
    account, region = account_of(role_arn), machine_arn.split(":")[3]
    return sts_backends[account]["aws"].assume_role(
        region_name=region,
        role_session_name=machine_arn.rpartition(":")[2][:64],
        role_arn=role_arn,
        policy="",
        duration=SESSION_SECONDS,
        external_id=machine_arn,
    )


def account_of(arn: str) -> str:
    return arn.split(":")[4]


def require_trust(role_arn: str, machine_arn: str, machine_role_arn: str) -> None:
    role = role_named(role_arn)
    context = {
        "sts:ExternalId": machine_arn,
        "aws:PrincipalArn": machine_role_arn,
        "aws:PrincipalAccount": account_of(machine_role_arn),
        **organization_of(account_of(machine_role_arn)),
    }
    statements = as_list(json.loads(unquote(role.assume_role_policy_document))["Statement"])
    applying = [
        statement
        for statement in statements
        if "sts:AssumeRole" in as_list(statement["Action"])
        and names(statement.get("Principal", {}), machine_role_arn)
        and holds(statement.get("Condition", {}), context)
    ]
    if not applying or any(statement["Effect"] == "Deny" for statement in applying):
        raise NotTrusted(f"{role_arn} does not trust {machine_role_arn} with the external id {machine_arn}")


def role_named(role_arn: str) -> Any:
    try:
        return iam_backends[account_of(role_arn)]["aws"].get_role_by_arn(role_arn)
    except Exception as error:
        raise NotTrusted(f"{role_arn} does not exist") from error


def names(principal: Any, role_arn: str) -> bool:
    if principal == "*":
        return True
    whole_account = (f"arn:aws:iam::{account_of(role_arn)}:root", account_of(role_arn))
    return any(each in ("*", role_arn, *whole_account) for each in as_list(principal.get("AWS", [])))


def organization_of(account: str) -> dict[str, str]:
    for backends in list(organizations_backends.values()):
        for backend in list(backends.values()):
            if backend.org is not None and any(each.id == account for each in backend.accounts):
                return {"aws:PrincipalOrgID": backend.org.id}
    return {}
