"""What the compiled function says of a record by itself: the interpreter's words, and nobody is asked twice."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Any

import pytest

from engine.language.outcome import Desired, Refused
from engine.language.spoken import Warned
from parts.compiled_rules import RECORD, TODAY, World, left, mapping_of, payload, refused, taken


def _run(rules: str, record: dict[str, Any], world: World) -> Desired | Refused:
    mapping = mapping_of(rules)
    mapping.compile()
    outcome = mapping.run({**RECORD, **record}, world, today=TODAY)
    assert isinstance(outcome, Desired | Refused)
    return outcome


def test_a_warning_is_worded_when_it_is_asked_for_and_stays_as_it_is() -> None:
    made = _run('warn active == no, "{name} is active"\nText1 = name', {}, World())
    assert isinstance(made, Warned)
    assert [str(one.message) for one in made.diagnostics] == ["Fjord AS is active"]
    assert made.diagnostics is made.diagnostics
    assert made.payload == {"Text1": "Fjord AS"}
    assert set(made.origins) == {"Text1"}


def test_a_warning_of_each_item_that_has_one() -> None:
    rules = 'Lines = each line in lines {\n    warn line.ok, "line {line.line_no}"\n    Text = line.text\n}'
    found = taken(rules, {"lines": [{"line_no": number, "ok": number == 2} for number in (1, 2, 3)]})
    assert isinstance(found, Desired)
    assert [str(one.message) for one in found.diagnostics] == ["line 1", "line 3"]


@pytest.mark.parametrize("answers", [{}, {("customer", 3): 70}])
def test_nobody_is_asked_twice(answers: dict[tuple[str, Any], Any]) -> None:
    world = World(answers)
    rules = "CustomerId = count_1 | link(customer) else refuse\nAccountId = whole_1 | find(Account, by=No) else refuse"
    found = _run(rules, {"whole_1": 4}, world)
    assert isinstance(found, Refused)
    assert world.asked == [("customer", 3), ("Account.No", 4)]
    assert [one.code for one in found.diagnostics] == (["R203"] if answers else ["R202", "R203"])


def test_a_let_that_is_refused_is_refused_wherever_it_is_read() -> None:
    rules = 'let id = count_1 | link(customer) else refuse "no"\nCustomerId = id\nText1 = name\nFlag1 = id is present'
    world = World()
    found = _run(rules, {}, world)
    assert [str(one.message) for one in found.diagnostics] == ["no"]
    assert world.asked == [("customer", 3)]


def test_a_record_that_lacks_something_lacks_it_beside_what_failed() -> None:
    lacking = "Title = name\nCount = count_1\nSum = total\nHome.Street = name\nFlag1 = yes"
    rules = f"{lacking}\nRows = item {{\n    RowNo = 1\n}}"
    found = refused(rules, {"name": " ", "total": Decimal("2.555")}, target="go.strict")
    assert [one.code for one in found.diagnostics] == ["R314", "R312", "R312"]


def test_a_number_too_long_for_the_function_is_none_for_the_interpreter() -> None:
    made = left("Amount1 = total", {"total": Decimal("42.000")})
    assert isinstance(made, Desired)
    assert str(made.payload["Amount1"]) == "42.00"


def test_the_callers_decimals_do_not_count_for_what_is_said() -> None:
    rules = "Amount1 = amount_1\nAmount2 = total"
    with localcontext(Context(prec=2)):
        found = _run(rules, {"amount_1": Decimal("33333333.33"), "total": Decimal("12345.678")}, World())
    assert [one.code for one in found.diagnostics] == ["R314"]


def test_what_is_right_says_nothing() -> None:
    assert payload('check active, "no"\nwarn total > 0, "{total}"\nText1 = name') == {"Text1": "Fjord AS"}
