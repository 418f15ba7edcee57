"""A country by its code or its name, in three languages; one name never means two countries."""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel import Locale

from engine.language.functions import countries
from engine.language.functions.countries import country_code

LANGUAGES = ("nb", "nn", "en")
TERRITORIES = {language: Locale.parse(language).territories for language in LANGUAGES}
COUNTRIES = [code for code in map(str, TERRITORIES["en"]) if country_code(code)]


def test_the_codes_are_those_of_iso_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert {"NO", "SJ", "GB", "XK", "AX"} <= set(COUNTRIES)
    assert not {"EU", "UN", "ZZ", "UK", "001", "419", "XA"} & set(COUNTRIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_every_country_is_known(language: str) -> None:
    for code in COUNTRIES:
        assert country_code(code) == code
        assert country_code(code.lower()) == code
        assert country_code(str(TERRITORIES[language][code])) == code


def test_no_name_means_two_countries() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for code in COUNTRIES:
        meanings[countries._plain(code)].add(code)
        for territories in TERRITORIES.values():
            meanings[countries._plain(territories[code])].add(code)
    for name, code in countries._ALSO.items():
        meanings[countries._plain(name)].add(code)
    assert {name: codes for name, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Norge", "NO"),
        ("NOREG", "NO"),
        ("Norway", "NO"),
        ("uk", "GB"),
        ("England", "GB"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("Sør Korea", "KR"),
        ("sør-korea", "KR"),
        ("Trinidad og Tobago", "TT"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Svalbard", "SJ"),
        ("Danmark", "DK"),
    ],
)
def test_countries_are_known_as_people_write_them(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "  ", "the", "Fjordland", "EU", "001", "NOR", "Norge Sverige", "ukjent område"])
def test_what_is_no_country_is_not_known(text: str) -> None:
    assert country_code(text) is None
