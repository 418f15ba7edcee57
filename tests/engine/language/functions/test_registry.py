"""Every function of the language: registered whole, its examples true, its types and its absence as declared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.source import Embedded
from engine.language import ast, exact
from engine.language.clean import utf16_length
from engine.language.functions.registry import (
    FUNCTIONS,
    Example,
    Function,
    Parameter,
    StepClass,
    StepFailed,
    function,
    result_type,
)
from engine.language.parser import parse_expression
from engine.model import types
from engine.model.types import Kind, Type

# Section 8 of the language's design, but for what the language itself offers (sums, table, link, find, render).
NAMES = {
    "text": "squeeze trim lower upper digits replace prefix suffix pad limit first_name last_name",
    "number": "integer decimal round negate abs",
    "date": "date add_days days_between year month",
    "Norwegian": "orgno kid bank_account postal_code phone country",
    "document": "norwegian_amount norwegian_date",
}
CASES = [(entry, example) for entry in FUNCTIONS.values() for example in entry.examples]


def arguments(entry: Function, example: Example) -> list[Any]:
    """The values of an example's arguments, read by the language's own parser, and the defaults of those left out."""
    parsed = parse_expression(Embedded("example", f"given | {entry.name}({example.arguments})", 1, 1))
    assert parsed.diagnostics == ()
    assert isinstance(parsed.expression, ast.Step)
    values = [_written(argument.value) for argument in parsed.expression.call.arguments]
    return values + [parameter.default for parameter in entry.parameters[1 + len(values) :]]


def _written(expression: ast.Expression) -> Any:
    """The value of an argument that is written out."""
    match expression:
        case ast.Literal(value=value):
            return value
        case ast.Text(parts=parts):
            return "".join(str(part) for part in parts)
        case ast.Path(names=(name,)):
            return name.text
        case ast.Unary(operator="-", operand=ast.Literal(value=int(value))):
            return -value
    raise AssertionError(f"an example's argument is not written out: {expression}")


def constant_type(value: Any) -> Type:
    """The type of a value written out, as the checker sees it."""
    if isinstance(value, str):
        return types.text(utf16_length(value), choices=frozenset({value}))
    if isinstance(value, date):
        return types.DATE
    return types.number(max(0, -int(Decimal(value).as_tuple().exponent)))


def example_type(entry: Function, example: Example) -> Type:
    """The type that the checker gives an example's result."""
    values = [example.given, *arguments(entry, example)]
    return result_type(entry, tuple(constant_type(value) for value in values), (None, *values[1:]))


def test_the_functions_are_those_of_the_design() -> None:
    by_family = {family: {f.name for f in FUNCTIONS.values() if f.family == family} for family in NAMES}
    assert by_family == {family: set(names.split()) for family, names in NAMES.items()}
    assert sum(len(names) for names in by_family.values()) == len(FUNCTIONS)


@pytest.mark.parametrize(("entry", "example"), CASES, ids=lambda part: getattr(part, "name", ""))
def test_examples_are_true(entry: Function, example: Example) -> None:
    values = arguments(entry, example)
    if example.fails:
        with pytest.raises(StepFailed):
            entry.run(example.given, *values)
        return
    result = entry.run(example.given, *values)
    assert result == example.result
    assert type(result) is type(example.result)
    assert str(result) == str(example.result)  # 12.50 is not 12.5 here


@pytest.mark.parametrize(("entry", "example"), CASES, ids=lambda part: getattr(part, "name", ""))
def test_results_are_of_the_type_that_is_declared(entry: Function, example: Example) -> None:
    declared = example_type(entry, example)
    if example.fails:
        assert entry.fails
    elif example.result is None:
        assert declared.absent
    else:
        value = constant_type(example.result)
        assert value.kind is declared.kind
        assert declared.length_max is None or (value.length_max or 0) <= declared.length_max
        assert declared.scale is None or value.scale is None or value.scale <= declared.scale


@pytest.mark.parametrize("entry", FUNCTIONS.values(), ids=lambda entry: entry.name)
def test_every_function_is_documented_and_shown_at_work(entry: Function) -> None:
    assert entry.doc.endswith(".")
    assert any(not example.fails for example in entry.examples)
    assert entry.fails == any(example.fails for example in entry.examples)
    assert entry.parameters[0].required


@pytest.mark.parametrize("entry", FUNCTIONS.values(), ids=lambda entry: entry.name)
def test_parameters_take_something_and_defaults_fit(entry: Function) -> None:
    for parameter in entry.parameters:
        assert parameter.kinds or parameter.words
        assert not parameter.words or parameter.kinds in (frozenset(), {Kind.TEXT})  # a word is given on as a text
        if not parameter.required:
            assert parameter.default is not None
            assert parameter.objection is None or parameter.objection(parameter.default) is None
            assert parameter.default in parameter.words or constant_type(parameter.default).kind in parameter.kinds


CANONICAL = [entry for entry in FUNCTIONS.values() if entry.step_class is StepClass.CANONICAL]
CANONICAL_CASES = [(entry, example) for entry, example in CASES if entry in CANONICAL and not example.fails]


@pytest.mark.parametrize(("entry", "example"), CANONICAL_CASES, ids=lambda part: getattr(part, "name", ""))
def test_a_canonical_step_leaves_its_own_results_alone(entry: Function, example: Example) -> None:
    if example.result is not None:
        assert entry.run(example.result, *arguments(entry, example)) == example.result


TRICKY = st.text(st.sampled_from("0123456789 .-+()nNoOøØßŉǰΣσİı\u0301\u00a0\u200b½٣😀")) | st.text()


