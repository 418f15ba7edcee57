"""A run that is taken back leaves both sides as they were, and the next run does it all again, each thing once.

In Go registers hold what they held, what was made is out of use, and the ledger nets to zero; in Win the same payments
stand for the same amounts, whatever the run took back, replaced or added.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.model.change import Action
from engine.sync.planning.inlets import split_key
from engine.sync.reverting.revert import make_revert
from engine.sync.running.run import Errand, RunReport, run
from parts.auditor import must_be_in_go
from parts.books import assert_go_holds, assert_open
from parts.firm import Firm

REGISTERS = ("departments", "employees", "customers", "contact_persons", "projects")
CELLS: dict[str, Any] = {
    "name": st.sampled_from(["Fjord AS", "Bjørk & Sønn", "Ærlig Data AS"]),
    "email": st.sampled_from([None, "post@fjord.example", "Ny@Fjord.example"]),
    "phone": st.sampled_from([None, "22 00 00 00", "+47 400 00 000"]),
    "city": st.sampled_from([None, "Oslo", "Bergen"]),
    "payment_days": st.sampled_from([None, 10, 30]),
    "active": st.sampled_from([1, 1, 1, 0]),
}
cells = st.fixed_dictionaries(CELLS)
amounts = st.integers(100, 500_000).map(lambda cents: Decimal(cents).scaleb(-2))
bills = st.lists(st.tuples(st.integers(0, 3), amounts, st.booleans(), st.booleans()), max_size=4)


def _place(firm: Firm, number: int, row: dict[str, Any]) -> None:
    """A customer of this content, made or changed."""
    row = {**row, "postal_code": row["city"] and "0155"}
    if firm.win.run("SELECT 1 FROM customer WHERE customer_no = ?", number):
        sets = ", ".join(f"{name} = ?" for name in row)
        firm.win.run(f"UPDATE customer SET {sets} WHERE customer_no = ?", *row.values(), number)
    else:
        firm.customer(number, **{**row, "name": f"{row['name']} {number}"})
        contact = {"contact_id": f"K{number}", "customer_no": number, "first_name": "Kari", "last_name": "Ås"}
        firm.win.insert("contact_person", row_id=f"k{number}", **contact)


def _bill(firm: Firm, number: int, customer: int, amount: Decimal, credit: bool, with_pdf: bool) -> None:
    pdf = firm.pdf(f"{number}.pdf") if with_pdf else None
    kind = "KREDITNOTA" if credit else "FAKTURA"
    firm.invoice(number, customer, (str(amount), "0.00"), type=kind, pdf_path=pdf)


def _content(record: Any) -> Any:
    """What a record says, without Go's own clock and ids; a flag that was never set is one that is not."""
    if isinstance(record, dict):
        return {k: _content(v) for k, v in record.items() if "Changed" not in k and k != "Id"}
    return record


def _registers(firm: Firm) -> dict[tuple[str, int], Any]:
    ledger = firm.ledger()
    return {(name, row["Id"]): _content(row) for name in REGISTERS for row in ledger[name]}


def _take_back(firm: Firm, number: int) -> RunReport:
    errand = Errand("revert", "test", "0", partial(make_revert, run=number), frozenset({"max_update_share"}))
    with firm.open() as workspace:
        return run(workspace.office, errand, workspace.lock)


