"""What is held back goes by itself: when its data is mended, when its mapping is, when what it waits for arrives, and
when the target takes what it refused before. Nobody has to name it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from engine.sync.state.store import Store
from parts.firm import Firm


def held(firm: Firm) -> list[tuple[str, str, str]]:
    """Entity, key and code of all that is held back."""
    with firm.open() as workspace:
        store = workspace.office.store
        assert isinstance(store, Store)
        return [(item.entity, item.key, item.code) for item in store.held()]


def test_when_its_data_is_mended(firm: Firm) -> None:
    firm.customer(77)
    firm.sync()
    assert held(firm) == [("customer", "77", "R301")]
    firm.win.run("UPDATE customer SET external_ledger_no = 10077")
    assert [c.key for c in firm.sync().done] == ["77"]
    assert held(firm) == []


def test_when_its_mapping_is_mended(firm: Firm) -> None:
    overlay = firm.folder / "customer.yaml"
    strict = 'mapping: customer\nextends: base/customer\nrules: |\n  check payment_days is present, "no payment days"\n'
    overlay.write_text(strict, encoding="utf-8")
    firm.customer(10001)
    firm.sync()
    assert held(firm) == [("customer", "10001", "R204")]
    overlay.unlink()
    assert [c.key for c in firm.sync().done] == ["10001"]
    assert held(firm) == []


def test_when_what_it_waits_for_arrives(firm: Firm) -> None:
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Å")
    firm.sync()
    assert held(firm) == [("contact_person", "K1", "R206")]
    firm.customer(77)
    firm.sync()
    assert held(firm) == [("contact_person", "K1", "R202"), ("customer", "77", "R301")]
    firm.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = 77")
    assert [c.entity for c in firm.sync().done] == ["customer", "contact_person"]
    assert held(firm) == []


def test_a_payment_when_its_invoice_is_linked_however_far_the_cursor_has_moved(firm: Firm) -> None:
    firm.customer(10001)
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
        state.execute("DELETE FROM link WHERE entity = 'win.invoice' AND key = '1/5001'")
    firm.pay(5001, "1250.00")
    firm.payments()
    for amount in ("400.00", "850.00"):  # each moves the cursor on
        firm.pay(5002, amount)
        firm.payments()
    assert [code for _, _, code in held(firm)] == ["R202"]
    firm.sync()
    assert len(firm.payments().done) == 1
    assert held(firm) == []
    assert sorted(firm.win.run("SELECT invoice_no, paid_amount FROM invoice")) == [(5001, "1250.00"), (5002, "1250.00")]


def test_when_the_target_takes_what_it_refused(firm: Firm) -> None:
    """Nothing of it changed here: what a person mended in the target is found by trying once a run."""
    firm.customer(10001)
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 2, "do": "status:400"})
    for _ in range(2):
        firm.sync()
        assert held(firm) == [("customer", "10001", "P501")]
    assert len(firm.requests("POST")) == 2
    assert [c.key for c in firm.sync().done] == ["10001"]
    assert held(firm) == []
