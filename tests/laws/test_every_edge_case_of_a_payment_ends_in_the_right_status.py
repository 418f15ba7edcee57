"""Every form of payment ends in Win's right status, whether Go is asked after each event or once at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.model import exact_json
from parts.firm import Firm

Event = Mapping[str, Any]
Status = tuple[str, str, str | None]
UNPAID: Status = ("UBETALT", "0.00", None)


def _event(kind: str, number: int, amount: str | None = None, day: str = "2026-11-02", **more: Any) -> Event:
    given = {} if amount is None else {"Amount": Decimal(amount)}
    return {"InvoiceNo": str(number), "Date": day, "Kind": kind, **given, **more}


def _together(*parts: tuple[int, str], day: str = "2026-11-02") -> Event:
    return {"Invoices": [{"InvoiceNo": str(n), "Amount": Decimal(a)} for n, a in parts], "Date": day, "Kind": "payment"}


@dataclass(frozen=True)
class Form:
    """One form of payment. `rows`: how many rows of each kind the inlet holds when Go is asked once at the end."""

    title: str
    events: tuple[Event, ...]
    after: Mapping[int, Status]
    rows: Mapping[str, int]


# 5001 to 5003 are of 1,250.00, 5004 is of 100.00 EUR at 11.50; 5011 credits 5001 in full, 5012 and 5013 500.00 each.
# 5005 is of 1,250.00 too, of a customer who has nothing else open.
FORMS = (
    Form(
        "in full",
        (_event("payment", 5001, "1250.00"),),
        {5001: ("BETALT", "1250.00", "2026-11-02"), 5002: UNPAID},
        {"INNBETALING": 1},
    ),
    Form(
        "in part", (_event("payment", 5001, "400.10"),), {5001: ("DELVIS", "400.10", "2026-11-02")}, {"INNBETALING": 1}
    ),
    Form(
        "in two parts, one of the day when the clock goes back",
        (_event("payment", 5002, "400.00", "2026-10-25"), _event("payment", 5002, "50.00", "2026-10-24")),
        {5002: ("DELVIS", "450.00", "2026-10-25")},
        {"INNBETALING": 2},
    ),
    Form(
        "in two parts",
        (_event("payment", 5001, "400.00"), _event("payment", 5001, "850.00", "2026-11-09")),
        {5001: ("BETALT", "1250.00", "2026-11-09")},
        {"INNBETALING": 2},
    ),
    Form(
        "over-paid",
        (_event("payment", 5001, "1300.00"),),
        {5001: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form(
        "with a reminder fee, which is no over-payment",
        (_event("payment", 5001, "1320.00"), _event("payment", 5002, "1250.00")),
        {5001: ("BETALT", "1250.00", "2026-11-02"), 5002: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 2},
    ),
    Form(
        "one for many, the last in part",
        (_together((5001, "1250.00"), (5002, "1250.00"), (5003, "500.00")),),
        {
            5001: ("BETALT", "1250.00", "2026-11-02"),
            5002: ("BETALT", "1250.00", "2026-11-02"),
            5003: ("DELVIS", "500.00", "2026-11-02"),
        },
        {"INNBETALING": 3},
    ),
    Form(
        "with a wrong KID, matched by hand",
        (_event("payment", 5001, "1250.00", Cid="999999"),),
        {5001: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form(
        "by OCR",
        (_event("payment", 5001, "1250.00", VoucherType="IncomingOcrGiro"),),
        {5001: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form(
        "of a type that Go invented later",
        (_event("payment", 5001, "1250.00", VoucherType="IncomingCrypto"),),
        {5001: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form("written off", (_event("write_off", 5001, "1250.00"),), {5001: ("TAP", "0.00", None)}, {"TAP": 1}),
    Form(
        "paid in part and written off in part",
        (_event("payment", 5001, "400.00"), _event("write_off", 5001, "300.00", "2026-11-20")),
        {5001: ("DELVIS", "400.00", "2026-11-02")},
        {"INNBETALING": 1, "TAP": 1},
    ),
    Form(
        "paid in part, the rest written off",
        (_event("payment", 5001, "1249.00"), _event("write_off", 5001, "1.00", "2026-11-20")),
        {5001: ("TAP", "1249.00", "2026-11-02")},
        {"INNBETALING": 1, "TAP": 1},
    ),
    Form("bounced", (_event("payment", 5001, "1250.00"), _event("reversal", 5001)), {5001: UNPAID}, {}),
    Form(
        "the second of two bounced",
        (
            _event("payment", 5001, "400.00"),
            _event("payment", 5001, "850.00", "2026-11-05"),
            _event("reversal", 5001, day="2026-11-06"),
        ),
        {5001: ("DELVIS", "400.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form("undone", (_event("payment", 5001, "1250.00"), _event("unmatch", 5001)), {5001: UNPAID}, {}),
    Form(
        "undone and redone",
        (
            _event("payment", 5005, "1250.00"),
            _event("unmatch", 5005),
            _event("match", 5005, day="2026-11-08"),
        ),
        {5005: ("BETALT", "1250.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form(
        "bounced and paid anew",
        (
            _event("payment", 5001, "1250.00"),
            _event("reversal", 5001, day="2026-11-04"),
            _event("payment", 5001, "1250.00", "2026-11-10"),
        ),
        {5001: ("BETALT", "1250.00", "2026-11-10")},
        {"INNBETALING": 1},
    ),
    Form(
        "a write-off that is taken back",
        (_event("write_off", 5001, "1250.00"), _event("reversal", 5001, day="2026-11-04")),
        {5001: UNPAID},
        {},
    ),
    Form(
        "one of many undone",
        (_together((5001, "1250.00"), (5002, "1250.00")), _event("unmatch", 5002)),
        {5001: ("BETALT", "1250.00", "2026-11-02"), 5002: UNPAID},
        {"INNBETALING": 1},
    ),
    Form(
        "credited in full",
        (_event("match", 5001, With="5011"),),
        {5001: ("KREDITERT", "0.00", None), 5011: ("KREDITERT", "0.00", None)},
        {"KREDIT": 2},
    ),
    Form(
        "credited by several, the rest paid",
        (
            _event("match", 5001, With="5012"),
            _event("match", 5001, With="5013"),
            _event("payment", 5001, "250.00", "2026-11-12"),
        ),
        {
            5001: ("BETALT", "250.00", "2026-11-12"),
            5012: ("KREDITERT", "0.00", None),
            5013: ("KREDITERT", "0.00", None),
        },
        {"KREDIT": 4, "INNBETALING": 1},
    ),
    Form(
        "a credit note that is paid out",
        (_event("payment", 5012, "500.00"),),
        {5012: ("BETALT", "500.00", "2026-11-02"), 5001: UNPAID},
        {"INNBETALING": 1},
    ),
    Form(
        "a match with a credit note that is undone",
        (_event("match", 5001, With="5012"), _event("unmatch", 5001)),
        {5001: UNPAID, 5012: UNPAID},
        {},
    ),
    Form(
        "in currency, in part",
        (_event("payment", 5004, "40.00"),),
        {5004: ("DELVIS", "40.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
    Form(
        "in currency, in full, at another rate",
        (_event("payment", 5004, "100.00", ExchangeRate=Decimal("11.80")),),
        {5004: ("BETALT", "100.00", "2026-11-02")},
        {"INNBETALING": 1},
    ),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firm]:
    """A firm on each kind of database: in a file the product plays the site's part, on a server the site does."""
    made = Firm(tmp_path, request.getfixturevalue("postgres") if request.param == "postgresql" else None)
    yield made
    made.close()


