"""The HTTP face of the stand-in: paths in any case, the gateway's checks, the API's operations, control calls.

Everything that answers is a plain function; this file turns requests into calls, and replies into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from connectors.standin import (
    contact_persons,
    customer_ledger,
    customers,
    departments,
    documentation,
    employees,
    invoices,
    projects,
    reversals,
    settings,
    vouchers,
)
from connectors.standin.access import basic_keys
from connectors.standin.body import Body, write
from connectors.standin.call import Call, Exchange, Operation, Query, Reply, Upload
from connectors.standin.company import Company
from connectors.standin.control import control
from connectors.standin.evolving import with_new_members
from connectors.standin.meanwhile import happen
from connectors.standin.misbehaving import misbehave
from connectors.standin.privileges import allows
from connectors.standin.problems import AnswerError, gateway, problem, unbound
from connectors.standin.reversals import finish_reversals
from connectors.standin.state import Recorded, State

OPERATIONS: tuple[Operation, ...] = (
    *departments.OPERATIONS,
    *employees.OPERATIONS,
    *customers.OPERATIONS,
    *contact_persons.OPERATIONS,
    *projects.OPERATIONS,
    *settings.OPERATIONS,
    *vouchers.OPERATIONS,
    *reversals.OPERATIONS,
    *documentation.OPERATIONS,
    *invoices.OPERATIONS,
    *customer_ledger.OPERATIONS,
)


Watch: TypeAlias = Callable[[Exchange], None]


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a request: its bytes, or the files of a multipart one, or what is wrong with it."""

    plain: bytes = b""
    uploads: tuple[Upload, ...] = ()
    fault: AnswerError | None = None