@pytest.mark.parametrize("entry", CANONICAL, ids=lambda entry: entry.name)
@given(text=TRICKY)
def test_a_canonical_step_is_idempotent_on_any_text(entry: Function, text: str) -> None:
    values = {"pad": (6, "0"), "kid": ("mod10",), "phone": ("NO",)}.get(entry.name, ())
    try:
        once = entry.run(text, *values)
    except StepFailed:
        assert entry.fails
        return
    assert once != ""
    assert once is None or entry.run(once, *values) == once


TEXT_STEPS = [f for f in FUNCTIONS.values() if f.parameters[0].kinds == {Kind.TEXT} and f.family != "date"]
TEXT_ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "replace": ("a", ""),
    "prefix": ("",),
    "suffix": ("",),
    "pad": (3, ""),
    "limit": (1,),
    "decimal": (",",),
    "kid": ("mod11",),
    "phone": ("zz",),
}


@pytest.mark.parametrize("entry", TEXT_STEPS, ids=lambda entry: entry.name)
@given(text=TRICKY)
def test_a_text_step_gives_a_value_or_absence_or_fails_and_nothing_else(entry: Function, text: str) -> None:
    try:
        result = entry.run(text, *TEXT_ARGUMENTS.get(entry.name, ()))
    except StepFailed:
        assert entry.fails
        return
    assert result is None or result != ""


def test_a_name_is_registered_once() -> None:
    with pytest.raises(AssertionError, match="squeeze is registered twice"):
        function(
            "squeeze",
            family="text",
            parameters=(),
            result=lambda: types.FLAG,
            step_class=StepClass.ONE_WAY,
            examples=(),
        )(lambda: None)


def test_a_type_is_refined_by_what_is_written_out() -> None:
    unknown = types.number(None)
    assert result_type(FUNCTIONS["round"], (unknown, types.number(0), None), (None, 2, "half_away")).scale == 2
    assert result_type(FUNCTIONS["round"], (types.number(1), None, None), (None, 2, "half_away")).scale == 1
    assert result_type(FUNCTIONS["round"], (unknown, None, None), (None, 0, "half_away")).scale == 0
    assert result_type(FUNCTIONS["round"], (unknown, unknown, None), (None, None, "half_away")).scale is None
    assert result_type(FUNCTIONS["limit"], (types.text(200), types.number(0)), (None, 50)) == types.text(50)
    assert result_type(FUNCTIONS["limit"], (types.text(20), types.number(0)), (None, 50)) == types.text(20)
    assert result_type(FUNCTIONS["limit"], (types.text(), types.number(0)), (None, 50)) == types.text(50)
    assert result_type(FUNCTIONS["limit"], (types.text(20), types.number(0)), (None, None)).absent
    assert result_type(FUNCTIONS["pad"], (types.text(4), types.number(0), None), (None, 6, "0")) == types.text(6)
    assert result_type(FUNCTIONS["pad"], (types.text(8), types.number(0), None), (None, 6, "0")) == types.text(8)
    assert result_type(FUNCTIONS["pad"], (types.text(8), types.number(0), None), (None, None, "0")) == types.text()
    assert result_type(FUNCTIONS["prefix"], (types.text(8), types.text(2)), (None, "W-")) == types.text(10)
    assert result_type(FUNCTIONS["suffix"], (types.text(8), types.text()), (None, None)) == types.text()
    assert result_type(FUNCTIONS["squeeze"], (types.text(8),), (None,)) == types.text(8)


def test_replacing_keeps_the_length_when_it_cannot_grow() -> None:
    entry = FUNCTIONS["replace"]
    given_types = (types.text(20), types.text(1), types.text(1))
    assert result_type(entry, given_types, (None, ".", "-")) == types.text(20)
    assert result_type(entry, given_types, (None, ".", "")) == types.text(20, absent=True)
    assert result_type(entry, given_types, (None, ".", "--")) == types.text()
    assert result_type(entry, given_types, (None, None, "-")) == types.text()
    assert result_type(entry, given_types, (None, ".", None)) == types.text(absent=True)


@pytest.mark.parametrize("wrong", ["x", True, Decimal("1.5"), -1, date(2026, 1, 31), object()])
def test_a_wrong_constant_refines_nothing(wrong: Any) -> None:
    unknown = types.text(20, absent=True)
    assert result_type(FUNCTIONS["limit"], (types.text(20), types.UNKNOWN), (None, wrong)) == unknown


def test_a_failure_says_whether_its_value_may_be_shown() -> None:
    assert not StepFailed("is not a date").secret
    assert StepFailed("is not a date", secret=True).secret
    assert str(StepFailed("is not a date")) == "is not a date"


def test_a_parameter_says_what_is_wrong_with_a_constant() -> None:
    assert _objection("round", "places", Decimal("2.5")) == "must be a whole number from 0 to 28"
    assert _objection("round", "places", Decimal("2.00")) is None
    assert _objection("limit", "length", 0) == "must be a whole number from 1 to 4000"
    assert _objection("limit", "length", True) is not None
    assert _objection("replace", "old", "") == "must not be empty"
    assert _objection("decimal", "mark", ";") == 'must be "." or ","'
    assert _objection("phone", "region", "SE") is None
    assert _objection("phone", "region", "Norge") == 'must be the code of a country, as "NO"'


def _objection(name: str, parameter_name: str, value: Any) -> str | None:
    parameter: Parameter = next(p for p in FUNCTIONS[name].parameters if p.name == parameter_name)
    assert parameter.objection is not None
    return parameter.objection(value)


def test_numbers_stay_exact_between_functions() -> None:
    third = exact.divide(10, 3)
    assert str(FUNCTIONS["round"].run(third, 2, "half_away")) == "3.33"
    assert FUNCTIONS["negate"].run(third) == -third
    assert FUNCTIONS["abs"].run(-third) == third
