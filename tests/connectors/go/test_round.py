"""The whole connector against the stand-in over HTTP: registers, vouchers, documents, settings, and every mischief."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.go.connection import GoConnection
from engine.model.change import Action, Receipt, Write
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Unreachable
from engine.model.record import Fault, Row, Value

OpenGo = Callable[..., GoConnection]
DAY = date(2026, 10, 25)
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def live(standin: Any, open_go: OpenGo) -> GoConnection:
    return open_go(standin.settings)


def create(go: GoConnection, entity: str, values: dict[str, Any], **more: Any) -> Receipt:
    return go.send(go.request(Write(entity, Action.CREATE, values, **more)))


def update(go: GoConnection, entity: str, target_id: Any, values: dict[str, Any], **more: Any) -> Receipt:
    return go.send(go.request(Write(entity, Action.UPDATE, values, target_id=target_id, **more)))


def rows(go: GoConnection, entity: str) -> list[Row]:
    return list(go.read(entity).rows)


def setting(go: GoConnection, name: str, by: str, value: Value) -> Value:
    return next(row["Id"] for row in go.setting(name) if row[by] == value)


CUSTOMER: dict[str, Any] = {
    "Number": 10512,
    "ExternalNumber": 512,
    "ExternalImportReference": "win:customer:abc",
    "Name": "Bjørk & Sønn",
    "EmailAddress": "post@bjork.no",
    "InvoiceDeliveryType": "PdfByEmail",
    "MailAddress": {"AddressLine1": "Storgata 1", "City": "Oslo", "ZipCode": "0150"},
}


def invoice_values(go: GoConnection, account_id: Value, number: str = "5001", **changes: Any) -> dict[str, Any]:
    line = {
        "AccountId": setting(go, "GeneralLedgerAccount", "AccountNo", 3000),
        "VatId": setting(go, "VatCode", "Code", "3"),
        "CurrencyAmount": Decimal("1250.10"),
        "Description": "Rådgivning",
    }
    return {
        "InvoiceNo": number,
        "ExternalImportReference": f"win:invoice:1/{number}",
        "CustomerAccountId": account_id,
        "VoucherDate": date(2026, 10, 25),
        "DueDate": date(2026, 11, 8),
        "CurrencyCode": "NOK",
        "Cid": "00123459",
        "OutgoingInvoiceLines": (line, {**line, "CurrencyAmount": Decimal("-0.10")}),
        **changes,
    }


def post(go: GoConnection, values: dict[str, Any], entity: str = "outgoing_invoice_voucher") -> Receipt:
    return go.send(go.request(Write(entity, Action.POST, values)))


def test_an_empty_company_reads_as_empty(live: GoConnection) -> None:
    for entity in live.catalog.entities:
        assert rows(live, entity) == []


def test_registers_read_back_as_they_were_sent(live: GoConnection) -> None:
    department = create(live, "department", {"Code": "10", "Name": "Lønn", "IsActive": True})
    employee = create(
        live, "employee", {"Number": 7, "FirstName": "Kari", "LastName": "Ås", "DepartmentId": department.id}
    )
    update(live, "department", department.id, {"ManagerEmployeeId": employee.id})
    term = setting(live, "PaymentTerm", "CreditDays", 14)
    sent = {**CUSTOMER, "PaymentTermId": term, "SalesPersonEmployeeId": employee.id, "IsPerson": False}
    customer = create(live, "customer", sent)
    person = create(
        live,
        "contact_person",
        {"FirstName": "Ola", "LastName": "Berg", "ExternalCode": "win:1", "EmailAddress": "ola@bjork.no"},
        path_values={"ContactId": customer.id},
    )
    project = create(live, "project", {"Code": "100", "Name": "Revisjon", "CustomerId": customer.id})
    child = create(live, "project", {"Code": "10", "Name": "Lønn", "ParentProjectId": project.id})

    [row] = rows(live, "customer")
    for name, value in sent.items():
        if name != "MailAddress":
            assert row[name] == value, name
    address = row["MailAddress"]
    assert isinstance(address, dict)
    assert (address["City"], address["CountryCode"]) == ("Oslo", "NO")
    assert len({row["Id"], row["Number"], row["SubledgerAccountId"]}) == 3
    assert customer.values["SubledgerAccountId"] == row["SubledgerAccountId"]
    [row] = rows(live, "department")
    assert (row["Code"], row["IsActive"], row["ManagerEmployeeId"]) == ("10", True, employee.id)
    [row] = rows(live, "employee")
    assert (row["Number"], row["DepartmentId"]) == (7, department.id)
    [row] = rows(live, "contact_person")
    assert (row["Id"], row["ContactId"], row["ExternalCode"]) == (person.id, customer.id, "win:1")
    main, sub = rows(live, "project")
    assert (main["Code"], main["FullCode"]) == ("100", "100")
    assert (sub["Id"], sub["Code"], sub["FullCode"], sub["ParentProjectId"]) == (child.id, "10", "100.10", project.id)
    assert child.values["Code"] == "10"


def test_updates_change_and_clear(live: GoConnection) -> None:
    customer = create(live, "customer", CUSTOMER)
    told = update(
        live,
        "customer",
        customer.id,
        {"Name": "Bjørk AS", "InvoiceDeliveryType": "Print", "EmailAddress": None, "MailAddress.City": "Bergen"},
    )
    assert told.id == customer.id
    [row] = rows(live, "customer")
    address = row["MailAddress"]
    assert isinstance(address, dict)
    assert (row["Name"], row["EmailAddress"], address["City"], address["ZipCode"]) == (
        "Bjørk AS",
        None,
        "Bergen",
        "0150",
    )
    update(live, "customer", customer.id, {"MailAddress": {"City": "Voss", "ZipCode": "5700"}})
    [row] = rows(live, "customer")
    address = row["MailAddress"]
    assert isinstance(address, dict)
    assert (address["City"], address["AddressLine1"]) == ("Voss", None)
    person = create(
        live, "contact_person", {"FirstName": "Ola", "LastName": "Berg"}, path_values={"ContactId": customer.id}
    )
    update(live, "contact_person", person.id, {"Title": "Sjef"}, path_values={"ContactId": customer.id})
    assert rows(live, "contact_person")[0]["Title"] == "Sjef"


@pytest.mark.parametrize("entity", ["outgoing_invoice_voucher", "outgoing_credit_note_voucher"])
def test_a_voucher_reads_back_with_its_own_sign_and_its_pdf(
    live: GoConnection, standin: Any, tmp_path: Path, entity: str
) -> None:
    customer = create(live, "customer", CUSTOMER)
    posted = post(live, invoice_values(live, customer.values["SubledgerAccountId"]), entity)
    assert posted.values["CurrencyAmount"] == Decimal("1250.00")
    [row] = rows(live, entity)
    assert row["Id"] == posted.id
    assert row["InvoiceNo"] == "5001"
    assert row["ExternalImportReference"] == "win:invoice:1/5001"
    assert row["CurrencyAmount"] == Decimal("1250.00")
    assert row["VoucherDate"] == date(2026, 10, 25)
    assert row["CustomerNo"] == 10512
    assert not rows(live, "outgoing_invoice_voucher" if "credit" in entity else "outgoing_credit_note_voucher")
    (tmp_path / "5001.pdf").write_bytes(PDF)
    file: dict[str, Value] = {"file": "5001.pdf", "bytes": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
    attached = live.send(live.request(Write(entity, Action.ATTACH, file, target_id=posted.id)))
    assert attached.id == posted.id
    assert standin.ledger()["documents"][posted.id] == {"bytes": len(PDF), "sha256": file["sha256"]}


def test_a_currency_voucher_keeps_its_rate(live: GoConnection, standin: Any) -> None:
    customer = create(live, "customer", CUSTOMER)
    values = invoice_values(
        live, customer.values["SubledgerAccountId"], CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.7325")
    )
    post(live, values)
    [row] = rows(live, "outgoing_invoice_voucher")
    assert (row["CurrencyAmount"], row["CurrencyExchangeRate"]) == (Decimal("1250.00"), Decimal("11.7325"))
    assert row["TotalPostedAmount"] == Decimal("14665.63")


def test_a_document_that_go_would_refuse_is_not_sent(live: GoConnection, standin: Any, tmp_path: Path) -> None:
    customer = create(live, "customer", CUSTOMER)
    posted = post(live, invoice_values(live, customer.values["SubledgerAccountId"]))
    (tmp_path / "text.pdf").write_bytes(b"hello")
    (tmp_path / "changed.pdf").write_bytes(PDF)
    with (tmp_path / "large.pdf").open("wb") as large:
        large.truncate(30 * 1024 * 1024 + 1)
    before = live.calls
    reasons = {"gone.pdf": "missing", "text.pdf": "not a PDF", "large.pdf": "bytes", "changed.pdf": "changed"}
    for name, reason in reasons.items():
        payload: dict[str, Value] = {"file": str(tmp_path / name), "sha256": "0" * 64}
        with pytest.raises(Rejected, match=reason) as caught:
            live.send(live.request(Write("outgoing_invoice_voucher", Action.ATTACH, payload, target_id=posted.id)))
        assert caught.value.remedy
    (tmp_path / "folder.pdf").mkdir()
    payload = {"file": str(tmp_path / "folder.pdf")}
    with pytest.raises(Rejected, match="cannot be read"):
        live.send(live.request(Write("outgoing_invoice_voucher", Action.ATTACH, payload, target_id=posted.id)))
    assert live.calls == before
    late = b"\n" * 1000 + PDF  # the mark may stand anywhere in the first kilobyte
    (tmp_path / "late.pdf").write_bytes(late)
    payload = {"file": str(tmp_path / "late.pdf")}
    live.send(live.request(Write("outgoing_invoice_voucher", Action.ATTACH, payload, target_id=posted.id)))


def test_settings_series_and_lock_date_are_asked_for_once(live: GoConnection, standin: Any) -> None:
    standin.settle(LockDate="2026-09-30")
    for _ in range(2):
        assert {s.type for s in live.series()} == {"Customer", "Supplier", "Employee"}
        assert live.closed_until() == date(2026, 9, 30)
        assert any(row["AccountNo"] == 3000 for row in live.setting("GeneralLedgerAccount"))
        assert any(row["Code"] == "3" and row["ValidFrom"] for row in live.setting("VatCode"))
        assert any(row["Code"] == "EUR" for row in live.setting("Currency"))
        assert live.setting("PaymentTerm")
    assert len(standin.requests()) == 6


@pytest.mark.parametrize("do", ["status:500", "status:503", "status:429", "drop_before", "garbage", "truncate"])
def test_reads_survive_mischief(standin: Any, open_go: OpenGo, do: str, waits: Any) -> None:
    go = open_go(standin.settings, waits.clock)
    create(go, "customer", CUSTOMER)
    standin.mischief("GET /v2/Customers", do, times=2)
    assert len(rows(go, "customer")) == 1
    assert len([r for r in standin.requests() if r["method"] == "GET"]) == 3


@pytest.mark.parametrize("do", ["status:500", "drop_before", "drop_after", "garbage", "truncate"])
def test_a_post_that_may_have_happened_is_asked_about_and_never_repeated(
    standin: Any, open_go: OpenGo, do: str
) -> None:
    go = open_go(standin.settings)
    standin.mischief("POST /v2/Customers", do)
    request = go.request(Write("customer", Action.CREATE, CUSTOMER))
    with pytest.raises(Unreachable) as caught:
        go.send(request)
    assert caught.value.may_have_happened
    assert len([r for r in standin.requests() if r["method"] == "POST"]) == 1
    found = go.recover(request)
    stands = standin.ledger()["customers"]
    assert (found is not None) == bool(stands)
    if found is not None:
        assert found.id == stands[0]["Id"]
        assert found.values["SubledgerAccountId"] == stands[0]["SubledgerAccountId"]


def test_a_patch_is_simply_sent_again(standin: Any, open_go: OpenGo) -> None:
    go = open_go(standin.settings)
    customer = create(go, "customer", CUSTOMER)
    standin.mischief("PATCH *", "drop_after")
    update(go, "customer", customer.id, {"Name": "Bjørk AS"})
    assert standin.ledger()["customers"][0]["Name"] == "Bjørk AS"


def test_a_slow_answer_is_waited_for_or_given_up(standin: Any, open_go: OpenGo) -> None:
    go = open_go(standin.settings, timeout_seconds="0.3")
    standin.mischief("POST /v2/Departments", "slow:1.0")
    request = go.request(Write("department", Action.CREATE, {"Code": "10", "Name": "Lønn"}))
    with pytest.raises(Unreachable) as caught:
        go.send(request)
    assert caught.value.may_have_happened


def lose(standin: Any, go: GoConnection, on: str, write: Write) -> Any:
    """Send a write whose answer is lost, and what recovery finds of it."""
    request = go.request(write)
    standin.mischief(on, "drop_after")
    with pytest.raises(Unreachable):
        go.send(request)
    return go.recover(request)


def test_every_kind_of_record_is_found_again(standin: Any, open_go: OpenGo) -> None:
    go = open_go(standin.settings)
    made = Action.CREATE
    department = lose(standin, go, "POST /v2/*", Write("department", made, {"Code": "10", "Name": "Lønn"}))
    uncoded = lose(standin, go, "POST /v2/*", Write("department", made, {"Code": "1,2", "Name": "Komma"}))
    employee = lose(
        standin, go, "POST /v2/*", Write("employee", made, {"Number": 7, "FirstName": "Kari", "LastName": "Ås"})
    )
    external = lose(
        standin, go, "POST /v2/*", Write("employee", made, {"ExternalNumber": 8, "FirstName": "Per", "LastName": "Li"})
    )
    customer = lose(standin, go, "POST /v2/*", Write("customer", made, CUSTOMER))
    path = {"ContactId": customer.id}
    person = lose(
        standin,
        go,
        "POST /v2/*",
        Write("contact_person", made, {"FirstName": "Ola", "LastName": "By", "ExternalCode": "w:1"}, path_values=path),
    )
    nameless = lose(
        standin,
        go,
        "POST /v2/*",
        Write("contact_person", made, {"FirstName": "Liv", "LastName": "By"}, path_values=path),
    )
    project = lose(standin, go, "POST /v2/*", Write("project", made, {"Code": "100", "Name": "Revisjon"}))
    child = lose(
        standin, go, "POST /v2/*", Write("project", made, {"Code": "10", "Name": "Del", "ParentProjectId": project.id})
    )
    ledger = standin.ledger()
    assert [department.id, uncoded.id] == [row["Id"] for row in ledger["departments"]]
    assert [employee.id, external.id] == [row["Id"] for row in ledger["employees"]]
    assert [customer.id] == [row["Id"] for row in ledger["customers"]]
    assert [person.id, nameless.id] == [row["Id"] for row in ledger["contact_persons"]]
    assert [project.id, child.id] == [row["Id"] for row in ledger["projects"]]
    assert child.values["Code"] == "10"


@pytest.mark.parametrize("entity", ["outgoing_invoice_voucher", "outgoing_credit_note_voucher"])
@pytest.mark.parametrize("number", ["5001", "0501", "A-17"])
def test_a_voucher_is_found_again_by_number_and_content(
    standin: Any, open_go: OpenGo, entity: str, number: str
) -> None:
    go = open_go(standin.settings)
    customer = create(go, "customer", CUSTOMER)
    values = invoice_values(go, customer.values["SubledgerAccountId"], number)
    write = Write(entity, Action.POST, values)
    assert go.recover(go.request(write)) is None
    found = lose(standin, go, "POST /v2/*", write)
    [voucher] = standin.ledger()["vouchers"]
    assert found.id == voucher["Id"]
    assert found.values["InvoiceNo"] == number


@pytest.mark.parametrize(
    "changes",
    [
        {"ExternalImportReference": "another"},
        {"OutgoingInvoiceLines": ({"AccountId": 1, "VatId": 1, "CurrencyAmount": Decimal("9.00")},)},
        {"CurrencyCode": "EUR"},
    ],
)
def test_a_number_that_stands_with_other_content_is_an_alarm(
    standin: Any, open_go: OpenGo, changes: dict[str, Any]
) -> None:
    go = open_go(standin.settings)
    customer = create(go, "customer", CUSTOMER)
    values = invoice_values(go, customer.values["SubledgerAccountId"])
    posted = post(go, values)
    with pytest.raises(Conflict) as caught:
        go.recover(go.request(Write("outgoing_invoice_voucher", Action.POST, {**values, **changes})))
    assert caught.value.existing_id == posted.id
    with pytest.raises(Conflict, match="voucher type"):
        go.recover(go.request(Write("outgoing_credit_note_voucher", Action.POST, values)))


def test_a_customer_with_a_balance_is_occupied(live: GoConnection, standin: Any) -> None:
    customer = create(live, "customer", CUSTOMER)
    create(live, "customer", {"Number": 10513, "Name": "Uten saldo AS"})
    post(live, invoice_values(live, customer.values["SubledgerAccountId"], VoucherDate=date.today()))
    assert live.occupied("customer") == {customer.id: Decimal("1250.00")}
    assert live.occupied("employee") == {}
    before = live.calls
    assert live.occupied("customer") == {customer.id: Decimal("1250.00")}
    assert live.calls == before
    with pytest.raises(Rejected):
        update(live, "customer", customer.id, {"IsArchived": True})


def test_what_is_harmless_to_repeat_is_not_recovered(live: GoConnection) -> None:
    customer = create(live, "customer", CUSTOMER)
    before = live.calls
    assert live.recover(live.request(Write("customer", Action.UPDATE, {"Name": "x"}, target_id=customer.id))) is None
    attach = Write("outgoing_invoice_voucher", Action.ATTACH, {"file": "x"}, target_id="1")
    assert live.recover(live.request(attach)) is None
    assert live.calls == before
    assert live.recover(live.request(Write("customer", Action.CREATE, {"Name": "Uten nummer"}))) is None
    assert live.calls == before


@pytest.mark.parametrize("key", ["application_key", "client_key", "subscription_key"])
def test_wrong_keys_are_denied_and_not_shown(standin: Any, open_go: OpenGo, key: str) -> None:
    go = open_go({**standin.settings, key: "wrong-and-secret"})
    with pytest.raises(Denied) as caught:
        rows(go, "customer")
    assert "keys" in caught.value.remedy or "key" in caught.value.remedy
    assert "wrong-and-secret" not in str(caught.value)
    findings = list(go.examine())
    assert [(f.topic, f.state) for f in findings] == [("keys", "error")]
    assert "wrong-and-secret" not in str(findings)


def test_a_wrong_address_is_missing(standin: Any, open_go: OpenGo) -> None:
    go = open_go({**standin.settings, "base_url": f"{standin.url}/v3"})
    with pytest.raises(Missing):
        rows(go, "customer")
    assert any(f.state == "error" for f in go.examine())


def test_only_kinds_of_failure_come_out(standin: Any, open_go: OpenGo) -> None:
    go = open_go(standin.settings)
    with pytest.raises(Failure):
        update(go, "customer", 999999, {"Name": "x"})
    with pytest.raises(Failure):
        create(go, "contact_person", {"FirstName": "x", "LastName": "y"}, path_values={"ContactId": 5})


def test_a_lock_date_that_is_none_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(body={"LockDate": "soon"})]
    with pytest.raises(Unreachable, match="soon"):
        go.closed_until()


def test_a_lock_date_that_was_never_set(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(204)]
    assert go.closed_until() is None


def test_totals_that_are_missing_or_odd_do_not_stop_a_reading(server: Any, go: GoConnection, reply: Any) -> None:
    kind = {"VoucherType": "OutgoingInvoice"}
    server.script = [
        reply(
            body=[{"Id": "a", **kind}, {"Id": "b", "TotalAmount": "x", **kind}, {"Id": "c", "IsReversed": True, **kind}]
        )
    ]
    found = rows(go, "outgoing_invoice_voucher")
    assert [row["Id"] for row in found] == ["a", "b"]  # a reversed voucher does not stand
    assert [row["CurrencyAmount"] for row in found] == [None, Fault("x", "not a number")]


def test_recovery_passes_over_what_is_not_the_voucher(server: Any, go: GoConnection, reply: Any) -> None:
    kind = {"VoucherType": "OutgoingInvoice"}
    request = go.request(Write("outgoing_invoice_voucher", Action.POST, {"InvoiceNo": "A-17", "VoucherDate": DAY}))
    listed = [{"Id": "a", "InvoiceNo": 16, **kind}, {"Id": "b", "InvoiceNo": 17, "IsReversed": True, **kind}]
    server.script = [reply(body=listed)]
    assert go.recover(request) is None
    assert "fromDate=2026-10-25&toDate=2026-10-25" in server.seen[0].path
    bare = go.request(Write("outgoing_invoice_voucher", Action.POST, {"InvoiceNo": "17"}))
    server.script = [reply(body=[{"Id": "c", "InvoiceNo": 17, "TotalAmount": 5, **kind}])]
    found = go.recover(bare)  # neither lines nor a reference to compare
    assert found is not None
    assert found.id == "c"


def test_what_is_open_of_a_credit_note_has_the_sign_of_its_total(live: GoConnection, standin: Any) -> None:
    customer = create(live, "customer", CUSTOMER)
    values = invoice_values(live, customer.values["SubledgerAccountId"])
    post(live, values, "outgoing_credit_note_voucher")
    [row] = rows(live, "outgoing_credit_note_voucher")
    assert {row[name] for name in ("CurrencyAmount", "TotalPostedAmount", "Balance")} == {Decimal("1250.00")}