@pytest.fixture
def billed(firm: Firm) -> Firm:
    """Four invoices of 1,250, one in currency, and three credit notes in Go."""
    firm.customer(10001)
    for number in (5001, 5002, 5003):
        firm.invoice(number, 10001, ("1000.00", "250.00"), kid=f"00{number}")
    firm.customer(10002, "Bre AS")
    firm.invoice(5005, 10002, ("1000.00", "250.00"))
    firm.invoice(5004, 10001, ("100.00", "0"), currency="EUR", exchange_rate="11.50")
    firm.invoice(5011, 10001, ("1000.00", "250.00"), type="KREDITNOTA", credited_invoice_no=5001)
    for number in (5012, 5013):
        firm.invoice(number, 10001, ("400.00", "100.00"), type="KREDITNOTA", credited_invoice_no=5001)
    firm.sync()
    return firm


def _status(firm: Firm, number: int) -> Status:
    ((status, paid, day),) = firm.win.run(
        "SELECT status, paid_amount, paid_date FROM invoice WHERE invoice_no = ?", number
    )
    return status, paid, day


def _rows(firm: Firm) -> dict[str, int]:
    found = firm.win.run("SELECT kind, count(*) FROM payment_in GROUP BY kind")
    return {str(kind): int(count) for kind, count in found}


