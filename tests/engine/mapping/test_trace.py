"""`mapping.trace(record)`: the library's way to ask why, with the arguments and the outcome of `mapping.run`."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine import Desired, Refused, Skipped, load_mapping
from engine.language.functions.registry import StepClass
from engine.language.trace import State
from engine.mapping.library import shipped_mappings

CUSTOMER = load_mapping(shipped_mappings() / "base" / "customer.yaml")
RECORD: dict[str, Any] = {"customer_no": 512, "name": " Fjord AS ", "is_internal": False, "active": True}


def test_a_trace_has_each_rule_with_its_steps_file_and_line() -> None:
    told = CUSTOMER.trace({**RECORD, "external_ledger_no": 10512})
    assert isinstance(told.outcome, Desired)
    number = next(rule for rule in told.rules if rule.name == "Number")
    assert (number.value, number.two_way) == (10512, True)
    assert [(step.text, step.state, step.value) for step in number.steps] == [
        ("external_ledger_no", State.VALUE, 10512),
        ("?? customer_no", State.NOT_NEEDED, None),
        ("within series.customer", State.VALUE, 10512),
    ]
    assert [step.step_class for step in number.steps] == [StepClass.EXACT, StepClass.SETTLED, StepClass.EXACT]
    assert number.step_class is StepClass.SETTLED
    assert [given.field for given in number.back] == ["external_ledger_no"]
    name = next(rule for rule in told.rules if rule.name == "Name")
    assert (name.step_class, name.back) == (None, ())
    assert not any(step.step_class for step in name.steps)
    source = (shipped_mappings() / "base" / "customer.yaml").read_text(encoding="utf-8").splitlines()
    for step in number.steps:
        assert step.span.path == "mappings/base/customer.yaml"
        line = source[step.span.line - 1]
        assert line[step.span.column - 1 : step.span.end_column - 1] in number.text


def test_references_and_the_day_are_given_as_to_a_run() -> None:
    asked: list[tuple[str, str, Any]] = []

    def references(kind: str, name: str, key: Any) -> Any:
        asked.append((kind, name, key))
        return 1603 if kind == "link" else None

    record = {**RECORD, "customer_no": 10512, "department_no": "10"}
    told = CUSTOMER.trace(record, references, today=date(2026, 11, 24))
    assert told.outcome == CUSTOMER.run(record, references, today=date(2026, 11, 24))
    assert isinstance(told.outcome, Refused)
    assert ("link", "department", "10") in asked
    department = next(rule for rule in told.rules if rule.name == "DepartmentId")
    assert department.value == 1603
    term = next(rule for rule in told.rules if rule.name == "PaymentTermId")
    assert term.why is not None
    assert [step.text for step in term.steps if step.state is State.FAILED] == ["| find(PaymentTerm, by=CreditDays)"]


def test_a_record_of_another_mapping_is_skipped_as_in_a_run() -> None:
    told = CUSTOMER.trace({**RECORD, "is_internal": True})
    assert told.outcome == Skipped()
    assert (told.statements[0].kind, told.statements[0].value) == ("select", False)
