"""The rotation period of a key.

Measured with moto 5.2.5: EnableKeyRotation ignores RotationPeriodInDays and GetKeyRotationStatus does not answer it, so
that the AWS provider reads 0 days and wants to change the key on every update.
"""

import json
from datetime import timedelta

from moto.core.utils import unix_time, utcnow
from moto.kms.responses import KmsResponse

# https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
DEFAULT_PERIOD_IN_DAYS = 365


def install() -> None:
    enable, status = KmsResponse.enable_key_rotation, KmsResponse.get_key_rotation_status

    def enable_key_rotation(response: KmsResponse) -> str:
        answer = enable(response)
        key = response.kms_backend.describe_key(response._get_param("KeyId"))
        key.rotation_period = int(response._get_param("RotationPeriodInDays") or DEFAULT_PERIOD_IN_DAYS)
        key.rotation_enabled_at = utcnow()
        return answer

    def get_key_rotation_status(response: KmsResponse) -> str:
        answer = json.loads(status(response))
        key = response.kms_backend.describe_key(response._get_param("KeyId"))
        answer["KeyId"] = key.id
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = key.rotation_period
            answer["NextRotationDate"] = unix_time(key.rotation_enabled_at + timedelta(days=key.rotation_period))
        return json.dumps(answer)

    KmsResponse.enable_key_rotation = enable_key_rotation  # type: ignore[method-assign]
    KmsResponse.get_key_rotation_status = get_key_rotation_status  # type: ignore[method-assign]