def _play(firm: Firm, form: Form, between: Callable[[], object]) -> None:
    for event in form.events:
        firm.control("POST", "payments", event)
        between()
    assert firm.payments().failed == []
    assert firm.payments().done == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_a_form_of_payment_ends_right_when_go_is_asked_once(billed: Firm, form: Form) -> None:
    _play(billed, form, lambda: None)
    assert {number: _status(billed, number) for number in form.after} == form.after
    assert _rows(billed) == form.rows


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_a_form_of_payment_ends_the_same_when_go_is_asked_after_every_event(billed: Firm, form: Form) -> None:
    _play(billed, form, billed.payments)
    assert {number: _status(billed, number) for number in form.after} == form.after


def test_the_inlet_holds_the_kid_that_was_paid_with(billed: Firm) -> None:
    billed.pay(5001, "1250.00")
    billed.pay(5002, "1250.00", Cid="999999")
    billed.payments()
    assert billed.win.run("SELECT invoice_no, kid FROM payment_in ORDER BY invoice_no") == [
        (5001, "005001"),
        (5002, "999999"),
    ]


def test_what_came_from_go_does_not_go_back(billed: Firm) -> None:
    """Win's invoice has another status and a paid amount now, and nothing of that is Go's business."""
    billed.pay(5001, "1250.00")
    billed.payments()
    assert billed.changes() == []


def test_a_payment_of_an_invoice_that_did_not_come_from_win_is_kept_and_tried_again(billed: Firm) -> None:
    _post_by_hand(billed, "9001")
    billed.pay(9001, "10.00")
    billed.pay(5001, "1250.00")
    for _ in range(3):
        billed.payments()
        with billed.open() as workspace:
            assert workspace.office.store is not None
            (held,) = workspace.office.store.held()
        assert (held.mapping, held.code) == ("payment", "R202")
        assert "9001" in held.message
    assert _status(billed, 5001)[0] == "BETALT"
    assert _rows(billed) == {"INNBETALING": 1}


def _post_by_hand(firm: Firm, number: str) -> None:
    """An invoice that a person made in Go for a customer of ours."""
    settings = firm.standin.settings
    keys = {"Ocp-Apim-Subscription-Key": settings["subscription_key"]}
    login = (settings["application_key"], settings["client_key"])
    asked = {"grant_type": "client_credentials"}
    token = httpx.post(settings["token_url"], auth=login, headers=keys, data=asked).json()["access_token"]
    like = firm.go("vouchers", InvoiceNo="5001")
    line = {**like["OutgoingInvoiceLines"][0], "CurrencyAmount": 10}
    body = {
        "InvoiceNo": number,
        "VoucherDate": "2026-11-01",
        "CurrencyCode": "NOK",
        "CustomerAccountId": like["CustomerAccountId"],
        "OutgoingInvoiceLines": [{name: line[name] for name in ("AccountId", "VatId", "CurrencyAmount")}],
    }
    reply = httpx.post(
        f"{settings['base_url']}/Vouchers/OutgoingInvoiceJournals",
        content=exact_json.dumps(body),
        headers={**keys, "Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    assert reply.status_code == 201, reply.text
