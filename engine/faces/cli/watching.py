"""What a command asks of its systems, shown and kept while it works: `-v`, `--record DIR`, WINGO_EVENTS."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.options import Options
from engine.model.personal import redact
from engine.model.watching import Exchange, Happening, Watcher, Work, watched_by, work

if TYPE_CHECKING:
    from engine.faces.recorder import Recorder

R = TypeVar("R")
EVENTS = "WINGO_EVENTS"


def watched(command: Callable[..., R]) -> Callable[..., R]:
    """Add `--record` to a command that talks to systems, and let those watch it who were asked to.

    It stands right above the command's function, below `general_options`.
    """

    @functools.wraps(command)
    def wrapped(options: Options, *args: Any, record: Path | None, **kwargs: Any) -> R:
        with _watching(options, record):
            return command(options, *args, **kwargs)

    folder = click.Path(file_okay=False, path_type=Path)
    option = click.option("--record", type=folder, metavar="DIR", help="Keep each request to Go with its answer here.")
    return option(wrapped)


@contextmanager
def _watching(options: Options, record: Path | None) -> Iterator[None]:
    """Let them watch for the length of a command; a folder or file that cannot be written to ends it first."""
    from engine.faces.cli.stops import ending_well

    with ExitStack() as stack:
        with ending_well(options):
            watchers = list(_watchers(options, record, stack))
        if watchers:  # so that nothing is made ready for nobody
            stack.enter_context(watched_by(*watchers))
        yield


def _watchers(options: Options, record: Path | None, stack: ExitStack) -> Iterator[Watcher]:
    """Who was asked to watch. Raises OSError."""
    if options.verbose:
        yield _Lines(options.tr)
    if os.environ.get(EVENTS):
        from engine.faces.events import event_log

        yield stack.enter_context(event_log(os.environ[EVENTS]))
    if record is not None:
        from engine.faces.recorder import Recorder

        recorder = Recorder(record)
        stack.callback(_own_up, recorder, options.tr)
        yield recorder


class _Lines:
    """A watcher that prints a line for each request; standard output stays what was asked for."""

    def __init__(self, tr: Language) -> None:
        self._tr = tr

    def __call__(self, happening: Happening) -> None:
        if isinstance(happening, Exchange):
            with suppress(OSError):  # whoever read along has gone; what was asked for goes on
                click.echo(request_line(happening, work(), self._tr), err=True)


def request_line(exchange: Exchange, at: Work, tr: Language) -> str:
    """`POST /Customers: 201 (attempt 1, 41 ms) customer 512`"""
    told = tr(
        "{method} {path}: {outcome} (attempt {attempt}, {ms} ms)",
        method=exchange.method,
        path=exchange.path,
        outcome=exchange.status or tr("no answer, {failure}", failure=exchange.failure),
        attempt=exchange.attempt,
        ms=exchange.duration_ms,
    )
    return " ".join([told, *filter(None, (at.entity, redact(at.key or "")))])


def _own_up(recorder: Recorder, tr: Language) -> None:
    """Say of a recording that it ends early; what was recorded went on."""
    if recorder.problem is not None:
        text = tr(
            "the recording ends early: {file}: {reason}",
            file=recorder.problem.filename,
            reason=recorder.problem.strerror,
        )
        click.echo(text, err=True)


def say_calls(options: Options, calls: int) -> None:
    """What reading took, on stderr; nothing beside data and pages."""
    if calls and not options.quiet and options.format in (None, "text"):
        click.echo(options.tr.count(calls, "{n} API call to read", "{n} API calls to read"), err=True)
