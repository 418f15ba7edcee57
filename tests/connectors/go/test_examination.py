"""The doctor's visit: what it says when all is well, and of each thing that is not, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.go.connection import GoConnection, connect
from engine.model.ports import Finding

INFORMATION = {
    "ClientName": "Lerke Regnskap AS",
    "ValidPrivileges": [
        "Department_Full",
        "Employee_Full",
        "Customer_Full",
        "Project_Full",
        "OutgoingInvoiceVoucher_Full",
        "VoucherDocumentation_Full",
        "OutgoingInvoice_Full",
        "CustomerLedger",
        "GeneralLedgerAccount",
        "CommonServices_Full",
    ],
    "InvalidPrivileges": [],
}
NO_SUCH_VOUCHER = {"title": "Object(s) not found", "detail": "There is no such voucher."}
SERIES = [
    {"SubLedgerNumberSeriesType": "Customer", "Name": "Kunder", "FromInclusive": 10000, "ToInclusive": 19999},
    {"SubLedgerNumberSeriesType": "Employee", "Name": "Ansatte", "FromInclusive": 1, "ToInclusive": 999},
]


def visit(server: Any, go: GoConnection, reply: Any, **answers: Any) -> dict[str, Finding]:
    """What the doctor finds where Go answers so; what is not named answers well."""
    well = {"information": INFORMATION, "series": SERIES, "lock": {"LockDate": None}}
    well |= {
        "posting": reply(404, NO_SUCH_VOUCHER),
        "accounts": [{"Id": 1}],
        "vat": [{"Id": 1, "IsActive": True}],
        "terms": [{"Id": 1}],
    }
    server.script = [
        answer if isinstance(answer, reply) else reply(204 if answer is None else 200, answer)
        for answer in (well | answers).values()
    ]
    return {finding.topic: finding for finding in go.examine()}


def test_all_is_well(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply)
    assert {finding.state for finding in found.values()} == {"ok"}
    assert "Lerke Regnskap AS" in found["keys"].message
    assert found["privileges"].message.endswith("all 11")
    assert found["series"].message == "Customer 10000-19999, Employee 1-999"
    assert found["lock date"].message == "none"


def test_a_privilege_that_was_never_given(server: Any, go: GoConnection, reply: Any) -> None:
    valid = [name for name in INFORMATION["ValidPrivileges"] if name != "CustomerLedger"]
    finding = visit(server, go, reply, information={**INFORMATION, "ValidPrivileges": valid})["privileges"]
    assert finding.state == "error"
    assert "CustomerLedger is missing, needed to read payments" in finding.message
    assert "given CustomerLedger" in finding.remedy


def test_a_privilege_whose_module_the_client_lacks(server: Any, go: GoConnection, reply: Any) -> None:
    valid = [name for name in INFORMATION["ValidPrivileges"] if name != "Project_Full"]
    information = {"clientName": "x", "validPrivileges": valid, "invalidPrivileges": ["Project_Full"]}
    finding = visit(server, go, reply, information=information)["privileges"]
    assert finding.state == "error"
    assert "subscription lacks the module" in finding.remedy


def test_series_that_are_missing_or_overlap(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, series=SERIES[:1])["series"]
    assert (found.state, "employee" in found.message) == ("error", True)


def test_series_that_overlap(server: Any, go: GoConnection, reply: Any) -> None:
    another = {
        "SubLedgerNumberSeriesType": "Customer",
        "Name": "Storkunder",
        "FromInclusive": 19999,
        "ToInclusive": 25000,
    }
    found = visit(server, go, reply, series=[*SERIES, another])["series"]
    assert (found.state, "Kunder and Storkunder overlap" in found.message) == ("error", True)
    assert "Reskontroserier" in found.remedy


def test_a_trust_series_is_shown_as_one(server: Any, go: GoConnection, reply: Any) -> None:
    trust = {**SERIES[0], "FromInclusive": 50000, "ToInclusive": 59999, "IsClientTrust": True}
    assert "50000-59999 (client trust)" in visit(server, go, reply, series=[*SERIES, trust])["series"].message


def test_a_lock_date_is_told(server: Any, go: GoConnection, reply: Any) -> None:
    assert "2026-10-31" in visit(server, go, reply, lock={"LockDate": "2026-10-31T00:00:00"})["lock date"].message


def test_where_invoices_are_posted_is_there(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply)["posting"]
    assert (found.state, found.message.partition(";")[0]) == ("ok", "/Vouchers/OutgoingInvoiceJournals is there")
    assert server.seen[3].path.endswith("/Vouchers/OutgoingInvoiceJournals/00000000-0000-0000-0000-000000000000")


def test_go_that_knows_no_such_address(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, posting=reply(404, {"statusCode": 404, "message": "Resource not found"}))
    assert (found["posting"].state, found["accounts"].state) == ("error", "ok")
    assert "a profile of the workspace's own" in found["posting"].remedy


def test_a_client_that_is_not_set_up(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, accounts=None, vat=[{"Id": 1, "IsActive": False}], terms=None)
    assert [found[topic].state for topic in ("accounts", "VAT codes", "payment terms")] == ["error"] * 3


def test_one_thing_that_cannot_be_read_does_not_hide_the_rest(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, lock=reply(403), information=reply(404, {"title": "Gone"}))
    assert (found["keys"].state, found["lock date"].state, found["accounts"].state) == ("error", "error", "ok")
    assert "CommonServices" in found["lock date"].remedy


def test_an_answer_that_tells_nothing(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, information=[])
    assert "unnamed" in found["keys"].message
    assert found["privileges"].state == "error"


def test_go_that_cannot_be_reached(server: Any, go: GoConnection, reply: Any) -> None:
    found = visit(server, go, reply, information=reply(302))
    assert list(found) == ["connection"]
    assert found["connection"].state == "error"


@pytest.mark.parametrize(
    ("date", "state", "says"),
    [
        ("Tue, 24 Nov 2026 12:01:00 GMT", "ok", "as this machine's"),
        ("Tue, 24 Nov 2026 12:01:01 GMT", "warning", "61 seconds slow"),
        ("Tue, 24 Nov 2026 11:50:00 GMT", "warning", "600 seconds fast"),
    ],
)
def test_a_clock_that_goes_wrong_is_told(
    server: Any, go: GoConnection, reply: Any, date: str, state: str, says: str
) -> None:
    server.date = date
    found = visit(server, go, reply)["clock"]
    assert (found.state, says in found.message) == (state, True)


def test_without_the_time_nothing_is_said_of_clocks(server: Any, go: GoConnection, reply: Any) -> None:
    server.date = "some day"
    assert "clock" not in visit(server, go, reply)


def test_keys_in_clear_are_warned_of(tmp_path: Any) -> None:
    from connectors.go.examination import examine
    from connectors.go.settings import parse

    settings = parse(
        {
            "base_url": "http://go.invalid/v2",
            "token_url": "http://go.invalid/t",
            "application_key": "a",
            "client_key": "b",
            "subscription_key": "c",
        }
    )

    class Quiet:
        """A Go that has nothing."""

        def integration(self) -> dict[str, Any]:
            return {}

        def setting(self, _name: str) -> tuple[Any, ...]:
            return ()

        def series(self) -> tuple[Any, ...]:
            return ()

        def closed_until(self) -> None:
            return None

        def posting_path(self) -> None:
            return None

        def skew_seconds(self) -> None:
            return None

    findings = {finding.topic: finding for finding in examine(Quiet(), settings)}
    assert findings["address"].state == "warning"
    connect(
        {"environment": "demo", "application_key": "a", "client_key": "b", "subscription_key": "c"}, tmp_path
    ).close()
