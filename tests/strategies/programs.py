"""Whole mappings that are well typed, made up so that every node of the language and every kind of target is met.

Most pass the checker; `accepted` gives only those that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import assume
from hypothesis import strategies as st

from engine.mapping.mapping import Mapping
from engine.model.schema import Entity, Field
from engine.model.types import Kind
from strategies import program_world as world
from strategies.program_expressions import Maker
from strategies.program_names import (
    CODE,
    DATE,
    FILE,
    FLAG,
    NUMBER,
    TEXT,
    WHOLE,
    Made,
    Names,
    fields_read,
    kind_of,
    names_of,
)

_LET_KINDS = (TEXT, TEXT, NUMBER, WHOLE, FLAG, DATE, "customer", "order", CODE)
_RULES_MAX = 6
_DEPTH = 3
_MUST_GO = (Kind.OBJECT, Kind.LIST)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which entities a program stands between, and how: `second`: it continues another mapping."""

    source: str
    target: str
    second: bool = False


_SHAPES = (
    Shape("win.order", "go.order"),
    Shape("win.order", "go.order"),
    Shape("win.order", "go.order"),
    Shape("win.order", "go.strict"),
    Shape("win.order", "go.nested"),
    Shape("win.order", "go.order", second=True),
    Shape("go.payment", "win.receipt"),
)


def programs() -> st.SearchStrategy[str]:
    """The texts of mappings.

    One is made from a number: so many choices, drawn one by one, are too many for Hypothesis, which would give up the
    large programs. Whoever finds one at fault makes it smaller by itself: `program_reduction.py`.
    """
    return st.integers(0, 2**64 - 1).map(program)


def program(seed: int) -> str:
    """The text of a mapping, the same for the same number."""
    rng = Random(seed)
    shape = rng.choice(_SHAPES)
    source, target = world.LIBRARY.entity(shape.source), world.LIBRARY.entity(shape.target)
    assert source is not None
    assert target is not None
    catalog = world.CATALOGS[source.system]
    writer = _Writer(Maker(rng, forward=source.system == "win"), shape)
    names = names_of(source, catalog)
    lines, select = writer.program(target, names)
    head = f"mapping: thing\nfrom: {shape.source}\nto: {shape.target}\n"
    head += "continues: order\n" if shape.second else f"key: {_key(source)}\n"
    head += f"select: {select}\n" if select else ""
    return f"{head}{world.SERIES}{world.TABLES}rules: |\n" + "".join(f"  {line}\n" for line in lines)


def accepted(text: str) -> Mapping:
    """The mapping of a text; an example whose text the checker refuses is given up."""
    mapping = world.load(text).mapping
    assume(mapping is not None)
    assert mapping is not None
    return mapping


def _key(source: Entity) -> str:
    return f"[{', '.join(source.key)}]"


