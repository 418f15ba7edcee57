"""Every edge case of Win is planned right, and what a sync over HTTP leaves in Go's ledger is what was planned."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from connectors.win.demo.edge_cases import EDGE_CASES
from engine.model.change import Action
from parts.demo_firm import DemoFirm, Json, Round, normal, sent_values
from parts.edge_case_table import CASES, STATUS_AFTER_PAYMENTS, UNMANAGED, Case, cases_of
from parts.go_books import answered, standing, value_at

SENDS = (Action.CREATE, Action.UPDATE, Action.POST)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo_round(request: pytest.FixtureRequest, demo_round_on: Callable[[str], Round]) -> Round:
    """The demo's round on each kind of database."""
    return demo_round_on(request.param)


def _changes(demo_round: Round, case: Case) -> list[Json]:
    """The plan's words on a record; of a voucher the second is the one on its file."""
    return [c for c in demo_round.plan["changes"] if (c["mapping"], c["key"]) == (case.mapping, case.key)]


def _codes(change: Json) -> tuple[str, ...]:
    return tuple(diagnostic["code"] for diagnostic in change["diagnostics"])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_plan_says_what_is_right(demo_round: Round, case: Case) -> None:
    told = [(Action(change["action"]), _codes(change)) for change in _changes(demo_round, case)[:1]]
    assert told == ([] if case.whole.action is None else [(case.whole.action, case.whole.codes)])


@pytest.mark.parametrize("case", [case for case in CASES if case.whole.action in SENDS], ids=str)
def test_a_payload_holds_what_is_right(demo_round: Round, case: Case) -> None:
    sent = sent_values(_changes(demo_round, case)[0])
    wanted = {path: None if value is UNMANAGED else normal(value) for path, value in case.whole.fields.items()}
    assert {path: value_at(sent, path) for path in wanted} == wanted
    if case.lines:
        assert _amounts(sent) == case.lines


@pytest.mark.parametrize("case", [case for case in CASES if case.whole.action not in SENDS], ids=str)
def test_what_is_not_sent_has_no_request_and_no_payload(demo_round: Round, case: Case) -> None:
    for change in _changes(demo_round, case):
        assert (change["request"], change["payload"], change["fields"]) == (None, None, [])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_go_holds_what_was_sent_and_nothing_of_the_others(demo_round: Round, case: Case) -> None:
    held = standing(demo_round.ledger, case.mapping, case.key)
    if case.whole.action not in SENDS and case.mapping != "department_manager":
        assert held == []
        return
    (record,) = held
    wanted = {path: value for path, value in case.whole.fields.items() if value is not UNMANAGED}
    assert {path: value_at(record, path) or None for path in wanted} == {
        path: answered(demo_round.ledger, normal(value)) or None for path, value in wanted.items()
    }
    if case.lines:
        assert _amounts(record) == case.lines


def _amounts(voucher: Json) -> tuple[str, ...]:
    return tuple(f"{Decimal(line['CurrencyAmount']):.2f}" for line in voucher["OutgoingInvoiceLines"])


@pytest.mark.parametrize("case", [c for c in CASES if c.whole.action is Action.POST], ids=str)
def test_a_file_follows_its_voucher_or_waits_and_never_holds_it_back(demo_round: Round, case: Case) -> None:
    _, file = _changes(demo_round, case)
    (voucher,) = standing(demo_round.ledger, case.mapping, case.key)
    document = demo_round.ledger["documents"].get(voucher["Id"])
    if case.file == "sent":
        assert (file["action"], file["diagnostics"]) == ("attach", [])
        assert document == {"bytes": file["payload"]["bytes"], "sha256": file["payload"]["sha256"]}
    else:
        assert (file["action"], _codes(file), document) == ("wait", (case.file,), None)


