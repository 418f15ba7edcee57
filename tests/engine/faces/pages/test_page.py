"""What every page shares: nothing is fetched, nothing in data ends what it stands in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.diagnostics.languages import ENGLISH
from engine.faces.pages.page import css_text, embedded, page_parts, part_of, ticked
from engine.faces.systems import spoken
from engine.model import exact_json

HOSTILE = "</script><!--<script>\u2028 \"'`"


def test_data_in_a_page_reads_back_as_it_was() -> None:
    text = embedded({"name": HOSTILE, "amount": Decimal("1250.00")})
    assert "<" not in text
    assert "\u2028" not in text
    assert exact_json.loads(text) == {"name": HOSTILE, "amount": Decimal("1250.00")}


def test_a_text_in_a_style_ends_nothing() -> None:
    assert css_text("fjord · plan 01J") == "fjord · plan 01J"
    assert css_text('"</style>\\') == "\\22 \\3c \\2f style\\3e \\5c "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write `<b>`, or `x`", "write <code>&lt;b&gt;</code>, or <code>x</code>"),
        ("one ` alone <i>", "one ` alone &lt;i&gt;"),
        ("two\nlines \u202e", "two\nlines �"),
    ],
)
def test_what_stands_between_backticks_is_code(text: str, shown: str) -> None:
    assert ticked(text) == shown


def test_a_template_is_laid_out_by_its_macros() -> None:
    macros = part_of("plan_change.html.j2", spoken("nb"), words={}, classes={})
    assert "hvorfor" in macros.why_word


def test_amounts_and_days_are_written_as_the_country_writes_them() -> None:
    from engine.faces.pages.page import _spoken

    english, norwegian = _spoken(ENGLISH), _spoken(spoken("nb"))
    assert english["amount"](Decimal("184220.5")) == "184,220.50"  # type: ignore[operator]
    assert norwegian["amount"](Decimal("184220.5")) == "184\xa0220,50"  # type: ignore[operator]
    assert english["day"](date(2026, 11, 24)) == "24 November 2026"  # type: ignore[operator]
    assert norwegian["day"](date(2026, 11, 24)) == "24. november 2026"  # type: ignore[operator]


def test_a_page_is_made_in_parts() -> None:
    with pytest.raises(Exception, match="sentence"):
        "".join(page_parts("plan.html.j2", ENGLISH, place="x", running="y"))
