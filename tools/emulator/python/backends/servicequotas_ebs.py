"""The quota of snapshots.

Measured with moto 5.2.5: GetServiceQuota knows quotas of Amazon VPC only. The value is AWS's default
(https://docs.aws.amazon.com/general/latest/gr/ebs-service.html).
"""

from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend

SNAPSHOTS_PER_REGION = {
    "ServiceCode": "ebs",
    "ServiceName": "Amazon Elastic Block Store (Amazon EBS)",
    "QuotaCode": "L-309BACF6",
    "QuotaName": "Snapshots per Region",
    "Value": 100000.0,
    "Unit": "None",
    "Adjustable": True,
    "GlobalQuota": False,
}


def install() -> None:
    known = ServiceQuotasBackend.get_service_quota

    def get_service_quota(backend: ServiceQuotasBackend, service_code: str, quota_code: str) -> dict[str, Any]:
        if (service_code, quota_code) != ("ebs", SNAPSHOTS_PER_REGION["QuotaCode"]):
            return known(backend, service_code, quota_code)
        arn = f"arn:aws:servicequotas:{backend.region_name}::ebs/{quota_code}"
        return {**SNAPSHOTS_PER_REGION, "QuotaArn": arn}

    ServiceQuotasBackend.get_service_quota = get_service_quota  # type: ignore[method-assign]
