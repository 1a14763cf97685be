"""Step Functions that executes state machines across accounts.

Measured with moto 5.2.5: state machines run when the server is told so, but every call is made in account 123456789012
whatever the task's Credentials say, with all parameters passed on unchecked; each part that was amended says what else.
"""

from moto.core.config import default_user_config

from . import calls, definitions, errors, executions, intrinsics, nested, paths, programs, waits


def install() -> None:
    # Without this, moto accepts state machines and runs none of them.
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    for part in (calls, definitions, errors, executions, intrinsics, nested, paths, programs, waits):
        part.install()
