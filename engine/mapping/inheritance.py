"""What later files change under a test of a base: the rules, lets, tables and series that it was not written for.

A base's test runs for every mapping that stands on the base. Where an overlay deliberately changes what decides a
value, or what holds a record back, the base's promise no longer binds; everywhere else it does: a refusal by a rule
that was left alone still fails the test, as when a field was dropped that another one needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.mapping.mapping import Mapping
from engine.model.frozen import field_names, frozen

_BODIES = (typed.Block, typed.Each, typed.Item)
_CHECK_CODES = ("R204", "R205")


@frozen
class Changes:
    """What later files changed. `whole`: there are none, so nothing is.

    `places`: every place of the target that something fills, and whether that was changed. `statements`: the places in
    files of those that were changed. `skips`, `checks`, `rules`: whether one of them was changed, replaced or dropped.
    """

    whole: bool
    places: tuple[tuple[tuple[str, ...], bool], ...] = ()
    statements: tuple[Span, ...] = ()
    skips: bool = False
    checks: bool = False
    rules: bool = False

    def decides(self, place: tuple[str, ...]) -> bool:
        """Whether a place of the target, `("MailAddress", "City")`, is decided by what was changed, or by nothing."""
        exact = [changed for names, changed in self.places if names == place]
        inside = [changed for names, changed in self.places if names[: len(place)] == place]
        return not self.whole and (not (exact or inside) or any(exact or inside))

    def says(self, place: Span | None) -> bool:
        """Whether what stands there, a refusal's rule or a `skip`, belongs to a statement that was changed."""
        return place is not None and any(_lies_in(place, statement) for statement in self.statements)

    def could_have_said(self, word: str) -> bool:
        """Whether what was changed may be why a code or message does not come."""
        return self.checks or (self.rules and word not in _CHECK_CODES)


def changes_since(mapping: Mapping, files: int) -> Changes:
    """What the mapping's later files change under a test that was written for the first so many."""
    later = frozenset(mapping.files[files:])
    if not later:
        return Changes(True)
    names = _changed_names(mapping, later)
    found = tuple(_look(mapping.program.statements, (), later, names, False))
    gone = [statement for statement, by in mapping.gone if by > files]
    changed = [statement for _, statement, is_changed in found if is_changed]
    return Changes(
        whole=False,
        places=tuple((place, is_changed) for place, _, is_changed in found if place),
        statements=tuple(statement.span for statement in changed),
        skips=any(isinstance(s, (typed.Skip, ast.Skip)) for s in (*changed, *gone)),
        checks=any(isinstance(s, (typed.Check, ast.Check)) for s in (*changed, *gone)),
        rules=any(not isinstance(s, (typed.Skip, ast.Skip, typed.Check, ast.Check)) for s in (*changed, *gone)),
    )


# ---- statements


def _look(
    statements: Iterable[typed.Statement],
    place: tuple[str, ...],
    later: frozenset[str],
    names: frozenset[str],
    around: bool,
) -> Iterator[tuple[tuple[str, ...], typed.Statement, bool]]:
    """Every statement with the place that it fills (none: empty), and whether it was changed."""
    for statement in statements:
        own = around or statement.span.path in later or bool(names & _names(statement))
        if isinstance(statement, _BODIES):
            inner = (*place, *statement.target)
            yield inner, statement, own
            yield from _look(statement.body, inner, later, names, own)
        else:
            filled = (*place, *statement.target) if isinstance(statement, typed.Rule) else ()
            yield filled, statement, own


def _lies_in(span: Span, statement: Span) -> bool:
    begins = (statement.line, statement.column) <= (span.line, span.column)
    ends = (span.end_line, span.end_column) <= (statement.end_line, statement.end_column)
    return span.path == statement.path and begins and ends


# ---- names: lets, tables, series


def _changed_names(mapping: Mapping, later: frozenset[str]) -> frozenset[str]:
    """The lets, tables and series that later files changed, and the lets that are made of those."""
    tables = {f"table {t.name}" for t in mapping.program.tables.values() if t.span.path in later}
    series = {f"series {name}" for name, span in mapping.series_places.items() if span.path in later}
    lets = tuple(_lets(mapping.program.statements))
    changed = {*tables, *series, *(f"let {let.name}" for let in lets if let.span.path in later)}
    while more := {f"let {let.name}" for let in lets if changed & _names(let)} - changed:
        changed |= more
    return frozenset(changed)


def _lets(statements: Iterable[typed.Statement]) -> Iterator[typed.Let]:
    for statement in statements:
        if isinstance(statement, typed.Let):
            yield statement
        elif isinstance(statement, _BODIES):
            yield from _lets(statement.body)


def _names(tree: object) -> frozenset[str]:
    """What a statement or expression reads by name; of a statement with a body, what its head reads."""
    match tree:
        case typed.LetRead():
            return frozenset((f"let {tree.name}",))
        case typed.TableLookup():
            return _names(tree.operand) | {f"table {tree.table}"}
        case typed.Within():
            return _names(tree.operand) | {f"series {tree.series}"}
        case tuple():
            return frozenset().union(*(_names(part) for part in tree))
    if not type(tree).__module__.startswith(f"{typed.__name__}."):
        return frozenset()
    read = (name for name in field_names(type(tree)) if name != "body" or _gives(tree))
    return frozenset().union(*(_names(getattr(tree, name)) for name in read))


def _gives(tree: object) -> bool:
    """Whether `body` is an expression, and no statements of their own."""
    return not isinstance(tree, _BODIES)
