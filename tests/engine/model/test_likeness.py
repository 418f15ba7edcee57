"""Names that nobody knows: which known one was meant."""

from __future__ import annotations

import pytest

from engine.model.likeness import near_keys, nearest

NAMES = ["Number", "EmailAddress", "country_code"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Numbr", "Number"),
        ("number", "Number"),
        ("emailadress", "EmailAddress"),
        ("countryCode", "country_code"),
        ("Number", "Number"),
        ("zzz", None),
    ],
)
def test_capitals_and_underscores_count_for_little(word: str, meant: str | None) -> None:
    assert nearest(word, NAMES) == meant


def test_a_name_may_have_to_be_nearer() -> None:
    assert (nearest("lot", ["let"]), nearest("lot", ["let"], 0.7)) == ("let", None)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("5001", ["1/5001", "2/5001"]),
        ("901", ["901/6f1c"]),
        ("1/5002", ["1/5001", "2/5001"]),
        ("513", ["512"]),
        ("zzz", []),
    ],
)
def test_a_part_of_a_key_means_those_that_have_it(word: str, meant: list[str]) -> None:
    assert near_keys(word, ["1/5001", "2/5001", "901/6f1c", "512"]) == meant
