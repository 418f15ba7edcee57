"""Names of places that might be Norwegian ones: what tells a copied customer's name from its original's."""

from __future__ import annotations

_BEGINNINGS = (
    *("Berg", "Bjørk", "Brei", "Dal", "Eik", "Elve", "Fjell", "Fur", "Gran", "Grøn", "Hamar", "Hassel", "Haug"),
    *("Hest", "Holm", "Kirke", "Kleppe", "Kvern", "Lang", "Lind", "Lyng", "Mid", "Mo", "Myr", "Mølle", "Ner", "Nord"),
    *("Opp", "Ras", "Ravn", "Ros", "Sand", "Skog", "Sol", "Sten", "Stor", "Svart", "Sør", "Vest", "Øst"),
)
_ENDINGS = (
    *("bakken", "berget", "bu", "by", "dalen", "eng", "foss", "gård", "hagen", "heim", "land", "li", "lund"),
    *("mark", "moen", "nes", "rud", "set", "sjø", "stad", "tun", "vik", "voll", "vågen", "ås"),
)
_NAMES = len(_BEGINNINGS) * len(_ENDINGS)


def place_name(number: int) -> str:
    """The name of a number from 0 on; no two numbers have one name."""
    more, place = divmod(number, _NAMES)
    ending, beginning = divmod(place, len(_BEGINNINGS))
    name = _BEGINNINGS[beginning] + _ENDINGS[ending]
    return f"{name} {place_name(more - 1)}" if more else name
