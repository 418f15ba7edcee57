"""Each edge case of Win that a mapping decides: the demo's own row in, what Go is sent or the code of a refusal out.

What only a whole plan can tell (equal numbers, vanished rows, locked periods) tests/laws tell, from the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.win import connector
from connectors.win.demo import demo
from engine.language.outcome import Desired, Outcome, Refused, Skipped
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.mapping import placeholder
from engine.model.record import Row
from engine.sync.planning.related import Related
from parts.edge_case_table import CASES, UNMANAGED, VOUCHERS, Alone, Case

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Demo:
    """The demo's rows by mapping and key, with the records that they refer to; customers that Go will have."""

    rows: Mapping[tuple[str, str], Row]
    customers: frozenset[int]

    def references(self, kind: str, name: str, key: Any) -> Any:
        if kind == "link" and name.startswith("customer") and key not in self.customers:
            return None
        return placeholder(kind, name, key)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, shipped: Callable[[str], EntityMapping]) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    settings = demo.build(folder).settings
    connection = connector.open(settings, folder)
    related = Related(connection)
    rows: dict[tuple[str, str], Row] = {}
    for name in {case.mapping for case in CASES}:
        mapping = shipped(f"base/{name}")
        read = connection.read(mapping.source.name).rows
        for row in related.join(read, mapping.source, mapping.program.references):
            rows[name, mapping.key_of(row)] = row
    ran = {
        key: shipped("base/customer").run(row, today=TODAY) for (name, key), row in rows.items() if name == "customer"
    }
    yield Demo(rows, frozenset(int(key) for key, outcome in ran.items() if isinstance(outcome, Desired)))
    connection.close()


OURS = [case for case in CASES if case.alone is not Alone.ELSEWHERE]


@pytest.mark.parametrize("case", OURS, ids=str)
def test_an_edge_case_is_right(case: Case, played: Demo, shipped: Callable[[str], EntityMapping]) -> None:
    outcome = shipped(f"base/{case.mapping}").run(played.rows[case.mapping, case.key], played.references, today=TODAY)
    if case.alone is Alone.LEFT_OUT:
        assert isinstance(outcome, Skipped)
    elif case.alone is Alone.REFUSED:
        assert isinstance(outcome, Refused)
        assert {d.code for d in outcome.diagnostics if d.is_error} == set(case.codes)
    else:
        _assert_sent(case, outcome)


def _assert_sent(case: Case, outcome: Outcome) -> None:
    assert isinstance(outcome, Desired), outcome.diagnostics
    assert outcome.creates is (case.alone is Alone.SENT)
    assert tuple(d.code for d in outcome.diagnostics) == case.codes
    assert {path: _value(outcome.payload, path) for path in case.fields} == dict(case.fields)
    if case.lines:
        assert tuple(str(line["CurrencyAmount"]) for line in outcome.payload["OutgoingInvoiceLines"]) == case.lines


def _value(payload: Mapping[str, Any], path: str) -> Any:
    value: Any = payload
    for name in path.split("."):
        value = value.get(name, UNMANAGED)
    return value


def test_an_invoice_abroad_has_the_code_of_exports(played: Demo, shipped: Callable[[str], EntityMapping]) -> None:
    asked: list[Any] = []

    def references(kind: str, name: str, key: Any) -> Any:
        asked.append((name, key))
        return played.references(kind, name, key)

    row = played.rows["invoice", "1/5039"]
    outcome = shipped("base/invoice").run(row, references, today=TODAY)
    assert isinstance(outcome, Desired)
    assert outcome.diagnostics == ()
    assert {key for name, key in asked if name == "VatCode.Code"} == {("52", row["invoice_date"])}


def test_lines_of_four_decimals_leave_an_ore_for_the_rounding_account(
    played: Demo, shipped: Callable[[str], EntityMapping]
) -> None:
    row = played.rows["invoice", "1/5008"]
    outcome = shipped("base/invoice").run(row, played.references, today=TODAY)
    assert isinstance(outcome, Desired)
    amounts = [line["CurrencyAmount"] for line in outcome.payload["OutgoingInvoiceLines"]]
    assert sum(amounts) == row["total"]
    assert abs(amounts[-1]) <= Decimal("0.01")


def test_every_voucher_of_the_demo_makes_its_total(played: Demo, shipped: Callable[[str], EntityMapping]) -> None:
    sent = 0
    for (name, _), row in played.rows.items():
        if name in VOUCHERS:
            outcome = shipped(f"base/{name}").run(row, today=TODAY)
            if isinstance(outcome, Desired):
                sent += 1
                assert sum(line["CurrencyAmount"] for line in outcome.payload["OutgoingInvoiceLines"]) == row["total"]
    assert sent > 100
