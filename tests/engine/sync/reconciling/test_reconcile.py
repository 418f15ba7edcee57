"""Both sides held against each other: what stands where, what is missing and why, sums to the cent, few calls."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.sync.reconciling.reconcile import reconcile
from engine.sync.reconciling.reconciliation import Difference, Line, Period, Reconciliation, Tally, Window
from parts.filed_firm import FiledFirm, Row
from parts.firm import Firm


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[FiledFirm]:
    """A firm with one customer, of whom Go knows nothing yet."""
    firm = FiledFirm(tmp_path)
    firm.customer(10001)
    yield firm
    firm.close()


@pytest.fixture(scope="module")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> FiledFirm:
    """A firm whose one invoice was sent; not to be changed."""
    firm = FiledFirm(tmp_path_factory.mktemp("sent"))
    firm.customer(10001)
    with_invoice(firm)
    firm.sync()
    return firm


@pytest.fixture(scope="module")
def paid_once(sent_once: FiledFirm, tmp_path_factory: pytest.TempPathFactory) -> FiledFirm:
    """The same firm after 1 000 of 1 250 kroner have come back; not to be changed."""
    firm = sent_once.copy(tmp_path_factory.mktemp("paid"))
    firm.pay(5001, "1000")
    firm.payments()
    return firm


@pytest.fixture
def sent(sent_once: FiledFirm, tmp_path: Path) -> FiledFirm:
    """A firm of the test's own, its one invoice sent."""
    return sent_once.copy(tmp_path / "firm")


@pytest.fixture
def paid(paid_once: FiledFirm, tmp_path: Path) -> FiledFirm:
    """A firm of the test's own, its one invoice sent and paid in part."""
    return paid_once.copy(tmp_path / "firm")


def only(found: Reconciliation) -> Difference:
    """The one difference there is."""
    (difference,) = found.differences
    return difference


def told(difference: Difference) -> tuple[str, str, str, Any, Any]:
    return difference.entity, difference.key, difference.kind, difference.values["win"], difference.values["go"]


def line(found: Reconciliation, entity: str, period: str = "2026-10", currency: str = "NOK") -> Line:
    """The one line of an entity, period and currency."""
    place = (entity, period, currency)
    (one,) = (item for item in found.lines if (item.entity, item.period, item.currency) == place)
    return one


def with_invoice(firm: FiledFirm, number: int = 5001, **cells: Any) -> None:
    firm.invoice(number, 10001, ("1000.00", "250.00"), **cells)


def without(firm: FiledFirm, entity: str) -> None:
    """Take an entity out of the workspace."""
    workspace = firm.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8")
    workspace.write_text(text.replace(f", {entity}", ""), encoding="utf-8")


# ---- what agrees


def test_a_firm_that_is_in_step_has_no_difference_and_equal_sums(filed: FiledFirm) -> None:
    with_invoice(filed)
    with_invoice(filed, 5002, type="KREDITNOTA")
    with_invoice(filed, 5003, invoice_date="2026-11-02", currency="EUR", exchange_rate="11.6425")
    filed.sync()
    filed.pay(5001, "1000.50")
    filed.payments()
    found = filed.reconcile()
    assert (found.differences, found.not_compared, found.problems) == ((), (), ())
    assert all(one.agrees for one in found.lines)
    whole = Tally(1, Decimal("1250.00"), Decimal("1250.00"))
    part = Tally(1, Decimal("1250.00"), Decimal("249.50"))
    assert line(found, "invoice").sides == {"win": part, "go": part}
    assert line(found, "credit_note").sides == {"win": whole, "go": whole}
    assert line(found, "invoice", "2026-11", "EUR").sides == {"win": whole, "go": whole}
    paid = Tally(1, Decimal("1000.50"))
    assert line(found, "payment", "2026-11").sides == {"win": paid, "go": paid}
    assert line(found, "customer", "", "").sides == {"win": Tally(1), "go": Tally(1)}


