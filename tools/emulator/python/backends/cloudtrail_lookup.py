"""What CloudTrail tells of the calls in an account.

Measured with moto 5.2.5: LookupEvents is missing. It answers here from the calls that this server got, with what is known of
each: the name of the call, the time and the role. AWS tells much more.
"""

import json
import uuid
from typing import Any

from calls import Call, calls
from moto.cloudtrail.responses import CloudTrailResponse

PAGE = 50


def event_of(call: Call) -> dict[str, Any]:
    role = call["role"] or ""
    told = {
        "eventSource": f"{call['service'].lower()}.amazonaws.com",
        "eventName": call["operation"],
        "recipientAccountId": call["account"],
        "userIdentity": {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"arn": role}}},
        "requestParameters": call.get("parameters"),
    }
    return {
        "EventId": str(uuid.uuid5(uuid.NAMESPACE_OID, repr(call["time"]))),
        "EventName": call["operation"],
        "EventSource": told["eventSource"],
        "EventTime": call["time"],
        "Username": role.rpartition("/")[2],
        "CloudTrailEvent": json.dumps(told, default=str),
    }


def matches(event: dict[str, Any], attributes: list[dict[str, str]]) -> bool:
    for attribute in attributes:
        key, value = attribute["AttributeKey"], attribute["AttributeValue"]
        if key in ("EventName", "EventSource", "Username") and event[key] != value:
            return False
        if key == "ResourceName" and value not in event["CloudTrailEvent"]:
            return False
    return True


def lookup_events(response: CloudTrailResponse) -> str:
    attributes = response._get_param("LookupAttributes") or []
    mine = [event_of(call) for call in calls.all() if call["account"] == response.current_account]
    found = [event for event in reversed(mine) if matches(event, attributes)]
    begin = int(response._get_param("NextToken") or 0)
    end = begin + int(response._get_param("MaxResults") or PAGE)
    token = {"NextToken": str(end)} if end < len(found) else {}
    return json.dumps({"Events": found[begin:end], **token})


def install() -> None:
    CloudTrailResponse.lookup_events = lookup_events  # type: ignore[attr-defined]
