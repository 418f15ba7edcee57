"""Which steps can be undone, what is said of the others, and the fix that makes such a rule one-way."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Diagnostic
from engine.mapping.mapping import load_mapping_file
from parts.two_way import HEAD, loaded
from strategies.two_way_mappings import LIBRARY


def errors(rules: str) -> list[Diagnostic]:
    return [d for d in loaded(rules).diagnostics if d.is_error]


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ("let k = 3\nWhole1 <-> whole_1 + k", []),
        ("Text1 <-> text_1 ?? nothing", []),
        ("Whole1 <-> whole_1 * whole_2", ["I101"]),
        ("Text1 <-> code_1 | table(partial) else text_2", ["I101"]),
        ("Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_1\nWhole3 <-> whole_2", ["I104"]),
        ("Text1 <-> text_1\nText2 <-> text_1", ["I104"]),
        ("Day1 <-> today", ["I101"]),
    ],
)
def test_a_rule_has_a_way_back_or_is_told_why_not(rules: str, codes: list[str]) -> None:
    assert [d.code for d in errors(rules)] == codes


def test_the_fix_of_a_rule_without_a_way_back_is_in_place_of_its_arrow() -> None:
    found = loaded("Text1   <-> text_1 | limit(5)")
    [told] = [d for d in found.diagnostics if d.is_error]
    [fix] = told.fixes
    [source] = found.sources.values()
    assert (source.cut(fix.span), fix.text) == ("<->", "=")


def test_a_template_is_named_as_a_step(tmp_path: Path) -> None:
    (tmp_path / "thing.yaml").write_text(HEAD + '  Text1 <-> render("a.j2")\n', encoding="utf-8")
    (tmp_path / "a.j2").write_text("{{ thing_no }}", encoding="utf-8")
    found = load_mapping_file(tmp_path / "thing.yaml", LIBRARY)
    [told] = [d for d in found.diagnostics if d.is_error]
    assert str(told.message).startswith("`render` cannot be undone")
