"""Members while code is written: in the order in which they were first named, one object in one piece."""

from __future__ import annotations

import ast
from collections import Counter

from engine.language.compiling.members import Members, assembled
from engine.language.compiling.operand import Operand
from engine.language.compiling.writer import Writer


def writer() -> Writer:
    made = Writer({}, Counter(), Counter())
    made.blocks.append(made.top)
    return made


def text(made: Writer) -> str:
    return ast.unparse(ast.fix_missing_locations(ast.Module(made.top, [])))


def test_members_stand_in_the_order_in_which_they_were_named() -> None:
    members, made = Members(), writer()
    members.holder(("b",)).keep("inner", Operand("x", absent=False))
    members.keep("a", Operand("y", absent=False))
    members.holder(("b",)).keep("other", Operand("z", absent=False))
    assembled(members, made, "payload")
    assert "{'inner': x, 'other': z}" in text(made)
    assert list(members.order) == ["b", "a"]


def test_what_may_be_unmanaged_is_taken_away() -> None:
    members, made = Members(), writer()
    members.keep("a", Operand("x", unmanaged=True))
    members.keep("b", Operand("y"))
    assembled(members, made, "payload")
    assert text(made).count("del ") == 1


def test_a_list_that_two_fill_notes_where_the_first_ends() -> None:
    members, made = Members(), writer()
    members.items("rows", None, made)  # type: ignore[arg-type]  # who fills it does not matter here
    items = members.items("rows", None, made)  # type: ignore[arg-type]
    assert len(items.makers) == 2
    assert len(items.ends) == 1
