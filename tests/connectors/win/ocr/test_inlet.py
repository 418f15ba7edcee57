"""The inlet of one's own through the connection's door: exactly once, by hand what no file can say, Win untouched."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.win.connection import WinConnection
from engine.model.change import Action, Write
from engine.model.failure import Conflict, Unreachable
from engine.model.ports import HandsOver
from parts.giro_reader import read_giro
from parts.win_site import Site

KID = "0005120501300"


@pytest.fixture
def practice(site: Site) -> Site:
    """A firm with an account, and two invoices; its database may only be read."""
    site.insert("invoice_client", client_no=1, name="Lerke", bank_account="8601 11 17947")
    for number, currency in ((5001, "NOK"), (5002, "EUR")):
        cells = {"client_no": 1, "invoice_no": number, "kid": KID, "currency": currency, "total": "1250.50"}
        site.insert("invoice", customer_no=1, paid_amount="0.00", status="UBETALT", **cells)
    return site


def _payment(**cells: Any) -> Write:
    row = {
        "client_no": 1,
        "invoice_no": 5001,
        "kind": "INNBETALING",
        "amount": Decimal("1250.50"),
        "date": date(2026, 11, 20),
        "kid": KID,
        "go_entry_id": "77:ab",
    }
    return Write("payment_in", Action.PAY, {**row, **cells})


def _pay(win: WinConnection, *writes: Write) -> list[str]:
    for write in writes:
        win.send(win.request(write))
    return [finding.message for finding in win.hand_over()]


def _told(win: WinConnection) -> dict[str, tuple[str, str]]:
    return {finding.topic: (finding.state, finding.message) for finding in win.examine()}


def test_a_payment_becomes_a_file_and_wins_database_stays_as_it_was(practice: Site) -> None:
    before = practice.path.read_bytes()
    win = practice.open(inlet="ocr", invoice_client=1)
    assert isinstance(win, HandsOver)
    (path,) = _pay(win, _payment())
    assert Path(path).parent == practice.folder / "ocr"
    number, (read,) = read_giro(Path(path).read_bytes())
    assert (number, read.account, read.ore, read.kid) == (1, "86011117947", 125050, KID)
    assert practice.path.read_bytes() == before
    (row,) = win.read("payment_in").rows
    assert (row["status"], row["amount"]) == ("BEHANDLET", Decimal("1250.5"))


def test_where_win_has_an_inlet_nothing_is_handed_over(practice: Site) -> None:
    win = practice.open()
    assert _pay(win, _payment()) == []
    assert not (practice.folder / "inlet.db").exists()


def test_a_look_makes_nothing(practice: Site) -> None:
    win = practice.open(inlet="ocr")
    assert list(win.read("payment_in").rows) == []
    assert win.recover(win.request(_payment())) is None
    assert list(win.hand_over()) == []
    assert _told(win)["inlet"] == ("ok", f"OCR files in {practice.folder / 'ocr'}")
    assert not (practice.folder / "inlet.db").exists()
    assert not (practice.folder / "ocr").exists()


def test_the_same_entry_is_one_payment_and_another_content_an_alarm(practice: Site) -> None:
    win = practice.open(inlet="ocr")
    first = win.send(win.request(_payment()))
    assert win.send(win.request(_payment())) == first == win.recover(win.request(_payment()))
    with pytest.raises(Conflict):
        win.send(win.request(_payment(amount=Decimal(1))))
    (path,) = win.hand_over()
    assert len(read_giro(Path(path.message).read_bytes())[1]) == 1


def test_what_no_file_can_say_is_listed_until_win_says_it(practice: Site) -> None:
    win = practice.open(inlet="ocr")
    lines = _pay(win, _payment(kind="TAP", amount=Decimal("1250.5"), kid=None))
    assert lines == ["invoice 1/5001: TAP 1250.50 of 2026-11-20: it was written off"]
    assert _told(win)["by hand"] == ("warning", lines[0])
    assert not (practice.folder / "ocr").exists()
    practice.run("UPDATE invoice SET status = 'TAP' WHERE invoice_no = 5001")
    assert "by hand" not in _told(win)


def test_a_reversal_of_what_was_said_is_a_persons_matter(practice: Site) -> None:
    win = practice.open(inlet="ocr")
    _pay(win, _payment())
    lines = _pay(win, _payment(kind="REVERSERING", go_entry_id="77:ab~2"))
    assert lines == ["invoice 1/5001: REVERSERING 1250.50 of 2026-11-20: it takes an earlier payment back"]
    assert len(list((practice.folder / "ocr").iterdir())) == 1


def test_money_in_another_currency_or_of_no_invoice_is_not_said(practice: Site) -> None:
    win = practice.open(inlet="ocr")
    lines = _pay(win, _payment(invoice_no=5002), _payment(invoice_no=9, go_entry_id="78:ab"))
    assert [line.rpartition(": ")[2] for line in lines] == ["it is not in kroner", "its invoice is not in Win"]


def test_without_a_bank_account_payments_wait_and_go_when_there_is_one(practice: Site) -> None:
    practice.run("UPDATE invoice_client SET bank_account = '8601'")
    win = practice.open(inlet="ocr")
    (line,) = _pay(win, _payment())
    assert line.startswith("the payments of invoice client 1 wait")
    practice.run("UPDATE invoice_client SET bank_account = '8601.11.17947'")
    (path,) = _pay(win)
    assert read_giro(Path(path).read_bytes())[1][0].ore == 125050


def test_a_folder_that_cannot_be_written_to_costs_only_time(practice: Site) -> None:
    (practice.folder / "ocr").write_text("a file")
    win = practice.open(inlet="ocr")
    with pytest.raises(Unreachable):
        _pay(win, _payment())
    assert _told(win)["inlet"][0] in ("warning", "error")
    (practice.folder / "ocr").unlink()
    (path,) = _pay(win)
    assert read_giro(Path(path).read_bytes())[1][0].ore == 125050


def test_no_file_is_written_over(practice: Site) -> None:
    (practice.folder / "ocr").mkdir()
    others = practice.folder / "ocr" / "wingo-1-0000001.ocr.txt"
    others.write_text("somebody else's")
    win = practice.open(inlet="ocr", invoice_client=1)
    with pytest.raises(Conflict):
        _pay(win, _payment())
    assert others.read_text() == "somebody else's"
    others.unlink()
    assert _pay(win) == [str(others)]


def test_a_file_that_has_not_appeared_is_told_by_the_doctor_and_appears_with_the_next_run(
    practice: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    win = practice.open(inlet="ocr")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _refuse)
        with pytest.raises(Unreachable):
            _pay(win, _payment())
    assert _told(win)["inlet"] == ("warning", "1 OCR file has not appeared yet")
    (path,) = _pay(win)
    assert read_giro(Path(path).read_bytes())[1][0].ore == 125050


def _refuse(*_paths: object) -> None:
    raise PermissionError("the share is read-only")