def test_a_write_off_and_a_credit_note_settle_on_both_sides(filed: FiledFirm) -> None:
    for number in (5001, 5002):
        with_invoice(filed, number)
    with_invoice(filed, 5003, type="KREDITNOTA")
    filed.sync()
    filed.pay(5001, "1200")
    filed.pay(5001, "50", "write_off")
    filed.control("POST", "payments", {"InvoiceNo": "5002", "With": "5003", "Kind": "match", "Date": "2026-11-02"})
    filed.payments()
    found = filed.reconcile()
    assert found.differences == ()
    assert [side.open for side in line(found, "invoice").sides.values()] == [Decimal(0), Decimal(0)]
    filed.win.run("UPDATE payment_in SET amount = '49.99' WHERE kind = 'TAP'")
    difference = only(filed.reconcile())
    assert told(difference) == ("invoice", "1/5001", "balance", Decimal("0.01"), Decimal("0.00"))
    assert [part.kind for part in difference.parts] == ["amount"]


def test_a_payment_that_was_undone_and_fetched_is_settled_no_more(sent: FiledFirm) -> None:
    sent.pay(5001, "1250")
    sent.payments()
    sent.pay(5001, "1250", "reversal")
    sent.payments()
    found = sent.reconcile()
    assert found.differences == ()
    assert [one.entity for one in found.lines] == ["customer", "invoice"]
    assert [side.open for side in line(found, "invoice").sides.values()] == [Decimal("1250.00")] * 2


def test_a_record_that_was_recoded_leaves_no_difference(filed: FiledFirm) -> None:
    filed.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    filed.sync()
    filed.win.run("UPDATE department SET department_no = '11'")
    filed.sync()
    assert filed.reconcile().differences == ()


# ---- what is on one side only


def test_what_was_not_sent_yet_and_what_is_held_back_are_told_apart(filed: FiledFirm) -> None:
    filed.sync()
    with_invoice(filed)
    filed.customer(77, "Utenfor AS")
    found = filed.reconcile()
    held, unsent = found.differences
    assert told(held) == ("customer", "77", "missing_in_go", "77", None)
    assert (held.code, held.held, held.title) == ("R301", True, "Utenfor AS")
    assert told(unsent) == ("invoice", "1/5001", "missing_in_go", Decimal("1250.00"), None)
    assert (unsent.code, unsent.held, unsent.reason) == ("", False, "it has not been sent yet")
    assert not line(found, "invoice").agrees
    assert line(found, "invoice").sides["go"] == Tally(0, Decimal(0), Decimal(0))


def test_what_go_refused_is_told_with_its_words(filed: FiledFirm) -> None:
    filed.sync()
    with_invoice(filed)
    with filed.open() as workspace:
        accounts = workspace.office.connections["go"].setting("GeneralLedgerAccount")
    (account,) = (row["Id"] for row in accounts if row["AccountNo"] == 3000)
    filed.control("PATCH", f"records/accounts/{account}", {"IsDepartmentRequired": True})
    filed.sync()
    difference = only(filed.reconcile())
    assert (difference.kind, difference.code, difference.held) == ("missing_in_go", "P501", True)
    assert "DepartmentId is required" in difference.reason


def test_a_voucher_that_was_reversed_in_go_is_missing_there(sent: FiledFirm) -> None:
    sent.alter("vouchers", lambda rows: rows[0].update(IsReversed=True))
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "missing_in_go", Decimal("1250.00"), None)
    assert (difference.code, difference.held) == ("P101", False)


def test_a_register_record_that_go_lost_is_missing_there(filed: FiledFirm) -> None:
    filed.sync()
    filed.alter("customers", lambda rows: rows.clear())
    assert told(only(filed.reconcile())) == ("customer", "10001", "missing_in_go", "10001", None)


def test_a_voucher_whose_invoice_has_gone_from_win_is_missing_there(sent: FiledFirm) -> None:
    sent.win.run("DELETE FROM invoice")
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "missing_in_win", None, Decimal("1250.00"))
    assert "has no such record now" in difference.reason


def test_an_invoice_that_was_voided_after_it_was_sent_is_missing_in_win(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET voided = 1")
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "missing_in_win", None, Decimal("1250.00"))
    assert (difference.code, difference.remedy) == ("P102", "The next run reverses it.")
    sent.sync()
    assert sent.reconcile().differences == ()


