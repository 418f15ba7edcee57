"""A stand-in that serves from a thread of this process until it is stopped.

The socket is bound before the thread starts, so a port that is taken is an error of the caller.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp

from connectors.standin.body import Json, parse, write
from connectors.standin.misbehaving import ClosableProtocol
from connectors.standin.replay import open_recording
from connectors.standin.replaying import Replay
from connectors.standin.server import Application, Watch
from connectors.standin.state import open_state

HOST = "127.0.0.1"
_START_SECONDS = 10.0
_STOP_SECONDS = 1  # a request that still waits then is cut


class RunningStandIn:
    """A serving stand-in. `settings` are a workspace's `go:` settings that reach it."""

    def __init__(self, server: uvicorn.Server, thread: threading.Thread, port: int) -> None:
        self.url = f"http://{HOST}:{port}"
        self.settings: Mapping[str, str] = {
            "base_url": f"{self.url}/v2",
            "token_url": f"{self.url}/OAuth/Token",
            "application_key": "demo-application",
            "client_key": "demo-client",
            "subscription_key": "demo-subscription",
        }
        self._server = server
        self._thread = thread
        self._port = port

    def pay(self, payment: Mapping[str, object]) -> None:
        """Register a payment as a person or a bank would; the body of the control call `POST /standin/payments`.

        Raises ValueError when it is refused, TypeError for an amount that is a float.
        """
        self._control("POST", "/standin/payments", payment)

    def set_up(self, settings: Mapping[str, object]) -> None:
        """Change settings as a person in Go would; the body of the control call `PUT /standin/settings`.

        Raises ValueError when it is refused.
        """
        self._control("PUT", "/standin/settings", settings)

    def _control(self, method: str, path: str, order: Mapping[str, object]) -> None:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=30)
        try:
            connection.request(method, path, write(_as_json(order)))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            body = parse(content)
            raise ValueError(str(body.get("detail") if isinstance(body, Mapping) else body))

    def stop(self) -> None:
        """Stop, and return when the socket is closed. Stopping twice does nothing."""
        self._server.should_exit = True
        self._thread.join()

    def __enter__(self) -> RunningStandIn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(
    port: int, data: Path | None, keep: bool, mischief: Path | None, limit: int | None, watch: Watch | None = None
) -> RunningStandIn:
    """Serve until stopped. Raises OSError when the port is taken, ValueError for a file not understood."""
    return _serve(Application(open_state(data, keep, mischief, limit), watch), port)


def start_replay(port: int, recording: Path) -> RunningStandIn:
    """Serve a recording until stopped. Raises OSError when the port is taken, ValueError for what is no recording."""
    return _serve(Replay(open_recording(recording)), port)


def _serve(application: ASGIApp, port: int) -> RunningStandIn:
    # The protocol is named because asyncio turns Nagle's delay off (40 ms an answer) only where it reads TCP.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    server = uvicorn.Server(_config(application))
    thread = threading.Thread(target=server.run, args=([listening],), name="standin", daemon=True)
    thread.start()
    _await_start(server, thread)
    return RunningStandIn(server, thread, listening.getsockname()[1])


def _config(application: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=ClosableProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Wait until the server answers; its thread ends early when it cannot."""
    until = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise OSError("the stand-in did not start")
        time.sleep(0.002)


def _as_json(value: object) -> Json:
    """A value of an order as JSON; dates become their ISO text."""
    if isinstance(value, Mapping):
        return {str(name): _as_json(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, str, Decimal)):
        return value
    raise TypeError(f"{value!r} has no exact JSON form")
