"""Moto's application with one promise more: whatever it cannot do, it says in the service's own protocol.

Moto answers a call that it does not implement with an HTML page. The AWS provider cannot read that and reports a
decoding error which names neither the call nor the reason.
"""

import io
import json
import sys
import time
import traceback
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from attempts import WsgiApplication
from calls import Call, call_of, calls
from control import ROOT, control
from faults import code_of, wait_of
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model
from moto.server import DomainDispatcherApplication, create_backend_app


class Application(DomainDispatcherApplication):
    """All of AWS behind one address. The service is told from the request's signature."""

    def __init__(self, identity: str) -> None:
        super().__init__(create_backend_app)
        self.identity = identity
        answer_what_fails()

    def get_application(self, environ: dict[str, Any]) -> WsgiApplication:
        path = environ.get("PATH_INFO", "")
        if path == ROOT:
            return self.tell_identity
        if path.startswith(f"{ROOT}/"):
            return control
        service = signed_service(environ)
        if service is not None and not self.knows(environ):
            return refusal(service, "NotImplemented", f"the emulator has no service {service}")
        application = guarded(super().get_application(environ), service or "s3")
        return application if service is None else self.noted(environ, service, application)

    def noted(self, environ: dict[str, Any], service: str, application: WsgiApplication) -> WsgiApplication:
        """Notes a call, and lets it go wrong if that was asked for."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        call = calls.begin(call_of(environ, service, body))
        return faulty(application, service, call) if call["fault"] else application

    def tell_identity(self, _: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"id": self.identity}).encode()]

    def knows(self, environ: dict[str, Any]) -> bool:
        path = environ.get("PATH_INFO", "")
        if path.startswith("/moto-api"):
            return True
        host = self.infer_service_region_host(environ, path)
        return host is None or self.get_backend_for_host(host) is not None


def signed_service(environ: dict[str, Any]) -> str | None:
    """The service named in the credential scope of a signed request."""
    scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition(",")[0].split("/")
    return scope[3] if len(scope) == 5 else None


def faulty(application: WsgiApplication, service: str, call: Call) -> WsgiApplication:
    """An application that answers with the call's fault."""
    code = code_of(service, call)
    if code is not None:
        return refusal(service, code, "Asked for by a test.")

    def late(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        time.sleep(wait_of(call))
        return application(environ, start_response)

    return late


def answer_what_fails() -> None:
    """Turns an exception of a service's method into that service's own form of an error."""
    call_action = BaseResponse.call_action

    def call_or_explain(response: BaseResponse) -> Any:
        try:
            return call_action(response)
        except Exception as error:
            code, message = explanation(error, response._get_action())
            body, content_type = error_body(protocol_of(response.boto3_service_name), code, message)
            return 400, {"Content-Type": content_type, "x-amzn-errortype": code}, body

    BaseResponse.call_action = call_or_explain  # type: ignore[method-assign]


def explanation(error: Exception, call: str | None) -> tuple[str, str]:
    """Code and message of the answer. The log gets the rest."""
    if isinstance(error, NotImplementedError):
        print(f"not implemented: {call} ({error})", file=sys.stderr)
        return "NotImplemented", f"the emulator does not implement {call}"
    traceback.print_exception(error)
    return "InternalFailure", f"the emulator failed in {call}: {error!r}"


def guarded(application: WsgiApplication, service: str) -> WsgiApplication:
    """The same for what a service's dispatcher raises before or instead of calling a method, as S3's own does."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception as error:
            request = f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"
            return refusal(service, *explanation(error, request))(environ, start_response)

    return call


def refusal(service: str, code: str, message: str) -> WsgiApplication:
    """An application that answers every call with one error, in the form that the call's client can read."""

    def refuse(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        print(f"{code}: {message}", file=sys.stderr)
        body, content_type = error_body(protocol_in(environ, service), code, message)
        start_response("400 Bad Request", [("Content-Type", content_type), ("x-amzn-errortype", code)])
        return [body.encode()]

    return refuse


def protocol_in(environ: dict[str, Any], service: str) -> str:
    """The protocol of a request: some services speak several, and some are signed under another name than their model's."""
    content_type = environ.get("CONTENT_TYPE", "")
    if content_type.startswith("application/x-www-form-urlencoded"):
        return "ec2" if service == "ec2" else "query"
    return "json" if "json" in content_type else protocol_of(service)


def protocol_of(service: str) -> str:
    if service == "s3":
        return "s3"
    try:
        return str(get_service_model(service).metadata["protocol"])
    except Exception:
        return "json"  # What most services speak; the signature's name is not always the model's.


def error_body(protocol: str, code: str, message: str) -> tuple[str, str]:
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    match protocol:
        case "s3":
            return error, "application/xml"
        case "ec2":
            return f"<Response><Errors>{error}</Errors></Response>", "application/xml"
        case "query" | "rest-xml":
            return f"<ErrorResponse>{error}</ErrorResponse>", "application/xml"
        case _:
            return json.dumps({"__type": code, "message": message}), "application/json"
