"""A checked mapping as one Python function, as fast as one written by hand; what it means is the interpreter's word.

The function is built as a tree and never as text, so nothing in a mapping can become code. It maps the records that are
as they should be. Of what is wrong with one it notes in which statements, and the interpreter has the words (`spoken`);
a record that cannot be read as it takes records to be, the interpreter maps.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import getcontext, setcontext
from types import CodeType
from typing import Any

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.compiled import Compiled
from engine.language.compiling import calls, expressions, syntax  # noqa: F401  # each registers the nodes that it writes
from engine.language.compiling.bodies import add_lets, filled
from engine.language.compiling.conditions import holds
from engine.language.compiling.fitting import demand_whole
from engine.language.compiling.flow import passed
from engine.language.compiling.guarding import FAILED, WARNED
from engine.language.compiling.lists import forget_unread
from engine.language.compiling.lookups import ASKED, REFERENCES
from engine.language.compiling.members import Items, Members
from engine.language.compiling.reading import new_row
from engine.language.compiling.repeated import repeated
from engine.language.compiling.syntax import assign, attribute, call, name, when
from engine.language.compiling.writer import Scope, TooLarge, Writer
from engine.language.mapped import Mapped, Shape
from engine.language.outcome import Skipped
from engine.language.spoken import spoken_of
from engine.model.schema import Entity


def compile_program(program: typed.Program, target: Entity, continues: bool) -> Compiled | None:
    """Compile a program; None when it is too large to gain by it."""
    try:
        return _compiled(*written(program, target, continues))
    except (TooLarge, RecursionError):
        return None


def _compiled(tree: ast.Module, constants: Mapping[str, Any]) -> Compiled:
    module = compile(tree, "<mapping>", "exec")
    return Compiled(next(one for one in module.co_consts if isinstance(one, CodeType)), constants)


def compile_ways(program: typed.Program) -> Compiled | None:
    """Compile what the two-way rules give of a record (see inverting.giving); None when that is too large."""
    try:
        return _compiled(*written_ways(program))
    except (TooLarge, RecursionError):
        return None


def compile_select(program: typed.Program) -> Compiled | None:
    """Compile the question whether a record is a mapping's; None when that is too large."""
    try:
        return _compiled(*written_select(program))
    except (TooLarge, RecursionError):
        return None


def written_select(program: typed.Program) -> tuple[ast.Module, Mapping[str, Any]]:
    """The tree and the constants of the function. Raises TooLarge and RecursionError."""
    assert program.select is not None, "without `select:` every record is the mapping's"
    writer, scope = _begun(program)
    add_lets(program.statements, scope, writer)
    chosen = holds(program.select, True, scope, writer)
    writer.put(ast.Return(syntax.choose(chosen, syntax.const(True), syntax.const(False))))
    return _finished(writer, "selects")


def written_ways(program: typed.Program) -> tuple[ast.Module, Mapping[str, Any]]:
    """The tree and the constants of the function. Raises TooLarge and RecursionError."""
    writer, scope = _begun(program)
    add_lets(program.statements, scope, writer)
    scopes: dict[tuple[Span, ...], Scope] = {(): scope}
    values, entered = [], []
    for way in program.ways:
        tests = []
        for depth, block in enumerate(way.blocks):
            around = tuple(one.span for one in way.blocks[:depth])
            if block.condition is not None:
                tests.append(holds(block.condition, True, scopes[around], writer))
            inside = scopes.setdefault((*around, block.span), scopes[around].inside())
            add_lets(block.body, inside, writer)
        found = passed(way.rule.value, scopes[tuple(one.span for one in way.blocks)], writer)
        given = writer.keep(found.code, "given")
        if found.missed:
            missed = syntax.same(name(given), writer.runtime("MISS"))
            writer.put(when(missed, [assign(given, writer.runtime("NOTHING"))]))
        values.append(name(given))
        entered.append(name(writer.keep(syntax.every(tests), "entered")))
    writer.put(ast.Return(syntax.tuple_of([syntax.tuple_of(values), syntax.tuple_of(entered)])))
    return _finished(writer, "gives")


def written(program: typed.Program, target: Entity, continues: bool) -> tuple[ast.Module, Mapping[str, Any]]:
    """The function's tree and its constants; the same for the same program. Raises TooLarge and RecursionError."""
    writer, scope = _begun(program)
    _left_out(program, scope, writer)
    payload, members = filled(program.statements, target.fields, scope, writer, "payload", continues)
    creates = _creates(program, scope, writer)
    demand_whole(target, members, payload, writer, continues)
    ends = dict(_shared_lists(members))
    shape = Shape(
        program,
        target,
        continues,
        tuple(writer.asks),
        frozenset(writer.asking),
        tuple(ends),
        _is_plain(ends, writer),
        writer.fillers,
    )
    story = [
        writer.constant(shape, "shape"),
        name("record"),
        name("circumstances"),
        name(ASKED) if writer.asks else syntax.const(()),
        syntax.tuple_of(syntax.tuple_of(map(name, items.ends)) for items in ends.values()),
    ]
    if writer.notes:
        _tell(name(payload), creates, syntax.tuple_of(story), writer)
    made = writer.keep(call(writer.constant(Mapped, "mapped")), "outcome")
    for attribute_set, value in (("payload", name(payload)), ("creates", creates), ("story", syntax.tuple_of(story))):
        writer.put(syntax.set_attribute(made, attribute_set, value))
    writer.put(ast.Return(name(made)))
    return _finished(writer, "mapped")


