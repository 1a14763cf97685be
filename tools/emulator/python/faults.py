"""What a call looks like that goes wrong because a test wants it to."""

from calls import Call

# Error codes of a throttled, a denied and a call for what does not exist.
CODES = {
    "dynamodb": ("ThrottlingException", "AccessDeniedException", "ResourceNotFoundException"),
    "ec2": ("RequestLimitExceeded", "UnauthorizedOperation", "InvalidInstanceID.NotFound"),
    "iam": ("Throttling", "AccessDenied", "NoSuchEntity"),
    "kms": ("ThrottlingException", "AccessDeniedException", "NotFoundException"),
    "s3": ("SlowDown", "AccessDenied", "NoSuchKey"),
    "sns": ("Throttled", "AuthorizationError", "NotFound"),
    "states": ("ThrottlingException", "AccessDeniedException", "StateMachineDoesNotExist"),
}
QUERY_CODES = ("Throttling", "AccessDenied", "ResourceNotFound")
JSON_CODES = ("ThrottlingException", "AccessDeniedException", "ResourceNotFoundException")
QUERY_SERVICES = ("autoscaling", "elasticloadbalancing", "monitoring", "sts")

# The error by which a state machine's task is told that its time is over, without waiting for it.
TIMED_OUT = "EmulatorTimedOut"

# Seconds that a client waits for an answer that is late.
SECONDS = {"timeout": 60, "slow": 1}


def code_of(service: str, call: Call) -> str | None:
    """The error code of the answer; None if the answer is only late."""
    kind = call["fault"]
    if kind == "timeout" and call.get("machine") is not None:
        return TIMED_OUT
    if kind not in ("throttled", "denied", "notFound"):
        return None
    fallback = QUERY_CODES if service in QUERY_SERVICES else JSON_CODES
    return CODES.get(service, fallback)[("throttled", "denied", "notFound").index(kind)]


def wait_of(call: Call) -> float:
    return float(call.get("faultSeconds") or SECONDS[call["fault"]])
