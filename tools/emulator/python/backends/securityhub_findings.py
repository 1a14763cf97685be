"""Findings as Security Hub keeps them.

Measured with moto 5.2.5: GetFindings ignores its filters, both calls work where Security Hub is off, and an import
overwrites what belongs to who works with a finding.

Sources: "BatchImportFindings for finding providers", "Using FindingProviderFields" and "Custom product integrations" of
the Security Hub user guide; Workflow of its API reference.
"""

from typing import Any

from moto.securityhub.exceptions import SecurityHubClientError
from moto.securityhub.models import Finding, SecurityHubBackend
from moto.utilities.paginator import paginate

# What an import does not change in a finding that is there.
OF_CUSTOMERS = ("Note", "UserDefinedFields", "VerificationState", "Workflow")
# What a provider says of its finding, and the customer may say otherwise.
OF_PROVIDERS = ("Confidence", "Criticality", "RelatedFindings", "Severity", "Types")


def matches(finding: dict[str, Any], filters: dict[str, Any]) -> bool:
    """Whether a finding passes every filter. Of comparisons, EQUALS is enough here."""
    return all(any(finding.get(name) == each["Value"] for each in values) for name, values in filters.items())


def reopened(before: dict[str, Any], after: dict[str, Any]) -> bool:
    was_archived = before.get("RecordState") == "ARCHIVED" and after.get("RecordState") == "ACTIVE"
    status = [each.get("Compliance", {}).get("Status") for each in (before, after)]
    return was_archived or (status[0] == "PASSED" and status[1] not in ("PASSED", None))


def completed(finding: dict[str, Any]) -> dict[str, Any]:
    """A new finding with what Security Hub adds."""
    provided = {name: finding["FindingProviderFields"][name] for name in OF_PROVIDERS if name in given_by(finding)}
    return {
        "RecordState": "ACTIVE",
        "Workflow": {"Status": "NEW"},
        "ProductName": "Default",
        "CompanyName": "Personal",
        **provided,
        **finding,
    }


def given_by(finding: dict[str, Any]) -> dict[str, Any]:
    provided: dict[str, Any] = finding.get("FindingProviderFields", {})
    return provided


def updated(before: dict[str, Any], finding: dict[str, Any]) -> dict[str, Any]:
    if finding["UpdatedAt"] <= before["UpdatedAt"]:
        return before
    kept = {name: before[name] for name in OF_CUSTOMERS if name in before}
    provided = {name: value for name, value in given_by(finding).items() if name in OF_PROVIDERS}
    after = {**before, **finding, **provided, **kept}
    if reopened(before, after) and after["Workflow"]["Status"] != "SUPPRESSED":
        after["Workflow"] = {"Status": "NEW"}
    return after


def problem_of(backend: SecurityHubBackend, finding: dict[str, Any]) -> str | None:
    if not backend.enabled:
        return "InvalidAccess"
    own = f":{backend.region_name}:{backend.account_id}:product/{backend.account_id}/default"
    if finding.get("AwsAccountId") != backend.account_id or not str(finding.get("ProductArn")).endswith(own):
        return "InvalidInput"
    return None if finding.get("Resources") else "InvalidInput"


@paginate(pagination_model=SecurityHubBackend.PAGINATION_MODEL)
def get_findings(
    backend: SecurityHubBackend,
    filters: dict[str, Any] | None = None,
    sort_criteria: list[dict[str, str]] | None = None,
    max_results: int | None = None,
) -> list[dict[str, Any]]:
    if not backend.enabled:
        raise SecurityHubClientError("InvalidAccessException", f"Account {backend.account_id} is not subscribed")
    return [each.data for each in backend.findings if matches(each.data, filters or {})]


def batch_import_findings(
    backend: SecurityHubBackend, findings: list[dict[str, Any]]
) -> tuple[int, int, list[dict[str, Any]]]:
    failed = []
    for finding in findings:
        problem = problem_of(backend, finding)
        if problem is not None:
            failed.append({"Id": finding.get("Id", ""), "ErrorCode": problem, "ErrorMessage": problem})
            continue
        known = next((each for each in backend.findings if each.id == finding["Id"]), None)
        if known is None:
            backend.findings.append(Finding(finding["Id"], completed(finding)))
        else:
            known.data = updated(known.data, finding)
    return len(failed), len(findings) - len(failed), failed


def install() -> None:
    SecurityHubBackend.get_findings = get_findings  # type: ignore[method-assign]
    SecurityHubBackend.batch_import_findings = batch_import_findings  # type: ignore[method-assign]
