"""`wingo test`: the `tests:` of mappings, run; what they promise, and where one does not hold."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from engine.mapping.proving.proof import EXAMPLES_USUAL
from engine.model.text import Text, say

if TYPE_CHECKING:
    from engine.mapping.examples import ExampleResult
    from engine.mapping.mapping import Mapping
    from engine.mapping.proving.proof import Proof
    from engine.mapping.proving.reach import Reach


@dataclass(frozen=True, slots=True)
class Tested:
    """A mapping with what came of its tests and laws, and what its tests reach."""

    mapping: Mapping
    results: tuple[ExampleResult, ...]
    proof: Proof
    reach: Reach

    @property
    def failed(self) -> tuple[ExampleResult, ...]:
        """Those that did not hold."""
        return tuple(result for result in self.results if not result.passed)


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--examples",
    metavar="N",
    type=click.IntRange(min=0),
    default=EXAMPLES_USUAL,
    show_default=True,
    help="On how many made-up records the laws are tried.",
)
@click.option("--seed", metavar="N", type=click.IntRange(min=0), help="Make up the same records as that time.")
@format_option("text", "json")
@general_options
def test_command(options: Options, paths: tuple[Path, ...], examples: int, seed: int | None) -> None:
    """Run the tests of mappings both ways, and try the laws on made-up records: files, folders, or the workspace."""
    started = time.perf_counter()
    found = inspect_paths(paths, options.folder)
    if seed is None:
        seed = random.SystemRandom().randrange(10**9)
    tested = _run(found, examples, seed)
    problems = _problems(found, tested)
    if options.json:
        _print_json(options, tested, problems, seed)
    else:
        _print_text(options, tested, problems, found)
        if not options.quiet:
            took = duration(time.perf_counter() - started, options.tr)
            errors = sum(diagnostic.is_error for diagnostic in found.diagnostics)
            said = ending(tested, errors, options.tr)
            click.echo(f"{said}; {options.tr('seed {seed}', seed=seed)} ({took})" if tested else f"{said} ({took})")
    raise click.exceptions.Exit(WRONG if problems else DONE)


def _run(found: Inspection, examples: int, seed: int) -> list[Tested]:
    from engine.mapping.examples import run_examples
    from engine.mapping.proving.proof import prove
    from engine.mapping.proving.reach import reach

    return [
        Tested(mapping, run_examples(mapping), prove(mapping, examples, seed), reach(mapping))
        for mapping in found.mappings
    ]


def _problems(found: Inspection, tested: Sequence[Tested]) -> list[Diagnostic]:
    """Why a mapping could not be tested, and which tests did not hold; what is wrong twice is said once."""
    errors = [diagnostic for diagnostic in found.diagnostics if diagnostic.is_error]
    failures = [diagnostic for one in tested for result in one.failed for diagnostic in result.diagnostics]
    return list(dict.fromkeys([*errors, *failures, *filter(None, map(_broken, tested))]))


def _broken(one: Tested) -> Diagnostic | None:
    """The law that a mapping breaks, with the record as a test to paste."""
    from engine.mapping.complaints import law_broken
    from engine.mapping.expectation import written
    from engine.mapping.proving.paste import as_test

    broken = one.proof.broken
    if broken is None:
        return None
    said = law_broken(one.mapping.place, broken.law.value, broken.field, written(broken.expected), written(broken.came))
    return replace(said, help=as_test(f"{broken.law.value} holds", broken.record))


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
    if not options.quiet:
        _print_proofs(options, tested)
    print_as_data(options, problems, _sources(found))


def _print_proofs(options: Options, tested: Sequence[Tested]) -> None:
    """A line a mapping: what was proved of it, and what its tests reach; with `-v` what they do not."""
    width = max((len(one.mapping.name) for one in tested), default=0)
    for one in tested:
        click.echo(f"  {one.mapping.name:<{width}}  {options.tr.of(_proved(one))}")
        if options.verbose:
            for missed in one.reach.unreached:
                place = f"{missed.span.path}:{missed.span.line}"
                click.echo(f"    {options.tr.of(_NOT_REACHED[missed.kind])}  {missed.text}  {place}")


def _proved(one: Tested) -> Text:
    reach, proof = one.reach, one.proof
    missed = reach.missed("rule")
    return say(
        "{two_way} two-way; laws on {tried} records; tests reach {rules} of {all_rules} rules, "
        "{branches} of {all_branches} branches",
        two_way=len(one.mapping.program.ways),
        tried=proof.tried,
        rules=reach.rules - missed,
        all_rules=reach.rules,
        branches=reach.branches - len(reach.unreached) + missed,
        all_branches=reach.branches,
    )


# What is said of a piece that no test reaches.
_NOT_REACHED = {
    "rule": say("rule never run   "),
    "branch": say("never asked      "),
    "skip": say("skips nothing    "),
    "check": say("never refuses    "),
    "warn": say("never warns      "),
}


def _sources(found: Inspection) -> dict[str, SourceText]:
    of_mappings = {path: text for mapping in found.mappings for path, text in mapping.sources.items()}
    return {**of_mappings, **found.sources}


def _print_json(options: Options, tested: Sequence[Tested], problems: list[Diagnostic], seed: int) -> None:
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
    laws = [_proof_json(one) for one in tested]
    counts = {"seed": seed, "passed": passed, "failed": failed}
    click.echo(exact_json.dumps({**said, "tests": tests, "laws": laws, **counts}, indent=2))


def _proof_json(one: Tested) -> dict[str, object]:
    from engine.mapping.proving.paste import as_test

    broken = one.proof.broken
    return {
        "mapping": one.mapping.name,
        "two_way": len(one.mapping.program.ways),
        "records": one.proof.tried,
        "broken": None if broken is None else broken.law.value,
        "test": None if broken is None else as_test(f"{broken.law.value} holds", broken.record),
        "rules": one.reach.rules,
        "branches": one.reach.branches,
        "unreached": [
            {"kind": missed.kind, "text": missed.text, "file": missed.span.path, "line": missed.span.line}
            for missed in one.reach.unreached
        ],
    }
