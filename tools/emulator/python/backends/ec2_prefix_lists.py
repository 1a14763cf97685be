"""Changes of a managed prefix list.

Measured with moto 5.2.5: ModifyManagedPrefixList ignores MaxEntries, and forgets the list's name when the call names none.
The AWS provider changes the size in a call of its own.
"""

from moto.core.responses import ActionResult
from moto.ec2.responses.vpcs import VPCs


def install() -> None:
    modify = VPCs.modify_managed_prefix_list

    def modify_managed_prefix_list(response: VPCs) -> ActionResult:
        prefix_list = response.ec2_backend.managed_prefix_lists[response._get_param("PrefixListId")]
        name = prefix_list.prefix_list_name
        answer = modify(response)
        if response._get_param("PrefixListName") is None:
            prefix_list.prefix_list_name = name
        if (size := response._get_param("MaxEntries")) is not None:
            prefix_list.max_entries = size
        return answer

    VPCs.modify_managed_prefix_list = modify_managed_prefix_list  # type: ignore[method-assign]
