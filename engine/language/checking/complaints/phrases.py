"""Phrases that many complaints share: a type in a consultant's words, a list of names, "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from engine.model.types import Kind, Type

_KINDS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.FLAG: "yes or no",
    Kind.DATE: "date",
    Kind.DATETIME: "date with time",
    Kind.ID: "id",
    Kind.FILE: "file",
    Kind.OBJECT: "record",
    Kind.LIST: "list",
    Kind.UNKNOWN: "unknown",
}
_NAMES_SHOWN = 8


def kind(of: Kind) -> str:
    """A kind as one word or two: "text", "yes or no"."""
    return _KINDS[of]


def described(of: Type) -> str:
    """A type for a label: "text, may be absent", "id of a department"."""
    said = f"id of {article(of.entity)}" if of.kind is Kind.ID and of.entity else kind(of.kind)
    return f"{said}, may be absent" if of.absent else said


def a_kind(of: Type) -> str:
    """A type inside a sentence: "a text", "an id of a department", "yes or no"."""
    if of.kind is Kind.FLAG:
        return kind(of.kind)
    return article(f"id of {article(of.entity)}" if of.kind is Kind.ID and of.entity else kind(of.kind))


def article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def system(name: str) -> str:
    """A system's short name as people say it: "Go"."""
    return name[:1].upper() + name[1:]


def listed(names: Iterable[str]) -> str:
    """Names in quotes, a few of them: "`a`, `b`, …"."""
    all_names = list(names)
    shown = ", ".join(f"`{name}`" for name in all_names[:_NAMES_SHOWN])
    return f"{shown}, …" if len(all_names) > _NAMES_SHOWN else shown


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that was most likely meant, or None."""
    known = sorted(set(names))
    by_letters = {name.lower().replace("_", ""): name for name in known}
    exact = by_letters.get(word.lower().replace("_", ""))
    if exact is not None and exact != word:
        return exact
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None


def meant(word: str, names: Iterable[str], what: str) -> str:
    """A remedy for an unknown name: the nearest one, or what there is to choose from."""
    known = list(names)
    near = nearest(word, known)
    if near is not None:
        return f"did you mean `{near}`?"
    return f"{what}: {listed(sorted(set(known)))}" if known else ""
