"""Signs of other languages, and what is written in their place."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.text import Text, say

_STRAIGHT = say("a text stands in straight double quotes"), say('write "…"')


_BARE_NAME = say("a field is read by its bare name"), say("write the name alone")


def no_sign(sign: str) -> Text:
    """That a sign means nothing here."""
    return say("`{sign}` is no sign of this language", sign=sign)


def write(sign: str) -> Text:
    """What is written instead."""
    return say("write `{sign}`", sign=sign)


# Of each the message and the remedy.
FOREIGN_SIGNS: Mapping[str, tuple[Text, Text]] = {
    "'": _STRAIGHT,
    "“": _STRAIGHT,
    "”": _STRAIGHT,
    "«": _STRAIGHT,
    "»": _STRAIGHT,
    "„": _STRAIGHT,
    "‘": _STRAIGHT,
    "’": _STRAIGHT,
    "`": _BARE_NAME,
    "$": _BARE_NAME,
    "@": _BARE_NAME,
    "?": (no_sign("?"), say("write `if condition then value else value`, or `??` for an absent value")),
    "&": (no_sign("&"), say('write `and`; texts are joined as "{{first}} {{last}}"')),
    "!": (no_sign("!"), say("write `not`, or `!=` for unequal")),
    ";": (no_sign(";"), say("begin each statement on a line of its own")),
    "%": (no_sign("%"), say("write the share as a number: `* 0.25`")),
    "–": (say("this is a dash, not a minus sign"), write("-")),
    "−": (say("this is a typographic minus sign"), write("-")),
    "×": (no_sign("×"), write("*")),
}


# Those that another sign stands for as it is.
SAME_SIGNS: Mapping[str, str] = {"–": "-", "−": "-", "×": "*"}

# Of several characters, in which a parse may stop at the first or at the second.
DOUBLED_SIGNS: Mapping[str, str] = {
    "&&": "and",
    "||": "or",
    "!==": "!=",
    "=!": "!=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "===": "==",
    ":=": "=",
    "?.": ".",
}