def test_one_that_cannot_be_reversed_is_missing_in_win_and_says_why(sent: FiledFirm) -> None:
    sent.control("PUT", "settings", {"LockDate": "2026-12-31"})
    sent.win.run("UPDATE invoice SET voided = 1")
    difference = only(sent.reconcile())
    assert (told(difference)[2], difference.code) == ("missing_in_win", "P703")


def test_what_this_program_made_and_nothing_claims_is_missing_in_win(sent: FiledFirm) -> None:
    for statement in ("DELETE FROM invoice", "DELETE FROM customer"):
        sent.win.run(statement)
    (sent.folder / "state.db").unlink()
    customer, invoice = sent.reconcile().differences
    assert (customer.entity, customer.key, customer.kind) == ("customer", "10001", "missing_in_win")
    assert told(invoice) == ("invoice", "5001", "missing_in_win", None, Decimal("1250.00"))
    assert "win:invoice:1/5001" in invoice.reason


def test_what_a_person_made_in_go_is_nobodys_difference(sent: FiledFirm) -> None:

    def add(rows: list[Row]) -> None:
        rows.append({**rows[0], "Id": 1, "Number": 10002, "SubledgerAccountId": 2, "ExternalImportReference": None})

    sent.alter("customers", add)
    assert sent.reconcile().differences == ()


def test_a_voucher_that_stands_twice_is_counted_twice(sent: FiledFirm) -> None:
    twin = "11111111-1111-4111-8111-111111111111"
    sent.alter("entries", lambda rows: rows.append({**rows[0], "Id": 1, "VoucherId": twin}))
    sent.alter("vouchers", lambda rows: rows.append({**rows[0], "Id": twin, "EntryId": 1}))
    found = sent.reconcile()
    difference = only(found)
    assert told(difference) == ("invoice", "1/5001", "count", 1, 2)
    assert twin in difference.reason
    assert [side.total for side in line(found, "invoice").sides.values()] == [Decimal("1250.00"), Decimal("2500.00")]


def test_a_key_on_two_rows_of_the_view_is_counted_twice(sent: FiledFirm) -> None:
    sent.win.view_file("invoice", "SELECT * FROM invoice UNION ALL SELECT * FROM invoice")
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "count", 2, 1)
    assert difference.code == "R305"


def test_a_number_that_another_voucher_took_is_held_against_it(sent: FiledFirm) -> None:
    """Without a link, a voucher of the same number and another total is refused; it is compared all the same."""
    (sent.folder / "state.db").unlink()
    sent.win.run("UPDATE invoice SET total = '1250.01'")
    found = sent.reconcile()
    assert told(only(found)) == ("invoice", "1/5001", "amount", Decimal("1250.01"), Decimal("1250.00"))


# ---- amounts, currencies, periods


