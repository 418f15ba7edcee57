"""The inlet: each entry exactly once, the site's part played in the same transaction, nothing else written."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.model import exact_json
from engine.model.change import Action, Receipt, Request, Write
from engine.model.failure import Conflict, Missing, Rejected
from engine.model.record import Value

_STATUS = "SELECT paid_amount, paid_date, status FROM invoice"


def payment(entry: str = "77:ab", **other: Value) -> dict[str, Value]:
    row: dict[str, Value] = {
        "go_entry_id": entry,
        "kind": "INNBETALING",
        "amount": Decimal("1250.00"),
        "date": date(2026, 11, 20),
        "kid": "0012345",
        "client_no": 1,
        "invoice_no": 5001,
    }
    return {**row, **other}


def asked(connection: Any, values: Mapping[str, Value]) -> Request:
    request = connection.request(Write("payment_in", Action.PAY, values))
    assert isinstance(request, Request)
    return request


def send(connection: Any, entry: str = "77:ab", **other: Value) -> Receipt:
    receipt = connection.send(asked(connection, payment(entry, **other)))
    assert isinstance(receipt, Receipt)
    return receipt


@pytest.fixture
def invoiced(site: Any) -> Any:
    site.insert("invoice", client_no=1, invoice_no=5001, total="1250.00", status="UBETALT", paid_amount="0.00")
    return site


def test_a_request_is_the_row_in_the_catalogs_order(invoiced: Any) -> None:
    request = asked(invoiced.open(), payment())
    assert (request.method, request.path, request.entity) == ("INSERT", "payment_in", "payment_in")
    assert exact_json.dumps(request.payload) == (
        '{"client_no":1,"invoice_no":5001,"kind":"INNBETALING","amount":1250.00,"date":"2026-11-20",'
        '"kid":"0012345","go_entry_id":"77:ab"}'
    )


def test_a_request_is_pure(invoiced: Any) -> None:
    asked(invoiced.open(), payment())
    assert invoiced.run("SELECT COUNT(*) FROM payment_in") == [(0,)]


@pytest.mark.parametrize(("entity", "action"), [("customer", Action.UPDATE), ("payment_in", Action.UPDATE)])
def test_nothing_but_the_inlet_is_written(invoiced: Any, entity: str, action: Action) -> None:
    with pytest.raises(Rejected):
        invoiced.open().request(Write(entity, action, {"name": "x"}))


def test_a_row_is_written_and_the_invoice_brought_up_to_date(invoiced: Any) -> None:
    receipt = send(invoiced.open())
    assert receipt.id == 1
    assert receipt.values["status"] == "BEHANDLET"
    assert invoiced.run("SELECT * FROM payment_in") == [
        (
            1,
            1,
            5001,
            "INNBETALING",
            "1250.00",
            "2026-11-20",
            "0012345",
            "77:ab",
            "BEHANDLET",
            None,
            "2026-11-24T03:00:00+00:00",
            "2026-11-24T03:00:00+00:00",
        )
    ]
    assert invoiced.run(_STATUS) == [("1250.00", "2026-11-20", "BETALT")]


def test_the_written_row_reads_back_as_it_was_asked(invoiced: Any) -> None:
    send(invoiced.open())
    (row,) = invoiced.rows("payment_in")
    assert {name: row[name] for name in payment()} == payment()
    assert row["received_at"] == datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_the_same_row_twice_is_one_row_and_the_same_receipt(invoiced: Any) -> None:
    connection = invoiced.open()
    first = send(connection)
    assert send(connection, amount=Decimal("1250.0000")) == first
    assert invoiced.run("SELECT COUNT(*) FROM payment_in") == [(1,)]
    assert invoiced.run(_STATUS) == [("1250.00", "2026-11-20", "BETALT")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", Decimal("1")), ("kind", "TAP"), ("invoice_no", 5002), ("date", date(2026, 1, 1)), ("kid", None)],
)
def test_another_content_under_the_same_entry_is_a_conflict(invoiced: Any, field: str, value: Value) -> None:
    connection = invoiced.open()
    first = send(connection)
    with pytest.raises(Conflict) as raised:
        send(connection, **{field: value})
    assert raised.value.existing_id == first.id
    assert field in raised.value.detail
    assert invoiced.run("SELECT COUNT(*) FROM payment_in") == [(1,)]


def test_two_runs_at_once_write_one_row(invoiced: Any) -> None:
    receipts: list[Receipt] = []
    connections = [invoiced.open() for _ in range(4)]
    threads = [threading.Thread(target=lambda c=c: receipts.append(send(c))) for c in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 4
    assert {receipt.id for receipt in receipts} == {1}
    assert invoiced.run("SELECT COUNT(*) FROM payment_in") == [(1,)]


def test_a_plan_file_gives_dates_as_text(invoiced: Any) -> None:
    connection = invoiced.open()
    request = asked(connection, payment())
    saved = replace(request, payload=exact_json.loads(exact_json.dumps(request.payload)))
    assert connection.send(saved) == connection.send(request)


def test_recover_tells_whether_a_row_took_hold(invoiced: Any) -> None:
    connection = invoiced.open()
    request = asked(connection, payment())
    assert connection.recover(request) is None
    sent = connection.send(request)
    assert connection.recover(request) == sent
    with pytest.raises(Conflict):
        connection.recover(asked(connection, payment(amount=Decimal(1))))


def test_recover_before_there_is_an_inlet(invoiced: Any) -> None:
    invoiced.run("DROP TABLE payment_in")
    connection = invoiced.open()
    assert connection.recover(asked(connection, payment())) is None


def test_the_inlet_is_made_by_the_first_write(invoiced: Any) -> None:
    invoiced.run("DROP TABLE payment_in")
    assert send(invoiced.open()).id == 1
    assert [row["go_entry_id"] for row in invoiced.rows("payment_in")] == ["77:ab"]


def test_undone_and_redone(invoiced: Any) -> None:
    connection = invoiced.open()
    send(connection, amount=Decimal(1000))
    assert invoiced.run(_STATUS) == [("1000.00", "2026-11-20", "DELVIS")]
    send(connection, "77:ab~2", kind="REVERSERING", amount=Decimal(1000), date=date(2026, 11, 22))
    assert invoiced.run(_STATUS) == [("0.00", None, "UBETALT")]
    send(connection, "77:ab~3", date=date(2026, 11, 23))
    assert invoiced.run(_STATUS) == [("1250.00", "2026-11-23", "BETALT")]
    send(connection, "78:ab", kind="TAP", amount=Decimal("0.50"))
    assert invoiced.run(_STATUS) == [("1250.00", "2026-11-23", "TAP")]


def test_an_unknown_invoice_is_told_in_the_row(invoiced: Any) -> None:
    receipt = send(invoiced.open(), invoice_no=9999)
    assert receipt.values["status"] == "FEIL"
    assert receipt.values["error"] == "invoice 1/9999 is not in Win"
    assert invoiced.run(_STATUS) == [("0.00", None, "UBETALT")]


def test_a_failed_row_counts_once_its_invoice_is_there(invoiced: Any) -> None:
    connection = invoiced.open()
    send(connection, invoice_no=9999, amount=Decimal(10))
    invoiced.insert("invoice", client_no=1, invoice_no=9999, total="30.00", status="UBETALT")
    send(connection, "78:ab", invoice_no=9999, amount=Decimal(20))
    assert invoiced.run("SELECT status, error FROM payment_in") == [("BEHANDLET", None)] * 2
    assert invoiced.run(f"{_STATUS} WHERE invoice_no = 9999") == [("30.00", "2026-11-20", "BETALT")]


def test_a_total_that_is_no_amount_is_told_in_the_row(invoiced: Any) -> None:
    invoiced.run("UPDATE invoice SET total = 'mye'")
    receipt = send(invoiced.open())
    assert receipt.values["status"] == "FEIL"
    assert "mye" in str(receipt.values["error"])


def test_a_row_of_others_that_cannot_be_read_is_told(invoiced: Any) -> None:
    invoiced.insert(
        "payment_in",
        id=5,
        client_no=1,
        invoice_no=5001,
        go_entry_id="x",
        amount="?",
        status="NY",
        received_at="2026-11-24",
    )
    receipt = send(invoiced.open())
    assert receipt.id == 6
    assert receipt.values["status"] == "FEIL"


def test_an_invoice_view_that_cannot_be_updated_is_left_to_the_site(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE invoice RENAME TO Faktura")
    invoiced.run("CREATE VIEW invoice AS SELECT * FROM Faktura")
    assert send(invoiced.open()).values["status"] == "NY"


def test_an_invoice_view_with_a_trigger_is_brought_up_to_date(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE invoice RENAME TO Faktura")
    invoiced.run("CREATE VIEW invoice AS SELECT * FROM Faktura")
    invoiced.run(
        "CREATE TRIGGER oppdater INSTEAD OF UPDATE ON invoice BEGIN UPDATE Faktura SET paid_amount = NEW.paid_amount, "
        "paid_date = NEW.paid_date, status = NEW.status "
        "WHERE client_no = OLD.client_no AND invoice_no = OLD.invoice_no; END"
    )
    assert send(invoiced.open()).values["status"] == "BEHANDLET"
    assert invoiced.run("SELECT paid_amount, status FROM Faktura") == [("1250.00", "BETALT")]


_UPDATE = (
    "BEGIN UPDATE Faktura SET paid_amount = NEW.paid_amount, paid_date = NEW.paid_date, status = NEW.status "
    "WHERE invoice_no = OLD.invoice_no; END"
)


def test_an_invoice_view_is_known_by_its_name_however_it_is_written(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE invoice RENAME TO Faktura")
    invoiced.run("CREATE VIEW INVOICE AS SELECT * FROM Faktura")
    invoiced.run(
        f"CREATE TRIGGER t INSTEAD OF /* fra Go */ UPDATE OF paid_amount, paid_date, status ON Invoice {_UPDATE}"
    )
    assert send(invoiced.open()).values["status"] == "BEHANDLET"
    assert invoiced.run("SELECT status FROM Faktura") == [("BETALT",)]


def test_an_invoice_view_that_lets_other_columns_be_updated_is_left_to_the_site(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE invoice RENAME TO Faktura")
    invoiced.run("CREATE VIEW invoice AS SELECT * FROM Faktura")
    invoiced.run(f"CREATE TRIGGER t INSTEAD OF UPDATE OF due_date ON invoice {_UPDATE}")
    assert send(invoiced.open()).values["status"] == "NY"


def test_a_table_of_wins_own_that_is_called_invoice_does_not_hinder_a_payment(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE invoice RENAME TO Faktura")
    invoiced.run("CREATE TABLE invoice (nr INTEGER, belop TEXT)")
    invoiced.view_file("invoice", "SELECT * FROM Faktura")
    assert send(invoiced.open()).values["status"] == "NY"


def test_an_inlet_that_is_a_view_takes_rows_and_leaves_the_rest_to_the_site(invoiced: Any) -> None:
    names = "id, client_no, invoice_no, kind, amount, date, kid, go_entry_id, status, error, received_at, processed_at"
    values = ", ".join(f"NEW.{name}" for name in names.split(", "))
    invoiced.run("DROP TABLE payment_in")
    invoiced.run(f"CREATE TABLE Innbetaling ({names})")
    invoiced.run("CREATE VIEW payment_in AS SELECT * FROM Innbetaling")
    invoiced.run(
        f"CREATE TRIGGER t INSTEAD OF INSERT ON payment_in BEGIN INSERT INTO Innbetaling VALUES ({values}); END"
    )
    receipt = send(invoiced.open())
    assert receipt.values["status"] == "NY"
    assert send(invoiced.open()) == receipt
    assert invoiced.run("SELECT amount, status FROM Innbetaling") == [("1250.00", "NY")]
    assert invoiced.run(_STATUS) == [("0.00", None, "UBETALT")]


def test_no_invoice_at_all_leaves_the_row_new(invoiced: Any) -> None:
    invoiced.run("DROP TABLE invoice")
    assert send(invoiced.open()).values["status"] == "NY"


@pytest.mark.parametrize(
    ("kind", "first", "second"), [("INT PRIMARY KEY", 1, 2), ("INTEGER PRIMARY KEY", 1, 2), ("BIGINT NOT NULL", 1, 2)]
)
def test_numbered_ids_are_given_in_turn(invoiced: Any, kind: str, first: int, second: int) -> None:
    _own_inlet(invoiced, kind)
    connection = invoiced.open()
    assert [send(connection).id, send(connection, "78:ab").id] == [first, second]


def test_ids_as_text_follow_from_the_entry(invoiced: Any) -> None:
    _own_inlet(invoiced, "TEXT PRIMARY KEY")
    connection = invoiced.open()
    first, second = send(connection).id, send(connection, "78:ab").id
    assert isinstance(first, str)
    assert len(first) == 36
    assert first != second
    assert send(connection).id == first


def _own_inlet(site: Any, id_kind: str) -> None:
    site.run("DROP TABLE payment_in")
    site.run(
        f"CREATE TABLE payment_in (id {id_kind}, client_no int, invoice_no int, kind nvarchar(20), "
        "amount decimal(19,4), date date, kid nvarchar(25), "
        "go_entry_id nvarchar(100) UNIQUE, status nvarchar(20), error nvarchar(2000), "
        "received_at datetime2, processed_at datetime2)"
    )


def test_an_inlet_that_lacks_a_column_is_missing_and_nothing_is_written(invoiced: Any) -> None:
    invoiced.run("ALTER TABLE payment_in DROP COLUMN kid")
    with pytest.raises(Missing) as raised:
        send(invoiced.open())
    assert "kid" in raised.value.detail


def test_an_inlet_that_refuses_the_row_rejects_it_and_changes_nothing(invoiced: Any) -> None:
    _own_inlet(invoiced, "INTEGER PRIMARY KEY")
    invoiced.run(
        "CREATE TRIGGER nei BEFORE INSERT ON payment_in BEGIN SELECT RAISE(ABORT, 'CHECK constraint: nei'); END"
    )
    with pytest.raises((Rejected, Conflict)):
        send(invoiced.open())
    assert invoiced.run(_STATUS) == [("0.00", None, "UBETALT")]


def test_a_kill_between_row_and_status_leaves_neither(invoiced: Any) -> None:
    """The row and the invoice stand or fall together: a trigger that breaks the second undoes the first."""
    invoiced.run("CREATE TRIGGER stopp BEFORE UPDATE ON invoice BEGIN SELECT RAISE(ABORT, 'datatype mismatch'); END")
    with pytest.raises((Rejected, Conflict)):
        send(invoiced.open())
    assert invoiced.run("SELECT COUNT(*) FROM payment_in") == [(0,)]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {"client_no": 1},
        {**payment(), "date": "i går"},
        {**payment(), "amount": None},
    ],
)
def test_what_is_no_row_is_rejected(invoiced: Any, payload: object) -> None:
    with pytest.raises(Rejected):
        invoiced.open().send(Request("payment_in", Action.PAY, "INSERT", "payment_in", payload))
