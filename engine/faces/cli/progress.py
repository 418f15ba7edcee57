"""Progress on long work: a line that moves, on a terminal only, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.faces.cli.options import Options
from engine.faces.cli.paint import is_terminal


@contextmanager
def planning_progress(options: Options) -> Iterator[Callable[[str], None]]:
    """Say which mapping is being planned."""
    if options.quiet or options.verbose or options.json or not is_terminal():
        yield lambda _name: None
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=options.no_color)
    tr = options.tr
    with console.status(tr("Planning …")) as status:
        yield lambda name: status.update(tr("Planning {mapping} …", mapping=name))


@contextmanager
def sending_progress(options: Options, total: int) -> Iterator[Callable[[object], None]]:
    """Count the changes that were carried out."""
    if options.quiet or options.verbose or options.json or not is_terminal():
        yield lambda _result: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    sending = options.tr("Sending")
    columns = (TextColumn(sending), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, no_color=options.no_color)) as progress:
        task = progress.add_task(sending, total=total)
        yield lambda _result: progress.advance(task)
