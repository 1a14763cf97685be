"""Composite alarms.

Measured with moto 5.2.5: PutCompositeAlarm is not implemented, while describing and deleting knows such alarms.
"""

import re

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

NAMED = re.compile(r'(?:ALARM|OK|INSUFFICIENT_DATA)\("?([^")]+)"?\)')


def put_composite_alarm(response: CloudWatchResponse) -> ActionResult:
    rule = response._get_param("AlarmRule")
    backend = response.cloudwatch_backend
    missing = [name for name in NAMED.findall(rule) if name not in backend.alarms]
    if missing:
        raise ValidationError(f"AlarmRule names alarms that do not exist: {', '.join(missing)}")
    alarm = backend.put_metric_alarm(
        name=response._get_param("AlarmName"),
        description=response._get_param("AlarmDescription"),
        alarm_actions=response._get_param("AlarmActions", []),
        ok_actions=response._get_param("OKActions", []),
        insufficient_data_actions=response._get_param("InsufficientDataActions", []),
        actions_enabled=response._get_bool_param("ActionsEnabled", True),
        rule=rule,
        tags=response._get_param("Tags", []),
        # What only an alarm on a metric has.
        namespace="",
        metric_name="",
        comparison_operator="",
        evaluation_periods=0,
        period=0,
        threshold=0,
        statistic="",
        dimensions=[],
    )
    alarm.alarm_rule = rule  # type: ignore[attr-defined]
    return EmptyResult()


def install() -> None:
    CloudWatchResponse.put_composite_alarm = put_composite_alarm  # type: ignore[attr-defined]
