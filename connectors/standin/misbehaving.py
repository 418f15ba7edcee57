"""How a request goes wrong: waiting, refusing, breaking off, answering with half of it or with nonsense.

A connection is closed for real, so that a client sees what it would see of a broken network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.standin.access import Rules, too_many
from connectors.standin.body import write
from connectors.standin.mischief import delay_of, status_of
from connectors.standin.problems import AnswerError, problem
from connectors.standin.state import Recorded

_GARBAGE = "<html><body>Gateway maintenance page, {not json</body></html>"
_TRANSPORTS = "transports"


class ClosableProtocol(H11Protocol):
    """HTTP/1.1 whose connections the application can find and close."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection by its client's address."""
        super().connection_made(transport)
        self.app_state.setdefault(_TRANSPORTS, {})[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.app_state[_TRANSPORTS].pop(self.client, None)
        super().connection_lost(exc)


async def misbehave(
    actions: tuple[str, ...],
    answer: Callable[[], Response],
    recorded: Recorded,
    rules: Rules,
    request: Request,
    send: Send,
) -> None:
    """Answer a request as the actions say, in their order; without any, as it should be."""
    for action in actions:
        delay = delay_of(action)
        if delay is not None:
            await asyncio.sleep(delay)
        elif action == "drop_before":
            return await hang_up(request)
    statuses = [status for action in actions if (status := status_of(action)) is not None]
    response = _refusal(statuses[0], rules) if statuses else answer()
    for action in actions:
        if action == "drop_after":
            return await hang_up(request)
        if action == "garbage":
            response = Response(_GARBAGE, 200, media_type="text/html")
        elif action == "truncate":
            return await _break_off(response, recorded, request, send)
    recorded.status = response.status_code
    await response(request.scope, request.receive, send)
    return None


async def hang_up(request: Request) -> None:
    """Close the connection without a word, and wait until it is closed."""
    request.scope["state"][_TRANSPORTS][request.scope["client"]].close()
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _break_off(response: Response, recorded: Recorded, request: Request, send: Send) -> None:
    """Send half of a body that was announced as a whole one; an empty one cannot be halved and is not sent."""
    body = bytes(response.body)
    if body:
        recorded.status = response.status_code
        await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    await hang_up(request)


def _refusal(status: int, rules: Rules) -> Response:
    """What a status of mischief says, in the shape that the real one has."""
    if status == 429:
        return _of(too_many(rules))
    if status in (502, 503, 504):  # from a gateway, which speaks HTML
        return Response("<html><body><h1>Service Unavailable</h1></body></html>", status, media_type="text/html")
    if status in (204, 401, 403):
        return Response(status_code=status)
    return _of(problem(status, "An error occurred while processing your request.", f"Mischief: status {status}."))


def _of(error: AnswerError) -> Response:
    return Response(write(error.body), error.status, error.headers, "application/json; charset=utf-8")
