"""The benchmark of mapping compares before it times: what it prints is of contestants that do the same work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import map as mapping_bench
from bench.workloads.customers import SOURCE_FIELDS, TARGET_FIELDS, TODAY, customers, refused_customers
from bench.workloads.likeness import alike, same
from bench.workloads.references import references
from bench.workloads.workload import Workload, of_customers, of_invoices
from engine.language.outcome import Desired, Refused, Skipped


@pytest.mark.parametrize("made", [of_customers, of_invoices])
def test_the_engine_and_the_hand_written_function_give_the_same_to_the_last_digit(
    made: Callable[[int], Workload],
) -> None:
    workload = made(300)
    kinds = set()
    for record in workload.records:
        outcome = workload.mapping.run(record, references, today=TODAY)
        kinds.add(type(outcome) if isinstance(outcome, Skipped) else Desired)
        assert same(mapping_bench.payload_of(outcome), workload.by_hand(record)), record
    assert kinds == {Desired, Skipped}


def test_the_customers_have_as_many_fields_as_is_said() -> None:
    workload = of_customers(300)
    assert {len(record) for record in workload.records} == {SOURCE_FIELDS}
    filled = {path for record in workload.records for path in _leaves(workload.by_hand(record) or {})}
    assert len(filled) == TARGET_FIELDS


def _leaves(payload: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in payload.items():
        found |= _leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def test_the_customers_are_the_same_ones_every_time_and_not_all_clean() -> None:
    assert customers(200) == customers(200)
    texts = [value for record in customers(200) for value in record.values() if isinstance(value, str)]
    assert any(text != text.strip() for text in texts)
    assert any("\u00a0" in text for text in texts)
    assert any(letter in text for text in texts for letter in "æøå")


def test_what_is_said_to_be_refused_is() -> None:
    workload = of_customers(1)
    outcomes = [workload.mapping.run(record, references, today=TODAY) for record in refused_customers(20)]
    assert all(isinstance(outcome, Refused) for outcome in outcomes)


def test_a_contestant_that_makes_something_else_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping_bench, "payload_of", lambda outcome: {"Name": "Fjord AS"})
    with pytest.raises(mapping_bench.NotEqual):
        mapping_bench.main(["--customers", "5", "--invoices", "5", "--peers", ""])


def test_it_prints_every_contestant_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--customers", "60", "--invoices", "20", "--rounds", "2", "--budget", "0.01"]
    mapping_bench.main(few)
    printed = capsys.readouterr().out
    for name in (mapping_bench.BY_HAND, mapping_bench.RUN, mapping_bench.BARE):
        assert printed.count(name) >= 2, "once for each workload"
    assert "jinja2" in printed
    assert "µs" in printed


def test_same_is_strict_and_alike_is_not() -> None:
    from decimal import Decimal

    assert same({"a": [Decimal("1.50")]}, {"a": [Decimal("1.50")]})
    for one, other in ((Decimal("1.5"), Decimal("1.50")), (1, True), ({}, {"a": None}), ([1], [1, 1]), ("1", 1)):
        assert not same(one, other)
    assert alike({}, {"a": None})
    assert alike({"a": 12.5}, {"a": Decimal("12.50")})
    for one, other in ((19.95, Decimal("19.96")), ("1", 1), (None, "x"), (True, 1), ([1], 1)):
        assert not alike(one, other)
