"""`wingo test`: the `tests:` of mappings, run; what they promise, and where one does not hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.source import SourceText
from engine.faces.cli.check import print_as_data
from engine.faces.cli.inspection import Inspection, inspect_paths
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import paint_for
from engine.faces.cli.stops import DONE, WRONG, diagnostics_json
from engine.faces.times import duration

if TYPE_CHECKING:
    from engine.mapping.examples import ExampleResult
    from engine.mapping.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Tested:
    """A mapping with what came of its tests."""

    mapping: Mapping
    results: tuple[ExampleResult, ...]

    @property
    def failed(self) -> tuple[ExampleResult, ...]:
        """Those that did not hold."""
        return tuple(result for result in self.results if not result.passed)


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@format_option("text", "json")
@general_options
def test_command(options: Options, paths: tuple[Path, ...]) -> None:
    """Run the tests of mappings: files, folders, or the workspace."""
    started = time.perf_counter()
    found = inspect_paths(paths, options.folder)
    tested = _run(found)
    problems = _problems(found, tested)
    if options.json:
        _print_json(options, tested, problems)
    else:
        _print_text(options, tested, problems, found)
        if not options.quiet:
            took = duration(time.perf_counter() - started, options.tr)
            errors = sum(diagnostic.is_error for diagnostic in found.diagnostics)
            click.echo(f"{ending(tested, errors, options.tr)} ({took})")
    raise click.exceptions.Exit(WRONG if problems else DONE)


def _run(found: Inspection) -> list[Tested]:
    from engine.mapping.examples import run_examples

    return [Tested(mapping, run_examples(mapping)) for mapping in found.mappings]


def _problems(found: Inspection, tested: Sequence[Tested]) -> list[Diagnostic]:
    """Why a mapping could not be tested, and which tests did not hold; what is wrong twice is said once."""
    errors = [diagnostic for diagnostic in found.diagnostics if diagnostic.is_error]
    failures = [diagnostic for one in tested for result in one.failed for diagnostic in result.diagnostics]
    return list(dict.fromkeys([*errors, *failures]))


def ending(tested: Sequence[Tested], errors: int, tr: Language = ENGLISH) -> str:
    """The last line: how many tests held, and whether errors kept a mapping from being tested."""
    if not errors:
        return _held(tested, tr)
    if not tested:
        return tr.count(
            errors, "nothing was tested: mend the error first", "nothing was tested: mend the {n} errors first"
        )
    said = _held(tested, tr)
    return tr.count(
        errors,
        "{said}; what has an error was not tested",
        "{said}; what has the {n} errors was not tested",
        said=said,
    )


def _held(tested: Sequence[Tested], tr: Language) -> str:
    passed, failed = _counts(tested)
    return tr.count(
        sum(bool(one.results) for one in tested),
        "{passed} passed, {failed} failed in {n} mapping",
        "{passed} passed, {failed} failed in {n} mappings",
        passed=passed,
        failed=failed,
    )


def _counts(tested: Sequence[Tested]) -> tuple[int, int]:
    failed = sum(len(one.failed) for one in tested)
    return sum(len(one.results) for one in tested) - failed, failed


def _print_text(options: Options, tested: Sequence[Tested], problems: list[Diagnostic], found: Inspection) -> None:
    paint = paint_for(sys.stdout, options.no_color)
    for one in tested:
        if options.verbose:
            for result in one.results:
                mark = paint("✓", "green") if result.passed else paint("✗", "red")
                click.echo(f"  {mark} {one.mapping.name}: {result.name}")
        elif one.failed:
            named = ", ".join(f'"{result.name}"' for result in one.failed)
            click.echo(paint(f"✗ {one.mapping.name}: {named}", "red"))
    print_as_data(options, problems, _sources(found))


def _sources(found: Inspection) -> dict[str, SourceText]:
    of_mappings = {path: text for mapping in found.mappings for path, text in mapping.sources.items()}
    return {**of_mappings, **found.sources}


def _print_json(options: Options, tested: Sequence[Tested], problems: list[Diagnostic]) -> None:
    from engine.model import exact_json

    passed, failed = _counts(tested)
    tests = [
        {
            "mapping": one.mapping.name,
            "name": result.name,
            "passed": result.passed,
            "file": result.span.path,
            "line": result.span.line,
        }
        for one in tested
        for result in one.results
    ]
    said = diagnostics_json(problems, options.tr)
    click.echo(exact_json.dumps({**said, "tests": tests, "passed": passed, "failed": failed}, indent=2))
