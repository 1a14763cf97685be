"""The condition operators of a policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import fnmatch
from collections.abc import Callable
from typing import Any

from .statements import as_list

# How one value that the policy names is compared with what the call has.
COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda has, wants: has == wants,
    "StringEqualsIgnoreCase": lambda has, wants: has.lower() == wants.lower(),
    "StringLike": fnmatch.fnmatchcase,
    "ArnEquals": fnmatch.fnmatchcase,
    "ArnLike": fnmatch.fnmatchcase,
    "Bool": lambda has, wants: has.lower() == wants.lower(),
    "NumericEquals": lambda has, wants: float(has) == float(wants),
    "NumericLessThan": lambda has, wants: float(has) < float(wants),
    "NumericLessThanEquals": lambda has, wants: float(has) <= float(wants),
    "NumericGreaterThan": lambda has, wants: float(has) > float(wants),
    "NumericGreaterThanEquals": lambda has, wants: float(has) >= float(wants),
}

# The opposite of each holds when none of the values matches, and when the call has no such key.
OPPOSITES = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
}


def holds(conditions: dict[str, dict[str, Any]], context: dict[str, str]) -> bool:
    """Whether every condition holds. Keys are compared without regard to case, as AWS does."""
    known = {key.lower(): value for key, value in context.items()}
    return all(
        operator_holds(operator, known.get(key.lower()), [str(value) for value in as_list(values)])
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def operator_holds(operator: str, has: str | None, wants: list[str]) -> bool:
    if operator == "Null":
        return (has is None) == (wants[0].lower() == "true")
    name = operator.removesuffix("IfExists")
    if has is None and name != operator:
        return True
    if name in OPPOSITES:
        return has is None or not any(COMPARISONS[OPPOSITES[name]](has, one) for one in wants)
    if name not in COMPARISONS:
        raise NotImplementedError(f"the condition operator {operator} in a bucket policy")
    return has is not None and any(COMPARISONS[name](has, one) for one in wants)
