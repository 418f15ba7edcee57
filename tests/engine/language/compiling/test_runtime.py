"""What the functions call in seldom cases: each raises Again where only the interpreter has an answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

import pytest

from engine.language.compiling import runtime
from engine.language.compiling.runtime import MISS, Again, Stuck
from engine.language.functions.registry import StepFailed
from engine.language.outcome import NoSuchRecord
from engine.language.running.walk import NOTHING
from engine.model.change import Pending
from engine.model.schema import Field
from engine.model.text import say
from engine.model.types import Kind, number, text

LATER = Pending("customer", "7")
WHOLE, AMOUNT, TEXT = Field("n", number(0)), Field("a", number(2)), Field("t", text(3))


def failing(value: str) -> str:
    raise StepFailed(say("is not a date"))


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (lambda: runtime.read(TEXT, 7), "7"),
        (lambda: runtime.read(WHOLE, Decimal("7.00")), 7),
        (lambda: runtime.row_of({"a": 1}), {"a": 1}),
        (lambda: dict(runtime.row_referred_to(None)), {}),
        (lambda: runtime.rows_of([{}]), [{}]),
        (lambda: runtime.written(Decimal("2.50")), "2.50"),
        (lambda: runtime.written(Fraction(3, 8)), "0.375"),
        (lambda: runtime.known_now(7), 7),
        (lambda: runtime.attempted(str.lower, "A"), "a"),
        (lambda: runtime.attempted(failing, "A"), MISS),
        (lambda: runtime.linked(Kind.ID, 7), 7),
        (lambda: runtime.linked(Kind.ID, LATER), LATER),
        (lambda: runtime.linked(Kind.ID, None), MISS),
        (lambda: runtime.linked(Kind.TEXT, 7), MISS),
        (lambda: runtime.linked(Kind.TEXT, NoSuchRecord("Win")), MISS),
        (lambda: runtime.calculated("/", 1, 3), Fraction(1, 3)),
        (lambda: runtime.calculated("+", date(2026, 1, 1), 3), date(2026, 1, 4)),
        (lambda: runtime.stopped((NOTHING, None)), None),
        (lambda: runtime.stopped((NOTHING, 1)), NOTHING),
        (lambda: runtime.member("a", ("b", "a", None)), True),
        (lambda: runtime.member("a", ("b", None)), None),
        (lambda: runtime.member("a", ("b",)), False),
        (lambda: runtime.settled(AMOUNT, Decimal("2.5")), Decimal("2.5")),
        (lambda: runtime.summed([]), 0),
        (lambda: runtime.summed([1, None]), None),
        (lambda: runtime.least([]), None),
        (lambda: runtime.least([2, 1]), 1),
        (lambda: runtime.greatest([2, NOTHING]), NOTHING),
        (lambda: runtime.greatest([1, 2]), 2),
        (lambda: runtime.counted([1, None, NOTHING, ""]), 2),
    ],
)
def test_it_gives(made: Any, value: Any) -> None:
    found = made()
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "made",
    [
        lambda: runtime.read(WHOLE, "x"),
        lambda: runtime.read(AMOUNT, 10**40),
        lambda: runtime.read(TEXT, LATER),
        lambda: runtime.row_of(7),
        lambda: runtime.row_referred_to(7),
        lambda: runtime.rows_of("ab"),
        lambda: runtime.written(Fraction(1, 3)),
        lambda: runtime.written(LATER),
        lambda: runtime.known_now(LATER),
    ],
)
def test_it_leaves_the_record_to_the_interpreter(made: Any) -> None:
    with pytest.raises(Again):
        made()


@pytest.mark.parametrize(("field", "value"), [(TEXT, "long"), (AMOUNT, Decimal("2.505"))])
def test_it_leaves_a_statement_without_a_value(field: Field, value: Any) -> None:
    with pytest.raises(Stuck):
        runtime.settled(field, value)


def test_no_digit_is_lost_unasked() -> None:
    with localcontext(runtime.EXACT), pytest.raises(Inexact):
        Decimal("1." + "3" * 40) * Decimal("1." + "3" * 40)