def _tell(payload: ast.expr, creates: ast.expr, story: ast.expr, writer: Writer) -> None:
    """The end of a record of which something is to be said."""
    notes = [name(noted) if noted in writer.notes else syntax.const(()) for noted in (WARNED, FAILED)]
    told = call(writer.constant(spoken_of, "spoken_of"), payload, creates, story, *notes)
    writer.put(when(syntax.some(map(name, sorted(writer.notes))), [ast.Return(told)]))


def _begun(program: typed.Program) -> tuple[Writer, Scope]:
    writer = Writer(program.tables, _readings(program), _loops_over(program), repeated(program), _fillers(program))
    writer.blocks.append(writer.top)
    return writer, Scope({None: new_row("record", writer.top, writer)}, {})


def _finished(writer: Writer, named: str) -> tuple[ast.Module, Mapping[str, Any]]:
    forget_unread(writer)
    function = syntax.function(named, ("record", "circumstances"), _framed(writer))
    return ast.fix_missing_locations(ast.Module([function], [])), writer.constants


def _fillers(program: typed.Program) -> dict[str, tuple[int, ...]]:
    """The numbers of the statements that fill each member of the payload."""
    fillers: dict[str, tuple[int, ...]] = {}
    for number, statement in enumerate(program.statements):
        if isinstance(statement, typed.Rule | typed.Block | typed.Each | typed.Item):
            fillers[statement.target[0]] = (*fillers.get(statement.target[0], ()), number)
    return fillers


def _readings(program: typed.Program) -> Counter[str]:
    return Counter(node.name for node in typed.all_expressions(program) if isinstance(node, typed.LetRead))


def _loops_over(program: typed.Program) -> Counter[tuple[str, ...]]:
    walked = [
        node.source for node in typed.all_expressions(program) if isinstance(node, typed.Aggregate | typed.Listed)
    ]
    walked += [one.source for one in typed.all_statements(program.statements) if isinstance(one, typed.Each)]
    return Counter(source.path for source in walked if source.item is None)


def _left_out(program: typed.Program, scope: Scope, writer: Writer) -> None:
    """`select` and `skip`, before anything else."""
    add_lets(program.statements, scope, writer)
    if program.select is not None:
        chosen = holds(program.select, True, scope, writer)
        writer.put(when(syntax.no(chosen), [ast.Return(writer.constant(Skipped(), "left_out"))]))
    for statement in program.statements:
        if isinstance(statement, typed.Skip):
            skipped = writer.constant(Skipped(statement.span), "skipped")
            writer.put(when(holds(statement.condition, True, scope, writer), [ast.Return(skipped)]))


def _creates(program: typed.Program, scope: Scope, writer: Writer) -> ast.expr:
    """Whether a record that is not there is made: unless a `create when` plainly fails."""
    conditions = [statement.condition for statement in program.statements if isinstance(statement, typed.Create)]
    return syntax.no(syntax.some([holds(condition, False, scope, writer) for condition in conditions]))


def _shared_lists(members: Members, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Items]]:
    """The lists that several statements fill, where they can be told of."""
    for named, items in members.lists.items():
        if items.ends:
            yield (*path, named), items
    for named, inner in members.objects.items():
        yield from _shared_lists(inner, (*path, named))


def _is_plain(ends: Mapping[tuple[str, ...], Items], writer: Writer) -> bool:
    shared = sum(bool(items.ends) for lists in writer.lists for items in lists.values())
    return shared == len(ends)


def _framed(writer: Writer) -> syntax.Block:
    """The function's body, with what all of it needs."""
    head: syntax.Block = [assign(noted, syntax.const(())) for noted in sorted(writer.notes)]
    if writer.asks:
        head += [
            assign(REFERENCES, attribute(name("circumstances"), "references")),
            assign(ASKED, ast.List([], ast.Load())),
        ]
    if not writer.uses_decimals:
        return [*head, *writer.top]
    for statement, in_context in writer.calculations:
        assert isinstance(statement, ast.Assign | ast.Expr)
        statement.value = in_context
    given = call(writer.constant(setcontext, "setcontext"), name("before"))
    return [
        assign("before", call(writer.constant(getcontext, "getcontext"))),
        syntax.do(call(writer.constant(setcontext, "setcontext"), writer.runtime("EXACT"))),
        ast.Try([*head, *writer.top], [], [], [syntax.do(given)]),
    ]
