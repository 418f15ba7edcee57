"""Slips of those who know Excel, SQL or Python are named in a consultant's words, in English and Norwegian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Diagnostic, Fix
from engine.diagnostics.languages import LANGUAGES, language
from engine.diagnostics.source import Embedded, SourceText
from engine.language.parser import parse_rules
from engine.language.parsing.slips import SLIPS, Slip

GOLDEN = Path(__file__).parent / "slips.txt"
CASES = [part.split("\n", 1) for part in re.split(r"^--- ", GOLDEN.read_text(encoding="utf-8"), flags=re.M)[1:]]
# Words that only one who writes parsers says.
_PARSERS_WORDS = re.compile(r"\b(token|parse|parser|syntax|grammar|expected|unexpected|terminal|expression)\b", re.I)


def _said(rules: str) -> tuple[Diagnostic, ...]:
    return parse_rules(Embedded("mapping.rules", rules, 1, 1)).diagnostics


def _told(rules: str) -> str:
    """Each mistake's place, message and remedy, and what its fix makes of the line, in every language."""
    lines = []
    for diagnostic in _said(rules):
        span = diagnostic.span
        assert span is not None
        for name in LANGUAGES:
            tr = language(name)
            lines.append(f"  {diagnostic.code} {span.column}-{span.end_column}: {tr.of(diagnostic.message)}")
            lines.append(f"    {tr.of(diagnostic.help)}")
        lines += [f"    > {_mended(rules, fix)}" for fix in diagnostic.fixes]
    return "\n".join(lines) + "\n"


def _mended(rules: str, fix: Fix) -> str:
    return rules[: fix.span.column - 1] + fix.text + rules[fix.span.end_column - 1 :]


@pytest.mark.parametrize(("rules", "told"), CASES, ids=[rules for rules, _ in CASES])
def test_a_slip_is_told_in_these_words(rules: str, told: str) -> None:
    assert _told(rules) == told


@pytest.mark.parametrize(("rules", "told"), CASES, ids=[rules for rules, _ in CASES])
def test_no_slip_is_told_in_a_parsers_words(rules: str, told: str) -> None:
    for diagnostic in _said(rules):
        assert not _PARSERS_WORDS.search(diagnostic.message)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.message)
def test_every_example_of_a_slip_is_told_as_that_slip(slip: Slip) -> None:
    for example in slip.examples:
        said = [d for d in _said(example) if (d.code, d.message, d.help) == (slip.code, slip.message, slip.help)]
        assert said, (example, [d.message for d in _said(example)])


def test_a_slip_is_recognised_however_deep_it_stands() -> None:
    for rules in (
        "A = if (b is null) then c else d",
        "A = b ?? (if c then f(d is null) else e)",
        "B {\n A = c is null\n}",
    ):
        assert [d.code for d in _said(rules)] == ["S122"]


def test_a_source_text_is_cut_to_a_span() -> None:
    rules = "A = b\n  | c"
    [statement] = parse_rules(Embedded("mapping.rules", rules, 1, 1)).statements
    assert SourceText("mapping.rules", rules).cut(statement.span) == rules
