"""Numbers with their nouns, as sentences need them: `1 file`, `2 files`, `no errors` is not said."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