def test_another_total_is_one_difference_though_what_is_open_differs_too(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET total = '1250.01'")
    found = sent.reconcile()
    difference = only(found)
    assert told(difference) == ("invoice", "1/5001", "amount", Decimal("1250.01"), Decimal("1250.00"))
    assert difference.currency == "NOK"
    assert [side.open for side in line(found, "invoice").sides.values()] == [Decimal("1250.01"), Decimal("1250.00")]


def test_fractions_of_an_ore_are_no_difference(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET total = '1249.9951'")
    assert sent.reconcile().differences == ()


def test_a_voucher_on_somebody_elses_account_is_told_though_every_sum_agrees(filed: FiledFirm) -> None:
    filed.customer(10002, "Nordlys AS")
    with_invoice(filed)
    filed.sync()
    accounts = {row["Number"]: row["SubledgerAccountId"] for row in filed.ledger()["customers"]}

    filed.alter("vouchers", lambda rows: rows[0].update(CustomerAccountId=accounts[10002]))
    difference = only(filed.reconcile())
    assert told(difference) == ("invoice", "1/5001", "amount", Decimal("1250.00"), Decimal("0"))
    assert difference.reason == "in PowerOffice Go it stands on the account of customer 10002, not of customer 10001"
    filed.win.run("UPDATE invoice SET customer_no = 10002")
    moved = only(filed.reconcile())
    assert (moved.kind, moved.code) == ("count", "P201"), "this customer's on both sides, and not what was posted"


def test_another_currency_is_told_with_both(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET currency = 'EUR', exchange_rate = '11.5'")
    difference = only(sent.reconcile())
    assert (difference.kind, difference.reason) == ("amount", "it is in EUR in Win, in NOK in PowerOffice Go")


def test_a_total_that_is_no_amount_is_not_compared(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET total = 'tolv'")
    found = sent.reconcile()
    assert found.differences == ()
    assert [(one.key, one.what, one.reason) for one in found.not_compared] == [
        ("1/5001", "total", 'total is no amount: "tolv"')
    ]


def test_a_paid_amount_that_is_no_amount_is_not_compared(sent: FiledFirm) -> None:
    sent.win.run("UPDATE invoice SET paid_amount = 'tolv'")
    found = sent.reconcile()
    assert found.differences == ()
    assert [(one.key, one.what) for one in found.not_compared] == [("1/5001", "balance")]


@pytest.fixture
def foreign(filed: FiledFirm) -> FiledFirm:
    """A firm whose one invoice, of 1 250 euro, was sent and paid in part."""
    with_invoice(filed, currency="EUR", exchange_rate="11.6425")
    filed.sync()
    filed.pay(5001, "500")
    filed.payments()
    return filed


def test_a_part_paid_invoice_in_currency_is_compared_by_what_its_payments_settle(foreign: FiledFirm) -> None:
    found = foreign.reconcile()
    assert (found.differences, found.not_compared) == ((), ())
    part = Tally(1, Decimal("1250.00"), Decimal("750.00"))
    assert line(found, "invoice", currency="EUR").sides == {"win": part, "go": part}
    foreign.win.run("UPDATE invoice SET paid_amount = '500.01'")
    difference = only(foreign.reconcile())
    assert told(difference) == ("invoice", "1/5001", "balance", Decimal("749.99"), Decimal("750.00"))
    assert "somebody altered one of them" in difference.reason


def test_an_altered_payment_in_currency_is_told_in_its_currency(foreign: FiledFirm) -> None:
    foreign.win.run("UPDATE payment_in SET amount = '499.99'")
    difference = only(foreign.reconcile())
    assert (difference.entity, difference.kind, difference.settles) == ("payment", "amount", "1/5001")
    assert (difference.values, difference.currency) == ({"win": Decimal("499.99"), "go": Decimal("500")}, "EUR")


def test_what_cannot_be_placed_of_a_currency_invoice_settles_it_all_the_same(foreign: FiledFirm) -> None:
    text = 'mapping: payment\nextends: base/payment\nrules: |\n  check amount < 400, "{amount} is much"\n'
    (foreign.folder / "payment.yaml").write_text(text, encoding="utf-8")
    found = foreign.reconcile()
    assert [side.open for side in line(found, "invoice", currency="EUR").sides.values()] == [Decimal("750.00")] * 2


def test_without_its_payments_a_part_paid_invoice_in_currency_is_not_compared(foreign: FiledFirm) -> None:
    without(foreign, "payment")
    found = foreign.reconcile()
    assert found.differences == ()
    assert line(found, "invoice", currency="EUR").sides["go"].open is None
    assert [(one.key, one.what) for one in found.not_compared] == [("1/5001", "balance")]


def test_an_invoice_in_currency_that_is_paid_whole_is_compared(filed: FiledFirm) -> None:
    with_invoice(filed, currency="EUR", exchange_rate="11.6425")
    filed.sync()
    filed.pay(5001, "1250", ExchangeRate="11.9")
    filed.payments()
    found = filed.reconcile()
    assert (found.differences, found.not_compared) == ((), ())
    assert line(found, "invoice", currency="EUR").sides["go"].open == 0


def test_a_voucher_in_another_month_is_missing_from_its_own(sent: FiledFirm) -> None:
    sent.alter("vouchers", lambda rows: rows[0].update(VoucherDate="2026-11-01"))
    found = sent.reconcile()
    difference = only(found)
    assert told(difference) == ("invoice", "1/5001", "count", 1, 0)
    assert difference.reason == "Win dates it 2026-10-15, PowerOffice Go 2026-11-01"
    assert [line(found, "invoice", period).agrees for period in ("2026-10", "2026-11")] == [False, False]
    assert sent.reconcile(Window(period=Period.YEAR)).differences == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET due_date = '2026-10-30'",
        "UPDATE invoice SET invoice_date = '2026-10-16'",
        "UPDATE invoice SET kid = '12'",
        "UPDATE invoice_line SET account = 3100",
    ],
)
def test_an_invoice_that_was_altered_after_it_was_posted_is_told_with_what_a_plan_says(
    sent: FiledFirm, statement: str
) -> None:
    sent.win.run(statement)
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "count", 1, 0)
    assert (difference.code, difference.held) == ("P201", False)
    (change,) = (change for change in sent.plan().changes if change.entity == "invoice")
    assert difference.reason == change.diagnostics[0].message


# ---- payments


def test_a_payment_that_has_not_come_back_stands_with_its_invoice(sent: FiledFirm) -> None:
    sent.pay(5001, "1000")
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "balance", Decimal("1250.00"), Decimal("250.00"))
    (part,) = difference.parts
    assert (part.kind, part.values, part.currency) == ("missing_in_win", {"win": None, "go": Decimal(1000)}, "NOK")