class Application:
    """The ASGI application of one stand-in. `watch` is shown every exchange."""

    def __init__(self, state: State, watch: Watch | None = None) -> None:
        self.state = state
        self.watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        parts = tuple(part for part in request.url.path.split("/") if part)
        if parts and parts[0].lower() == "standin":
            response = await self._control(request, parts[1:])
            return await response(scope, receive, send)
        recorded = self.state.record(request.method, request.url.path)
        actions = self.state.mischief.actions(request.method, request.url.path)
        content = await _read(request)

        def answer() -> Response:
            if actions:
                happen(actions, self.state.access, self._company(request))
            return self._answer(request, recorded, content)

        await misbehave(actions, answer, recorded, self.state.access.rules, request, send)
        return None

    def _company(self, request: Request) -> Company | None:
        """The company that a request's token was given to."""
        client = self.state.access.client_of(request.headers.get("authorization"))
        return self.state.ledger.company(client) if client else None

    async def _control(self, request: Request, parts: tuple[str, ...]) -> Response:
        content = await request.body()
        names = tuple(part.lower() if position == 0 else part for position, part in enumerate(parts))
        try:
            reply = control(self.state, request.method, names, _query(request), content)
        except AnswerError as error:
            reply = Reply(error.status, error.body, error.headers)
        self.state.keep()
        return _response(reply)

    def _answer(self, request: Request, recorded: Recorded, content: Content) -> Response:
        """Do the request and keep what it changed, before anything is sent."""
        rules = self.state.access.rules
        try:
            reply = self._reply(request, recorded, content)
        except AnswerError as error:
            body = error.body
            if body is not None and rules.problem_case == "pascal":
                body = _pascal_case(body)
            reply = Reply(error.status, body, error.headers)
        self.state.keep()
        response = _response(reply)
        if self.watch is not None:
            self.watch(_exchange(request, content, response))
        return _response(replace(reply, body=with_new_members(reply.body))) if rules.new_members else response

    def _reply(self, request: Request, recorded: Recorded, content: Content) -> Reply:
        """The gateway first (subscription, rate, route), then the API (token, privilege, operation)."""
        access, query = self.state.access, _query(request)
        key = request.headers.get("ocp-apim-subscription-key") or query.get("subscription-key")
        subscription = access.check_subscription(key)
        access.check_rate(subscription)
        parts = _api_parts(request.url.path)
        if parts == ("oauth", "token") and request.method == "POST":
            access.check_token_rate(subscription)
            return self._token(request, recorded, content.plain)
        operation, values = _route(request.method, parts)
        client = access.client_of(request.headers.get("authorization"))
        if client is None or not access.keys.is_client(client):
            raise AnswerError(401, None, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        recorded.client = client
        if content.fault is not None:
            raise content.fault
        company = self.state.ledger.company(client)
        finish_reversals(company)
        if not allows(company.settings, operation.privilege):
            raise AnswerError(403, None)
        _refuse_odata(query)
        if request.method != "GET":
            company.begin()
        url = str(request.url.replace(query=""))
        media = _media(request)
        call = Call(company, company.seen(), query, values, content.plain, media, url, content.uploads)
        return operation.handle(call)

    def _token(self, request: Request, recorded: Recorded, content: bytes) -> Reply:
        recorded.client = basic_keys(request.headers.get("authorization"))[1] or None
        client = self.state.access.check_client(request.headers.get("authorization"))
        if _media(request) != "application/x-www-form-urlencoded":
            raise _oauth_error("invalid_request", "The content type must be application/x-www-form-urlencoded.")
        form = Query(parse_qsl(content.decode("latin-1")))
        if form.get("grant_type") != "client_credentials":
            raise _oauth_error("unsupported_grant_type", "Only the client credentials grant is supported.")
        return Reply(200, self.state.access.give_token(self.state.ledger.company(client)))


def _api_parts(path: str) -> tuple[str, ...]:
    """The path's parts in lower case, without the Demo in front."""
    parts = tuple(part.lower() for part in path.split("/") if part)
    return parts[1:] if parts[:1] == ("demo",) else parts


@cache
def _routes() -> Mapping[tuple[str, int], tuple[tuple[tuple[str, ...], Operation], ...]]:
    """The operations by method and number of parts; those without placeholders first."""
    routes: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
    for operation in OPERATIONS:
        parts = tuple(part if part.startswith("{") else part.lower() for part in operation.path.split("/") if part)
        routes.setdefault((operation.method, len(parts)), []).append((parts, operation))
    return {
        key: tuple(sorted(found, key=lambda one: sum(part.startswith("{") for part in one[0])))
        for key, found in routes.items()
    }


def _route(method: str, parts: tuple[str, ...]) -> tuple[Operation, Mapping[str, str]]:
    """The operation of a path below /v2, and the values in it. Raises AnswerError (404)."""
    if parts[:1] == ("v2",):
        for pattern, operation in _routes().get((method, len(parts) - 1), ()):
            pairs = tuple(zip(pattern, parts[1:], strict=True))
            if all(wanted.startswith("{") or wanted == part for wanted, part in pairs):
                return operation, {wanted.strip("{}"): part for wanted, part in pairs if wanted.startswith("{")}
    raise gateway(404, "Resource not found")


async def _read(request: Request) -> Content:
    if _media(request) != "multipart/form-data":
        return Content(await request.body())
    try:
        async with request.form() as form:
            parts = form.multi_items()
            files = [Upload(name, await part.read()) for name, part in parts if isinstance(part, UploadFile)]
    except MultiPartException as error:
        return Content(fault=unbound({"file": [error.message]}))
    return Content(uploads=tuple(files))


def _refuse_odata(query: Query) -> None:
    for name, _ in query.items:
        if name.startswith("$"):
            raise problem(400, "Invalid query parameter", f"The query parameter '{name}' is not supported.")


def _query(request: Request) -> Query:
    return Query(list(request.query_params.multi_items()))


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _response(reply: Reply) -> Response:
    headers = dict(reply.headers)
    if reply.body is None:
        return Response(status_code=reply.status, headers=headers)
    return Response(write(reply.body), reply.status, headers, "application/json; charset=utf-8")


def _exchange(request: Request, content: Content, response: Response) -> Exchange:
    query = tuple(_query(request).items)
    media = response.headers.get("content-type", "").partition(";")[0]
    path, status = request.url.path, response.status_code
    return Exchange(request.method, path, query, content.plain, status, media, bytes(response.body))


def _pascal_case(body: Body) -> Body:
    """ProblemDetails in the schema's own case, which the examples do not keep."""
    return {name[:1].upper() + name[1:]: value for name, value in body.items()} if "title" in body else body


def _oauth_error(error: str, description: str) -> AnswerError:
    return AnswerError(400, {"error": error, "error_description": description})
