"""The account's and region's settings of EC2 that moto does not implement.

Measured with moto 5.2.5: every call below ends in "action has not been implemented".
"""

from collections import defaultdict
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

UNBLOCKED = "unblocked"
MANAGED_BY = "account"

# What AWS answers for an account that never set anything.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataDefaultsResponse.html
METADATA_DEFAULTS = ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags", "HttpTokensEnforced")
NO_PREFERENCE = ("no-preference", -1)


class AccountSettings:
    """The settings of one account in one region."""

    def __init__(self) -> None:
        self.snapshot_sharing = UNBLOCKED
        self.image_sharing = UNBLOCKED
        self.ebs_key: str | None = None
        self.metadata: dict[str, Any] = {}


settings: defaultdict[tuple[str, str], AccountSettings] = defaultdict(AccountSettings)


class AccountSettingsResponse(EC2Response):
    """Methods that install() lends to moto's EC2Response."""

    @property
    def account_settings(self) -> AccountSettings:
        return settings[(self.current_account, self.region)]

    def enable_snapshot_block_public_access(self) -> ActionResult:
        self.account_settings.snapshot_sharing = self._get_param("State")
        return ActionResult({"State": self.account_settings.snapshot_sharing})

    def disable_snapshot_block_public_access(self) -> ActionResult:
        self.account_settings.snapshot_sharing = UNBLOCKED
        return ActionResult({"State": UNBLOCKED})

    def get_snapshot_block_public_access_state(self) -> ActionResult:
        return ActionResult({"State": self.account_settings.snapshot_sharing, "ManagedBy": MANAGED_BY})

    def enable_image_block_public_access(self) -> ActionResult:
        self.account_settings.image_sharing = self._get_param("ImageBlockPublicAccessState")
        return ActionResult({"ImageBlockPublicAccessState": self.account_settings.image_sharing})

    def disable_image_block_public_access(self) -> ActionResult:
        self.account_settings.image_sharing = UNBLOCKED
        return ActionResult({"ImageBlockPublicAccessState": UNBLOCKED})

    def get_image_block_public_access_state(self) -> ActionResult:
        state = self.account_settings.image_sharing
        return ActionResult({"ImageBlockPublicAccessState": state, "ManagedBy": MANAGED_BY})

    def modify_instance_metadata_defaults(self) -> ActionResult:
        for name in METADATA_DEFAULTS:
            value = self._get_param(name)
            if value in NO_PREFERENCE:
                self.account_settings.metadata.pop(name, None)
            elif value is not None:
                self.account_settings.metadata[name] = value
        return ActionResult({"Return": True})

    def get_instance_metadata_defaults(self) -> ActionResult:
        return ActionResult({"AccountLevel": {**self.account_settings.metadata, "ManagedBy": MANAGED_BY}})

    def modify_ebs_default_kms_key_id(self) -> ActionResult:
        self.account_settings.ebs_key = self._get_param("KmsKeyId")
        return ActionResult({"KmsKeyId": self.account_settings.ebs_key})

    def reset_ebs_default_kms_key_id(self) -> ActionResult:
        self.account_settings.ebs_key = None
        return self.get_ebs_default_kms_key_id()

    def get_ebs_default_kms_key_id(self) -> ActionResult:
        return ActionResult({"KmsKeyId": self.account_settings.ebs_key or "alias/aws/ebs"})


def install() -> None:
    for name, member in vars(AccountSettingsResponse).items():
        if not name.startswith("__"):
            setattr(EC2Response, name, member)
