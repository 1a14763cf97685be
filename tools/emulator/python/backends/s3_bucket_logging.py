"""Server access logging of a bucket.

Measured with moto 5.2.5: PutBucketLogging fails with "'str' object has no attribute 'get'" when the target bucket's policy
has a statement for the principal "*", as one that refuses plain HTTP has; and the key format is not answered.
"""

import json
from typing import Any

from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

LOGGING_SERVICE = "logging.s3.amazonaws.com"


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def lets_logging_write(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    if not target_bucket.policy:
        return False
    statements = as_list(json.loads(target_bucket.policy.decode())["Statement"])
    return any(allows(statement, f"{target_bucket.arn}/{target_prefix or ''}") for statement in statements)


def allows(statement: dict[str, Any], resource: str) -> bool:
    principal = statement.get("Principal")
    return (
        statement["Effect"] == "Allow"
        and isinstance(principal, dict)
        and LOGGING_SERVICE in as_list(principal.get("Service"))
        and "s3:PutObject" in as_list(statement["Action"])
        and any(covers(pattern, resource) for pattern in as_list(statement["Resource"]))
    )


def covers(pattern: str, resource: str) -> bool:
    return pattern.endswith("*") and resource.startswith(pattern.removesuffix("*"))


def key_format(logging: dict[str, Any]) -> str:
    format_ = logging.get("TargetObjectKeyFormat")
    if format_ is None:
        return ""
    partitioned = format_.get("PartitionedPrefix")
    inner = (
        "<SimplePrefix/>"
        if partitioned is None
        else f"<PartitionedPrefix><PartitionDateSource>{partitioned['PartitionDateSource']}"
        "</PartitionDateSource></PartitionedPrefix>"
    )
    return f"<TargetObjectKeyFormat>{inner}</TargetObjectKeyFormat>"


def install() -> None:
    get_bucket_logging = S3Response.get_bucket_logging

    def get_with_key_format(response: S3Response) -> Any:
        status, headers, body = get_bucket_logging(response)
        logging = response.backend.get_bucket_logging(response.bucket_name) or {}
        end = "</LoggingEnabled>"
        text = body.decode() if isinstance(body, bytes) else body
        return status, headers, text.replace(end, key_format(logging) + end)

    S3Response.get_bucket_logging = get_with_key_format  # type: ignore[method-assign]
    FakeBucket._log_permissions_enabled_policy = staticmethod(lets_logging_write)  # type: ignore[method-assign]
