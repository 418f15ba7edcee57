"""Code that asks tables, links, settings and number series.

Every answer to `link` and `find` is noted with its question, so that what is sent can be told by what it was found.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date

from engine.language import typed
from engine.language.clean import utf16_length
from engine.language.compiling import syntax
from engine.language.compiling.conditions import is_calm
from engine.language.compiling.flow import flowing, is_usual_int, meaning, passed, sure, together, value
from engine.language.compiling.operand import Operand
from engine.language.compiling.syntax import assign, call, method, name, when
from engine.language.compiling.writer import Scope, Writer
from engine.model.types import Kind

REFERENCES = "references"
ASKED = "asked"

# What a link gives of a kind, mostly.
_USUAL: Mapping[Kind, type] = {
    Kind.ID: int,
    Kind.NUMBER: int,
    Kind.TEXT: str,
    Kind.FILE: str,
    Kind.FLAG: bool,
    Kind.DATE: date,
}


@meaning(typed.TableLookup)
def table(node: typed.TableLookup, scope: Scope, writer: Writer) -> Operand:
    """A row of a table; one without a value is absent."""
    rows = writer.tables[node.table].rows

    def step(found: Operand) -> Operand:
        key = found.code if found.known is str else call(writer.runtime("written"), found.code)
        got = method(writer.table(node.table), "get", key, writer.runtime("MISS"))
        absent = "" in rows.values()
        length = max(map(utf16_length, rows.values()), default=0)
        choices = frozenset(row for row in rows.values() if row)
        return Operand(writer.keep(got), absent=absent, missed=True, known=str, length_max=length, choices=choices)

    return flowing(passed(node.operand, scope, writer), "v", step, writer)


@meaning(typed.Link)
def link(node: typed.Link, scope: Scope, writer: Writer) -> Operand:
    """The target's id, or another field, of the record that was made of a source record."""
    named = node.entity if node.field is None else f"{node.entity}.{node.field}"

    def step(key: list[Operand]) -> Operand:
        codes = [_whole(one, writer) for one in key]
        asked = codes[0] if len(codes) == 1 else name(writer.keep(syntax.tuple_of(codes), "key"))
        found = _ask(node, "link", named, asked, writer)
        answered = call(writer.runtime("linked"), writer.constant(node.type.kind, "kind"), name(found))
        writer.put(when(syntax.no(_usual(node.type.kind, found, writer)), [assign(found, answered)]))
        an_id = node.type.kind is Kind.ID
        return Operand(found, absent=False, missed=True, later=True, fraction=True, identifies=an_id)

    if len(node.key) == 1:
        return flowing(passed(node.key[0], scope, writer), "v", lambda one: step([one]), writer)
    return together([value(part, scope, writer) for part in node.key], step, writer)


def _usual(kind: Kind, found: str, writer: Writer) -> ast.expr:
    """The test that an answer is what a link mostly gives: nothing but that fits without a second look."""
    usual = _USUAL.get(kind)
    if usual is None:
        return syntax.const(False)
    if usual is int:
        return is_usual_int(name(found), writer)
    return syntax.of_class(name(found), writer.constant(usual, "usual"))


@meaning(typed.Find)
def find(node: typed.Find, scope: Scope, writer: Writer) -> Operand:
    """The id of a target's setting, of the row that is valid on a day when one is asked for."""
    named = f"{node.setting}.{node.by}"

    def step(given: list[Operand]) -> Operand:
        key = _whole(given[0], writer)
        if len(given) > 1:
            key = name(writer.keep(syntax.tuple_of([key, given[1].code]), "key"))
        found = _ask(node, "find", named, key, writer)
        miss = [assign(found, writer.runtime("MISS"))]
        writer.put(when(syntax.is_none(name(found)), miss))
        return Operand(found, absent=False, missed=True, later=True, fraction=True)

    if node.at is None:
        return flowing(passed(node.operand, scope, writer), "v", lambda one: step([one]), writer)
    operand = passed(node.operand, scope, writer)
    if not is_calm(node.at, scope, writer):
        operand = sure(operand, writer)  # of one that failed, no day is asked for
    day = value(node.at, scope, writer)
    if operand.unmanaged:  # where both stop it, what is absent goes before what is unmanaged
        return together([sure(operand, writer), day], step, writer)
    return flowing(operand, "v", lambda one: together([one, day], step, writer), writer)


@meaning(typed.Within)
def within(node: typed.Within, scope: Scope, writer: Writer) -> Operand:
    """A number that lies in a range of a series."""
    ranges = writer.ranges.get(node.series)
    if ranges is None:
        ranges = writer.ranges[node.series] = writer.variable("ranges")
        with writer.at(writer.top):
            series = syntax.attribute(name("circumstances"), "series")
            writer.put(assign(ranges, method(series, "get", syntax.const(node.series), syntax.tuple_of([]))))

    def step(number: Operand) -> Operand:
        made = writer.keep(number.code, "number")
        one = name("one")
        inside = ast.Compare(
            syntax.attribute(one, "start"), [ast.LtE(), ast.LtE()], [name(made), syntax.attribute(one, "end")]
        )
        missed = [assign(made, writer.runtime("MISS"))]
        writer.put(syntax.for_each("one", name(ranges), [when(inside, [ast.Break()])], missed))
        return Operand(made, absent=False, missed=True, known=number.known, digits_max=number.digits_max)

    return flowing(passed(node.operand, scope, writer), "v", step, writer)


def _ask(node: typed.Link | typed.Find, kind: str, named: str, key: ast.expr, writer: Writer) -> str:
    question = writer.ask(node)
    code = call(name(REFERENCES), syntax.const(kind), syntax.const(named), key)
    found = writer.keep(code, "found")
    noted = syntax.tuple_of([name(found), key, syntax.const(question)])
    writer.put(syntax.do(method(name(ASKED), "append", noted)))
    return found


def _whole(found: Operand, writer: Writer) -> ast.expr:
    """A key as references know it: a number that is whole as an int."""
    if found.known in (str, int):
        return found.code
    return call(writer.runtime("integral"), found.code)