def test_a_row_that_the_site_has_not_taken_over_yet_counts_and_one_that_it_refused_does_not(paid: FiledFirm) -> None:
    paid.win.run("UPDATE invoice SET paid_amount = '0'")
    paid.win.run("UPDATE payment_in SET status = 'NY'")
    assert paid.reconcile().differences == ()
    paid.win.run("UPDATE payment_in SET status = 'FEIL', error = 'perioden er lukket'")
    difference = only(paid.reconcile())
    assert told(difference) == ("invoice", "1/5001", "balance", Decimal("1250.00"), Decimal("250.00"))
    assert "perioden er lukket" in difference.reason


def test_a_reversing_row_that_the_site_has_not_taken_over_yet_counts(paid: FiledFirm) -> None:
    paid.pay(5001, "1000", "unmatch")
    paid.payments()
    paid.win.run("UPDATE invoice SET paid_amount = '1000'")
    paid.win.run("UPDATE payment_in SET status = 'NY' WHERE kind = 'REVERSERING'")
    assert paid.reconcile().differences == ()


def test_a_payment_of_another_kind_or_without_an_amount_is_told(paid: FiledFirm) -> None:
    paid.win.run("UPDATE payment_in SET kind = 'TAP'")
    paid.win.run("UPDATE invoice SET paid_amount = '0'")
    difference = only(paid.reconcile())
    assert (difference.entity, difference.kind) == ("payment", "missing_in_win")
    assert difference.reason == "it should be INNBETALING and was written as TAP"
    paid.win.run("UPDATE payment_in SET kind = 'INNBETALING', amount = 'mye'")
    paid.win.run("UPDATE invoice SET paid_amount = '1000'")
    found = paid.reconcile()
    assert [(one.entity, one.what) for one in found.not_compared] == [("payment", "total")]


def test_a_row_of_a_payment_that_never_was_is_told(paid: FiledFirm) -> None:
    paid.win.run("UPDATE payment_in SET go_entry_id = 'hand'")
    found = paid.reconcile()
    assert {(one.entity, one.kind) for one in found.differences} == {
        ("payment", "missing_in_win"),
        ("payment", "missing_in_go"),
    }


def test_a_row_of_an_invoice_that_win_has_not_is_told_by_itself(paid: FiledFirm) -> None:
    paid.win.run("DELETE FROM invoice")
    difference = only(paid.reconcile())
    assert told(difference) == ("invoice", "1/5001", "missing_in_win", None, Decimal("1250.00"))


def test_payments_of_vouchers_that_are_not_linked_are_left_out(sent: FiledFirm) -> None:
    sent.pay(5001, "1000")
    (sent.folder / "state.db").unlink()
    sent.win.run("DELETE FROM invoice")
    found = sent.reconcile()
    (left,) = (item for item in found.left_out if item.entity == "payment")
    assert (left.code, left.count) == ("R202", 1)
    assert only(found).entity == "invoice"


