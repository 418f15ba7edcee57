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
from engine.model.frozen import field, frozen
from engine.model.placeholder import Placeholder
from engine.model.schema import Entity
from engine.model.types import Kind

# A question that was asked: the answer, the key, and the number of the one who asked among the shape's.
Asked = Sequence[tuple[Any, Any, int]]


@frozen
class Places:
    """What follows from how a payload is built. `origins`: the rule behind each value, by path.

    `ids`: of each value that identifies something its path, the way to it, what it identifies, and whether its rule
    asked for it itself.
    """

    origins: Mapping[str, Span]
    ids: tuple[tuple[str, tuple[str | int, ...], str | None, bool], ...]


@frozen
class Shape:
    """What all records of a mapping have in common.

    `asks`: its `link` and `find` by number. `asking`: the rules whose own values were asked for. `ends`: the lists that
    several statements fill one after the other, by path. `is_plain`: whether a value's place tells its rule: not
    where such a list stands inside another body. `target`, `continues`: see the interpreter's `run`. `fillers`: the
    numbers of the statements that fill each member of the payload.
    `places`: those of the payloads so far, by how they are built: most are built alike. `lookups`: those so far, by the
    number of who asked, and the key: records ask for the same again and again.
    """

    program: typed.Program
    target: Entity
    continues: bool
    asks: tuple[typed.Link | typed.Find, ...]
    asking: frozenset[Span]
    ends: tuple[tuple[str, ...], ...]
    is_plain: bool
    fillers: Mapping[str, tuple[int, ...]]
    places: dict[Any, Places] = field(default_factory=dict, compare=False, repr=False)
    lookups: dict[tuple[int, Any], Lookup] = field(default_factory=dict, compare=False, repr=False)

    def lookup_of(self, number: int, key: Any) -> Lookup:
        """By what was found what was asked for."""
        if key.__class__ is not int and key.__class__ is not str:  # 1 and yes are equal, and are printed otherwise
            return _lookup(self.asks[number], key)
        found = self.lookups.get((number, key))
        if found is None:
            found = _lookup(self.asks[number], key)
            if len(self.lookups) < _PLACES_MAX:
                self.lookups[number, key] = found
        return found

    def places_of(self, payload: Mapping[str, Any], ends: tuple[tuple[int, ...], ...]) -> Places:
        """The places of a payload."""
        form = _form(payload), ends
        found = self.places.get(form)
        if found is None:
            looked = _Provenance(self.asking, dict(zip(self.ends, ends, strict=True)))
            looked.look(self.program.statements, payload, "", ())
            found = Places(looked.origins, tuple(looked.ids))
            if len(self.places) < _PLACES_MAX:
                self.places[form] = found
        return found


_PLACES_MAX = 1_000


def _form(payload: Mapping[str, Any]) -> Any:
    """How a payload is built: the names of its members, and how the objects and lists among them are, by their
    positions."""
    inner = [
        (position, _form(value) if value.__class__ is dict else tuple(map(_form, value)))
        for position, value in enumerate(payload.values())
        if value.__class__ is dict or value.__class__ is list
    ]
    return (tuple(payload), *inner)


