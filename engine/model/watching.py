"""What happens while a system is worked with, told as it happens to whoever watches.

A connector tells of each exchange, a run of its beginning and its end. Neither knows who watches, and nothing is made
ready for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

from engine.model.frozen import frozen, replace

STRUCK = "***"  # what stands in the place of a secret


@frozen
class Work:
    """What is being worked on, as far as it is known. `entity` and `key` are the names that plans have for it."""

    workspace: str | None = None
    run: int | None = None
    entity: str | None = None
    key: str | None = None


@frozen
class Message:
    """A request or an answer as it may be kept: without secrets and personal numbers.

    `body`: None, or one member: `json` with exact numbers, `text`, or `file` with its `bytes` and `sha256`.
    """

    headers: Mapping[str, str]
    body: Mapping[str, Any] | None


@frozen
class Exchange:
    """One request that was sent to a system, and what came back. Nothing in it is secret or a personal number.

    `id`: the same for all attempts of one request. `address`: the system's, `path` below it, without the query.
    `status`: None when no answer came; `failure` then says what did. `duration_ms` is without `waited_ms`, the wait for
    the system's limit. `request` and `answer` give the messages; they are asked at once or never.
    """

    id: str
    method: str
    address: str
    path: str
    query: tuple[tuple[str, str], ...]
    attempt: int
    status: int | None
    failure: str | None
    duration_ms: int
    waited_ms: int
    request: Callable[[], Message]
    answer: Callable[[], Message | None]


@frozen
class RunStarted:
    """A run begins."""

    command: str


@frozen
class RunDone:
    """A run has ended. `outcome`: as the state keeps it. `changes` took hold, `held` records are held back."""

    outcome: str
    calls: int
    changes: int = 0
    held: int = 0


@frozen
class RecordHeld:
    """A run leaves a record held back: the code of its reason, and how it stands (refused, waits, document_waits)."""

    code: str
    state: str


Happening: TypeAlias = Exchange | RunStarted | RunDone | RecordHeld
Watcher: TypeAlias = Callable[[Happening], None]

_NOTHING = Work()
_WORK: ContextVar[Work] = ContextVar("work", default=_NOTHING)
_WATCHERS: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


def work() -> Work:
    """What is being worked on now."""
    return _WORK.get()


@contextmanager
def at_work(**parts: Any) -> Iterator[None]:
    """Work on something for a while; of what is not named, what was worked on before still holds."""
    before = _WORK.set(replace(_WORK.get(), **parts))
    try:
        yield
    finally:
        _WORK.reset(before)


@contextmanager
def watched_by(*watchers: Watcher) -> Iterator[None]:
    """Tell these too of what happens for a while. A watcher raises nothing: what it watches must not suffer by it."""
    before = _WATCHERS.set((*_WATCHERS.get(), *watchers))
    try:
        yield
    finally:
        _WATCHERS.reset(before)


def is_watched() -> bool:
    """Whether anybody is told."""
    return bool(_WATCHERS.get())


def tell(happening: Happening) -> None:
    """Tell whoever watches."""
    for watcher in _WATCHERS.get():
        watcher(happening)
