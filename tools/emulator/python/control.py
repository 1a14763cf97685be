"""What a test asks of the server itself, below /landing-zone-emulator:

    GET    /calls      the calls that were answered, oldest first
    DELETE /calls      forgets them
    POST   /faults     {"match": {"service", "operation", ...}, "kind", "times", "seconds"}: lets calls go wrong
    DELETE /faults     takes back what was asked for
    POST   /settings   {"timeScale": 0.01} and the other names of settings.py
"""

import json
from collections.abc import Iterable
from typing import Any

from calls import calls, problem_of
from settings import settings

ROOT = "/landing-zone-emulator"


def control(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The WSGI application below ROOT."""
    request = (environ["REQUEST_METHOD"], environ.get("PATH_INFO", "").removeprefix(ROOT))
    match request:
        case ("GET", "/calls"):
            return answer(start_response, "200 OK", calls.all())
        case ("DELETE", "/calls"):
            calls.clear()
            return answer(start_response, "200 OK", {})
        case ("POST", "/faults"):
            fault = json_of(environ)
            problem = problem_of(fault)
            if problem is not None:
                return answer(start_response, "400 Bad Request", {"message": problem})
            calls.add_fault(fault)
            return answer(start_response, "200 OK", {})
        case ("DELETE", "/faults"):
            calls.clear_faults()
            return answer(start_response, "200 OK", {})
        case ("POST", "/settings"):
            wanted = json_of(environ)
            unknown = sorted(set(wanted) - set(settings))
            if unknown:
                known = ", ".join(settings)
                return answer(
                    start_response, "400 Bad Request", {"message": f"no setting {unknown[0]}; known: {known}"}
                )
            settings.update(wanted)
            return answer(start_response, "200 OK", settings)
    return answer(start_response, "404 Not Found", {"message": f"{request[0]} {ROOT}{request[1]} is not known"})


def json_of(environ: dict[str, Any]) -> Any:
    return json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"null")


def answer(start_response: Any, status: str, value: Any) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(value, default=str).encode()]