class _Writer:
    """Writes statements."""

    def __init__(self, maker: Maker, shape: Shape) -> None:
        self.maker = maker
        self.rng = maker.rng
        self.shape = shape

    def program(self, target: Entity, names: Names) -> tuple[list[str], str]:
        """The lines of the rules, and the condition of `select`."""
        maker = self.maker
        select = self._condition(names, 2) if self.rng.randint(0, 4) == 0 else ""
        lets, names = self._lets(names, self.rng.randint(0, 4), _DEPTH)
        if maker.forward and self.rng.randint(0, 3) == 0:
            maker.templates = ["plain.j2", "lines.j2", "choice.j2", "let.j2"]
            lets.append(f"let spoken = {maker.sure(TEXT, names, 1).text}")
        skips = [f"skip when {self._condition(names, 2)}" for _ in range(self._few(4))]
        body = self._body(target.fields, names, lets, top=True)
        if not self.shape.second and self.rng.randint(0, 3) == 0:
            body.append([f"create when {self._condition(names, 2)}"])
        return [*skips, *(line for lines in body for line in lines)], select

    def _few(self, one_in: int) -> int:
        """Mostly none."""
        return int(self.rng.randint(0, one_in) == 0)

    # ---- lets and conditions

    def _lets(self, names: Names, count: int, depth: int) -> tuple[list[str], Names]:
        lines = []
        for _ in range(count):
            kind = self.maker.pick(_LET_KINDS)
            made = self.maker.sure(kind, names, depth)
            named = self.maker.fresh("let")
            lines.append(f"let {named} = {made.text}")
            read = Made(named, made.absent, False, made.scale)
            names = names.plus({kind: [read, read]})  # named twice: it is there to be read
        return lines, names

    def _condition(self, names: Names, depth: int) -> str:
        made = self.maker.condition(FLAG, names, depth)
        text = (
            made.text if not made.fails else f"({made.text} else {self.maker.pick(('yes', 'no', 'empty', 'refuse'))})"
        )
        return text[1:-1] if text.startswith("(") and _is_one(text) else text

    # ---- bodies

    def _body(self, fields: Sequence[Field], names: Names, lets: list[str], *, top: bool = False) -> list[list[str]]:
        """Statements in some order, each with its lines."""
        statements = [[let] for let in lets]
        for field in self._filled(fields):
            statements += self._filling(field, names)
        for _ in range(self._few(2 if top else 5)):
            word = self.maker.pick(("check", "warn"))
            holes = self.maker.value(TEXT, names, 1)
            told = f"{{{holes.text}}}" if not holes.fails else "nei"
            statements.append([f'{word} {self._condition(names, 2)}, "feil: {told}"'])
        if self.rng.random() < 0.5:
            statements = self.rng.sample(statements, len(statements))
        return statements

    def _filled(self, fields: Sequence[Field]) -> list[Field]:
        """The required fields, and some of the others."""
        usable = [one for one in fields if one.writable]
        required = [one for one in usable if one.required and not self.shape.second]
        others = [one for one in usable if one not in required]
        chosen = [self.rng.choice(others) for _ in range(self.rng.randint(1, _RULES_MAX))]
        return [*required, *dict.fromkeys(chosen)]

    def _filling(self, field: Field, names: Names) -> list[list[str]]:
        if field.type.kind is Kind.OBJECT:
            return self._object(field, names)
        if field.type.kind is Kind.LIST:
            return [self._listed(field, names, first) for first in (True, *([False] * self.rng.randint(0, 2)))]
        return [[f"{field.name} = {self.rule(field, names)}"]]

    def _object(self, field: Field, names: Names) -> list[list[str]]:
        if self.rng.randint(0, 2) == 0:  # by its paths
            inner = [one for one in self._filled(field.fields) if one.type.kind not in _MUST_GO]
            if inner:
                return [[f"{field.name}.{one.name} = {self.rule(one, names)}"] for one in inner]
        test = "" if field.required or self.rng.random() < 0.5 else f" when {self._condition(names, 2)}"
        return [self._braces(f"{field.name}{test}", field, names)]

    def _listed(self, field: Field, names: Names, first: bool) -> list[str]:
        if self.rng.randint(0, 2) == 0 or not names.lists:
            test = "" if self.rng.random() < 0.5 else f" when {self._condition(names, 2)}"
            return self._braces(f"{field.name} = item{test}", field, names)
        path, item = self.maker.pick(sorted(names.lists)), self.maker.fresh("row")
        fields = names.lists[path]
        lists = {f"{item}.{one.name}": one.fields for one in fields if one.type.kind is Kind.LIST}
        read = fields_read(fields, f"{item}.")
        inside = names.plus({kind: [*found, *found] for kind, found in read.items()}, lists)
        test = "" if self.rng.random() < 0.5 else f" when {self._condition(inside, 2)}"
        return self._braces(f"{field.name} = each {item} in {path}{test}", field, inside)

    def _braces(self, head: str, field: Field, names: Names) -> list[str]:
        lets, inside = self._lets(names, self._few(2), 2)
        maker = self.maker
        templates, maker.templates = maker.templates, ()
        body = self._body(field.fields, inside, lets)
        maker.templates = templates
        return [f"{head} {{", *(f"    {line}" for lines in body for line in lines), "}"]

    # ---- rules

    def rule(self, field: Field, names: Names) -> str:
        """An expression that a field takes."""
        maker = self.maker
        maker.leaves = not field.required or self.shape.second
        kind = NUMBER if field.type.kind is Kind.NUMBER and self.rng.random() < 0.5 else kind_of(field)
        if kind == FILE:
            kind = maker.pick((FILE, TEXT))
        if kind == TEXT and maker.templates and not field.required and self.rng.random() < 0.4:
            return f'render("{maker.pick(maker.templates)}")'
        made = (maker.present if field.required else maker.sure)(kind, names, _DEPTH)
        made = self._fitting(made, field, kind)
        maker.leaves = False
        return made.text[1:-1] if made.text.startswith("(") and _is_one(made.text) else made.text

    def _fitting(self, made: Made, field: Field, kind: str) -> Made:
        """Rounded, or cut, where the field would not take it else."""
        scale = field.type.scale
        if field.type.kind is Kind.NUMBER and scale is not None and (made.scale is None or made.scale > scale):
            mode = self.maker.pick(("", ", half_even", ", down"))
            return replace(made, text=f"({made.text} | round({scale}{mode}))")
        if kind == TEXT and field.type.length_max is not None and self.rng.randint(0, 9) > 0:
            return replace(made, text=f"({made.text} | limit({field.type.length_max}))")
        return made


def _is_one(text: str) -> bool:
    """Whether the first parenthesis is closed by the last one."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
