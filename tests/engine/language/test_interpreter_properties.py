"""Promises over any rules and records: arithmetic is exact, and no record makes the interpreter raise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics.codes import CODES
from engine.language import interpreter
from engine.language.outcome import Circumstances, Desired, Refused, Skipped
from engine.model.record import Fault
from engine.model.schema import Series

NUMBERS = st.decimals(-1000, 1000, places=3, allow_nan=False).map(abs) | st.integers(0, 10**20)


@st.composite
def sums(draw: st.DrawFn, depth: int = 4) -> tuple[str, Fraction]:
    """A calculation as it is written, and what comes of it."""
    if depth == 0 or draw(st.booleans()):
        number = draw(NUMBERS)
        return format(number, "f") if isinstance(number, Decimal) else str(number), Fraction(number)
    left, left_value = draw(sums(depth - 1))
    right, right_value = draw(sums(depth - 1))
    sign = draw(st.sampled_from("+-*/")) if right_value else draw(st.sampled_from("+-*"))
    value = {
        "+": lambda: left_value + right_value,
        "-": lambda: left_value - right_value,
        "*": lambda: left_value * right_value,
        "/": lambda: left_value / right_value,
    }[sign]()
    return f"({left} {sign} {right})", value


def _rounded(value: Fraction, places: int) -> Fraction:
    """Half away from zero, from the definition."""
    scaled = abs(value) * 10**places
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


@settings(max_examples=60, deadline=None)
@given(sums())
def test_arithmetic_agrees_with_fractions(trial: Any, calculation: tuple[str, Fraction]) -> None:
    written, value = calculation
    numerator = f"0 - {-value.numerator}" if value < 0 else str(value.numerator)
    rules = (
        f'Name = "x"\nDiscount = {written} | round(2)\nIsArchived = {written} == ({numerator}) / {value.denominator}\n'
    )
    if len(str(value.numerator)) > 60 or len(str(value.denominator)) > 60:
        rules = rules.rpartition("IsArchived")[0]  # the language takes no longer number
    program = trial(rules).program
    outcome = interpreter.run(program, {}, Circumstances(date(2026, 1, 1), lambda *_: None, {}), _customer(trial))
    assert isinstance(outcome, Desired)
    assert outcome.payload.get("IsArchived", True) is True
    assert Fraction(outcome.payload["Discount"]) == _rounded(value, 2)


def _customer(trial: Any) -> Any:
    return trial.__globals__["GO_CUSTOMER"]


RULES = """\
skip when vat_free and email == "skip"
create when active or payment_days > 3
let mail = email | lower
let days = payment_days ?? customer_no
check days >= 0, "{days} {mail} {city | limit(3)}"
warn since < today, "{since} {seen_at}"
Name = name | squeeze | limit(100)
Number = (days * 2 / 3 | round) within series.customer else (if active then nothing else refuse "{days}")
EmailAddress = if city is present then "{city} {name}" | limit(50) else mail
Discount = discount / 7 | round(2)
Since = since + days
DeliveryType = delivery | table(deliveries) else "Print"
DepartmentId = department_no | link(department) else refuse
PaymentTermId = payment_days | find(PaymentTerm, by=CreditDays) else nothing
Code = department.manager.last_name | first_name | limit(10) else (city | upper | limit(10))
IsArchived = not (city in ("Oslo", department.name) or discount > 5)
MailAddress when city is present {
    City = city
    ZipCode = postal_code ?? refuse
}
"""
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.just(datetime(2026, 1, 1, tzinfo=UTC))
    | st.builds(Fault, st.text(max_size=5), st.just("not a number"))
    | st.sampled_from(["EPOST", "Oslo", "Ola Nordmann", 12000, 14, Decimal("12.50"), date(2026, 1, 1)])
)
NAMES = ["customer_no", "name", "email", "city", "postal_code", "department_no", "delivery", "payment_days"]
NAMES += ["discount", "since", "seen_at", "vat_free", "active"]
PEOPLE = st.dictionaries(st.sampled_from(["name", "department_no", "last_name", "email"]), SCALARS, max_size=3)
DEPARTMENTS = SCALARS | st.builds(lambda d, m: {**d, "manager": m}, PEOPLE, SCALARS | PEOPLE)
RECORDS = st.builds(
    lambda record, department: {**record, "department": department},
    st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=13),
    DEPARTMENTS,
)


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.sampled_from([None, 7, "guid"]))
def test_no_record_makes_a_checked_mapping_raise(trial: Any, record: dict[str, Any], found: Any) -> None:
    series = {"customer": (Series("Customer", "Customers", 10000, 19999),)}
    circumstances = Circumstances(date(2026, 1, 1), lambda *_: found, series)
    outcome = interpreter.run(trial(RULES).program, record, circumstances, _customer(trial))
    if isinstance(outcome, Skipped):
        return
    assert all(diagnostic.code in CODES for diagnostic in outcome.diagnostics)
    assert len(set(outcome.diagnostics)) == len(outcome.diagnostics)
    if isinstance(outcome, Refused):
        assert any(diagnostic.is_error for diagnostic in outcome.diagnostics)
    else:
        assert not any(diagnostic.is_error for diagnostic in outcome.diagnostics)
        assert isinstance(outcome.payload["Name"], str)
        assert len(outcome.payload["Name"]) <= 100
