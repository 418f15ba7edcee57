"""Events for programs that collect logs: one JSON object a line. The only place that knows structlog.

It is imported where somebody asks for events, and nowhere else: it takes longer to load than a small run takes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TextIO

import structlog

from engine.model import exact_json
from engine.model.personal import redact
from engine.model.watching import Exchange, Happening, RecordHeld, RunDone, RunStarted, Watcher, work

ON_STDERR = "-"
_FIRST = ("timestamp", "level", "event")
_FILE_MODE = 0o600


@contextmanager
def event_log(place: str) -> Iterator[Watcher]:
    """A watcher that writes to a file, or to stderr for `-`, until it is left. Raises OSError."""
    if place == ON_STDERR:
        yield _Log(sys.stderr)
        return
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _FILE_MODE)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
        yield _Log(file)


class _Log:
    """A watcher that makes an event of what happens; a disk that is full takes none, and the run goes on."""

    def __init__(self, file: TextIO) -> None:
        self._logger = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=(
                _with_work,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _without_personal,
                structlog.processors.JSONRenderer(serializer=_line),
            ),
            wrapper_class=structlog.BoundLogger,
        )

    def __call__(self, happening: Happening) -> None:
        try:
            match happening:
                case Exchange():
                    log = self._logger.info if _succeeded(happening) else self._logger.warning
                    log("request", **_request_members(happening))
                case RunStarted():
                    self._logger.info("run_started", **asdict(happening))
                case RunDone():
                    self._logger.info("run_done", **asdict(happening))
                case RecordHeld():
                    self._logger.warning("record_held", **asdict(happening))
        except OSError:
            pass


def _succeeded(exchange: Exchange) -> bool:
    return exchange.status is not None and exchange.status < 400


def _request_members(exchange: Exchange) -> Mapping[str, Any]:
    return {
        "request_id": exchange.id,
        "method": exchange.method,
        "path": exchange.path,
        "status": exchange.status,
        "failure": exchange.failure,
        "attempt": exchange.attempt,
        "duration_ms": exchange.duration_ms,
        "waited_ms": exchange.waited_ms,
    }


_Members = MutableMapping[str, Any]


def _with_work(_logger: Any, _method: str, members: _Members) -> _Members:
    """What is being worked on, as far as it is known."""
    known = {name: value for name, value in asdict(work()).items() if value is not None}
    return {**members, **known}


def _without_personal(_logger: Any, _method: str, members: _Members) -> _Members:
    """A key is a customer's, and may be anything."""
    return {name: redact(value) if isinstance(value, str) else value for name, value in members.items()}


def _line(members: _Members, **_options: object) -> str:
    """When, how grave and what first, as whoever reads along looks for them."""
    return exact_json.line({**dict.fromkeys(_FIRST), **members})
