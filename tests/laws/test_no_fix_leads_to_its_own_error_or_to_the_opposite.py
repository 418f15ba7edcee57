"""No fix leads to its own error, nor to the opposite one: applied, the mistake is gone and none of its kind came.

Each fix that a diagnostic offers is carried out by itself, on mappings made at random and on every example of a code.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, Fix
from engine.diagnostics.example import read_example
from engine.mapping.library import Library
from parts.worlds import DATA, SMALL, TESTS, Told, module, options, told_of_files, told_of_rules

PROMISES = module(TESTS / "engine" / "language" / "test_checker_promises.py")
SLIPS = (Path(TESTS) / "engine" / "language" / "parsing" / "slips.txt").read_text(encoding="utf-8")

# What answers too little against what answers too much. N101 and its like have none.
_OPPOSITES = {"T102": "T201", "T201": "T102", "T104": "T202", "T202": "T104"}
_UNCOVERS = {"T201", "T202", "C202"}
_EXAMPLES = [
    example.wrong["rules"] for code in CODES if (example := read_example(code)) is not None and "rules" in example.wrong
]
_OF_FILES = {
    code: example.wrong
    for code in CODES
    if code[0] == "O"
    and (example := read_example(code)) is not None
    and example.wrong.keys().isdisjoint({"rules", *DATA})
}
_SLIPS = [f"Name = name | limit(100)\n{part.splitlines()[0]}\n" for part in SLIPS.split("--- ")[1:]]


def applied(text: str, fix: Fix) -> str:
    """A text with a fix carried out."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start = starts[fix.span.line - 1] + fix.span.column - 1
    end = min(starts[min(fix.span.end_line, len(starts)) - 1] + fix.span.end_column - 1, len(text))
    return text[:start] + fix.text + text[end:]


def _count(told: Told, code: str) -> int:
    return Counter(d.code for d in told.diagnostics)[code]


def _hold(text: str) -> None:
    before = told_of_rules(text)
    for diagnostic in before.diagnostics:
        for fix in diagnostic.fixes:
            _hold_one(text, before, diagnostic, fix)


def _hold_one(text: str, before: Told, diagnostic: Diagnostic, fix: Fix) -> None:
    mended = applied(text, fix)
    after = told_of_rules(mended)
    code, opposite = diagnostic.code, _OPPOSITES.get(diagnostic.code)
    shown = f"{code} {fix.text!r}\n{text}\n->\n{mended}\n{[(d.code, d.message) for d in after.diagnostics]}"
    if code[0] == "S":  # a parse goes on behind what was mended, and may meet the next mistake of the line
        assert not [
            d for d in after.diagnostics if (d.code, d.message, d.span) == (code, diagnostic.message, diagnostic.span)
        ], shown
        return
    assert not [d for d in after.diagnostics if d.code[0] == "S"], shown
    # What is taken away may uncover another one of its kind, which waited behind it; there are ever fewer of them.
    assert _count(after, code) < _count(before, code) + (code in _UNCOVERS), shown
    if opposite is not None:
        assert _count(after, opposite) <= _count(before, opposite), shown


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(PROMISES.rules(right=True), PROMISES.rules(right=False)))
def test_over_mappings_made_at_random(text: str) -> None:
    _hold(text)


@pytest.mark.parametrize("text", [*_EXAMPLES, *_SLIPS])
def test_over_examples_and_slips(text: str) -> None:
    _hold(text)


@pytest.mark.parametrize("code", _OF_FILES)
def test_over_examples_of_whole_files(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = told_of_files(_OF_FILES[code], tmp_path, _library(tmp_path))
    for diagnostic in before.diagnostics:
        for fix in diagnostic.fixes:
            texts = {**_OF_FILES[code], fix.span.path: applied(_OF_FILES[code][fix.span.path], fix)}
            after = told_of_files(texts, tmp_path, _library(tmp_path))
            assert _count(after, diagnostic.code) < _count(before, diagnostic.code), (diagnostic, texts)
            assert {d.code for d in after.diagnostics if d.is_error} <= {d.code for d in before.diagnostics}, texts
    assert code not in {"O101", "O102"} or any(d.fixes for d in before.diagnostics if d.code == code)


def _library(folder: Path) -> Library:
    """The small world, its shipped mappings written down."""
    for name, content in SMALL.SHIPPED.items():
        path = folder / "package" / "shipped" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Library({"win": SMALL.WIN, "go": SMALL.GO}, folder / "package" / "shipped")


def test_there_are_fixes_to_try() -> None:
    offered = {d.code for text in (*_EXAMPLES, *_SLIPS) for d in told_of_rules(text).diagnostics if d.fixes}
    wanted = {"T102", "T104", "T105", "T106", "T201", "T202", "N101", "N102", "N103", "N106", "N107", "N108", "N109"}
    wanted |= {"I101", "I102", "I103", "I109"}
    assert offered >= wanted | {"C202", "S108", "S111", "S117", "S122"}
    assert options("# from: win.invoice  to: go.voucher\n")["source"] == "win.invoice"
