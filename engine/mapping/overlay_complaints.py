"""What is said of overlays (O1xx): every sentence about how a file differs from the one that it extends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, error, warning
from engine.diagnostics.source import Span
from engine.mapping.complaints import did_you_mean
from engine.model.enumeration import in_commas
from engine.model.frozen import replace
from engine.model.text import say

_ROWS_NAMED = 5


def drops_nothing(span: Span, what: str, named: str, known: Iterable[str]) -> Diagnostic:
    """A drop of what is not there."""
    message = say("{what} is not in the base, so there is nothing to drop", what=what)
    return warning("O101", message, span, help=did_you_mean(named, known), fixes=(_without_lines(span),))


def equals_base(span: Span, what: str, base: Span, whole: Span | None = None) -> Diagnostic:
    """A rule that the base has already. `whole`: the statement, which can be taken away."""
    fixes = () if whole is None else (_without_lines(whole),)
    found = warning("O102", say("{what} is the same in the base", what=what), span, fixes=fixes)
    return replace(found, labels=(Label(base, say("here")),))


def rows_equal_base(span: Span, name: str, keys: Sequence[str], base: Span) -> Diagnostic:
    """Rows of a table that the base's has already."""
    rows = in_commas([*(f"`{key}`" for key in keys[:_ROWS_NAMED]), *(["…"] if len(keys) > _ROWS_NAMED else [])])
    message = say("the base's table `{name}` has these rows already: {rows}", name=name, rows=rows)
    return replace(warning("O102", message, span), labels=(Label(base, say("here")),))


def unknown_base(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`extends:` names no file."""
    return error("O103", say("there is no mapping `{name}` to extend", name=name), span, help=did_you_mean(name, known))


def circle_of_bases(span: Span, names: Iterable[str]) -> Diagnostic:
    """Files that extend each other."""
    return error("O104", say("the files extend each other: {names}", names=" -> ".join(names)), span)


def needs_base(span: Span, what: str) -> Diagnostic:
    """`drop` or `Lines[].Field` in a file that extends nothing."""
    return error("O105", say("{what} changes a base, and this file has no `extends:`", what=what), span)


def no_such_list(span: Span, name: str) -> Diagnostic:
    """`Lines[].Field` where the base fills no such list."""
    return error("O106", say("the base fills no list `{name}`", name=name), span)


def _without_lines(span: Span) -> Fix:
    """A statement taken away with its lines: it has them for itself."""
    return Fix(Span(span.path, span.line, 1, span.end_line + 1, 1), "")