@pytest.mark.parametrize("case", [c for c in CASES if c.whole.action is Action.WAIT], ids=str)
def test_a_waiting_record_names_what_it_waits_for(demo_round: Round, case: Case) -> None:
    """`wait` names in its diagnostic what it waits for: the customer's number stands in the message."""
    (change,) = _changes(demo_round, case)
    customer = {"K019": "77", "P140": "77", "1/5034": "10999"}.get(case.key) or _customer_of(demo_round.planned, case)
    assert f"customer {customer}" in change["diagnostics"][0]["message"]


def _customer_of(firm: DemoFirm, case: Case) -> str:
    number = case.key.partition("/")[2]
    ((customer,),) = firm.win("SELECT customer_no FROM invoice WHERE client_no = 1 AND invoice_no = ?", number)
    return str(customer)


def test_an_amount_in_a_message_is_told_with_its_cents(demo_round: Round) -> None:
    (change,) = [c for c in demo_round.plan["changes"] if (c["entity"], c["key"]) == ("invoice", "1/5009")]
    told = change["diagnostics"][0]["message"]
    assert told == "the lines add up to 4062.50, the invoice says 4063.00"


def test_a_warning_is_said_once_for_two_that_look_alike(demo_round: Round) -> None:
    alike = [c["key"] for c in demo_round.plan["changes"] if "P108" in _codes(c)]
    assert sorted(alike) == ["10002", "10019", "50"]


def test_a_personal_number_stands_nowhere(demo_round: Round) -> None:
    ((number,),) = demo_round.planned.win("SELECT org_no FROM customer WHERE customer_no = 10006")
    digits = "".join(character for character in number if character.isdigit())
    assert len(digits) == 11
    told = f"{demo_round.plan} {demo_round.ledger} {demo_round.report.plan}"
    assert digits not in told
    assert number not in told
    state = (demo_round.sent.folder / "state.db").read_bytes()
    assert digits.encode() not in state
    assert number.encode() not in state


@pytest.mark.parametrize(("key", "right"), STATUS_AFTER_PAYMENTS.items())
def test_win_has_the_right_status_once_the_payments_came_back(
    demo_round: Round, key: str, right: tuple[str, str]
) -> None:
    client, number = key.split("/")
    found = demo_round.paid.win(
        "SELECT status, paid_amount FROM invoice WHERE client_no = ? AND invoice_no = ?", client, number
    )
    assert found == [right]


def test_hours_that_came_from_go_do_not_go_back(demo_round: Round) -> None:
    """Nothing of time is sent by this workspace at all, and nothing is written into Win's inlet of hours."""
    assert not [r for r in demo_round.requests if "time" in r["path"].lower()]
    assert demo_round.paid.win("SELECT count(*) FROM time_in") == [(0,)]


def test_the_doctor_tells_of_every_manager_that_a_department_goes_without(demo_round: Round) -> None:
    with demo_round.planned.open() as workspace:
        findings = list(workspace.office.connections["win"].examine())
    told = " ".join(finding.message for finding in findings if finding.state == "error")
    without = {change["key"] for change in demo_round.plan["changes"] if change["mapping"] == "department_manager"}
    wanted = demo_round.planned.win(
        "SELECT department_no FROM department WHERE active = ? AND manager_no IS NOT NULL", True
    )
    untied = sorted({number for (number,) in wanted} - without)
    assert untied == ["20", "40"]
    assert all(f"department {number}" in told for number in untied)


def test_no_edge_case_of_the_demo_is_forgotten() -> None:
    hours = {"T00010"}
    assert [case for case in EDGE_CASES if not cases_of(case) and case.key not in hours] == []
    paid = {case.key for case in EDGE_CASES if case.number == 25}
    assert paid <= STATUS_AFTER_PAYMENTS.keys()


def test_the_table_speaks_only_of_edge_cases() -> None:
    told = {str(case) for edge_case in EDGE_CASES for case in cases_of(edge_case)}
    assert {str(case) for case in CASES} == told