def test_a_payment_that_the_mapping_refuses_is_behind_its_invoice(sent: FiledFirm) -> None:
    text = 'mapping: payment\nextends: base/payment\nrules: |\n  check amount < 500, "{amount} is much"\n'
    (sent.folder / "payment.yaml").write_text(text, encoding="utf-8")
    sent.pay(5001, "1000")
    difference = only(sent.reconcile())
    assert (difference.kind, [part.code for part in difference.parts]) == ("balance", ["R204"])
    assert difference.parts[0].values == {"win": None, "go": Decimal(1000)}


def test_what_is_to_be_done_about_a_payment_mends_it(paid: FiledFirm) -> None:
    for statement in ("DELETE FROM payment_in", "UPDATE payment_in SET amount = '1000.01'"):
        with paid.put_back():
            paid.win.run(statement)
            difference = only(paid.reconcile())
            assert "`wingo payments --all`" in str((difference.parts or (difference,))[0].remedy)
            paid.payments(afresh=True)
            assert paid.reconcile().differences == ()
    paid.pay(5001, "1000", "unmatch")
    assert "`wingo payments --all`" in str(only(paid.reconcile()).parts[0].remedy)


def test_without_a_mapping_for_payments_nobody_is_said_to_have_altered_one(sent: FiledFirm) -> None:
    without(sent, "payment")
    sent.pay(5001, "1000")
    difference = only(sent.reconcile())
    assert told(difference) == ("invoice", "1/5001", "balance", Decimal("1250.00"), Decimal("250.00"))
    assert difference.reason == "its payments are not fetched in this workspace"


def test_without_the_inlet_what_is_settled_is_not_compared_where_it_would_differ(paid: FiledFirm) -> None:
    """A row that the site has not taken over yet settles too, and cannot be seen."""
    with_invoice(paid, 5002)
    paid.sync()
    paid.win.run("UPDATE invoice SET paid_amount = '0'")
    for statement in ("DROP TABLE payment_in", "CREATE TABLE payment_in (id INTEGER)"):
        paid.win.run(statement)
    found = paid.reconcile()
    assert found.differences == ()
    assert [(one.key, one.what, one.reason) for one in found.not_compared] == [
        ("1/5001", "balance", "its payments could not be read")
    ]
    assert line(found, "invoice").sides["win"].open is None


# ---- windows, numbers, what is left out


def test_a_payment_of_a_month_is_told_though_its_invoice_is_of_another(sent: FiledFirm) -> None:
    sent.pay(5001, "1000", day="2026-11-10")
    november = sent.reconcile(Window(date(2026, 11, 1), None))
    difference = only(november)
    assert told(difference) == ("payment", difference.key, "missing_in_win", None, Decimal(1000))
    assert not line(november, "payment", "2026-11").agrees
    october = only(sent.reconcile(Window(None, date(2026, 10, 31))))
    assert (october.entity, [part.entity for part in october.parts]) == ("invoice", ["payment"])


def test_a_payment_of_a_month_is_told_though_its_missing_invoice_is_of_another(paid: FiledFirm) -> None:
    paid.win.run("DELETE FROM payment_in")
    paid.alter("vouchers", lambda rows: rows[0].update(IsReversed=True))
    assert only(paid.reconcile(Window(date(2026, 11, 1), None))).entity == "payment"


def test_numbers_of_what_could_not_be_read_are_no_gap(firm: Firm) -> None:
    firm.customer(10001)
    for number in (5001, 5003):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    with firm.open() as workspace:
        assert [gap.cause for gap in reconcile(workspace.office, Window()).gaps] == ["missing"]
    firm.mischief({"on": "GET /v2/OutgoingInvoices", "times": 9, "do": "status:400"})
    with firm.open() as workspace:
        assert reconcile(workspace.office, Window()).gaps == ()


def test_older_invoices_are_left_out_unless_they_are_linked(filed: FiledFirm) -> None:
    with_invoice(filed, 4001, invoice_date="2026-09-01")
    with_invoice(filed, 4002, invoice_date="2026-09-02")
    workspace = filed.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8")
    workspace.write_text(text.replace("2026-10-01", "2026-09-02"), encoding="utf-8")
    filed.sync()
    workspace.write_text(text, encoding="utf-8")
    found = filed.reconcile()
    assert found.differences == ()
    assert [(item.code, item.keys) for item in found.left_out] == [("P204", ("1/4001",))]
    assert line(found, "invoice", "2026-09").sides["win"].count == 1
    filed.win.run("UPDATE invoice SET total = '1250.01' WHERE invoice_no = 4002")
    assert only(filed.reconcile()).key == "1/4002"
    later = filed.reconcile(Window(date(2026, 10, 1), None))
    assert (later.differences, [one.entity for one in later.lines]) == ((), ["customer"])
    assert filed.reconcile(Window(None, date(2026, 9, 30))).differences != ()


