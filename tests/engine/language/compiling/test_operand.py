"""What is known of a value, and what is known of one of several."""

from __future__ import annotations

import ast

from engine.language.compiling.operand import NO_VALUE, Operand, either


def test_a_constant_is_written_out_and_a_variable_is_read() -> None:
    assert ast.unparse(Operand(constant="it's").code) == '"it\'s"'
    assert ast.unparse(Operand("v_1").code) == "v_1"
    assert Operand(constant=None).is_constant
    assert not Operand("v_1").is_constant


def test_what_is_there_stops_nothing_but_what_is_known_only_later() -> None:
    found = Operand("v", absent=True, unmanaged=True, missed=True)
    assert found.stops
    assert not found.there().stops
    assert Operand("v", absent=False, later=True).there().stops
    assert found.sure().stops
    assert not found.sure().missed


def test_one_of_several_may_be_what_each_may_be() -> None:
    text, number = (
        Operand("a", absent=False, known=str, length_max=3),
        Operand("b", absent=True, known=int, digits_max=4),
    )
    assert either("v", text, number) == Operand("v", absent=True, known=None)
    both = either("v", text, Operand("c", absent=False, unmanaged=True, known=str, length_max=7))
    assert both == Operand("v", absent=False, unmanaged=True, known=str, length_max=7)
    assert either("v", text, Operand("c", known=str)).length_max is None


def test_what_is_never_a_value_says_nothing_of_its_class() -> None:
    text = Operand("a", absent=False, known=str, length_max=3)
    assert either("v", text, Operand(known=NO_VALUE)) == Operand("v", absent=True, known=str, length_max=3)


def test_decimals_are_known_where_all_have_as_many() -> None:
    one, other = Operand("a", places=2), Operand("b", places=4)
    assert either("v", one, one).places == 2
    assert either("v", one, other).places is None
