"""Countries by what people call them: ISO codes, and names in Norwegian (bokmål, nynorsk) and English.

The names are those of Unicode's CLDR, which babel carries, and the few that people write all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.model.pattern import pattern

# Regions of CLDR that are no countries of ISO 3166-1: groupings, test regions, parts with a code of their own.
# Kosovo (XK) stays: ISO leaves the code to its users, and banks and posts all use it.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

# Names beside CLDR's own: older ones, shorter ones, parts of a country that people write as one.
_ALSO: Mapping[str, str] = {
    "UK": "GB",
    "Great Britain": "GB",
    "England": "GB",
    "Scotland": "GB",
    "Skottland": "GB",
    "Wales": "GB",
    "Northern Ireland": "GB",
    "Nord-Irland": "GB",
    "United States of America": "US",
    "Amerikas forente stater": "US",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Den tsjekkiske republikk": "CZ",
    "Hviterussland": "BY",
    "Kviterussland": "BY",
    "Republic of Ireland": "IE",
    "Hong Kong": "HK",
    "Macao": "MO",
    "Macau": "MO",
    "Myanmar": "MM",
    "Burma": "MM",
    "Makedonia": "MK",
    "Macedonia": "MK",
    "Svalbard": "SJ",
    "Jan Mayen": "SJ",
    "Turkey": "TR",
    "Swaziland": "SZ",
    "Ivory Coast": "CI",
    "East Timor": "TL",
    "Russian Federation": "RU",
    "UAE": "AE",
    "Vatican": "VA",
}
_WORD = pattern(r"\w+")
_JOINING = frozenset({"and", "og", "the"})


def country_code(text: str) -> str | None:
    """The ISO 3166-1 code of two letters for a code or a name, whatever its case and marks; None when unknown."""
    return _codes().get(_plain(text))


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """Every code and every name, written plainly; a code is never taken for a name."""
    from babel import Locale

    names = [Locale.parse(language).territories for language in ("nb", "nn", "en")]
    countries = [code for code in map(str, names[0]) if code.isalpha() and code not in _NO_COUNTRIES]
    known = {_plain(name): code for name, code in _ALSO.items()}
    known |= {_plain(territories[code]): code for territories in names for code in countries}
    return known | {_plain(code): code for code in countries}


def _plain(text: str) -> str:
    """A name without case, spaces and marks, so that "U.S.A." is "usa" and "Trinidad & Tobago" needs no "and"."""
    return "".join(word for word in _WORD.findall(text.casefold()) if word not in _JOINING)
