"""What every page shares: nothing is fetched, nothing in data ends what it stands in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.diagnostics.diagnostic import error
from engine.diagnostics.languages import ENGLISH
from engine.faces.pages.page import css_text, embedded, noted, page_parts, part_of, ticked
from engine.faces.systems import spoken
from engine.model import exact_json
from engine.model.personal import MASK
from engine.model.text import say

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


def test_what_is_noted_is_said_in_the_readers_language_without_a_personal_number() -> None:
    said = noted(
        error("R201", say("{subject} {reason}", subject="130972 48022", reason=say("not a date"))), spoken("nb")
    )
    assert said.message == f"{MASK} ikke en dato"
    assert said.help == "Rett posten i Win; neste kjøring sender den."


def test_a_page_is_made_in_parts() -> None:
    with pytest.raises(Exception, match="sentence"):
        "".join(page_parts("plan.html.j2", ENGLISH, place="x", running="y"))
