"""The text functions: spaces, case, pieces, lengths.

A step whose result is empty gives an absent value. Lengths are UTF-16 units, as .NET and nvarchar count.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from engine.language.clean import OUTER, WHITE_SPACE, utf16_length
from engine.language.exact import Number
from engine.language.functions.objections import not_empty, whole_between
from engine.language.functions.registry import Example, Parameter, StepClass, StepFailed, function
from engine.model import types
from engine.model.frozen import replace as changed
from engine.model.pattern import pattern
from engine.model.text import say
from engine.model.types import Kind, Type

_TEXT = frozenset({Kind.TEXT})
_NUMBER = frozenset({Kind.NUMBER})
_PIPED = Parameter("text", _TEXT)

_LENGTH_MAX = 4000  # nvarchar's own limit; a longer literal is a slip of the finger
_SPACES = pattern(f"[{WHITE_SPACE}]+")
_NOT_DIGITS = pattern("[^0-9]+")
_TWO_WORDS = pattern(rf"([^{WHITE_SPACE},]+)[{WHITE_SPACE}]+([^{WHITE_SPACE},]+)")
_LAST_FIRST = pattern(r"([^,]+),([^,]+)")


def _as_long(text: Type, *_: Type | None) -> Type:
    """A text no longer than the piped one, there whenever that one is."""
    return types.text(text.length_max)


def _perhaps_absent(text: Type, *_: Type | None) -> Type:
    """A text no longer than the piped one, of which nothing may be left."""
    return types.text(text.length_max, absent=True)


def _together(text: Type, other: Type, *_: Type | None) -> Type:
    """Two texts joined."""
    known = text.length_max is not None and other.length_max is not None
    return types.text((text.length_max or 0) + (other.length_max or 0) if known else None)


def _composed(text: str) -> str | None:
    """What a text step gives: NFC, as all texts are, and absent when empty."""
    return unicodedata.normalize("NFC", text) or None


@function(
    "squeeze",
    family="text",
    parameters=(_PIPED,),
    result=_as_long,
    step_class=StepClass.CANONICAL,
    examples=(Example("Fjord   Regnskap  AS", result="Fjord Regnskap AS"), Example("Fjord", result="Fjord")),
)
def squeeze(text: str) -> str | None:
    """Each run of white space becomes one space; none is left at the ends."""
    return _SPACES.sub(" ", text).strip(OUTER) or None


@function(
    "trim",
    family="text",
    parameters=(_PIPED,),
    result=_perhaps_absent,
    step_class=StepClass.CANONICAL,
    examples=(Example("  Fjord AS ", result="Fjord AS"), Example("   ", result=None)),
)
def trim(text: str) -> str | None:
    """White space at both ends is removed; only for a value that did not come clean from a field."""
    return text.strip(OUTER) or None


@function(
    "lower",
    family="text",
    parameters=(_PIPED,),
    result=_as_long,
    step_class=StepClass.CANONICAL,
    examples=(Example("Post@Fjord.NO", result="post@fjord.no"), Example("BLÅBÆRØL", result="blåbærøl")),
)
def lower(text: str) -> str | None:
    """Small letters, æøå too."""
    return _composed(text.lower())


@function(
    "upper",
    family="text",
    parameters=(_PIPED,),
    result=_as_long,
    step_class=StepClass.CANONICAL,
    examples=(Example("nok", result="NOK"), Example("blåbærøl", result="BLÅBÆRØL")),
)
def upper(text: str) -> str | None:
    """Capital letters, ÆØÅ too."""
    return _composed(text.upper())


@function(
    "digits",
    family="text",
    parameters=(_PIPED,),
    result=_perhaps_absent,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("NO 974 760 673 MVA", result="974760673"),
        Example("0012-3", result="00123"),
        Example("none", result=None),
    ),
)
def digits(text: str) -> str | None:
    """Only the digits 0 to 9 are kept, leading zeros too."""
    if text.isascii():
        return text if text.isdigit() else _NOT_DIGITS.sub("", text) or None
    kept = (unicodedata.decimal(character, None) for character in text)
    return "".join(str(digit) for digit in kept if digit is not None) or None


def _replaced_type(result: Type, constants: tuple[Any, ...]) -> Type:
    """As long as before when the new text is no longer than the old; never empty when it is not."""
    _, old, new = constants
    grows = old is None or new is None or utf16_length(new) > utf16_length(old)
    return changed(result, length_max=None if grows else result.length_max, absent=not new)


@function(
    "replace",
    family="text",
    parameters=(_PIPED, Parameter("old", _TEXT, objection=not_empty), Parameter("new", _TEXT)),
    result=_perhaps_absent,
    refine=_replaced_type,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example("100.10", '".", "-"', "100-10"),
        Example("A/S", '"/", ""', "AS"),
        Example("--", '"-", ""', None),
    ),
)
def replace(text: str, old: str, new: str) -> str | None:
    """Every `old` in the text becomes `new`."""
    return _composed(text.replace(old, new) if old else text)


def _without_prefix(text: str, text_before: str) -> str | None:
    if not text.startswith(text_before):
        raise StepFailed(say('does not begin with "{text}"', text=text_before))
    return text[len(text_before) :] or None


def _without_suffix(text: str, text_after: str) -> str | None:
    if not text.endswith(text_after):
        raise StepFailed(say('does not end with "{text}"', text=text_after))
    return text[: len(text) - len(text_after)] or None


@function(
    "prefix",
    family="text",
    parameters=(_PIPED, Parameter("text_before", _TEXT)),
    result=_together,
    step_class=StepClass.EXACT,
    examples=(Example("512", '"W-"', "W-512"),),
    back=_without_prefix,
)
def prefix(text: str, text_before: str) -> str | None:
    """A text is put before it."""
    return _composed(text_before + text)


@function(
    "suffix",
    family="text",
    parameters=(_PIPED, Parameter("text_after", _TEXT)),
    result=_together,
    step_class=StepClass.EXACT,
    examples=(Example("Fjord", '" AS"', "Fjord AS"),),
    back=_without_suffix,
)
def suffix(text: str, text_after: str) -> str | None:
    """A text is put after it."""
    return _composed(text + text_after)


def _padded_type(result: Type, constants: tuple[Any, ...]) -> Type:
    """At most as long as the longer of both: the text before, or the length it is filled up to."""
    length = constants[1]
    known = length is not None and result.length_max is not None
    return types.text(max(int(length), result.length_max or 0) if known else None)


@function(
    "pad",
    family="text",
    parameters=(
        _PIPED,
        Parameter("length", _NUMBER, objection=whole_between(1, _LENGTH_MAX)),
        Parameter("fill", _TEXT, required=False, default="0", objection=not_empty),
    ),
    result=_as_long,
    refine=_padded_type,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("512", "6", "000512"),
        Example("1234567", "6", "1234567"),
        Example("A1", '4, "-"', "--A1"),
    ),
)
def pad(text: str, length: Number, fill: str) -> str | None:
    """Filled up from the left to a length, with zeros or another character; a longer text stays as it is."""
    composed = unicodedata.normalize("NFC", text)  # counted as it is sent
    missing = max(min(int(length), _LENGTH_MAX) - utf16_length(composed), 0)
    return _composed(_first_units(fill * missing, missing) + composed)


def _limited_type(result: Type, constants: tuple[Any, ...]) -> Type:
    """At most the length; never empty from two units on, since a text does not begin with a space."""
    length = constants[1]
    if length is None:
        return result
    shortest = int(length) if result.length_max is None else min(int(length), result.length_max)
    return types.text(max(shortest, 0), absent=length < 2)


@function(
    "limit",
    family="text",
    parameters=(_PIPED, Parameter("length", _NUMBER, objection=whole_between(1, _LENGTH_MAX))),
    result=_perhaps_absent,
    refine=_limited_type,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example("Fjord Regnskap AS", "14", "Fjord Regnskap"),
        Example("Fjord Regnskap AS", "6", "Fjord"),
        Example("Fjord", "14", "Fjord"),
    ),
)
def limit(text: str, length: Number) -> str | None:
    """Cut to a length (in UTF-16 units), without half a character or a space at the end."""
    if utf16_length(text) <= length:
        return text or None
    return _first_units(text, int(length)).rstrip(OUTER) or None


def _first_units(text: str, units: int) -> str:
    """The longest beginning of the text that takes no more than so many UTF-16 units."""
    for place, character in enumerate(text):
        units -= utf16_length(character)
        if units < 0:
            return text[:place]
    return text


@function(
    "first_name",
    family="text",
    parameters=(_PIPED,),
    result=_as_long,
    fails=True,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example("Kari Nordmann", result="Kari"),
        Example("Nordmann, Kari Anne", result="Kari Anne"),
        Example("Kari Anne Nordmann", fails=True),
        Example("Fjord", fails=True),
    ),
)
def first_name(text: str) -> str:
    """The first name of `First Last` or `Last, First`; any other name is ambiguous and fails."""
    return _names(text)[0]


@function(
    "last_name",
    family="text",
    parameters=(_PIPED,),
    result=_as_long,
    fails=True,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example("Kari Nordmann", result="Nordmann"),
        Example("Nordmann, Kari Anne", result="Nordmann"),
        Example("Kari Anne Nordmann", fails=True),
    ),
)
def last_name(text: str) -> str:
    """The last name of `First Last` or `Last, First`; any other name is ambiguous and fails."""
    return _names(text)[1]


@lru_cache(maxsize=1)  # a mapping asks for both, one after the other
def _names(text: str) -> tuple[str, str]:
    """First and last name. Reported, not guessed: "Kari Anne Nordmann" may be split in two ways."""
    if text.isprintable() and "," not in text:  # its only white space is spaces
        words = text.split()
        if len(words) == 2:
            return words[0], words[1]
    name = text.strip(OUTER)
    if plain := _TWO_WORDS.fullmatch(name):
        return plain[1], plain[2]
    if turned := _LAST_FIRST.fullmatch(name):
        # Neither is empty: the name has no outer spaces, so each side of the comma has more than spaces.
        return squeeze(turned[2]) or "", squeeze(turned[1]) or ""
    raise StepFailed(say("does not say which part is the first name and which the last"))
