"""Texts put side by side so that a language can still say each of them: joining them as strings would lose that."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from engine.model.text import Text, say


def either(texts: Iterable[str]) -> str:
    """Texts to choose from: "a text or a number"; empty when there is none."""
    all_texts = list(texts)
    return reduce(_or, all_texts) if all_texts else ""


def listed(texts: Iterable[str]) -> str:
    """Things that are counted up: "3 customers and 1 employee"; empty when there is none."""
    all_texts = list(texts)
    return reduce(_and, all_texts) if all_texts else ""


def in_a_row(texts: Iterable[str]) -> Text:
    """Sentences one after the other: "R301 …; R202 …"; empty when there is none."""
    return _joined("; ", texts)


def in_commas(texts: Iterable[str]) -> Text:
    """Names with commas between them: "customer 77, customer 903"; empty when there is none."""
    return _joined(", ", texts)


def beneath(texts: Iterable[str]) -> Text:
    """Lines, one beneath the other; empty when there is none."""
    return _joined("\n", texts)


def _or(one: str, other: str) -> str:
    return say("{one} or {other}", one=one, other=other)


def _and(one: str, other: str) -> str:
    return say("{one} and {other}", one=one, other=other)


def _joined(sign: str, texts: Iterable[str]) -> Text:
    """Texts with a sign between them, which is the same in every language: no language has a template of its own."""
    parts = {f"part_{number}": text for number, text in enumerate(texts)}
    return Text(sign.join(f"{{{name}}}" for name in parts), parts)
