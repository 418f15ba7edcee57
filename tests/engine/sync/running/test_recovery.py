"""Lost replies, dead runs, systems that fail: a later run brings everything to Go, each invoice exactly once."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.change import Action, Receipt, Request
from engine.model.failure import Retryable, Unreachable
from engine.sync.reverting.revert import make_revert
from engine.sync.running.run import Errand, run
from engine.sync.state.lock import Busy
from parts.firm import Firm
from parts.mortal import Mortals


def _fill(firm: Firm, invoices: int = 6) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    for number in (10001, 10002):
        firm.customer(number, f"Kunde {number} AS")
        firm.win.insert(
            "contact_person", row_id=f"k{number}", contact_id=f"K{number}", customer_no=number,
            first_name="Kari", last_name="Ås",
        )  # fmt: skip
    for number in range(5001, 5001 + invoices):
        firm.invoice(number, 10001, ("100.00", "25.00"), pdf_path=firm.pdf(f"{number}.pdf"))


def _expect_everything_once(firm: Firm, invoices: int = 6) -> None:
    ledger = firm.ledger()
    counts = Counter(voucher["InvoiceNo"] for voucher in ledger["vouchers"])
    assert counts == {str(number): 1 for number in range(5001, 5001 + invoices)}
    assert [len(ledger[name]) for name in ("departments", "customers", "contact_persons")] == [1, 2, 2]
    assert len(ledger["documents"]) == invoices
    assert firm.changes() == []


@pytest.mark.parametrize("what", ["drop_after", "drop_before", "status:500", "garbage", "truncate"])
def test_a_reply_that_is_lost_costs_nothing(firm: Firm, what: str) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False})
    _fill(firm)
    firm.mischief({"on": "POST *", "nth": 3, "times": 1, "do": what}, {"on": "POST *Vouchers*", "nth": 2, "do": what})
    for _ in range(3):
        firm.sync()
    _expect_everything_once(firm)


def test_a_lost_reply_is_settled_within_the_run_by_asking(firm: Firm) -> None:
    _fill(firm, 1)
    firm.mischief({"on": "POST *Vouchers*", "nth": 1, "times": 1, "do": "drop_after"})
    report = firm.sync()
    assert report.failed == []
    assert [r["path"] for r in firm.requests("POST") if "Vouchers" in r["path"]] == [
        "/v2/Vouchers/OutgoingInvoiceJournals"
    ]


def test_a_request_that_never_arrived_is_sent_again_only_after_its_absence_is_certain(firm: Firm) -> None:
    firm.customer(10001)
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 1, "do": "drop_before"})
    report = firm.sync()
    assert report.failed == []
    assert sum(firm.clock.slept) > 4.9
    assert len(firm.ledger()["customers"]) == 1


def test_replica_lag_does_not_make_a_record_twice(firm: Firm) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False, "Lag": Decimal("0.5")})
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.mischief({"on": "POST *Vouchers*", "nth": 1, "times": 1, "do": "drop_after"})
    real_sleep = firm.clock.sleep

    def sleep(seconds: float) -> None:
        real_sleep(seconds)
        time.sleep(0.2)

    firm.clock.sleep = sleep  # type: ignore[method-assign]
    firm.sync()
    time.sleep(0.6)
    assert len(firm.ledger()["vouchers"]) == 1


def test_a_system_that_keeps_failing_ends_the_run_and_the_next_one_goes_on(firm: Firm) -> None:
    _fill(firm)
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 100, "do": "status:500"},
                  {"on": "POST /v2/ContactPersons*", "nth": 1, "times": 100, "do": "status:500"})  # fmt: skip
    report = firm.sync()
    assert report.execution.stopped is not None or report.failed
    firm.mischief()
    firm.sync()
    _expect_everything_once(firm)


def test_one_run_at_a_time(firm: Firm) -> None:
    firm.customer(10001)
    with firm.open() as workspace, workspace.lock.held(), pytest.raises(Busy):
        firm.sync()


@pytest.mark.slow
def test_killed_at_ten_places_everything_arrives_exactly_once(firm: Firm) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False})
    _fill(firm, 12)
    firm.win.insert(
        "employee",
        row_id="e7",
        employee_no=7,
        first_name="Ola",
        last_name="Ås",
        invoice_client_no=1,
        department_no="10",
    )
    firm.win.run("UPDATE department SET manager_no = 7")
    firm.win.insert(
        "project", row_id="p1", project_no="P1", level=1, name="Revisjon", customer_no=10001, fee_type="TAK"
    )
    firm.win.run("UPDATE invoice SET type = 'KREDITNOTA', pdf_path = NULL WHERE invoice_no = 5012")
    with Mortals(firm) as runs:
        kills = [
            runs.kill_at(write, "sync", answered=answered) for write in (1, 2, 3, 2, 2) for answered in (False, True)
        ]
    assert kills == [True] * 10
    firm.mischief()
    firm.sync()
    ledger = firm.ledger()
    assert Counter(v["InvoiceNo"] for v in ledger["vouchers"]) == {str(number): 1 for number in range(5001, 5013)}
    registers = ("departments", "employees", "customers", "contact_persons", "projects")
    assert [len(ledger[name]) for name in registers] == [1, 1, 2, 2, 1]
    assert ledger["departments"][0]["ManagerEmployeeId"] == ledger["employees"][0]["Id"]
    assert len(ledger["documents"]) == 11
    assert firm.changes() == []
    total = sum(line["CurrencyAmount"] for v in ledger["vouchers"] for line in v["OutgoingInvoiceLines"])
    assert total == Decimal(125 * 12)


@pytest.mark.slow
def test_killed_while_payments_come_back_each_stands_in_win_once(firm: Firm) -> None:
    _fill(firm, 3)
    firm.sync()
    for number in (5001, 5002, 5003):
        firm.pay(number, "125.00")
    with Mortals(firm) as runs:
        for rows in (1, 2):
            process = runs.start("payments")
            while not runs.is_over() and len(firm.win.run("SELECT 1 FROM payment_in")) < rows:
                time.sleep(0.001)
            runs.kill(process)
            runs.ended()
    firm.payments()
    rows_written = firm.win.run("SELECT invoice_no, amount FROM payment_in ORDER BY invoice_no")
    assert rows_written == [(5001, "125.00"), (5002, "125.00"), (5003, "125.00")]
    assert [row[0] for row in firm.win.run("SELECT status FROM invoice")] == ["BETALT"] * 3


def test_what_a_dead_run_left_open_is_settled_before_anything_is_sent(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync("customer")

    class Dies(BaseException):
        pass

    def die(_seconds: float) -> None:
        raise Dies

    firm.mischief({"on": "POST *Vouchers*", "nth": 1, "times": 1, "do": "drop_after"},
                  {"on": "GET *OutgoingInvoices*", "nth": 2, "times": 99, "do": "status:204"})  # fmt: skip
    sleep, firm.clock.sleep = firm.clock.sleep, die  # type: ignore[method-assign, assignment]
    with pytest.raises(Dies):
        firm.sync()
    firm.clock.sleep = sleep  # type: ignore[method-assign]
    firm.mischief()
    report = firm.sync()
    assert report.recovered == 1
    assert [c.action for c in report.done if c.entity == "invoice"] == []
    assert len(firm.ledger()["vouchers"]) == 1
    assert Action.POST not in [c.action for c in firm.changes()]


def test_a_run_whose_last_requests_failed_for_the_systems_sake_was_stopped(firm: Firm) -> None:
    firm.customer(10001)
    firm.mischief({"on": "POST /v2/*", "nth": 1, "times": None, "do": "status:500"})
    report = firm.sync()
    assert [r.problem.code for r in report.failed if r.problem] == ["P503"]
    assert "500" in str(report.failed[0].problem)
    assert report.execution.stopped is not None


# ---- what is asked, and what an answer proves


class Dies(BaseException):
    """The process is killed."""


@contextmanager
def _dying_at_its_first_wait(firm: Firm) -> Iterator[None]:
    def die(_seconds: float) -> None:
        raise Dies

    sleep, firm.clock.sleep = firm.clock.sleep, die  # type: ignore[method-assign, assignment]
    with pytest.raises(Dies):
        yield
    firm.clock.sleep = sleep  # type: ignore[method-assign]


def _outcomes(firm: Firm, entity: str, key: str) -> list[object]:
    with firm.open() as workspace:
        assert workspace.office.store is not None
        return [row["outcome"] for row in workspace.office.store.journal(entity, key)]


def test_a_reply_that_is_given_up_late_is_waited_for_as_long_as_any(firm: Firm) -> None:
    firm.customer(10001)
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 1, "do": "drop_before"})
    with firm.open() as workspace:
        connection = workspace.office.connections["go"]
        send = connection.send

        def send_slowly(request: Request) -> Receipt:
            try:
                return send(request)
            finally:
                firm.clock.moved += timedelta(seconds=60)

        connection.send = send_slowly  # type: ignore[method-assign]
        report = run(workspace.office, Errand("sync", "test", "0"), workspace.lock)
    assert report.failed == []
    assert sum(firm.clock.slept) > 4.9, "a minute's silence before it was given up proves nothing"
    assert len(firm.ledger()["customers"]) == 1


@pytest.mark.parametrize("answer", ["status:500", "status:400", "status:401"])
def test_a_question_that_fails_leaves_it_open_and_the_next_run_asks(firm: Firm, answer: str) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False})
    firm.customer(10001)
    firm.sync("customer")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.mischief({"on": "POST *Vouchers*", "nth": 1, "times": 1, "do": "drop_after"},
                  {"on": "GET *OutgoingInvoices*", "nth": 2, "times": 99, "do": answer})  # fmt: skip
    report = firm.sync()
    assert [result.problem.code for result in report.failed if result.problem] == ["P503"]
    assert _outcomes(firm, "win.invoice", "1/5001") == [None]
    firm.mischief()
    assert firm.sync().recovered == 1
    assert len(firm.ledger()["vouchers"]) == 1


def test_what_certainly_failed_after_a_reply_was_lost_says_nothing_of_the_first_attempt(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Vik AS'")
    with firm.open() as workspace:
        connection = workspace.office.connections["go"]
        send, sent = connection.send, []

        def send_and_lose(request: Request) -> Receipt:
            if sent:
                raise Retryable("Go", request.path, "too many requests")
            sent.append(send(request))
            raise Unreachable("Go", request.path, "no answer", may_have_happened=True)

        connection.send = send_and_lose  # type: ignore[method-assign]
        run(workspace.office, Errand("sync", "test", "0"), workspace.lock)
    assert _outcomes(firm, "win.customer", "10001") == ["done", None]
    assert firm.sync().recovered == 1
    assert _outcomes(firm, "win.customer", "10001") == ["done", "done"]


def test_an_update_whose_replies_were_lost_is_known_by_what_the_record_shows(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Vik AS'")
    firm.mischief({"on": "PATCH *Customers*", "nth": 1, "times": 99, "do": "drop_after"})
    firm.sync()
    firm.mischief()
    report = firm.sync()
    assert (report.recovered, report.done) == (1, [])
    assert _outcomes(firm, "win.customer", "10001") == ["done", "done"]
    with firm.open() as workspace:
        back = make_revert(workspace.office, 2)
    assert [(change.key, change.action) for change in back.changes] == [("10001", Action.UPDATE)]


def test_an_update_that_never_arrived_is_absent_and_planned_again(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Vik AS'")
    firm.mischief({"on": "PATCH *Customers*", "nth": 1, "times": 99, "do": "drop_before"})
    firm.sync()
    firm.mischief()
    report = firm.sync()
    assert (report.recovered, [change.action for change in report.done]) == (0, [Action.UPDATE])
    assert _outcomes(firm, "win.customer", "10001") == ["done", "absent", "done"]


def test_an_update_of_a_record_that_is_gone_since_is_absent(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Vik AS'")
    firm.mischief({"on": "PATCH *Customers*", "nth": 1, "times": 99, "do": "drop_before"})
    firm.sync()
    firm.mischief({"on": "GET /v2/Customers*", "nth": 1, "times": 99, "do": "status:204"})
    firm.sync()
    assert _outcomes(firm, "win.customer", "10001")[1] == "absent"


def test_a_file_whose_replies_were_lost_is_told_as_unknown_and_sent_again(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path=firm.pdf("5001.pdf"))
    firm.mischief({"on": "P* *Documentation*", "nth": 1, "times": 99, "do": "drop_after"})
    firm.sync()
    firm.mischief()
    report = firm.sync()
    assert [change.action for change in report.done] == [Action.ATTACH]
    assert _outcomes(firm, "win.invoice", "1/5001") == ["done", "unknown", "done"]


def test_an_open_invoice_that_stands_in_go_otherwise_holds_back_itself_alone(firm: Firm) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False})
    firm.customer(10001)
    firm.sync("customer")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.mischief({"on": "POST *Vouchers*", "nth": 1, "times": 1, "do": "drop_after"},
                  {"on": "GET *OutgoingInvoices*", "nth": 2, "times": 99, "do": "status:204"})  # fmt: skip
    with _dying_at_its_first_wait(firm):
        firm.sync()
    firm.mischief()
    # What it left open, as if another system had posted that number with another sum.
    with closing(sqlite3.connect(firm.folder / "state.db")) as state:
        state.execute("UPDATE journal SET request = replace(request, '125', '250') WHERE outcome IS NULL")
        state.commit()
    firm.customer(10002, "Vik AS")
    report = firm.sync()
    assert "10002" in [change.key for change in report.done]
    assert _outcomes(firm, "win.invoice", "1/5001")[0] == "refused"
    assert len(firm.ledger()["vouchers"]) == 1


def test_what_only_a_system_that_is_gone_can_tell_stays_open_and_is_told(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 1, "do": "drop_after"},
                  {"on": "GET /v2/Customers*", "nth": 2, "times": 99, "do": "status:500"})  # fmt: skip
    firm.sync()
    firm.mischief()

    def went_to(system: str) -> None:
        with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
            state.execute("UPDATE journal SET system = ? WHERE outcome IS NULL", (system,))

    went_to("elsewhere")
    report = firm.sync("department")
    assert [(note.code, "elsewhere" in note.message) for note in report.plan.said] == [("P503", True)]
    assert _outcomes(firm, "win.customer", "10001") == [None]
    went_to("go")
    assert firm.sync().recovered == 1
