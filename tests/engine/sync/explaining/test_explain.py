"""A record's story for every way that a plan can decide about it, from real systems on both sides."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from engine.diagnostics.codes import CODES
from engine.faces.opening import opened
from engine.sync.explaining.explain import tell
from engine.sync.explaining.story import FieldStory, Story
from engine.sync.plan import PlanRefused
from engine.sync.state.store import Store
from parts.firm import Firm


def story(firm: Firm, entity: str, key: str | int) -> Story:
    with firm.open() as workspace:
        return tell(workspace.office, workspace.office.store, entity, str(key))


def offline(firm: Firm, entity: str, key: str | int) -> Story:
    with firm.open() as live:
        store: Store | None = live.office.store
        with opened(firm.folder, offline=True, world=firm.clock.world) as workspace:
            return tell(workspace.office, store, entity, str(key))


def unmatch(firm: Firm, number: int) -> None:
    """Undo what settled an invoice, as a person in Go would."""
    firm.control("POST", "payments", {"InvoiceNo": str(number), "Kind": "unmatch", "Date": "2026-11-02"})
    time.sleep(0.002)  # a later change has a later time


def verdict(told: Story) -> tuple[str, str]:
    return told.verdict.kind, told.verdict.sentence


def field(told: Story, name: str) -> FieldStory:
    [found] = [f for part in told.parts for f in part.fields if f.rule.name == name]
    return found


def line_of(told: Story) -> str:
    """The text of the line that the verdict points at, from the shipped mapping."""
    place = told.verdict.place
    assert place is not None
    path = Path(__file__).parents[4] / place.path
    return path.read_text(encoding="utf-8").splitlines()[place.line - 1].strip()


def test_a_new_customer_would_be_created(firm: Firm) -> None:
    firm.customer(10001)
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("create", "would be created in PowerOffice Go")
    assert (told.title, told.source, told.target) == ("Fjord AS", "Win", "PowerOffice Go")
    assert (told.link, told.journal, told.asked) == (None, (), True)
    number = field(told, "Number")
    assert (number.after, number.stands, number.was_sent, number.differs) == (10001, False, False, False)


def test_what_was_sent_is_linked_and_has_its_journal(firm: Firm) -> None:
    firm.customer(10001)
    plan = firm.sync().plan
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("unchanged", "stands in PowerOffice Go as it should be")
    assert told.link is not None
    assert told.link.target_id == firm.go("customers", Number=10001)["Id"]
    assert told.linked is not None
    assert (told.linked.run, told.plans[told.linked.run]) == (1, plan.id)
    [asked] = told.journal
    assert (asked.method, asked.path, asked.outcome) == ("POST", "/Customers", "done")
    name = field(told, "Name")
    assert (name.standing, name.stands, name.sent, name.was_sent) == ("Fjord AS", True, "Fjord AS", True)
    assert told.parts[0].sent is not None
    assert told.parts[0].sent["Number"] == 10001


def test_a_change_in_win_differs_and_one_in_go_is_drift(firm: Firm) -> None:
    firm.customer(10001, email="old@fjord.example")
    firm.sync()
    firm.win.run("update customer set email = 'new@fjord.example' where row_id = 'c10001'")
    firm.control("PATCH", f"records/customers/{firm.go('customers', Number=10001)['Id']}", {"Name": "Endret"})
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("update", "would have 2 fields updated in PowerOffice Go")
    mail, name = field(told, "EmailAddress"), field(told, "Name")
    assert (mail.standing, mail.after, mail.differs, mail.drift) == (
        "old@fjord.example",
        "new@fjord.example",
        True,
        False,
    )
    assert (name.standing, name.after, name.differs, name.drift) == ("Endret", "Fjord AS", True, True)
    assert not field(told, "Number").differs
    firm.control("PATCH", f"records/customers/{firm.go('customers', Number=10001)['Id']}", {"Name": "Fjord AS"})
    assert verdict(story(firm, "customer", 10001))[1] == "would have 1 field updated in PowerOffice Go"


def test_a_refused_one_says_what_refuses_it_and_since_when_it_is_held(firm: Firm) -> None:
    firm.customer(77)
    firm.sync()
    told = story(firm, "customer", 77)
    assert verdict(told) == ("refused", "is refused")
    assert line_of(told).startswith("Number")
    assert [d.code for d in told.diagnostics] == ["R301"]
    [held] = told.parts[0].held
    assert (held.code, held.tries) == ("R301", 1)
    number = field(told, "Number").rule
    assert number.why is not None
    assert number.why.code == "R301"


def test_one_that_waits_names_what_for(firm: Firm) -> None:
    firm.customer(77)
    firm.win.insert("contact_person", row_id="p1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Ås")
    told = story(firm, "contact_person", "K1")
    assert verdict(told) == ("wait", "waits for customer 77")


def test_an_inactive_customer_is_dormant_until_an_invoice_needs_it(firm: Firm) -> None:
    firm.customer(10001, active=0)
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("dormant", "goes to PowerOffice Go only when another record needs it")
    assert line_of(told) == "create when active and (own ?? yes)"
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    assert verdict(story(firm, "customer", 10001))[0] == "create"


def test_what_a_rule_leaves_out_is_told_with_its_line(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), voided=1)
    told = story(firm, "invoice", "1/5001")
    assert verdict(told) == ("skipped", "is left out by a rule")
    assert line_of(told) == "skip when voided or customer.is_internal"


def test_what_select_leaves_out_is_no_record_of_the_mapping(firm: Firm) -> None:
    firm.customer(10001, is_internal=1)
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("unselected", "is no record of customer: `select` leaves it out")
    firm.invoice(5003, 10001, ("-100.00", "-25.00"), type="KREDITNOTA")
    told = story(firm, "invoice", "1/5003")
    assert verdict(told) == ("unselected", "is no record of invoice, but of credit_note")


def test_an_old_invoice_is_only_linked(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), invoice_date="2026-09-01")
    told = story(firm, "invoice", "1/5001")
    assert told.verdict.kind == "old"
    assert [d.code for d in told.diagnostics] == ["P204"]


def test_an_invoice_is_told_line_by_line_with_its_file(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), ("40.00", "10.00"), pdf_path=firm.pdf("5001.pdf"))
    told = story(firm, "invoice", "1/5001")
    assert verdict(told) == ("post", "would be posted in PowerOffice Go")
    assert [change.action.value for change in told.parts[0].changes] == ["post", "attach"]
    assert [str(field(told, f"OutgoingInvoiceLines[{n}].CurrencyAmount").after) for n in (0, 1)] == ["125.00", "50.00"]
    firm.sync()
    told = story(firm, "invoice", "1/5001")
    assert told.verdict.kind == "unchanged"
    assert told.file is not None
    assert told.file["file"].endswith("5001.pdf")
    assert [asked.action.value for asked in told.journal] == ["post", "attach"]
    # The voucher's short form says nothing of its lines, and its own number is there.
    assert not field(told, "OutgoingInvoiceLines[0].CurrencyAmount").stands
    assert field(told, "OutgoingInvoiceLines[0].CurrencyAmount").was_sent


def test_a_record_that_stands_in_go_would_be_linked(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    found = firm.go("customers", Number=10001)["Id"]
    (firm.folder / "state.db").unlink()
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("adopt", f"would be linked to {found}, which stands in PowerOffice Go")
    assert field(told, "Name").standing == "Fjord AS"
    firm.win.run("update customer set phone = '22 00 00 00' where row_id = 'c10001'")
    sentence = f"would be linked to {found}, which stands in PowerOffice Go, and 1 field updated"
    assert verdict(story(firm, "customer", 10001))[1] == sentence
    firm.win.run("update customer set email = 'a@b.example' where row_id = 'c10001'")
    assert verdict(story(firm, "customer", 10001))[1].endswith("and 2 fields updated")


def test_a_second_pass_is_a_part_of_its_own(firm: Firm) -> None:
    firm.win.insert("employee", row_id="e1", employee_no=7, first_name="Kari", last_name="Ås", invoice_client_no=1)
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn", manager_no=7)
    told = story(firm, "department", "10")
    assert [part.mapping for part in told.parts] == ["department", "department_manager"]
    assert told.verdict.kind == "create"
    assert [change.action.value for change in told.parts[1].changes] == ["update"]
    assert [f.rule.name for f in told.parts[1].fields] == ["ManagerEmployeeId"]


def test_what_win_has_no_longer_is_gone(firm: Firm) -> None:
    firm.customer(10001)
    firm.customer(10002)
    firm.invoice(5001, 10002, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("delete from customer where row_id = 'c10001'")
    told = story(firm, "customer", 10001)
    assert verdict(told) == ("gone", "has no row in Win now")
    assert [d.code for d in told.diagnostics] == ["P110"]
    firm.win.run("delete from invoice where row_id = 'i5001'")
    told = story(firm, "invoice", "1/5001")
    assert (told.verdict.kind, told.parts[0].trace, told.title) == ("gone", None, "")


def test_a_key_that_nobody_knows_is_refused_with_those_that_are_near(firm: Firm) -> None:
    firm.customer(10001)
    firm.customer(10002)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    for entity, key, meant in (
        ("customer", "1001", "did you mean 10001, 10002?"),
        ("invoice", "5001", "did you mean 1/5001?"),
        ("customer", "x", CODES["P111"].remedy),
    ):
        with pytest.raises(PlanRefused) as refused:
            story(firm, entity, key)
        [diagnostic] = refused.value.diagnostics
        assert (diagnostic.code, diagnostic.help) == ("P111", meant)
        assert diagnostic.message == f"Win has no {entity} {key}"


def test_offline_the_story_is_what_the_rules_and_the_state_say(firm: Firm) -> None:
    firm.customer(10001)
    firm.customer(77)
    firm.sync("customer")
    firm.customer(10002)
    before = len(firm.requests())
    told = offline(firm, "customer", 10001)
    sentence = "was sent before; what differs in PowerOffice Go is not known without asking it"
    assert verdict(told) == ("sent", sentence)
    assert not told.asked
    assert told.link is not None
    assert len(told.journal) == 1
    assert (field(told, "Number").after, field(told, "Number").stands) == (10001, False)
    assert field(told, "Number").was_sent
    assert offline(firm, "customer", 10002).verdict.kind == "create"
    assert offline(firm, "customer", 77).verdict.kind == "refused"
    assert len(firm.requests()) == before


def test_a_payment_is_told_from_its_allocation_to_its_row(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    [change] = firm.changes("payment")
    told = story(firm, "payment", change.key)
    assert verdict(told) == ("pay", "would be written to Win")
    assert str(field(told, "amount").after) == "125.00"
    firm.payments()
    told = story(firm, "payment", change.key)
    assert verdict(told) == ("quiet", "was written to Win; PowerOffice Go has told of no change since")
    assert field(told, "amount").standing == 125
    assert told.link is not None
    assert [asked.outcome for asked in told.journal] == ["done"]
    assert verdict(offline(firm, "payment", change.key)) == ("sent", "comes from PowerOffice Go, which was not asked")


def test_a_payment_is_found_by_the_id_that_win_has_of_it(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    unmatch(firm, 5001)
    firm.payments()
    entry, taken_back = [row[0] for row in firm.win.run("SELECT go_entry_id FROM payment_in ORDER BY id")]
    assert taken_back == f"{entry}~2"
    for name in (entry, taken_back, entry.replace(":", "/")):
        told = story(firm, "payment", name)
        assert told.key == entry.replace(":", "/")
        assert verdict(told) == ("gone", "was written to Win, and undone in PowerOffice Go since")
    for name, meant in ((entry.partition(":")[0], "`wingo explain invoice KEY` lists"), ("no/such", "`wingo explain")):
        with pytest.raises(PlanRefused) as refused:
            story(firm, "payment", name)
        [diagnostic] = refused.value.diagnostics
        assert diagnostic.code == "P111"
        assert diagnostic.help.startswith(meant)


def test_what_was_done_to_a_payments_row_in_win_is_told_from_what_is_still_to_come(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    firm.win.run("UPDATE payment_in SET amount = amount - 1")
    assert [one for *_, one in progress(story(firm, "invoice", "1/5001"))] == ["altered"]
    assert firm.payments().done == [], "nothing of it is new at the source"
    firm.win.run("DELETE FROM payment_in")
    assert [one for *_, one in progress(story(firm, "invoice", "1/5001"))] == ["deleted"]
    assert len(firm.payments(afresh=True).done) == 1
    assert [one for *_, one in progress(story(firm, "invoice", "1/5001"))] == ["written"]


def test_a_part_of_a_payments_id_suggests_it(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    [(entry,)] = firm.win.run("SELECT go_entry_id FROM payment_in")
    with pytest.raises(PlanRefused) as refused:
        story(firm, "payment", entry.partition(":")[0])
    assert refused.value.diagnostics[0].help == f"did you mean {entry.replace(':', '/')}?"


# ---- a voucher's payments


def progress(told: Story) -> list[tuple[str, str, str]]:
    """Each payment's kind, amount, and how far it has come."""
    assert told.payments is not None
    return [(one.kind, f"{one.amount:.2f}", one.progress.value) for one in told.payments]


