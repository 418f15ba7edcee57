"""Personal numbers: eleven digits that must not be shown, logged or sent where a consultant did not mean them.

By the digits' count alone, and not by their check digits: a mistyped personal number still points at a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.pattern import pattern
from engine.model.record import Fault
from engine.model.text import Text
from engine.model.types import Kind

MASK = "***********"

# Six digits of a birth date and five more, as they are usually written, not within a longer number.
_WRITTEN = pattern(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)")
_ELEVEN = 11
_SHORT = 20  # a longer text is prose, or an id, that may hold eleven digits by chance


def may_be_personal(text: str) -> bool:
    """Whether a text holds what may be a personal number, spelled in one or in parts, or has eleven digits in all."""
    return _WRITTEN.search(text) is not None or sum(character.isdecimal() for character in text) == _ELEVEN


def is_spelled_out(text: str) -> bool:
    """Whether a short text has a personal number's digits and hardly more, whatever stands between them: eleven in all,
    and the first six are a birth date (`01 01 70 123 45`).

    The careful reading of `may_be_personal` takes a project's code for one (`2026.1.2026.1.1`): for what must be of use
    to somebody who does not see the original.
    """
    digits = "".join(character for character in text if character.isdecimal())
    if len(text) >= _SHORT or len(digits) != _ELEVEN:
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= day % 40 <= 31 and day < 72 and 1 <= month % 40 <= 12  # +40: a D-number, an H-number, one for tests


def without_personal(value: Any, kind: Kind = Kind.UNKNOWN) -> Any:
    """A value fit to be shown, with all that is nested in it: what may be a personal number is masked, a number too.

    An id is shown as it is, for nothing could be found by a masked one.
    """
    if isinstance(value, str):
        return value if kind is Kind.ID else _text_without_personal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return MASK if kind is not Kind.ID and may_be_personal(str(value)) else value
    if isinstance(value, Fault):
        return Fault(_text_without_personal(value.text), value.reason)
    if isinstance(value, Mapping):
        return {name: without_personal(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(without_personal, value))
    return value


def _text_without_personal(text: str) -> str:
    """A telephone number with its country code may have as many digits, and is let be."""
    if text.startswith("+"):
        return text
    masked = redact(text)
    return MASK if len(masked) < _SHORT and may_be_personal(masked) else masked


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
