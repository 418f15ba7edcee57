"""Personal numbers: eleven digits that must not be shown, logged or sent where a consultant did not mean them.

By the digits' count alone, and not by their check digits: a mistyped personal number still points at a person.
"""

from __future__ import annotations

import re

from engine.model.text import Text

MASK = "***********"

# Six digits of a birth date and five more, as they are usually written, not within a longer number.
_WRITTEN = re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)")
_ELEVEN = 11


def may_be_personal(text: str) -> bool:
    """Whether a text holds what may be a personal number, spelled in one or in parts, or has eleven digits in all."""
    return _WRITTEN.search(text) is not None or sum(character.isdecimal() for character in text) == _ELEVEN


def redact(text: str) -> str:
    """A message with each personal number masked that is written in one or as 6 + 5 digits.

    Digits spread otherwise are let be, or "2026-01-31 500" would go too; a value that `may_be_personal` is not shown.
    A Text is one still, so that it can be said in another language, unless it only holds the number as a whole.
    """
    if isinstance(text, Text):
        told = Text(text.template, {name: _redacted(value) for name, value in text.values.items()})
        if not _WRITTEN.search(told):
            return told
    return _WRITTEN.sub(MASK, text)


def _redacted(value: object) -> object:
    """A value of a Text; what is not a text is shown as one, and may be a personal number too."""
    masked = redact(value if isinstance(value, str) else str(value))
    return masked if isinstance(value, str) or MASK in masked else value
