"""What a compiled mapping makes of a record: a Desired that finds out where its values come from when it is asked.

Of most records nobody asks. The rule behind a value follows from the value's place, since each place has one rule; by
what an id was found follows from the questions that were asked on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language import interpreter, typed
from engine.language.outcome import Circumstances, Desired, Lookup, NoSuchRecord
from engine.language.running.values import fits, printed
from engine.model.exact_json import Placeholder
from engine.model.frozen import frozen
from engine.model.schema import Entity
from engine.model.types import Kind

# A question that was asked: the answer, the key, and the number of the one who asked among the shape's.
Asked = Sequence[tuple[Any, Any, int]]


@frozen
class Shape:
    """What all records of a mapping have in common.

    `asks`: its `link` and `find` by number. `asking`: the rules whose own values were asked for. `ends`: the lists that
    several statements fill one after the other, by path. `is_plain`: whether a value's place tells its rule: not
    where such a list stands inside another body. `target`, `continues`: see the interpreter's `run`.
    """

    program: typed.Program
    target: Entity
    continues: bool
    asks: tuple[typed.Link | typed.Find, ...]
    asking: frozenset[Span]
    ends: tuple[tuple[str, ...], ...]
    is_plain: bool


class Mapped(Desired):
    """See the module. One is made without being initialised, by the compiled function, which sets `payload`, `creates`
    and `story`: for a record of 25 fields an `__init__` would be a tenth of all its cost.

    `story`: the mapping's shape, the record, its circumstances, the questions of `link` and `find` in their order, and
    of each of the shape's lists where the items of each of its statements end; None once somebody has asked.
    """

    __slots__ = ("story",)

    story: tuple[Shape, Mapping[str, Any], Circumstances, Asked, tuple[tuple[int, ...], ...]] | None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Nothing: a record of which something is to be said is the interpreter's."""
        return ()

    @property
    def origins(self) -> Mapping[str, Span]:
        """The rule behind each value, by path."""
        self._find_out()
        return self._origins

    @property
    def lookups(self) -> Mapping[str, Lookup]:
        """By path, of an id that was looked up, by what it was found."""
        self._find_out()
        return self._lookups

    def _find_out(self) -> None:
        if self.story is not None:
            shape, record, circumstances, asked, ends = self.story
            found = _Provenance(shape, dict(zip(shape.ends, ends, strict=True)), _lookups(shape, asked))
            if shape.is_plain:
                found.look(shape.program.statements, self.payload, "")
            self._origins, self._lookups = found.origins, found.lookups
            if found.is_ambiguous or not shape.is_plain:
                again = _replayed(shape, record, circumstances, asked)
                self._origins, self._lookups = again.origins, again.lookups
            self.story = None


def _replayed(shape: Shape, record: Mapping[str, Any], circumstances: Circumstances, asked: Asked) -> Desired:
    """What the interpreter makes of the record when it is given the same answers."""
    answers = iter(asked)
    same = Circumstances(
        circumstances.today, lambda kind, name, key: next(answers)[0], circumstances.series, circumstances.reserved
    )
    again = interpreter.run(shape.program, record, same, shape.target, shape.continues)
    assert isinstance(again, Desired), "the same answers give the same"
    return again


def _lookups(shape: Shape, asked: Asked) -> dict[tuple[str | None, Any], Lookup | None]:
    """By what each id was found, by what it identifies and itself; None when that was in several ways."""
    known: dict[tuple[str | None, Any], Lookup | None] = {}
    for found, key, number in asked:
        node = shape.asks[number]
        if node.type.kind is not Kind.ID or found is None or isinstance(found, Placeholder | NoSuchRecord):
            continue
        if isinstance(node, typed.Link) and not fits(Kind.ID, found):
            continue
        lookup = _lookup(node, key)
        named = node.type.entity, found
        known[named] = lookup if known.get(named, lookup) == lookup else None
    return known


def _lookup(node: typed.Link | typed.Find, key: Any) -> Lookup:
    if isinstance(node, typed.Link):
        parts = key if isinstance(key, tuple) else (key,)
        name = node.entity if node.field is None else f"{node.entity}.{node.field}"
        return Lookup("link", name, "/".join(map(printed, parts)))
    return Lookup("find", f"{node.setting}.{node.by}", printed(key if node.at is None else key[0]))


class _Provenance:
    """Goes through a payload beside the statements that made it."""

    def __init__(
        self,
        shape: Shape,
        ends: Mapping[tuple[str, ...], tuple[int, ...]],
        known: Mapping[tuple[str | None, Any], Lookup | None],
    ) -> None:
        self.origins: dict[str, Span] = {}
        self.lookups: dict[str, Lookup] = {}
        self.is_ambiguous = False
        self._asking = shape.asking
        self._ends = ends
        self._known = known

    def look(self, statements: Iterable[typed.Statement], made: Any, prefix: str) -> None:
        """Note the values that a body's statements gave."""
        turns: dict[tuple[str, ...], int] = {}
        for statement in statements:
            if isinstance(statement, typed.Rule):
                self._rule(statement, made, prefix)
            elif isinstance(statement, typed.Block):
                inner = _at(made, statement.target)
                if inner is not None:
                    self.look(statement.body, inner, f"{prefix}{'.'.join(statement.target)}.")
            elif isinstance(statement, typed.Each | typed.Item):
                turn = turns[statement.target] = turns.get(statement.target, -1) + 1
                self._items(statement, made, prefix, turn)

    def _rule(self, rule: typed.Rule, made: Any, prefix: str) -> None:
        holder = _at(made, rule.target[:-1])
        if holder is None or rule.target[-1] not in holder:
            return
        path = prefix + ".".join(rule.target)
        self.origins[path] = rule.span
        value = holder[rule.target[-1]]
        if rule.field.type.kind is Kind.ID and (rule.field.type.entity, value) in self._known:
            lookup = self._known[rule.field.type.entity, value]
            if lookup is None or rule.span not in self._asking:
                self.is_ambiguous = True
            else:
                self.lookups[path] = lookup

    def _items(self, statement: typed.Each | typed.Item, made: Any, prefix: str, turn: int) -> None:
        items = _at(made, statement.target) or ()
        ends = (0, *self._ends.get(statement.target, ()), len(items)) if not prefix else (0, len(items))
        for number in range(ends[turn], ends[turn + 1]):
            self.look(statement.body, items[number], f"{prefix}{'.'.join(statement.target)}[{number}].")


def _at(made: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        made = made.get(name)
        if made is None:
            return None
    return made
