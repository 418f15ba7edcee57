"""Events for programs that collect logs: one JSON object a line. The only place that knows structlog.

It is imported where somebody asks for events, and nowhere else: it takes longer to load than a small run takes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
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
                structlog.processors.JSONRenderer(serializer=_line),
            ),
            wrapper_class=structlog.BoundLogger,
        )

    def __call__(self, happening: Happening) -> None:
        log = self._logger.info if _is_well(happening) else self._logger.warning
        with suppress(OSError):
            log(_NAMES[type(happening)], **_members(happening))


_NAMES = {Exchange: "request", RunStarted: "run_started", RunDone: "run_done", RecordHeld: "record_held"}


def _is_well(happening: Happening) -> bool:
    """Whether nobody need look: what is held back and what was not answered as it was meant deserve it."""
    if isinstance(happening, Exchange):
        return happening.status is not None and happening.status < 400
    return not isinstance(happening, RecordHeld)


def _members(happening: Happening) -> Mapping[str, Any]:
    if not isinstance(happening, Exchange):
        return asdict(happening)
    return {
        "request_id": happening.id,
        "method": happening.method,
        "path": happening.path,
        "status": happening.status,
        "failure": happening.failure,
        "attempt": happening.attempt,
        "duration_ms": happening.duration_ms,
        "waited_ms": happening.waited_ms,
    }


_Members = MutableMapping[str, Any]


def _with_work(_logger: Any, _method: str, members: _Members) -> _Members:
    """What is being worked on, as far as it is known. A key is a customer's own, and may be anything."""
    known = {name: value for name, value in asdict(work()).items() if value is not None}
    return {**members, **known, **({"key": redact(known["key"])} if "key" in known else {})}


def _line(members: _Members, **_options: object) -> str:
    """When, how grave and what first, as whoever reads along looks for them."""
    return exact_json.line({**dict.fromkeys(_FIRST), **members})
