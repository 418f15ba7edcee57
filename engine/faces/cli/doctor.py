"""`wingo doctor`: the prerequisites against the live systems, each with its remedy. It reads only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from engine.diagnostics.diagnostic import error
from engine.diagnostics.languages import Language
from engine.diagnostics.source import shown_path
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import Paint, is_terminal, pad, paint_for, width
from engine.faces.cli.series_room import rooms_json
from engine.faces.cli.stops import DONE, UNREACHABLE, WRONG, diagnostics_json, ending_well, stop
from engine.faces.cli.watching import say_calls, watched
from engine.model import exact_json
from engine.model.ports import Finding
from engine.model.text import say

if TYPE_CHECKING:
    from engine.faces.cli.visit import Visit
    from engine.mapping.workspace import Workspace

OK, WARNING, ERROR = "ok", "warning", "error"
_MARKS = {OK: ("✓", "green"), ERROR: ("✗", "red"), WARNING: ("!", "yellow")}


@click.command("doctor")
@click.option("--write", is_flag=True, help="Write the live number series to series.yaml.")
@format_option("text", "json")
@general_options
@watched
def doctor_command(options: Options, write: bool) -> None:
    """Look at the prerequisites on both sides, and say how each is mended. Nothing is sent."""
    from engine.faces.cli.visit import visit
    from engine.faces.documents import read_documents
    from engine.faces.opening import Unusable

    with ending_well(options):
        documents = read_documents(options.folder)
        if documents.workspace is None or documents.has_errors:
            raise Unusable(tuple(d for d in documents.diagnostics if d.is_error), documents.sources)
        with looking(options) as progress:
            visited = visit(documents, progress)
    if options.json:
        _print_json(options, visited)
    else:
        for line in visit_lines(visited, paint_for(sys.stdout, options.no_color), options.tr):
            click.echo(line)
        say_calls(options, visited.calls)
    if write:
        _write(options, documents.workspace, visited)
    raise click.exceptions.Exit(_exit_code(visited))


@contextmanager
def looking(options: Options) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being looked at."""
    if options.quiet or options.verbose or options.json or not is_terminal():
        yield lambda _name: None
        return
    from rich.console import Console

    tr = options.tr
    with Console(stderr=True, no_color=options.no_color).status(tr("Looking …")) as status:
        yield lambda name: status.update(tr("Looking at {what} …", what=tr.of(name)))


def visit_lines(visited: Visit, paint: Paint, tr: Language) -> Iterator[str]:
    """A visit as a person reads it, system by system, the counts last."""
    topics = [width(tr.of(finding.topic)) for system in visited.systems for finding in system.findings]
    columns = max(topics, default=0) + 2
    for system in visited.systems:
        yield paint(tr.of(system.title), "bold")
        for finding in system.findings:
            yield from _finding_lines(finding, columns, paint, tr)
    yield ending(visited, tr)


def _finding_lines(finding: Finding, columns: int, paint: Paint, tr: Language) -> Iterator[str]:
    mark, colour = _MARKS[finding.state]
    first, *others = tr.of(finding.message).split("\n")
    margin = " " * (4 + columns)
    yield f"  {paint(mark, colour)} {pad(tr.of(finding.topic), columns)}{first}".rstrip()
    yield from (margin + line for line in others)
    if finding.remedy and finding.state != OK:
        yield from (margin + paint(line, "grey") for line in tr.of(finding.remedy).split("\n"))


def ending(visited: Visit, tr: Language) -> str:
    """The last line: `2 to mend, 1 to look at`."""
    wrong, odd = visited.count(ERROR), visited.count(WARNING)
    mend = tr("{n} to mend", n=wrong) if wrong else tr("nothing to mend")
    return tr("{mend}, {n} to look at", mend=mend, n=odd) if odd else mend


def _print_json(options: Options, visited: Visit) -> None:
    findings = [
        {
            "system": system.title,
            "topic": finding.topic,
            "state": finding.state,
            "message": options.tr.of(finding.message),
            "remedy": options.tr.of(finding.remedy),
        }
        for system in visited.systems
        for finding in system.findings
    ]
    said = diagnostics_json(visited.diagnostics, options.tr)
    click.echo(exact_json.dumps({**said, "findings": findings, "series": rooms_json(visited.rooms)}, indent=2))


def _write(options: Options, workspace: Workspace, visited: Visit) -> None:
    """Write the snapshot; what could not be read is not written over what is known."""
    from engine.faces.cli.series_file import FILE, write_series

    tr = options.tr
    if not visited.series:
        click.echo(tr("{file} is left as it is: the live series could not be read", file=FILE), err=True)
        return
    try:
        path = write_series(workspace.folder, visited.series)
    except OSError as problem:
        text = say("{file} cannot be written: {reason}", file=FILE, reason=problem.strerror)
        raise stop(options, WRONG, [error("P906", text, help=say("make the workspace's folder writable"))]) from None
    click.echo(tr("{file} holds {n} series now", file=shown_path(path), n=len(visited.series)), err=True)


def _exit_code(visited: Visit) -> int:
    if visited.is_shut:
        return UNREACHABLE
    return WRONG if visited.count(ERROR) else DONE
