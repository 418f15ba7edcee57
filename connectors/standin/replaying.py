"""The HTTP face of a recording: it takes any keys, and answers what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from connectors.standin.body import Json, parse, write
from connectors.standin.misbehaving import hang_up
from connectors.standin.problems import AnswerError, problem
from connectors.standin.replay import TOKEN_PATH, Asked, Recording
from engine.model.recording import Kept

_API = "/v2"
_DEMO = "/demo"
# Of these the recorded value holds for the recorded way only: this server has its own.
_OWN_HEADERS = frozenset(
    {"connection", "content-encoding", "content-length", "date", "keep-alive", "server", "set-cookie"}
    | {"transfer-encoding"}
)


class Replay:
    """The ASGI application that serves a recording."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        asked = _asked(request, await request.body())
        kept = self._recording.answer(asked)
        if kept is None:
            await _refusal(asked, self._recording.times(asked))(scope, receive, send)
        elif kept.answer is None or kept.status is None:
            await hang_up(request)
        else:
            await _recorded(kept, kept.status, f"{request.base_url}".rstrip("/") + _API)(scope, receive, send)


def _asked(request: Request, content: bytes) -> Asked:
    path = request.url.path
    if path.lower().startswith(_DEMO + "/"):
        path = path[len(_DEMO) :]
    if path.lower() == TOKEN_PATH.lower():
        path = TOKEN_PATH
    elif path.lower().startswith(_API + "/"):
        path = path[len(_API) :]
    media = request.headers.get("content-type", "")
    return Asked(request.method, path, tuple(request.query_params.multi_items()), _body(media, content))


def _body(media: str, content: bytes) -> Mapping[str, Json] | None:
    """A body as a recording has it."""
    if not content:
        return None
    try:
        text = "" if "multipart" in media else content.decode()
    except UnicodeDecodeError:
        text = ""
    if not text:
        return {"file": {"bytes": len(content), "sha256": sha256(content).hexdigest()}}
    try:
        return {"json": parse(text)}
    except ValueError:
        return {"text": text}


def _recorded(kept: Kept, status: int, address: str) -> Response:
    """A recorded answer; links in its headers lead here."""
    assert kept.answer is not None
    headers = {
        name: value.replace(kept.address, address) if kept.address else value
        for name, value in kept.answer.headers.items()
        if name.lower() not in _OWN_HEADERS
    }
    return Response(_content(kept.answer.body), status, headers)


def _content(body: Mapping[str, Json] | None) -> bytes:
    if body is None or "file" in body:  # a file is kept by its size and digest only
        return b""
    return write(body["json"]) if "json" in body else str(body["text"]).encode()


def _refusal(asked: Asked, times: int) -> Response:
    """404: what was not recorded, or has been answered as often as it was."""
    what = f"{asked.method} {asked.path}"
    often = "once, and that" if times == 1 else f"{times} times, and each"
    detail = f"{what}: it was recorded {often} has been answered." if times else _unknown(asked, what)
    return _of(problem(404, "Not in this recording", detail))


def _unknown(asked: Asked, what: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.query)
    return f"{what}{'?' if query else ''}{query} was not recorded{' with this body' if asked.body else ''}."


def _of(error: AnswerError) -> Response:
    return Response(write(error.body), error.status, error.headers, "application/json; charset=utf-8")
