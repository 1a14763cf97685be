"""The conditions of a bucket policy.

Measured with moto 5.2.5: a statement whose condition does not hold counts as a denial, so that a bucket which refuses plain
HTTP lets nobody read or write an object; and a refusal has no body, so that a client cannot tell its reason.
"""

import json
from typing import Any

from flask import request
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3AccessDeniedError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from .conditions import holds
from .statements import as_list, matches

# The emulator is reached without TLS, and stands for an AWS that is not.
TRANSPORT = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}


def context() -> dict[str, str]:
    """What the policy's conditions can ask of the call that is being answered."""
    headers = {f"s3:{name.lower()}": value for name, value in request.headers if name.lower().startswith("x-amz-")}
    return {**headers, **TRANSPORT}


def get_permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    applying = [
        statement
        for statement in as_list(policy["Statement"])
        if matches(statement, action, resource) and holds(statement.get("Condition", {}), context())
    ]
    if any(statement["Effect"] == "Deny" for statement in applying):
        return PermissionResult.DENIED
    return PermissionResult.PERMITTED if applying else PermissionResult.NEUTRAL


def install() -> None:
    key_response = S3Response._key_response

    def refuse_with_reason(response: S3Response, *args: Any) -> Any:
        answer = key_response(response, *args)
        if answer == (403, {}, ""):
            raise S3AccessDeniedError
        return answer

    FakeBucket.get_permission = get_permission  # type: ignore[method-assign]
    S3Response._key_response = refuse_with_reason  # type: ignore[method-assign]
