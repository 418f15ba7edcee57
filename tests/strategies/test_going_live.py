"""The generator of registers and companies: what it draws can be written down, and meets as it is meant to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings

from strategies.going_live import CUSTOMER_NUMBERS, Company, Registers, companies, registers

# The first that is met is as good as the smallest, and much sooner there.
FIRST = settings(max_examples=1000, phases=[Phase.generate], database=None, deadline=None)


@settings(max_examples=30)
@given(registers())
def test_each_key_stands_once(win: Registers) -> None:
    for view in ("department", "employee", "customer"):
        rows = getattr(win, view)
        assert len({cells[f"{view}_no"] for cells in rows}) == len({cells["row_id"] for cells in rows}) == len(rows) > 0


@settings(max_examples=30)
@given(companies())
def test_what_go_keeps_unique_is_unique(company: Company) -> None:
    for holdings in (company.employee, company.customer):
        for name in ("Number", "ExternalNumber", "ExternalImportReference"):
            values = [holding.body[name] for holding in holdings if name in holding.body]
            assert len(set(values)) == len(values)
    assert all(None not in holding.body.values() for holding in company.customer)


@pytest.mark.parametrize(
    "is_met",
    [
        lambda company: any(holding.edits.get("IsArchived") for holding in company.customer),
        lambda company: any(holding.body.get("EmailAddress") == "POST@Fjord.NO" for holding in company.customer),
        lambda company: any(holding.body.get("IsPerson") for holding in company.customer),
        lambda company: any("win:" in holding.body.get("ExternalImportReference", "") for holding in company.customer),
        lambda company: any("crm-" in holding.body.get("ExternalImportReference", "") for holding in company.customer),
        lambda company: any(h.body.get("ExternalNumber") not in (None, h.body["Number"]) for h in company.customer),
    ],
)
def test_each_prior_state_can_be_met(is_met: Callable[[Company], bool]) -> None:
    assert is_met(find(companies(), is_met, settings=FIRST))


@pytest.mark.parametrize(
    "is_met",
    [
        lambda win: any(cells["customer_no"] == 77 and not cells["external_ledger_no"] for cells in win.customer),
        lambda win: any(
            cells["customer_no"] == 512 and cells["external_ledger_no"] in CUSTOMER_NUMBERS for cells in win.customer
        ),
        lambda win: any(cells.get("is_person") for cells in win.customer),
        lambda win: any(not cells["active"] for cells in win.customer),
        lambda win: any(cells["payment_days"] == 99 for cells in win.customer),
    ],
)
def test_each_kind_of_row_can_be_met(is_met: Callable[[Registers], bool]) -> None:
    assert is_met(find(registers(), is_met, settings=FIRST))
