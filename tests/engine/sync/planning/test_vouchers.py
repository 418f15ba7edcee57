"""Vouchers over real parts: posted once with the right sum, never changed, their files after them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.model.change import Action
from engine.sync.plan import Plan
from parts.firm import Firm, decision


def _codes(plan: Plan, entity: str, key: str, action: Action) -> list[str]:
    found = [c for c in plan.changes if (c.entity, c.key, c.action) == (entity, key, action)]
    assert len(found) == 1, [(c.entity, c.key, c.action) for c in plan.changes]
    return [d.code for d in found[0].diagnostics if d.is_error]


def test_an_invoice_is_posted_gross_with_its_kid_and_its_file(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"), ("99.50", "0"), kid="0050012", pdf_path=firm.pdf("5001.pdf"))
    plan = firm.plan()
    assert [(c.entity, c.action.value) for c in plan.deeds] == [
        ("customer", "create"),
        ("invoice", "post"),
        ("invoice", "attach"),
    ]
    attach = plan.deeds[-1]
    assert attach.request is not None
    assert (attach.request.method, attach.request.path) == ("PUT", "/VoucherDocumentation?id={invoice:1/5001}")
    firm.sync()
    voucher = firm.go("vouchers", InvoiceNo="5001")
    assert voucher["Cid"] == "0050012"
    assert voucher["CustomerAccountId"] == firm.go("customers", Number=10001)["SubledgerAccountId"]
    assert [line["CurrencyAmount"] for line in voucher["OutgoingInvoiceLines"]] == [
        Decimal("1250.00"),
        Decimal("99.50"),
    ]
    assert voucher["Id"] in firm.ledger()["documents"]
    assert firm.changes() == []


def test_a_credit_note_is_its_own_kind_with_positive_lines(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.invoice(5002, 10001, ("400.00", "100.00"), type="KREDITNOTA", credited_invoice_no=5001)
    firm.sync()
    paths = [r["path"] for r in firm.requests("POST") if "Vouchers" in r["path"]]
    assert paths == ["/v2/Vouchers/OutgoingInvoiceJournals", "/v2/Vouchers/OutgoingCreditNoteJournals"]
    credit = firm.go("vouchers", InvoiceNo="5002")
    assert [line["CurrencyAmount"] for line in credit["OutgoingInvoiceLines"]] == [Decimal("500.00")]
    assert firm.changes() == []


def test_a_cent_goes_to_the_rounding_account_and_more_is_refused(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("99.99", "25.00"), total="125.00", rounding="0.01")
    firm.invoice(5002, 10001, ("99.99", "25.00"), total="126.00", rounding="1.01")
    assert _codes(firm.plan(), "invoice", "1/5002", Action.REFUSED) == ["R204"]
    firm.sync()
    lines = firm.go("vouchers", InvoiceNo="5001")["OutgoingInvoiceLines"]
    assert sum(line["CurrencyAmount"] for line in lines) == Decimal("125.00")
    assert len(firm.ledger()["vouchers"]) == 1


def test_older_invoices_are_only_linked(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(4001, 10001, ("100.00", "25.00"), invoice_date="2026-09-30")
    plan = firm.plan()
    assert _codes(plan, "invoice", "1/4001", Action.SKIPPED) == []
    assert [c.action.value for c in plan.deeds] == ["create"]
    (firm.folder / "workspace.yaml").write_text(
        (firm.folder / "workspace.yaml").read_text().replace("invoices_from: 2026-10-01", "invoices_from: 2026-01-01")
    )
    firm.sync()  # as if it had been posted before wingo's time
    (firm.folder / "workspace.yaml").write_text(
        (firm.folder / "workspace.yaml").read_text().replace("invoices_from: 2026-01-01", "invoices_from: 2026-10-01")
    )
    (firm.folder / "state.db").unlink()
    report = firm.sync()
    assert [(c.key, c.action) for c in report.done if c.entity == "invoice"] == [("1/4001", Action.ADOPT)]
    assert len(firm.ledger()["vouchers"]) == 1


def test_the_same_number_with_other_content_is_an_alarm(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("UPDATE invoice_line SET net = '200.00', vat = '50.00'")
    firm.win.run("UPDATE invoice SET net = '200.00', vat = '50.00', total = '250.00'")
    assert _codes(firm.plan(), "invoice", "1/5001", Action.REFUSED) == ["P201"]
    (firm.folder / "state.db").unlink()
    assert _codes(firm.plan(), "invoice", "1/5001", Action.REFUSED) == ["P202"]
    firm.sync()
    assert len(firm.ledger()["vouchers"]) == 1


def test_a_closed_period_holds_the_invoice_and_never_moves_its_date(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.control("PUT", "settings", {"LockDate": "2026-10-31"})
    assert _codes(firm.plan(), "invoice", "1/5001", Action.REFUSED) == ["P203"]
    firm.control("PUT", "settings", {"LockDate": "2026-09-30"})
    firm.sync()
    assert firm.go("vouchers", InvoiceNo="5001")["VoucherDate"].startswith("2026-10-15")


def test_a_lock_date_that_moves_after_the_plan_holds_the_invoice(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))

    def close_the_period(_plan: Plan) -> bool:
        firm.control("PUT", "settings", {"LockDate": "2026-10-31"})
        return True

    report = firm.sync(approve=close_the_period)
    assert [r.problem.code for r in report.failed if r.problem] == ["P501"]
    assert firm.ledger()["vouchers"] == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("borte.pdf", None, "P301"), ("tekst.pdf", b"hei", "P303"), ("stor.pdf", b"%PDF-" + b"0" * 31_500_000, "P302")],
)
def test_a_file_that_cannot_be_sent_waits_and_the_voucher_goes(
    firm: Firm, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        firm.pdf(name, content)
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path=name)
    assert _codes(firm.plan(), "invoice", "1/5001", Action.WAIT) == [code]
    firm.sync()
    assert firm.ledger()["documents"] == {}
    firm.pdf(name)
    report = firm.sync()
    assert [c.action for c in report.done] == [Action.ATTACH]
    assert len(firm.ledger()["documents"]) == 1
    assert len(firm.ledger()["vouchers"]) == 1


def test_an_account_that_go_lacks_holds_only_its_invoice(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.invoice(5002, 10001, ("100.00", "25.00"))
    firm.win.run("UPDATE invoice_line SET account = 3970 WHERE invoice_no = 5002")
    change = decision(firm.plan(), "invoice", "1/5002")
    assert (change.action, change.diagnostics[0].waits_for) == (Action.WAIT, "GeneralLedgerAccount:3970")
    assert "1/5001" in [c.key for c in firm.sync().done]


def test_a_currency_invoice_keeps_its_currency_and_rate(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("80.00", "20.00"), currency="EUR", exchange_rate="11.4525")
    firm.invoice(5002, 10001, ("80.00", "20.00"), currency="")
    assert _codes(firm.plan(), "invoice", "1/5002", Action.REFUSED) == ["R312"]
    firm.sync()
    voucher = firm.go("vouchers", InvoiceNo="5001")
    assert (voucher["CurrencyCode"], voucher["CurrencyExchangeRate"]) == ("EUR", Decimal("11.4525"))
    assert sum(line["CurrencyAmount"] for line in voucher["OutgoingInvoiceLines"]) == Decimal("100.00")


def test_a_kid_that_changed_after_posting_is_an_alarm(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), kid="0050012")
    firm.invoice(5002, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("UPDATE invoice SET kid = '0050020'")
    for key in ("1/5001", "1/5002"):
        change = decision(firm.plan(), "invoice", key)
        assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P201")
        assert "Cid" in change.diagnostics[0].message


def test_an_old_invoice_is_linked_though_its_due_date_was_keyed_in_otherwise(firm: Firm) -> None:
    workspace = firm.folder / "workspace.yaml"
    firm.customer(10001)
    firm.invoice(4001, 10001, ("100.00", "25.00"), invoice_date="2026-09-30", due_date="2026-10-14")
    workspace.write_text(workspace.read_text().replace("invoices_from: 2026-10-01", "invoices_from: 2026-01-01"))
    firm.sync()
    workspace.write_text(workspace.read_text().replace("invoices_from: 2026-01-01", "invoices_from: 2026-10-01"))
    (firm.folder / "state.db").unlink()
    firm.win.run("UPDATE invoice SET due_date = '2026-10-20', kid = '0040011'")
    assert decision(firm.plan(), "invoice", "1/4001").action is Action.ADOPT


def test_a_posted_invoice_whose_lines_add_up_no_more_is_told_to_be_posted(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("UPDATE invoice SET total = '999.00'")
    change = decision(firm.plan("invoice"), "invoice", "1/5001")
    assert (change.action, [d.code for d in change.diagnostics]) == (Action.REFUSED, ["R204", "P201"])
    assert str(firm.ledger()["vouchers"][0]["Id"]) in change.diagnostics[1].message


# ---- what was altered after it was posted


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["UPDATE invoice SET due_date = '2026-10-30'"], "DueDate"),
        (
            [
                "UPDATE invoice_line SET net = '1000.01' WHERE line_no = 1",
                "UPDATE invoice_line SET net = '499.99' WHERE line_no = 2",
            ],
            "OutgoingInvoiceLines.CurrencyAmount",
        ),
        (["UPDATE invoice_line SET account = 3100 WHERE line_no = 1"], "OutgoingInvoiceLines.AccountId"),
        (["UPDATE invoice_line SET vat_code = '31' WHERE line_no = 1"], "OutgoingInvoiceLines.VatId"),
        (
            ["UPDATE invoice_line SET account = CASE line_no WHEN 1 THEN 3100 ELSE 3000 END"],
            "OutgoingInvoiceLines.CurrencyAmount, OutgoingInvoiceLines.AccountId, OutgoingInvoiceLines.VatId",
        ),
    ],
)
def test_what_was_altered_after_it_was_posted_is_named_though_its_total_is_the_same(
    firm: Firm, statements: list[str], named: str
) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"), ("500.00", "0"))
    firm.sync()
    for statement in statements:
        firm.win.run(statement)
    change = decision(firm.plan(), "invoice", "1/5001")
    assert change.action is Action.REFUSED
    assert str(change.diagnostics[0].message) == (
        f"invoice 1/5001 was posted and has another {named} in Win now; nothing is sent"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice_line SET line_no = 3 WHERE line_no = 1",
        "UPDATE invoice_line SET net = net - 1, vat = vat + 1 WHERE line_no = 1",  # what is posted is the gross
        "UPDATE invoice_line SET text = 'Et annet ord'",
    ],
)
def test_what_the_ledger_does_not_hold_is_no_change_of_what_was_posted(firm: Firm, statement: str) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"), ("500.00", "0"))
    firm.sync()
    firm.win.run(statement)
    assert decision(firm.plan(), "invoice", "1/5001").action is Action.UNCHANGED


def test_a_rule_that_posts_on_other_accounts_from_now_on_changes_nothing_that_was_posted(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.sync()
    rules = (
        "mapping: invoice\nextends: base/invoice\nrules: |\n"
        '  OutgoingInvoiceLines = each line in lines when line.type != "TEKST" {\n'
        "      AccountId       =  3100 | find(GeneralLedgerAccount, by=AccountNo) else refuse\n"
        "      VatId           =  line.vat_code | table(vat) | find(VatCode, by=Code, at=invoice_date) else refuse\n"
        "      CurrencyAmount  =  line.net + line.vat | round(2)\n"
        "  }\n"
    )
    (firm.folder / "invoice.yaml").write_text(rules, encoding="utf-8")
    assert decision(firm.plan(), "invoice", "1/5001").action is Action.UNCHANGED
    firm.win.run("UPDATE invoice_line SET net = '1000.01'")
    firm.win.run("UPDATE invoice SET net = '1000.01', total = '1250.01'")
    assert decision(firm.plan(), "invoice", "1/5001").action is Action.REFUSED, "another total is one all the same"
