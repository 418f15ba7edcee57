"""The members of an object while its code is written: they are put together when all of them have their values."""

from __future__ import annotations

import ast
from itertools import takewhile

from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.operand import Operand
from engine.language.compiling.syntax import call, method, name, when
from engine.language.compiling.writer import Writer
from engine.model.frozen import changeable, field

_WRITTEN_AT_ONCE = 15  # members of a dict that Python writes in one step


@changeable
class Items:
    """A list that is being made. `makers`: its statements. `ends`: the variables of how many items there were after
    each of them but the last."""

    variable: str
    makers: list[typed.Each | typed.Item] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)


@changeable
class Members:
    """An object's members, in the order in which they were first named.

    `values`: by name, of a rule. `objects`: of rules that name a path. `made`: variables of dicts, of blocks, that
    are laid over an object; None when the block was not entered. `lists`: the lists.
    """

    values: dict[str, Operand] = field(default_factory=dict)
    objects: dict[str, Members] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, Items] = field(default_factory=dict)
    order: dict[str, None] = field(default_factory=dict)

    def holder(self, path: tuple[str, ...]) -> Members:
        """The members of the object at a path within this one."""
        found = self
        for step in path:
            found.order[step] = None
            found = found.objects.setdefault(step, Members())
        return found

    def keep(self, named: str, value: Operand) -> None:
        """A rule's value."""
        self.order[named] = None
        self.values[named] = value

    def lay(self, named: str, variable: str) -> None:
        """A block's dict."""
        self.order[named] = None
        self.made.setdefault(named, []).append(variable)

    def items(self, named: str, maker: typed.Each | typed.Item, writer: Writer) -> Items:
        """A list to which a statement is about to add; it is opened where it is first named."""
        self.order[named] = None
        if named not in self.lists:
            self.lists[named] = Items(writer.keep(ast.List([], ast.Load()), "items"))
        items = self.lists[named]
        if items.makers:
            items.ends.append(writer.keep(call(writer.constant(len, "len"), name(items.variable)), "end"))
        items.makers.append(maker)
        return items


def assembled(members: Members, writer: Writer, hint: str) -> str:
    """The variable of the object with its members. It is made in one piece, and what is not managed taken away."""
    parts = [(named, _member(members, named, writer)) for named in members.order]
    if len(parts) > _WRITTEN_AT_ONCE:
        return _filled_in(parts, writer, hint)
    made = writer.keep(syntax.dict_of((named, value.code) for named, value in parts), hint)
    for named, value in parts:
        if (left_out := _is_left_out(value, writer)) is not None:
            writer.put(when(left_out, [syntax.drop(made, named)]))
    return made


def _filled_in(parts: list[tuple[str, Operand]], writer: Writer, hint: str) -> str:
    """Python puts a long dict together member by member, and makes room again and again: a copy has it already."""
    form = writer.constant(dict.fromkeys(named for named, _ in parts), "form")
    made = writer.keep(method(form, "copy"), hint)
    for named, value in parts:
        put = syntax.set_item(made, named, value.code)
        left_out = _is_left_out(value, writer)
        writer.put(put if left_out is None else when(left_out, [syntax.drop(made, named)], [put]))
    return made


def _is_left_out(value: Operand, writer: Writer) -> ast.expr | None:
    """The test that a member is not managed; None when it always is."""
    if value.unmanaged:
        return syntax.same(value.code, writer.runtime("NOTHING"))
    return syntax.no(value.code) if value.missed else None  # an object of nothing but `nothing` is not managed either


def _member(members: Members, named: str, writer: Writer) -> Operand:
    """A member's value; one that is left out when it is empty is marked as `missed`."""
    if named in members.values:
        return members.values[named]
    if named in members.lists:
        return Operand(members.lists[named].variable, absent=False)
    blocks = members.made.get(named, [])
    if named not in members.objects and len(blocks) == 1:
        return Operand(blocks[0], missed=True)
    inner = members.objects.get(named, Members())
    for value in takewhile(lambda one: one.unmanaged, inner.values.values()):
        # The interpreter puts an object where it is first made, and that may be further down.
        writer.again_when(syntax.same(value.code, writer.runtime("NOTHING")))
    whole = assembled(inner, writer, "object")
    for block in blocks:
        writer.put(when(name(block), [syntax.do(method(name(whole), "update", name(block)))]))
    return Operand(whole, missed=True)
