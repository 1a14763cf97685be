"""The calls that the server answered, and the faults that it was told to answer with.

A call of a state machine is announced before it is sent, so that it is known with the machine, the state and the
parameters that it came from. Every other call is told from its request.
"""

import itertools
import threading
import time
from collections import OrderedDict
from typing import Any
from urllib.parse import parse_qs

from moto.sts.models import sts_backends

# Header that names an announced call.
ANNOUNCED = "x-landing-zone-call"

# Far more calls than a drill makes.
KEPT = 50_000

KINDS = ("throttled", "denied", "notFound", "timeout", "slow")

Call = dict[str, Any]


class Calls:
    """The log, and what is to go wrong."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)
        self.announced: dict[str, Call] = {}
        self.log: OrderedDict[int, Call] = OrderedDict()
        self.faults: list[dict[str, Any]] = []

    def announce(self, call: Call) -> str:
        number = str(next(self.numbers))
        self.announced[number] = call
        return number

    def begin(self, call: Call) -> Call:
        """Notes a call, with the fault that it is to end with, if any."""
        with self.lock:
            call = {**call, "time": time.time(), "fault": None}
            fault = next((each for each in self.faults if applies(each, call)), None)
            if fault is not None:
                call["fault"] = fault["kind"]
                call["faultSeconds"] = fault.get("seconds")
                spend(self.faults, fault)
            self.log[next(self.numbers)] = call
            while len(self.log) > KEPT:
                self.log.popitem(last=False)
        return call

    def add_fault(self, fault: dict[str, Any]) -> None:
        with self.lock:
            self.faults.append(fault)

    def clear_faults(self) -> None:
        with self.lock:
            self.faults.clear()

    def all(self) -> list[Call]:
        with self.lock:
            return list(self.log.values())

    def clear(self) -> None:
        with self.lock:
            self.log.clear()


calls = Calls()


def problem_of(fault: Any) -> str | None:
    """What is wrong with a fault that somebody wants, if anything."""
    if not isinstance(fault, dict) or not isinstance(fault.get("match"), dict) or not fault["match"]:
        return "match must be an object that names at least one of service, operation, account, role, machine, state"
    if fault.get("kind") not in KINDS:
        return f"kind must be one of {', '.join(KINDS)}"
    times = fault.get("times", 1)
    if times != "always" and not (isinstance(times, int) and times > 0):
        return 'times must be a positive number or "always"'
    return None


def applies(fault: dict[str, Any], call: Call) -> bool:
    return all(plain(call.get(key)) == plain(value) for key, value in fault["match"].items())


def plain(value: Any) -> str | None:
    """Operations are spelt with a small first letter by Step Functions and a capital one by AWS."""
    return None if value is None else str(value).lower()


def spend(faults: list[dict[str, Any]], fault: dict[str, Any]) -> None:
    times = fault.get("times", 1)
    if times == "always":
        return
    fault["times"] = times - 1
    if fault["times"] == 0:
        faults.remove(fault)


def call_of(environ: dict[str, Any], service: str, body: bytes) -> Call:
    """What a request asks for, and on whose behalf."""
    announced = calls.announced.pop(environ.get("HTTP_X_LANDING_ZONE_CALL", ""), None)
    if announced is not None:
        return announced
    return {"service": service, "operation": operation_of(environ, body), **caller_of(environ)}


def operation_of(environ: dict[str, Any], body: bytes) -> str:
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target is not None:
        return str(target).rpartition(".")[2]
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return parse_qs(body.decode(errors="replace")).get("Action", [""])[0]
    query = environ.get("QUERY_STRING", "")
    return f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}{'?' if query else ''}{query}"


def caller_of(environ: dict[str, Any]) -> dict[str, Any]:
    """Account and role of the credentials that a request is signed with."""
    key = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition("/")[0]
    session = session_of(key)
    if session is None:
        return {"account": None, "role": None}
    return {"account": session.account_id, "role": session.role_arn}


known_sessions: dict[str, Any] = {}


def session_of(key: str) -> Any:
    if key not in known_sessions:
        for backends in list(sts_backends.values()):
            for backend in list(backends.values()):
                found = backend.get_assumed_role_from_access_key(key)
                if found is not None:
                    known_sessions[key] = found
    return known_sessions.get(key)