@settings(max_examples=5)
@given(
    before=st.lists(cells, max_size=2),
    after=st.lists(cells, min_size=1, max_size=4),
    department=st.sampled_from([None, "Lønn", "Lønn og HR"]),
    bills=bills,
)
def test_a_run_that_is_taken_back_leaves_what_was_before(
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    department: str | None,
    bills: list[tuple[int, Decimal, bool, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = Firm(Path(folder))
        try:
            firm.control("PUT", "settings", {"ReversalSeconds": 0})
            firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
            for place, row in enumerate(before):
                _place(firm, 10001 + place, row)
            firm.sync()
            stood = _registers(firm)
            if department is not None:
                firm.win.run("UPDATE department SET name = ?", department)
            for place, row in enumerate(after):
                _place(firm, 10001 + place, row)
            for place, (customer, amount, credit, with_pdf) in enumerate(bills):
                _bill(firm, 5001 + place, 10001 + customer % len(after), amount, credit, with_pdf)
            assert firm.sync().failed == []
            _expect_as_before(firm, stood)
            _expect_all_again(firm)
        finally:
            firm.close()


def _expect_as_before(firm: Firm, stood: dict[tuple[str, int], Any]) -> None:
    report = _take_back(firm, 2)
    assert report.failed == []
    assert report.refusals == ()
    now = _registers(firm)
    assert {place: now[place] for place in stood} == stood
    made = [row for place, row in now.items() if place not in stood]
    assert all(row["IsArchived"] if "IsArchived" in row else not row["IsActive"] for row in made)
    ledger = firm.ledger()
    assert all(voucher["IsReversed"] for voucher in ledger["vouchers"])
    by_customer: dict[int, Decimal] = defaultdict(Decimal)
    for entry in ledger["entries"]:
        by_customer[entry["CustomerId"]] += entry["Amount"]
        assert entry["Balance"] == 0
    assert set(by_customer.values()) <= {0}


def _expect_all_again(firm: Firm) -> None:
    assert firm.sync().failed == []
    ledger = firm.ledger()
    standing = {**ledger, "vouchers": [v for v in ledger["vouchers"] if not v["IsReversed"]]}
    books = must_be_in_go(firm.folder / "win.db", ledger, "2026-10-01")
    assert_go_holds(standing, books)
    assert_open(standing, books)
    assert not {c.action for c in firm.changes()} & {Action.CREATE, Action.POST, Action.ADOPT}


# ---- payments

INVOICES = (5001, 5002)
parts = st.integers(1, 12_500).map(lambda cents: Decimal(cents).scaleb(-2))
events = st.one_of(
    st.tuples(st.sampled_from(["payment", "write_off", "match"]), st.sampled_from(INVOICES), parts),
    st.tuples(st.sampled_from(["unmatch", "kind"]), st.sampled_from(INVOICES), st.none()),
)


def _play(firm: Firm, happened: list[tuple[str, int, Decimal | None]]) -> None:
    """What happens to the invoices' payments between two runs; what Go refuses has not happened."""
    for kind, number, amount in happened:
        if kind == "kind":
            _rename(firm)
        else:
            given = {} if amount is None else {"Amount": amount}
            firm.control("POST", "payments", {"InvoiceNo": str(number), "Date": "2026-11-01", "Kind": kind, **given})


def _rename(firm: Firm) -> None:
    """From now on the customer calls every payment a loss, or no longer."""
    overlay = firm.folder / "payment.yaml"
    if overlay.exists():
        overlay.unlink()
    else:
        overlay.write_text('extends: base/payment\nrules: |\n  kind = "TAP"\n', encoding="utf-8")


def _paid(firm: Firm) -> tuple[Any, ...]:
    """What Win says of its invoices, and the payments that stand."""
    told = firm.win.run("SELECT invoice_no, status, paid_amount, paid_date FROM invoice ORDER BY invoice_no")
    last: dict[str, tuple[int, Any]] = {}
    for key, *row in firm.win.run("SELECT go_entry_id, invoice_no, kind, amount FROM payment_in"):
        base, number = split_key(key)
        last[base] = max(last.get(base, (0, None)), (number, row))
    return told, {base: row for base, (_, row) in last.items() if row[1] != "REVERSERING"}


@settings(max_examples=10)
@given(before=st.lists(events, max_size=4), after=st.lists(events, min_size=1, max_size=6))
@example(  # replaced by another amount: part of what was paid is for another invoice
    before=[("payment", 5001, Decimal("100.00"))],
    after=[("unmatch", 5001, None), ("match", 5001, Decimal("40.00")), ("match", 5002, Decimal("60.00"))],
)
@example(  # replaced by another kind
    before=[("payment", 5001, Decimal("100.00"))],
    after=[("unmatch", 5001, None), ("match", 5001, Decimal("100.00")), ("kind", 5001, None)],
)
def test_payments_that_are_taken_back_leave_what_was_before(
    before: list[tuple[str, int, Decimal | None]], after: list[tuple[str, int, Decimal | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = Firm(Path(folder))
        try:
            firm.customer(10001)
            for number in INVOICES:
                firm.invoice(number, 10001, ("100.00", "25.00"))
            firm.sync()
            _play(firm, before)
            assert firm.payments().failed == []
            stood = _paid(firm)
            _play(firm, after)
            assert firm.payments().failed == []
            _expect_there_and_back(firm, stood, _paid(firm))
        finally:
            firm.close()


def _expect_there_and_back(firm: Firm, stood: tuple[Any, ...], stands: tuple[Any, ...]) -> None:
    """Run 3 is taken back, that is taken back, run 3 again; and the next reading says what Go says."""
    for number, expected in ((3, stood), (4, stands), (3, stood)):
        assert _take_back(firm, number).failed == []
        assert _paid(firm) == expected
    assert firm.payments().failed == []
    assert _paid(firm) == stands
