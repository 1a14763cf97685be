"""The pace of state machines.

A test of waits and retries need not last as long as they do: all of them, Wait states and the pauses before retries, pass
in a fraction of their time when the server is told so. Measured with moto 5.2.5: a nested execution is asked for every
0.5 seconds, which would be added to every step of custody.
"""

import time
from types import SimpleNamespace

from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment
from settings import settings

NESTED_POLL_SECONDS = 0.05


def eval_wait(function: WaitFunction, env: Environment) -> None:
    deadline = time.monotonic() + function._get_wait_seconds(env=env) * settings["timeScale"]
    while env.is_running() and (left := deadline - time.monotonic()) > 0:
        env.program_state_event.wait(left)


def pause_before_retry(seconds: float) -> None:
    time.sleep(seconds * settings["timeScale"])


def install() -> None:
    WaitFunction._eval_body = eval_wait  # type: ignore[method-assign]
    retrier_decl.time = SimpleNamespace(sleep=pause_before_retry)  # type: ignore[assignment]
    state_task_service_callback._DELAY_SECONDS_SYNC_CONDITION_CHECK = NESTED_POLL_SECONDS  # type: ignore[misc]
