"""Calls that a client repeats because it never got the answer.

Seen twice in some forty deployments: a connection breaks after a call was carried out and before its answer has arrived. The
AWS SDKs then send the call again, with the same invocation id, and CreateNetworkAclEntry, say, fails because the entry is
there. So an answer is kept for a while and given again.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]
Answer = tuple[str, list[tuple[str, str]], bytes]

# Far more than are answered before a client repeats one.
KEPT = 2000


class Attempts:
    """Wraps an application so that a repeated call gets the answer of its first attempt."""

    def __init__(self, application: WsgiApplication) -> None:
        self.application = application
        self.answers: OrderedDict[str, Future[Answer]] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None:
            return self.application(environ, start_response)
        status, headers, body = self.answer(invocation, environ)
        start_response(status, headers)
        return [body]

    def answer(self, invocation: str, environ: dict[str, Any]) -> Answer:
        with self.lock:
            earlier = self.answers.get(invocation)
            future: Future[Answer] = self.answers.setdefault(invocation, Future())
            while len(self.answers) > KEPT:
                self.answers.popitem(last=False)
        if earlier is not None:
            print(f"answered again: {environ.get('HTTP_AMZ_SDK_REQUEST')}", file=sys.stderr)
            return earlier.result()
        try:
            future.set_result(self.carry_out(environ))
        except Exception as error:
            future.set_exception(error)
        if future.exception() is not None or not future.result()[0].startswith("2"):
            with self.lock:
                # What was refused for its own reasons is to be tried anew.
                self.answers.pop(invocation, None)
        return future.result()

    def carry_out(self, environ: dict[str, Any]) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            started.append((status, headers))

        chunks = self.application(environ, start)
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        status, headers = started[-1]
        return status, headers, body
