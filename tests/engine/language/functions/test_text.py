"""Text functions at their edges: spaces of all kinds, pairs of surrogates, names that could be split in two ways."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.clean import OUTER, utf16_length
from engine.language.functions import text as steps
from engine.language.functions.registry import StepFailed


def test_squeeze_takes_every_kind_of_space() -> None:
    assert steps.squeeze("\u00a0Fjord \u2009\n Regnskap\ufeff") == "Fjord Regnskap"
    assert steps.squeeze(" \t ") is None


def test_trim_leaves_the_middle_alone() -> None:
    assert steps.trim("\u200b Fjord  AS\n") == "Fjord  AS"


def test_case_is_changed_for_every_alphabet_and_stays_composed() -> None:
    assert steps.lower("ÆØÅ ÉTÉ") == "æøå été"
    assert steps.upper("straße") == "STRASSE"
    assert steps.lower("A\u030a") == "å"


def test_digits_of_other_scripts_become_plain_ones() -> None:
    assert steps.digits("٣4５") == "345"
    assert steps.digits("x²½") is None


def test_replacing_nothing_changes_nothing() -> None:
    assert steps.replace("abc", "", "x") == "abc"


def test_a_text_that_is_put_together_is_composed() -> None:
    assert steps.prefix("\u030a", "a") == "å"
    assert steps.suffix("a", "\u030a") == "å"


def test_nothing_put_together_with_nothing_is_absent() -> None:
    assert steps.prefix("", "") is None
    assert steps.suffix("", "") is None


def test_padding_counts_as_lengths_do_and_cuts_no_character() -> None:
    assert steps.pad("1", 3, "ab") == "ab1"
    assert steps.pad("1", 4, "ab") == "aba1"
    assert steps.pad("1", 4, " ") == "   1"
    assert steps.pad("1", 2, "😀") == "1"
    assert steps.pad("😀", 3, "0") == "0😀"
    assert steps.pad("1", 3, "") == "1"
    assert steps.pad("1", -5, "0") == "1"


def test_padding_to_an_absurd_length_stops() -> None:
    assert utf16_length(steps.pad("1", 10**12, "0") or "") == 4000


@given(st.text(min_size=1), st.integers(1, 12))
def test_a_limited_text_is_no_longer_and_begins_as_before(text: str, length: int) -> None:
    cut = steps.limit(text, length)
    if cut is None:
        return
    assert utf16_length(cut) <= length
    assert text.startswith(cut)
    assert cut == text or cut[-1] not in OUTER
    assert steps.limit(cut, length) == cut


def test_limit_splits_no_pair() -> None:
    assert steps.limit("a😀b", 2) == "a"
    assert steps.limit("a😀b", 3) == "a😀"
    assert steps.limit("😀", 1) is None
    assert steps.limit("Fjord", 0) is None
    assert steps.limit("Fjord", Decimal("2.5")) == "Fj"
    assert steps.limit("Fjord", Fraction(7, 2)) == "Fjo"


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Kari Nordmann", "Kari", "Nordmann"),
        (" Kari   Nordmann ", "Kari", "Nordmann"),
        ("Nordmann, Kari", "Kari", "Nordmann"),
        ("van Dyk,  Ola  Ås", "Ola Ås", "van Dyk"),
        ("Anne-Lise Åsen", "Anne-Lise", "Åsen"),
    ],
)
def test_names_are_split_where_there_is_one_way(name: str, first: str, last: str) -> None:
    assert steps.first_name(name) == first
    assert steps.last_name(name) == last


@pytest.mark.parametrize("name", ["Kari", "", "Kari Anne Nordmann", "Nordmann,", ", Kari", "a, b, c", "Fjord , "])
def test_an_ambiguous_name_is_reported_and_not_guessed(name: str) -> None:
    with pytest.raises(StepFailed) as failure:
        steps.first_name(name)
    assert failure.value.reason == "does not say which part is the first name and which the last"
    with pytest.raises(StepFailed):
        steps.last_name(name)
