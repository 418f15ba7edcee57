"""A text field is read clean, and cleaning a clean text changes nothing."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.language.clean import OUTER, WHITE_SPACE, clean, utf16_length

# Texts of the characters that matter, beside any others: breaks, controls, spaces, accents, halves of pairs.
UNCLEAN = st.text(
    st.one_of(st.sampled_from("aåe\u0301\u030a \t\r\n\v\f\x00\x1f\x7f\x85\u200b\ufeff\u2028\u00a0\ud800\U0001f600"))
    | st.characters()
)


@settings(max_examples=300)
@given(UNCLEAN, st.booleans())
@example("e\x00\u0301", False)
@example("\r\x00\n", True)
@example("\u200b \ufeff", False)
def test_a_clean_text_stays_as_it_is(text: str, multi_line: bool) -> None:
    once = clean(text, multi_line)
    assert once is None or clean(once, multi_line) == once


@settings(max_examples=300)
@given(UNCLEAN, st.booleans())
def test_a_clean_text_has_nothing_unclean_in_it(text: str, multi_line: bool) -> None:
    cleaned = clean(text, multi_line) or "x"
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned[0] not in OUTER
    assert cleaned[-1] not in OUTER
    controls = {character for character in cleaned if unicodedata.category(character) in ("Cc", "Cs")}
    assert controls <= ({"\n"} if multi_line else set())
    assert not {"\u2028", "\u2029"} & set(cleaned)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Fjord AS ", "Fjord AS"),
        ("Fjord\r\nRegnskap", "Fjord Regnskap"),
        ("Fjord\nRegnskap", "Fjord Regnskap"),
        ("Fjord\n\nRegnskap", "Fjord  Regnskap"),
        ("Fjord\tRegnskap", "Fjord Regnskap"),
        ("Fjo\x00rd\x1f", "Fjord"),
        ("\ufeffFjord\u200b\u00a0", "Fjord"),
        ("Bla\u030abær", "Blåbær"),
        ("e\x07\u0301", "é"),
        ("Fjord\ud800", "Fjord"),
        ("a  b", "a  b"),
        ("", None),
        ("   ", None),
        ("\x00", None),
        ("\u3000\u200b\ufeff\u2009", None),
    ],
)
def test_texts_are_read_clean(text: str, expected: str | None) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\none\n", "one"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\ttwo", "one two"),
        ("plain", "plain"),
    ],
)
def test_line_breaks_are_kept_where_a_field_has_several_lines(text: str, expected: str) -> None:
    assert clean(text, multi_line=True) == expected


def test_white_space_is_unicodes() -> None:
    every = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    # Python takes four control characters for spaces that Unicode's White_Space property does not have.
    assert set(WHITE_SPACE) == every - set("\x1c\x1d\x1e\x1f")
    assert len(WHITE_SPACE) == 25


@given(st.text())
def test_lengths_are_those_of_utf16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("Fjord", 5), ("blåbær", 6), ("😀", 2), ("a😀b", 4), ("\ud800", 1)]
)
def test_a_character_beyond_the_first_plane_counts_as_two(text: str, length: int) -> None:
    assert utf16_length(text) == length