def test_gaps_in_the_numbers_are_told_with_their_reason(filed: FiledFirm) -> None:
    for number in (5001, 5006):
        with_invoice(filed, number)
    with_invoice(filed, 5003, type="KREDITNOTA")
    with_invoice(filed, 5004, voided=1)
    filed.invoice(5005, 77, ("100.00", "0"))
    filed.customer(10099, "Intern", is_internal=1)
    filed.invoice(5007, 10099, ("100.00", "0"))
    filed.sync()
    found = filed.reconcile()
    assert [(gap.sequence, gap.first, gap.last, gap.cause) for gap in found.gaps] == [
        ("1", 5002, 5002, "missing"),
        ("1", 5004, 5004, "void"),
        ("1", 5005, 5005, "held"),
        ("1", 5007, 5007, "left_out"),
    ]


def test_numbers_of_documents_that_no_mapping_takes_are_no_unexplained_gap(filed: FiledFirm) -> None:
    workspace = filed.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8").replace("credit_note, ", "")
    workspace.write_text(text, encoding="utf-8")
    with_invoice(filed)
    with_invoice(filed, 5002, type="KREDITNOTA")
    filed.sync()
    assert [(gap.first, gap.cause) for gap in filed.reconcile().gaps] == [(5002, "left_out")]


@pytest.mark.parametrize(
    "rule", ["drop ExternalImportReference", 'ExternalImportReference = "win:{client_no}/{invoice_no}" | limit(50)']
)
def test_what_is_ours_is_known_by_its_reference_or_by_its_flag(filed: FiledFirm, rule: str) -> None:
    text = f"mapping: invoice\nextends: base/invoice\nrules: |\n  {rule}\n"
    (filed.folder / "invoice.yaml").write_text(text, encoding="utf-8")
    with_invoice(filed)
    filed.sync()
    filed.win.run("DELETE FROM invoice")
    (filed.folder / "state.db").unlink()
    assert only(filed.reconcile()).kind == "missing_in_win"


# ---- how it asks


def test_it_takes_as_many_calls_for_many_as_for_few(sent: FiledFirm) -> None:
    sent.pay(5001, "10")
    sent.payments()
    few = sent.reconcile().calls
    for number in range(5002, 5005):
        with_invoice(sent, number)
    sent.sync()
    for number in range(5002, 5005):
        sent.pay(number, "10")
    sent.payments()
    many = sent.reconcile()
    assert many.differences == ()
    assert many.calls == few


def test_a_voucher_that_a_lagging_replica_does_not_show_yet_is_waited_for(filed: FiledFirm) -> None:
    filed.sync()
    filed.control("PUT", "settings", {"Lag": Decimal("0.5")})
    moved = filed.clock.sleep

    def sleep(seconds: float) -> None:
        moved(seconds)
        time.sleep(0.6)

    filed.clock.sleep = sleep  # type: ignore[method-assign]
    with_invoice(filed)
    filed.sync("invoice")
    assert filed.reconcile().differences == ()


def test_what_go_will_not_list_is_left_out_and_the_rest_goes_on(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.mischief({"on": "GET /v2/OutgoingInvoices", "times": 9, "do": "status:400"})
    with firm.open() as workspace:
        found = reconcile(workspace.office, Window())
    assert [problem.code for problem in found.problems] == ["P501", "P501"]
    assert found.differences == ()


def test_what_cannot_be_read_is_left_out_and_the_rest_goes_on(sent: FiledFirm) -> None:
    sent.win.run("DROP TABLE payment_in")
    sent.win.run("CREATE TABLE payment_in (id INTEGER)")
    found = sent.reconcile()
    assert [problem.code for problem in found.problems] == ["P903"]
    assert found.differences == ()
    assert line(found, "invoice").agrees
