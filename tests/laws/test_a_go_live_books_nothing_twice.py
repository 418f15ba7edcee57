"""Law: a firm of ten years goes live with a company in Go that is in use, and nothing is booked twice.

The rehearsal, as a consultant does it: the doctor, what he finds mended, a plan, its carrying out, the first payments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.model import exact_json
from engine.model.change import Action
from engine.sync.plan import Plan
from parts.command_line import wingo
from parts.firm import Firm
from parts.old_firm import (
    CUSTOMERS,
    FIRST_DAY,
    OUTSIDE,
    RENAMED,
    OldInvoice,
    fill_go,
    fill_win,
    is_active,
    old_invoices,
    stands_in_go,
)

Row = dict[str, Any]
ALL = old_invoices()
OWNED = {"Name", "EmailAddress", "OrganizationNumber", "ExternalNumber", "ExternalImportReference", "IsArchived"}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Firm]:
    firm = Firm(tmp_path)
    fill_win(firm)
    fill_go(firm)
    yield firm
    firm.close()


def doctor(firm: Firm, code: int) -> dict[str, Row]:
    """What the doctor finds, by topic."""
    found = wingo(firm.folder, "doctor", "--format", "json", code=code).json["findings"]
    return {finding["topic"]: finding for finding in found}


def keys(plan: Plan, entity: str, action: Action) -> set[str]:
    return {change.key for change in plan.changes if (change.entity, change.action) == (entity, action)}


def keyed_in() -> list[OldInvoice]:
    return [invoice for invoice in ALL if invoice.was_keyed_in]


def test_a_go_live_from_the_doctor_to_the_first_payments(old: Firm) -> None:
    before = old.ledger()
    assert len(keyed_in()) > 10, "the rehearsal has something to find"
    _the_doctor_finds_what_is_to_be_mended(old)
    _mend(old)
    plan = old.plan()
    _the_plan_links_what_stands_there(plan)
    report = old.sync()
    assert (report.failed, report.refusals, report.execution.stopped) == ([], (), None)
    assert old.changes() == []
    _nothing_is_booked_twice(before, old.ledger())
    _what_is_not_owned_is_untouched(before, old.ledger())
    _the_first_payments_come_back(old)
    _who_has_left_comes_with_an_invoice(old)
    assert wingo(old.folder, "reconcile", "--format", "json", code=0).json["differences"] == []


def _the_doctor_finds_what_is_to_be_mended(old: Firm) -> None:
    found = doctor(old, code=1)
    assert {topic for topic, finding in found.items() if finding["state"] == "error"} == {"series", "conflicts"}
    assert str(OUTSIDE) in found["series"]["message"]
    assert f"customer {RENAMED}" in found["conflicts"]["message"]
    assert "Helt andre AS" in found["conflicts"]["message"]
    linked = sum(map(stands_in_go, CUSTOMERS)) - 1
    # The invoices of who is not linked yet wait.
    waiting = sum(invoice.customer == RENAMED for invoice in keyed_in())
    counts = f"{linked} customers and {len(keyed_in()) - waiting} invoices"
    assert found["in use"]["message"].endswith(counts)
    assert found["lock date"]["state"] == "ok", "nothing that is to be posted lies in the closed period"


def _mend(old: Firm) -> None:
    """A person looks: the renamed one is the same firm; the one outside gets an external ledger number."""
    id_ = old.go("customers", Number=RENAMED)["Id"]
    (old.folder / "links.yaml").write_text(f"customer: {{{RENAMED}: {id_}}}\n", encoding="utf-8")
    old.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = ?", OUTSIDE)
    found = doctor(old, code=0)
    assert [finding for finding in found.values() if finding["state"] == "error"] == []


def _the_plan_links_what_stands_there(plan: Plan) -> None:
    there = {str(number) for number in CUSTOMERS if stands_in_go(number)}
    needed = {str(i.customer) for i in ALL if not i.is_old}
    assert keys(plan, "customer", Action.ADOPT) == there
    new = {str(number) for number in CUSTOMERS if is_active(number)} - there | {str(OUTSIDE)}
    assert keys(plan, "customer", Action.CREATE) == new | (needed - there)
    assert keys(plan, "customer", Action.SKIPPED) == {str(n) for n in CUSTOMERS} - there - new - needed
    assert keys(plan, "invoice", Action.ADOPT) == {f"1/{i.number}" for i in keyed_in()}
    assert keys(plan, "invoice", Action.POST) == {f"1/{i.number}" for i in ALL if not i.is_old}
    held = {change.key for change in plan.changes if change.action is Action.REFUSED}
    assert held == set()


def _nothing_is_booked_twice(before: Row, after: Row) -> None:
    numbers = Counter(voucher["InvoiceNo"] for voucher in after["vouchers"])
    assert set(numbers.values()) == {1}
    assert numbers.keys() == {str(i.number) for i in ALL if i.was_keyed_in or not i.is_old}
    now = {voucher["Id"]: _content(voucher) for voucher in after["vouchers"]}
    assert [v["InvoiceNo"] for v in before["vouchers"] if now[v["Id"]] != _content(v)] == []
    posted = [v for v in after["vouchers"] if v["Id"] not in {old["Id"] for old in before["vouchers"]}]
    assert min(voucher["VoucherDate"][:10] for voucher in posted) >= FIRST_DAY.isoformat()
    assert {entry["Id"] for entry in before["entries"]} <= {entry["Id"] for entry in after["entries"]}
    assert len(after["entries"]) == len(before["entries"]) + len(posted)
    assert len({customer["ExternalNumber"] for customer in after["customers"]}) == len(after["customers"])


def _content(voucher: Row) -> str:
    """A voucher but for its number in the journal, which Go gives some time after it was posted."""
    return exact_json.dumps({**voucher, "VoucherNo": None})


def _what_is_not_owned_is_untouched(before: Row, after: Row) -> None:
    now = {customer["Id"]: customer for customer in after["customers"]}
    for customer in before["customers"]:
        changed = {name for name, value in customer.items() if now[customer["Id"]][name] != value}
        assert changed <= OWNED | {"IsActive", "LastChangedDateTimeOffset"}, (customer["Number"], changed)
    assert now[before["customers"][0]["Id"]]["WebsiteUrl"]


def _the_first_payments_come_back(old: Firm) -> None:
    paid_in_part, open_, *_ = sorted(keyed_in(), key=lambda invoice: -invoice.paid)[:1] + [
        invoice for invoice in keyed_in() if not invoice.paid
    ]
    new = next(invoice for invoice in ALL if not invoice.is_old)
    old.pay(paid_in_part.number, str(paid_in_part.total - paid_in_part.paid))
    old.pay(open_.number, "100.00")
    old.pay(new.number, str(new.total))
    assert old.payments().failed == []
    for invoice, status, paid in (
        (paid_in_part, "BETALT", paid_in_part.total),
        (open_, "DELVIS", 100),
        (new, "BETALT", new.total),
    ):
        [row] = old.win.run(
            "SELECT status, CAST(paid_amount AS REAL) FROM invoice WHERE invoice_no = ?", invoice.number
        )
        assert row == (status, float(paid)), invoice
    untouched = {i.number: (i.status, float(i.paid)) for i in ALL if i.is_old and not i.was_keyed_in}
    rows = old.win.run("SELECT invoice_no, status, CAST(paid_amount AS REAL) FROM invoice")
    assert {number: (status, paid) for number, status, paid in rows if number in untouched} == untouched
    assert old.changes("payment") == []


def _who_has_left_comes_with_an_invoice(old: Firm) -> None:
    gone = next(n for n in CUSTOMERS if not is_active(n) and not stands_in_go(n))
    assert [c for c in old.ledger()["customers"] if c["Number"] == gone] == []
    old.invoice(5001, gone, ("1000.00", "250.00"))
    assert {(c.entity, c.key) for c in old.changes()} == {("customer", str(gone)), ("invoice", "1/5001")}
    assert old.sync().failed == []
    assert old.go("customers", Number=gone)["ExternalNumber"] == gone
    assert old.go("vouchers", InvoiceNo="5001")["CustomerAccountId"]
    assert old.changes() == []