class Mapped(Desired):
    """See the module. One is made with nothing in it, by the compiled function, which sets `payload`, `creates` and
    `story`: for a record of 25 fields an `__init__` would be a tenth of all its cost.

    `story`: the mapping's shape, the record, its circumstances, the questions of `link` and `find` in their order, and
    of each of the shape's lists where the items of each of its statements end; None once somebody has asked.
    """

    __slots__ = ("story",)
    __init__ = object.__init__  # which Python does not even call

    story: tuple[Shape, Mapping[str, Any], Circumstances, Asked, tuple[tuple[int, ...], ...]] | None

    @classmethod
    def again(cls, payload: dict[str, Any], creates: bool, story: Any) -> Mapped:
        """One that was taken apart into these, to be kept in less room."""
        made: Mapped = cls()
        made.payload, made.creates, made.story = payload, creates, story
        return made

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Nothing: one of which something is to be said is no plain Mapped (see `spoken`)."""
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
        if self.story is None:
            return
        shape, record, circumstances, asked, ends = self.story
        places = shape.places_of(self.payload, ends) if shape.is_plain else None
        lookups = None if places is None else _found(places, self.payload, _lookups(shape, asked))
        if places is None or lookups is None:
            again = replayed(shape, record, circumstances, asked)
            self._origins, self._lookups = again.origins, again.lookups
        else:
            self._origins, self._lookups = places.origins, lookups
        self.story = None


def _found(
    places: Places, payload: Any, known: Mapping[tuple[str | None, Any], Lookup | None]
) -> dict[str, Lookup] | None:
    """By what each id of a payload was found; None when that cannot be told from the questions alone."""
    lookups = {}
    for path, way, entity, asked_itself in places.ids if known else ():
        value = payload
        for step in way:
            value = value[step]
        if (entity, value) in known:
            lookup = known[entity, value]
            if lookup is None or not asked_itself:
                return None
            lookups[path] = lookup
    return lookups


def replayed(shape: Shape, record: Mapping[str, Any], circumstances: Circumstances, asked: Asked) -> Desired:
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
        if node.type.kind is not Kind.ID or found is None:
            continue
        if found.__class__ is not int and (isinstance(found, Placeholder | NoSuchRecord) or not fits(Kind.ID, found)):
            continue
        lookup = shape.lookup_of(number, key)
        named = node.type.entity, found
        before = known.get(named, lookup)
        known[named] = lookup if before is lookup or before == lookup else None
    return known


def _lookup(node: typed.Link | typed.Find, key: Any) -> Lookup:
    if isinstance(node, typed.Link):
        parts = key if isinstance(key, tuple) else (key,)
        name = node.entity if node.field is None else f"{node.entity}.{node.field}"
        return Lookup("link", name, "/".join(map(printed, parts)))
    return Lookup("find", f"{node.setting}.{node.by}", printed(key if node.at is None else key[0]))


class _Provenance:
    """Goes through a payload beside the statements that made it."""

    def __init__(self, asking: frozenset[Span], ends: Mapping[tuple[str, ...], tuple[int, ...]]) -> None:
        self.origins: dict[str, Span] = {}
        self.ids: list[tuple[str, tuple[str | int, ...], str | None, bool]] = []
        self._asking = asking
        self._ends = ends

    def look(self, statements: Iterable[typed.Statement], made: Any, prefix: str, way: tuple[str | int, ...]) -> None:
        """Note the values that a body's statements gave. `way`: to the object that they made."""
        turns: dict[tuple[str, ...], int] = {}
        for statement in statements:
            if isinstance(statement, typed.Rule):
                self._rule(statement, made, prefix, way)
            elif isinstance(statement, typed.Block):
                inner = _at(made, statement.target)
                if inner is not None:
                    self.look(
                        statement.body, inner, f"{prefix}{'.'.join(statement.target)}.", (*way, *statement.target)
                    )
            elif isinstance(statement, typed.Each | typed.Item):
                turn = turns[statement.target] = turns.get(statement.target, -1) + 1
                self._items(statement, made, prefix, way, turn)

    def _rule(self, rule: typed.Rule, made: Any, prefix: str, way: tuple[str | int, ...]) -> None:
        holder = _at(made, rule.target[:-1])
        if holder is None or rule.target[-1] not in holder:
            return
        path = prefix + ".".join(rule.target)
        self.origins[path] = rule.span
        if rule.field.type.kind is Kind.ID:
            self.ids.append((path, (*way, *rule.target), rule.field.type.entity, rule.span in self._asking))

    def _items(
        self, statement: typed.Each | typed.Item, made: Any, prefix: str, way: tuple[str | int, ...], turn: int
    ) -> None:
        items = _at(made, statement.target) or ()
        ends = (0, *self._ends.get(statement.target, ()), len(items)) if not prefix else (0, len(items))
        for number in range(ends[turn], ends[turn + 1]):
            place = f"{prefix}{'.'.join(statement.target)}[{number}]."
            self.look(statement.body, items[number], place, (*way, *statement.target, number))


def _at(made: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        made = made.get(name)
        if made is None:
            return None
    return made