def test_a_voucher_tells_its_payments_and_whether_win_has_them(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    assert story(firm, "invoice", "1/5001").payments is None
    firm.sync()
    assert progress(story(firm, "invoice", "1/5001")) == []
    firm.pay(5001, "100.00")
    assert progress(story(firm, "invoice", "1/5001")) == [("INNBETALING", "100.00", "to_come")]
    firm.payments()
    assert progress(story(firm, "invoice", "1/5001")) == [("INNBETALING", "100.00", "written")]
    firm.pay(5001, "25.00", "write_off", "2026-11-02")
    told = story(firm, "invoice", "1/5001")
    assert progress(told) == [("INNBETALING", "100.00", "written"), ("TAP", "25.00", "to_come")]
    assert told.payments is not None
    [(entry,)] = firm.win.run("SELECT go_entry_id FROM payment_in")
    assert (told.payments[0].entry, told.payments[0].day) == (entry, date(2026, 11, 1))
    assert story(firm, "payment", told.payments[1].entry).verdict.kind == "pay"
    assert story(firm, "customer", "10001").payments is None
    assert offline(firm, "invoice", "1/5001").payments is None


def test_a_payment_that_was_undone_is_told_until_it_is_taken_back_and_after(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    unmatch(firm, 5001)
    told = story(firm, "invoice", "1/5001")
    assert progress(told) == [("INNBETALING", "125.00", "undone")]
    assert told.payments is not None
    assert verdict(story(firm, "payment", told.payments[0].key)) == ("pay", "would be taken back in Win")
    firm.payments()
    assert [one.progress.value for one in story(firm, "invoice", "1/5001").payments or ()] == ["taken_back"]


def test_a_payment_that_the_mapping_does_not_place_is_told_with_the_reason(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    overlay = 'mapping: payment\nextends: base/payment\nrules: |\n  check amount < 100, "too much"\n'
    (firm.folder / "payment.yaml").write_text(overlay, encoding="utf-8")
    firm.pay(5001, "125.00")
    firm.payments()
    [payment] = story(firm, "invoice", "1/5001").payments or ()
    assert (payment.progress.value, payment.why, payment.amount) == ("held", "too much", 125)
    assert verdict(story(firm, "payment", payment.key)) == ("refused", "is refused")


def test_where_payments_cannot_be_read_the_rest_is_told(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    [(entry,)] = firm.win.run("SELECT go_entry_id FROM payment_in")
    firm.win.run("ALTER TABLE payment_in RENAME COLUMN kind TO art")
    told = story(firm, "invoice", "1/5001")
    assert (told.verdict.kind, told.payments) == ("unchanged", None)
    assert [problem.code for problem in told.problems] == ["P903"]
    assert verdict(story(firm, "payment", entry))[0] == "unplanned"


def test_a_workspace_without_payments_tells_none(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    path = firm.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(", payment]", "]"), encoding="utf-8")
    assert story(firm, "invoice", "1/5001").payments is None


def test_a_row_that_the_site_does_not_take_is_told_with_its_reason(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    firm.win.run("UPDATE payment_in SET status = 'NY'")
    assert progress(story(firm, "invoice", "1/5001")) == [("INNBETALING", "125.00", "waiting")]
    firm.win.run("UPDATE payment_in SET status = 'FEIL', error = 'faktura er låst'")
    told = story(firm, "invoice", "1/5001")
    assert [(one.progress.value, one.why) for one in told.payments or ()] == [("failed", "faktura er låst")]
    firm.win.run("UPDATE payment_in SET status = 'BEHANDLET', amount = '100.00'")
    assert progress(story(firm, "invoice", "1/5001")) == [("INNBETALING", "125.00", "altered")]


def test_what_cannot_be_planned_is_told_from_the_state(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    text = (firm.folder / "workspace.yaml").read_text(encoding="utf-8").replace("invoices_from: 2026-10-01\n", "")
    (firm.folder / "workspace.yaml").write_text(text, encoding="utf-8")
    told = story(firm, "invoice", "1/5001")
    assert told.verdict.kind == "unplanned"
    assert told.link is not None
    assert "P205" in [problem.code for problem in told.problems]
