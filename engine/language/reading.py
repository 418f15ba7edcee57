"""What a rule reads, told from the rule itself: the record's fields behind its value, through the lets that it uses.

For reports: "which values made this?". A value that was not needed in the end (`a ?? b`) is among them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.outcome import Circumstances
from engine.language.running.evaluation import holds, items_of
from engine.language.running.walk import Failed, Held, Run, begin
from engine.model.frozen import frozen, replace
from engine.model.schema import Field

EACH = "[]"  # in a path: every item of a list


@frozen
class Read:
    """One field that a rule reads. `name` is how the rule calls it; `path` leads to it from the record.

    `current`: the path goes through the list item that is being made, not through all of them.
    `field`: its declaration.
    """

    name: str
    path: tuple[str, ...]
    field: Field
    current: bool = False


@frozen
class Reading:
    """A rule and what it reads, each field once, in the order in which the rule names them."""

    rule: typed.Rule
    reads: tuple[Read, ...]


@frozen
class _Scope:
    """What names mean where a rule stands: its lets, and the list that each item's name goes through."""

    lets: Mapping[str, tuple[typed.Let, _Scope]]
    items: Mapping[str, tuple[str, ...]]
    current: str = ""


def readings(program: typed.Program) -> dict[Span, Reading]:
    """Every rule of a program, those in blocks and lists too, by its place."""
    return dict(_readings(program.statements, _Scope({}, {})))


def values_read(reading: Reading, record: Mapping[str, Any], item: int | None = None) -> list[tuple[Read, Any]]:
    """What stood in the fields that a rule reads. `item`: the number, from 0, of the list item that was made of; when
    it is not known (None), what was read of the item is left out."""
    found: list[tuple[Read, Any]] = []
    for read in reading.reads:
        if not read.current:
            found.append((read, _at(record, read.path)))
        elif item is not None:
            found.append((read, _at(record, read.path, item)))
    return found


def item_numbers(
    program: typed.Program, record: Mapping[str, Any], circumstances: Circumstances
) -> dict[str, list[int | None]]:
    """Of each list that is made, by its path, the number of the source item behind every item (None: of none).

    A list that cannot be told is left out.
    """
    run = Run(program, record, circumstances, "")
    found: dict[str, list[int | None]] = {}
    for path, statement in _lists(program.statements, ""):
        try:
            found.setdefault(path, []).extend(_numbers(statement, run))
        except (Failed, Held):
            found.pop(path, None)
            return found
    return found


def _numbers(statement: typed.Each | typed.Item, run: Run) -> list[int | None]:
    walk = begin(run)
    if isinstance(statement, typed.Each):
        walks = items_of(statement.source, statement.item, statement.condition, walk)
        return [inside.items[statement.item].number - 1 for inside in walks]
    return [None] if statement.condition is None or holds(statement.condition, walk) is True else []


def _lists(statements: tuple[typed.Statement, ...], prefix: str) -> Iterator[tuple[str, typed.Each | typed.Item]]:
    for statement in statements:
        if isinstance(statement, typed.Each | typed.Item):
            yield prefix + ".".join(statement.target), statement
        elif isinstance(statement, typed.Block):
            yield from _lists(statement.body, f"{prefix}{'.'.join(statement.target)}.")


def _readings(statements: tuple[typed.Statement, ...], around: _Scope) -> Iterator[tuple[Span, Reading]]:
    lets = {s.name: s for s in statements if isinstance(s, typed.Let)}
    known: dict[str, tuple[typed.Let, _Scope]] = dict(around.lets)
    scope = replace(around, lets=known)
    known.update((name, (let, scope)) for name, let in lets.items())
    for statement in statements:
        if isinstance(statement, typed.Rule):
            yield statement.span, Reading(statement, tuple(dict.fromkeys(_reads(statement.value, scope))))
        elif isinstance(statement, typed.Each):
            path = (*_resolved(statement.source, scope).path, EACH)
            inside = replace(scope, items={**scope.items, statement.item: path}, current=statement.item)
            yield from _readings(statement.body, inside)
        elif isinstance(statement, typed.Block | typed.Item):
            yield from _readings(statement.body, scope)


def _reads(node: typed.Expression, scope: _Scope) -> Iterator[Read]:
    if isinstance(node, typed.FieldRead):
        yield _resolved(node, scope)
    elif isinstance(node, typed.LetRead):
        let, home = scope.lets[node.name]
        # A list item's name means within the let what it means where the let stands.
        yield from _reads(let.value, home)
    elif isinstance(node, typed.Aggregate):
        path = (*_resolved(node.source, scope).path, EACH)
        inside = replace(scope, items={**scope.items, node.item: path})
        inner = [part for part in (node.condition, node.body) if part is not None]
        found = [read for part in inner for read in _reads(part, inside)]
        yield from found or [_resolved(node.source, scope)]
    elif isinstance(node, typed.Listed):
        path = (*_resolved(node.source, scope).path, EACH)
        inside = replace(scope, items={**scope.items, node.item: path})
        yield from (read for part in node.reads for read in _reads(part, inside))
    else:
        for child in typed.children(node):
            yield from _reads(child, scope)


def _resolved(node: typed.FieldRead, scope: _Scope) -> Read:
    if node.item is None:
        return Read(".".join(node.path), node.path, node.field)
    path = (*scope.items[node.item], *node.path)
    return Read(".".join((node.item, *node.path)), path, node.field, node.item == scope.current)


def _at(value: Any, path: tuple[str, ...], item: int | None = None) -> Any:
    """What stands at a path; of every item of a list a tuple, or of the one item."""
    for position, name in enumerate(path):
        if name == EACH:
            rows = value if isinstance(value, list | tuple) else ()
            rest = path[position + 1 :]
            if item is None:
                return tuple(_at(row, rest) for row in rows)
            value = rows[item] if item < len(rows) else None
        else:
            value = value.get(name) if isinstance(value, Mapping) else None
    return value
