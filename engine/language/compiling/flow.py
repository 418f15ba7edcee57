"""How values go from step to step in the code: passed on when there is nothing to do with them, else taken along.

Absence, `nothing` and a step that failed flow through the code as None, NOTHING and MISS, each tested only where it may
be. A failure that has to leave code in which values are not passed on one by one is raised as Missed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.operand import Operand
from engine.language.compiling.repeated import said
from engine.language.compiling.runtime import INT_MAX, SMALL
from engine.language.compiling.syntax import assign, call, when
from engine.language.compiling.writer import Chain, Scope, Writer
from engine.model.frozen import replace

Meaning = Callable[[Any, Scope, Writer], Operand]
MEANINGS: dict[type, Meaning] = {}


def meaning(*kinds: type) -> Callable[[Meaning], Meaning]:
    """Register what writes the code of these kinds of nodes."""

    def register(written: Meaning) -> Meaning:
        MEANINGS.update(dict.fromkeys(kinds, written))
        return written

    return register


def passed(node: typed.Expression, scope: Scope, writer: Writer) -> Operand:
    """The code of an expression; a failure inside it is passed on as MISS. What is said again is there already."""
    written = MEANINGS[type(node)]
    told = said(node) if writer.repeated else None
    if told is None or told.form not in writer.repeated:
        return written(node, scope, writer)
    row = scope.rows[told.item]
    if told.form not in row.made:
        with writer.at(row.root):
            row.made[told.form] = writer.hold(written(node, scope, writer))
    return row.made[told.form]


def value(node: typed.Expression, scope: Scope, writer: Writer) -> Operand:
    """The code of an expression that raises Missed when it fails."""
    return sure(passed(node, scope, writer), writer)


def sure(found: Operand, writer: Writer) -> Operand:
    """A value that is none of a failed step: Missed is raised instead."""
    if not found.missed:
        return found
    writer.raises += 1
    missed = syntax.same(found.code, writer.runtime("MISS"))
    writer.put(when(missed, [ast.Raise(writer.runtime("Missed"), None)]))
    return found.sure()


def flowing(found: Operand, hint: str, step: Callable[[Operand], Operand], writer: Writer) -> Operand:
    """The code of a step that runs when the value before it is there; else that goes on as it is.

    `step` writes what is done with it, and tells what it gave.
    """
    found = now(found, writer)
    if not found.stops:
        return step(found)
    chain = writer.chain
    if chain is not None and chain.made == found.variable and writer.blocks[-1][-1:] == [chain.guard]:
        made, stopping, inside = chain.made, chain.stopping, chain.inside  # tested already: the chain grows
        with writer.at(inside):
            since = len(inside)
            given = step(chain.given)
            writer.name_anew(given, made, since)
            given = replace(given, variable=made, constant=None)
    else:
        passing, stopping = writer.is_passing(found), found
        made = found.variable if passing else writer.variable(hint)
        with writer.block() as inside:
            given = step(found.there())
            writer.name_anew(given, made)
            given = replace(given, variable=made, constant=None)
        writer.put(when(is_there(found, writer), inside, [] if passing else [assign(made, found.code)]))
        writer.pass_on(made)
    guard = writer.blocks[-1][-1]
    writer.chain = None if given.stops else Chain(made, stopping, guard, inside, given)
    return replace(
        given,
        variable=made,
        constant=None,
        absent=given.absent or stopping.absent,
        unmanaged=given.unmanaged or stopping.unmanaged,
        missed=given.missed or stopping.missed,
    )


def together(found: Sequence[Operand], step: Callable[[list[Operand]], Operand], writer: Writer) -> Operand:
    """The code of a step that wants several values to be there; else the first absent one settles it, or `nothing`."""
    values = [now(one, writer) for one in found]
    stopping = [one for one in values if one.stops]
    if not stopping:
        return step(values)
    made = writer.variable("v")
    with writer.block() as inside:
        given = step([one.there() for one in values])
        writer.name_anew(given, made)
    unmanaged = any(one.unmanaged for one in values)
    stopped: ast.expr = syntax.const(None)
    if unmanaged:
        stopped = call(writer.runtime("stopped"), syntax.tuple_of(one.code for one in values))
    writer.put(when(syntax.every(is_there(one, writer) for one in stopping), inside, [assign(made, stopped)]))
    absent = given.absent or any(one.absent for one in values)
    return replace(given, variable=made, constant=None, absent=absent, unmanaged=given.unmanaged or unmanaged)


def now(found: Operand, writer: Writer) -> Operand:
    """A value that is no placeholder: of what is known only later, the interpreter says what comes."""
    if not found.later:
        return found
    return replace(found, variable=writer.keep(call(writer.runtime("known_now"), found.code)), later=False)


def is_there(found: Operand, writer: Writer) -> ast.expr:
    """The test that a value is neither absent, nor unmanaged, nor that of a failed step."""
    tests = []
    if found.absent:
        tests.append(syntax.is_there(found.code))
    if found.unmanaged:
        tests.append(syntax.other(found.code, writer.runtime("NOTHING")))
    if found.missed:
        tests.append(syntax.other(found.code, writer.runtime("MISS")))
    return syntax.every(tests)


def is_usual_int(code: ast.expr, writer: Writer) -> ast.expr:
    """The test that a value from outside is an int of a usual size, which fits wherever one is wanted.

    Most are small, and Python compares those faster.
    """
    small = syntax.between(syntax.const(0), code, syntax.const(SMALL))
    usual = syntax.between(syntax.const(-INT_MAX), code, syntax.const(INT_MAX))
    return syntax.every([syntax.of_class(code, writer.constant(int, "int")), syntax.some([small, usual])])
