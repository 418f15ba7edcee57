"""Phrases that many complaints share: a type in a consultant's words, a list of names, "did you mean"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.diagnostics.diagnostic import Fix
from engine.diagnostics.source import Span
from engine.language.kind_words import KIND_WORDS
from engine.model.likeness import nearest
from engine.model.text import Text, say
from engine.model.types import Kind, Type

_NAMES_SHOWN = 8


def described(of: Type) -> Text:
    """A type for a label: "text, may be absent", "id of a department"."""
    is_known_id = of.kind is Kind.ID and of.entity
    said = say("id of {entity}", entity=article(of.entity or "")) if is_known_id else KIND_WORDS[of.kind].label
    return say("{kind}, may be absent", kind=said) if of.absent else said


def a_kind(of: Type) -> Text:
    """A type inside a sentence: "a text", "an id of a department", "yes or no"."""
    if of.kind is Kind.ID and of.entity:
        return say("an id of {entity}", entity=article(of.entity))
    return KIND_WORDS[of.kind].one


def article(noun: str) -> Text:
    """A name of something with "a" or "an", which only English needs."""
    return say("an {noun}", noun=noun) if noun[:1].lower() in "aeio" else say("a {noun}", noun=noun)


def system(name: str) -> str:
    """A system's short name as people say it: "Go"."""
    return name[:1].upper() + name[1:]


def listed(names: Iterable[str]) -> str:
    """Names in quotes, a few of them: "`a`, `b`, …"."""
    all_names = list(names)
    shown = ", ".join(f"`{name}`" for name in all_names[:_NAMES_SHOWN])
    return f"{shown}, …" if len(all_names) > _NAMES_SHOWN else shown


def did_you_mean(name: str) -> Text:
    """A remedy for a name that is nearly right."""
    return say("did you mean `{name}`?", name=name)


def renamed(word: str, names: Iterable[str], span: Span) -> tuple[Fix, ...]:
    """The nearest name in place of an unknown one."""
    near = nearest(word, names)
    return () if near is None else (Fix(span, near),)


def meant(word: str, names: Iterable[str], what: Callable[[str], Text]) -> str:
    """A remedy for an unknown name: the nearest one, or what there is to choose from, said by `what`."""
    known = list(names)
    near = nearest(word, known)
    if near is not None:
        return did_you_mean(near)
    return what(listed(sorted(set(known)))) if known else ""


def it_has(names: str) -> Text:
    """What there is to choose from, of something that has it."""
    return say("it has: {names}", names=names)


def there_are(names: str) -> Text:
    """What there is to choose from at all."""
    return say("there are: {names}", names=names)
