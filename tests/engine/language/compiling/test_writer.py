"""The function while it is written: blocks that are opened again, constants given by name, and an end to its size."""

from __future__ import annotations

import ast
from collections import Counter
from decimal import Decimal

import pytest

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.writer import _STATEMENTS_MAX, TooLarge, Writer


@pytest.fixture
def writer() -> Writer:
    rows = typed.Table("t", {"A": "Alfa", "B": ""}, Span("x", 1, 1, 1, 1))
    made = Writer({"t": rows}, Counter(), Counter())
    made.blocks.append(made.top)
    return made


def unparsed(block: syntax.Block) -> str:
    return ast.unparse(ast.fix_missing_locations(ast.Module(block, [])))


def test_code_goes_to_the_block_that_is_open(writer: Writer) -> None:
    with writer.block() as inside:
        writer.put(syntax.assign("a", syntax.const(1)))
        with writer.at(writer.top):
            writer.put(syntax.assign("b", syntax.const(2)))
        writer.put(syntax.assign("c", syntax.const(3)))
    assert unparsed(inside) == "a = 1\nc = 3"
    assert unparsed(writer.top) == "b = 2"


def test_what_becomes_known_inside_a_block_is_known_only_there(writer: Writer) -> None:
    with writer.block():
        writer.known.add("a")
        writer.know_for_good("b")
    assert writer.known == {"b"}


def test_variables_are_never_the_same(writer: Writer) -> None:
    assert len({writer.variable("v") for _ in range(10)} | {writer.variable("w")}) == 11


def test_plain_constants_are_written_out_and_others_given_by_name(writer: Writer) -> None:
    assert ast.unparse(writer.constant("x", "text")) == "'x'"
    assert ast.unparse(writer.constant(True, "flag")) == "True"
    amount = Decimal("2.50")
    named = ast.unparse(writer.constant(amount, "amount"))
    assert ast.unparse(writer.constant(amount, "amount")) == named
    assert writer.constants[named] is amount


def test_what_the_function_calls_is_given_to_it(writer: Writer) -> None:
    assert ast.unparse(writer.runtime("MISS")) == "MISS"
    assert "MISS" not in writer.constants  # it finds it there
    assert ast.unparse(writer.unit(2)) == "UNIT_2"
    assert writer.constants["UNIT_2"] == Decimal("0.01")


def test_a_tables_empty_cells_give_none(writer: Writer) -> None:
    named = ast.unparse(writer.table("t"))
    assert writer.constants[named] == {"A": "Alfa", "B": None}
    assert ast.unparse(writer.table("t")) == named


def test_a_function_has_an_end(writer: Writer) -> None:
    for _ in range(_STATEMENTS_MAX):
        writer.put(ast.Pass())
    with pytest.raises(TooLarge):
        writer.put(ast.Pass())
