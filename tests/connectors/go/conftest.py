"""What the connector's tests stand on: a scripted server on loopback, a clock that does not wait, the stand-in."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectors.go.clock import SYSTEM_CLOCK, Clock
from connectors.go.connection import GoConnection, connect
from parts.stand_in_company import StandInCompany


@dataclass
class Reply:
    """One scripted answer. `drop` closes the connection instead; `cut` sends only that many bytes of the body."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    cut: int | None = None
    wait_seconds: float = 0.0


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class ScriptedServer:
    """Answers requests in the order of its script; tokens by themselves unless `tokens` scripts them too.

    `date` is what it says the time is: as the clock of Waits has it, unless a test says otherwise.
    """

    def __init__(self) -> None:
        self.date = "Tue, 24 Nov 2026 12:00:00 GMT"
        self.script: list[Reply] = []
        self.tokens: list[Reply] = []
        self.seen: list[Seen] = []
        self.token_requests: list[Seen] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                outer.handle(self)

            do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

            def date_time_string(self, timestamp: float | None = None) -> str:
                return outer.date

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.settings: dict[str, object] = {
            "base_url": f"{self.url}/v2",
            "token_url": f"{self.url}/OAuth/Token",
            "application_key": "secret-application",
            "client_key": "secret-client",
            "subscription_key": "secret-subscription",
            "requests_per_second": 0,
            "timeout_seconds": 5,
        }

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        request = Seen(
            handler.command,
            handler.path,
            {name.lower(): value for name, value in handler.headers.items()},
            body,
            time.monotonic(),
        )
        is_token = handler.path.lower().endswith("/oauth/token")
        (self.token_requests if is_token else self.seen).append(request)
        script = self.tokens if is_token else self.script
        if script:
            reply = script.pop(0)
        elif is_token:
            reply = Reply(body={"access_token": f"token-{len(self.token_requests)}", "expires_in": 1200})
        else:
            reply = Reply(500, {"Title": "nothing was scripted"})
        self.answer(handler, reply)

    def answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        time.sleep(reply.wait_seconds)
        if reply.drop:
            handler.close_connection = True
            return
        content = b"" if reply.body is None else reply.body
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.status != 204:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if reply.cut is not None:
            content, handler.close_connection = content[: reply.cut], True
        handler.wfile.write(content)

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass
class Waits:
    """A clock whose pauses take no time: they are written down, and move the clock forward."""

    slept: list[float] = field(default_factory=list)
    at: float = 1000.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.at,
            sleep=self.sleep,
            dice=lambda: 0.5,
            now=lambda: datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC),
        )


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    running = ScriptedServer()
    yield running
    running.stop()


@pytest.fixture
def go(server: ScriptedServer, waits: Waits, tmp_path: Path) -> Iterator[GoConnection]:
    """A connection to the scripted server."""
    connection = connect(server.settings, tmp_path, waits.clock)
    yield connection
    connection.close()


@pytest.fixture
def standin() -> Iterator[StandInCompany]:
    """A fresh stand-in without a rate limit."""
    from connectors.standin import standin as stand_in

    running = stand_in.start(limit=0)
    company = StandInCompany(running)
    yield company
    company.http.close()
    running.stop()


@pytest.fixture
def open_go(tmp_path: Path) -> Iterator[Callable[..., GoConnection]]:
    """Opens connections that are closed at the end."""
    opened: list[GoConnection] = []

    def open_one(settings: dict[str, object], clock: Clock = SYSTEM_CLOCK, **changes: object) -> GoConnection:
        quick: dict[str, object] = {"requests_per_second": 0, "timeout_seconds": 10}
        opened.append(connect({**settings, **quick, **changes}, tmp_path, clock))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()
