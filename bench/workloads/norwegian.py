"""Norwegian data by chance from a seed: names, places, and the dirt that a register gathers in twenty years."""

from __future__ import annotations

import unicodedata
from random import Random

FIRST_NAMES = ("Kari", "Ola", "Åse", "Bjørn", "Sølvi", "Pål", "Ingrid", "Håkon", "Ærlend", "Marit")
LAST_NAMES = ("Nordmann", "Østby", "Åsen", "Sætre", "Bråten", "Hansen", "Ødegård", "Lie", "Kjærstad", "Berg")
TRADES = ("Bygg", "Regnskap", "Rør", "Sjømat", "Tømrer", "Bilpleie", "Kjøtt & Vilt", "Elektro", "Hår", "Eiendom")
FORMS = ("AS", "ANS", "Holding AS", "Drift AS", "DA")
PLACES = (
    ("0150", "Oslo"),
    ("7010", "Trondheim"),
    ("3724", "Skien"),
    ("6002", "Ålesund"),
    ("9008", "Tromsø"),
    ("1605", "Fredrikstad"),
    ("4020", "Stavanger"),
    ("2315", "Hamar"),
    ("6823", "Sandane"),
    ("9990", "Båtsfjord"),
)
STREETS = ("Storgata", "Åsveien", "Kjøpmannsgata", "Skoleveien", "Øvre Torggate", "Industriveien")

_SEVEN_OF_TEN = 0.7
_DIRTY = 0.08


def company(chance: Random) -> str:
    """`Østby Rør AS`."""
    return f"{chance.choice(LAST_NAMES)} {chance.choice(TRADES)} {chance.choice(FORMS)}"


def person(chance: Random) -> str:
    """Two words, or the last name first with a comma: what tells a first name from a last one."""
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return f"{first} {last}" if chance.random() < _SEVEN_OF_TEN else f"{last}, {first} {chance.choice(FIRST_NAMES)}"


def organisation_number(body: int) -> str | None:
    """Nine digits with a valid check digit from the first eight; None where there is none."""
    digits = f"{body:08d}"
    check = -sum(int(digit) * weight for digit, weight in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return None if check == 10 else f"{digits}{check}"


def written_number(number: str, chance: Random) -> str:
    """An organisation number as people write it."""
    way = chance.randrange(4)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return (number, number, spaced, f"NO {spaced} MVA")[way]


def dirty(text: str, chance: Random) -> str:
    """The text, in one case of twelve with what was pasted along: spaces, a no-break space, a tab, loose accents."""
    if chance.random() >= _DIRTY:
        return text
    way = chance.randrange(5)
    return (f" {text}", f"{text}  ", f"{text}\u00a0", f"{text}\t", unicodedata.normalize("NFD", text))[way]
