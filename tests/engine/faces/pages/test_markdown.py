"""Text for Markdown: no sign that a person typed means anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.faces.pages.markdown import code, escaped, table, ticked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, 1.5 (ok)", "plain text, 1.5 (ok)"),
        ("*bold* _it_ `x` [a](b) <b>", "\\*bold\\* \\_it\\_ \\`x\\` \\[a\\](b) \\<b\\>"),
        ("a | b\nc", "a \\| b c"),
        ("@all #12", "@<!-- -->all \\#<!-- -->12"),
        ("https://a.no www.b.no", "https://<!-- -->a.no www<!-- -->.b.no"),
        ("&lt; $x$ ~y~ !z ^ + =", "\\&lt; \\$x\\$ \\~y\\~ \\!z \\^ \\+ \\="),
    ],
)
def test_signs_mean_nothing(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("  ", ""),
        ("Fjord AS", "`Fjord AS`"),
        ("a`b", "``a`b``"),
        ("`a``", "``` `a`` ```"),
        (" a", "`  a `"),
        ("a | b", "`a \\| b`"),
        ("two\nlines", "`two lines`"),
    ],
)
def test_code_ends_where_it_should(text: str, shown: str) -> None:
    assert code(text) == shown


def test_what_stands_between_backticks_stays_code() -> None:
    assert ticked("write `a_b`, not *c*") == "write `a_b`, not \\*c\\*"
    assert ticked("one ` alone") == "one \\` alone"


def test_a_table_has_its_numbers_at_the_right() -> None:
    assert table(["a", "b"], [["x", "1"]], numbers_from=1) == ["| a | b |", "| --- | --: |", "| x | 1 |"]
    assert table(["a"], []) == ["| a |", "| --- |"]


@given(st.text(alphabet="`|\\ a\n<@", max_size=20))
def test_no_text_leaves_its_cell_or_its_line(text: str) -> None:
    for shown in (code(text), escaped(text)):
        assert "\n" not in shown
        bare = shown.replace("\\\\", "") if shown == escaped(text) else shown
        assert all(bare[place - 1] == "\\" for place, letter in enumerate(bare) if letter == "|")
