"""`wingo check`: everything that can be known without a connection, said at once.

The diagnostics are the data here, so they are printed on standard output.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.source import SourceText
from engine.faces.cli.inspection import Inspection, inspect_paths
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import paint_for
from engine.faces.cli.stops import DONE, WRONG, diagnostics_json, summary_json
from engine.faces.times import duration

if TYPE_CHECKING:
    from engine.language import typed


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@format_option("text", "json", "sarif", "github")
@general_options
def check_command(options: Options, paths: tuple[Path, ...]) -> None:
    """Check mappings, tables and workspaces without a connection: files, folders, or the workspace."""
    started = time.perf_counter()
    found = inspect_paths(paths, options.folder)
    print_found = _PRINTERS.get(options.format or "", _print_text)
    print_found(options, found, time.perf_counter() - started)
    raise click.exceptions.Exit(WRONG if found.has_errors else DONE)


def _print_json(options: Options, found: Inspection, _seconds: float) -> None:
    from engine.model import exact_json

    counts = {"files": len(found.sources), "rules": _rules(found), "two_way": _two_way(found)}
    click.echo(exact_json.dumps({**diagnostics_json(found.diagnostics, options.tr), **counts}, indent=2))


def _print_sarif(options: Options, found: Inspection, _seconds: float) -> None:
    from importlib.metadata import version

    from engine.diagnostics.sarif import sarif_log
    from engine.model import exact_json

    click.echo(exact_json.dumps(sarif_log(_shown(options, found), version("wingo"), options.tr), indent=2))


def _print_github(options: Options, found: Inspection, _seconds: float) -> None:
    from engine.diagnostics.workflow_commands import workflow_commands

    for line in workflow_commands(_shown(options, found), options.tr):
        click.echo(line)


def _shown(options: Options, found: Inspection) -> list[Diagnostic]:
    """What a reader is to see; what only tells (a variable that is not set here) when asked for."""
    return [d for d in found.diagnostics if options.verbose or d.severity is not Severity.INFO]


def _print_text(options: Options, found: Inspection, seconds: float) -> None:
    shown = _shown(options, found)
    print_as_data(options, shown, found.sources)
    if not options.quiet:
        told = ending(found, len(found.diagnostics) - len(shown), options.tr)
        click.echo(f"{told} ({duration(seconds, options.tr)})")


_PRINTERS = {"json": _print_json, "sarif": _print_sarif, "github": _print_github}


def print_as_data(options: Options, diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceText]) -> None:
    """Diagnostics on standard output, each with its excerpt and an empty line behind it."""
    if not diagnostics:
        return
    from engine.diagnostics.render import render_text

    click.echo(render_text(diagnostics, sources, paint_for(sys.stdout, options.no_color).colour, options.tr))
    asked = next((d.code for d in diagnostics if d.is_error), None)
    if asked is not None and not options.quiet:
        click.echo(options.tr("`wingo explain-code {code}` tells more", code=asked) + "\n")


def ending(found: Inspection, notes_hidden: int, tr: Language = ENGLISH) -> str:
    """The last line: what is wrong, or how much was looked at."""
    hidden = tr.count(notes_hidden, "; {n} note (-v shows it)", "; {n} notes (-v shows them)")
    return ", ".join(_parts(found, tr)) + (hidden if notes_hidden else "")


def _parts(found: Inspection, tr: Language) -> Iterator[str]:
    files = tr.count(len(found.sources), "{n} file", "{n} files")
    summary = summary_json(found.diagnostics)
    errors = tr.count(summary["errors"], "{n} error", "{n} errors")
    warnings = tr.count(summary["warnings"], "{n} warning", "{n} warnings")
    wrong = [errors] * bool(summary["errors"]) + [warnings] * bool(summary["warnings"])
    if wrong:
        counts = ", ".join(wrong)
        yield tr("{counts} in {files}", counts=counts, files=files) if found.sources else counts
        return
    yield files
    if found.mappings:
        yield tr.count(_rules(found), "{n} rule", "{n} rules")
        yield tr("{n} two-way: all proved", n=_two_way(found)) if _two_way(found) else tr("none two-way")


def _rules(found: Inspection) -> int:
    return sum(1 for mapping in found.mappings for _ in rules_of(mapping.program.statements))


def _two_way(found: Inspection) -> int:
    return sum(len(mapping.program.ways) for mapping in found.mappings)


def rules_of(statements: tuple[typed.Statement, ...]) -> Iterator[typed.Rule]:
    """Every rule of a mapping, those inside objects and lists too."""
    from engine.language import typed

    return (statement for statement in typed.all_statements(statements) if isinstance(statement, typed.Rule))
