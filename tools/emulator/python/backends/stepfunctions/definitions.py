"""State machines as the AWS provider manages them.

Measured with moto 5.2.5: ValidateStateMachineDefinition is missing, which the provider calls on every plan, and so is
ListStateMachineVersions, which it calls to read a machine.
"""

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import InvalidDefinition
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse


def validate_state_machine_definition(response: StepFunctionResponse) -> ActionResult:
    try:
        StepFunctionsParserBackend._validate_definition(response._get_param("definition"))
    except InvalidDefinition as error:
        problem = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": str(error)}
        return ActionResult({"result": "FAIL", "diagnostics": [problem], "truncated": False})
    return ActionResult({"result": "OK", "diagnostics": [], "truncated": False})


def list_state_machine_versions(response: StepFunctionResponse) -> ActionResult:
    machine = response.stepfunction_backend.describe_state_machine(response._get_param("stateMachineArn"))
    versions = [
        {"stateMachineVersionArn": version.arn, "creationDate": version.creation_date}
        for version in reversed(machine.versions.values())
    ]
    return ActionResult({"stateMachineVersions": versions})


def install() -> None:
    StepFunctionResponse.list_state_machine_versions = list_state_machine_versions  # type: ignore[attr-defined]
    StepFunctionResponse.validate_state_machine_definition = validate_state_machine_definition  # type: ignore[attr-defined]
