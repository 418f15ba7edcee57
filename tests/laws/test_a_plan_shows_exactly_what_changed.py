"""Law: a plan shows exactly what changed, each field with the line of its rule; a sync does exactly that, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from parts.command_line import Ran, wingo
from parts.firm import Firm

ROOT = Path(__file__).parents[2]
WRITES = ("POST", "PATCH", "PUT", "DELETE")
# What differs between two runs that are otherwise the same.
OF_ONE_RUN = re.compile(r'^  "(plan|created_at)": .*\n', re.MULTILINE)

Fields = dict[str, tuple[object, object, bool]]


@dataclass(frozen=True)
class Expected:
    """One change: what is planned, the fields that differ (before, after, edited in Go), and its request to Go."""

    entity: str
    key: str
    action: str
    fields: Fields
    request: str


@pytest.fixture
def synced(firm: Firm) -> Firm:
    """A firm in which everything was sent."""
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(10001, "Fjord AS", email="post@fjord.no", city="Bergen", postal_code="5003", phone="+47 55 11 22 33")
    firm.customer(10002, "Nordlys AS")
    firm.invoice(5001, 10001, ("1000.00", "250.00"), pdf_path=firm.pdf("5001.pdf"))
    wingo(firm.folder, "sync", "--yes", code=0)
    return firm


def writes(firm: Firm) -> list[str]:
    """Every request that may have changed something in Go, ids left out."""
    rows = [request for request in firm.requests() if request["method"] in WRITES]
    return [f"{row['method']} {re.sub(r'/[0-9]+$', '/*', row['path'].removeprefix('/v2'))}" for row in rows]


def rename_a_department(firm: Firm) -> list[Expected]:
    firm.win.run("UPDATE department SET name = 'Lønn og personal' WHERE department_no = '10'")
    fields: Fields = {"Name": ("Lønn", "Lønn og personal", False)}
    return [Expected("department", "10", "update", fields, "PATCH /Departments/*")]


def rename_a_customer(firm: Firm) -> list[Expected]:
    firm.win.run("UPDATE customer SET name = 'Nordlys Bygg AS' WHERE customer_no = 10002")
    fields: Fields = {"Name": ("Nordlys AS", "Nordlys Bygg AS", False)}
    return [Expected("customer", "10002", "update", fields, "PATCH /Customers/*")]


def change_an_email(firm: Firm) -> list[Expected]:
    firm.win.run("UPDATE customer SET email = 'NY@fjord.no', city = 'Oslo' WHERE customer_no = 10001")
    fields: Fields = {
        "EmailAddress": ("post@fjord.no", "ny@fjord.no", False),
        "MailAddress.City": ("Bergen", "Oslo", False),
    }
    return [Expected("customer", "10001", "update", fields, "PATCH /Customers/*")]


def archive_a_customer(firm: Firm) -> list[Expected]:
    firm.win.run("UPDATE customer SET active = 0 WHERE customer_no = 10002")
    fields: Fields = {"IsArchived": (False, True, False)}
    return [Expected("customer", "10002", "update", fields, "PATCH /Customers/*")]


def write_an_invoice(firm: Firm) -> list[Expected]:
    firm.invoice(5002, 10001, ("80.00", "20.00"), pdf_path=firm.pdf("5002.pdf"))
    posted: Fields = {
        "InvoiceNo": (None, "5002", False),
        "VoucherDate": (None, "2026-10-15", False),
        "OutgoingInvoiceLines[0].CurrencyAmount": (None, 100, False),
    }
    return [
        Expected("invoice", "1/5002", "post", posted, "POST /Vouchers/OutgoingInvoiceJournals"),
        Expected("invoice", "1/5002", "attach", {}, "PUT /VoucherDocumentation"),
    ]


def edit_in_go_by_hand(firm: Firm) -> list[Expected]:
    customer = firm.go("customers", Number=10001)
    edited = {"PhoneNumber": "99 88 77 66", "Name": "Endret i Go"}
    firm.control("PATCH", f"records/customers/{customer['Id']}", edited)
    fields: Fields = {
        "Name": ("Endret i Go", "Fjord AS", True),
        "PhoneNumber": ("99 88 77 66", customer["PhoneNumber"], True),
    }
    return [Expected("customer", "10001", "update", fields, "PATCH /Customers/*")]


CHANGES: list[Callable[[Firm], list[Expected]]] = [
    rename_a_department,
    rename_a_customer,
    change_an_email,
    archive_a_customer,
    write_an_invoice,
    edit_in_go_by_hand,
]


def assert_rule_stands_there(firm: Firm, field: dict[str, Any]) -> None:
    """The file and line that a field names hold the rule that fills it."""
    rule = field["rule"]
    shipped = ROOT / rule["file"]
    path = shipped if shipped.is_file() else firm.folder / rule["file"]
    line = path.read_text(encoding="utf-8").splitlines()[rule["line"] - 1]
    leaf = field["target"].rpartition(".")[2]
    assert re.match(rf"\s*{leaf}\s*(<->|=)", line), f"{field['target']} is said to stand in: {line}"


def assert_shows(firm: Firm, plan: dict[str, Any], expected: list[Expected]) -> None:
    found = {(c["entity"], c["key"], c["action"]): c for c in plan["changes"]}
    assert list(found) == [(e.entity, e.key, e.action) for e in expected]
    for one in expected:
        fields = found[one.entity, one.key, one.action]["fields"]
        shown = {f["target"]: (f["before"], f["after"], f.get("drift", False)) for f in fields}
        exact = shown if one.action == "update" else {name: shown[name] for name in one.fields}
        assert exact == one.fields
        for field in fields:
            assert_rule_stands_there(firm, field)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_one_change_is_planned_and_sent_alone(synced: Firm, change: Callable[[Firm], list[Expected]]) -> None:
    expected = change(synced)
    before = len(writes(synced))

    plan = wingo(synced.folder, "plan", "--format", "json", "--detailed-exitcode", code=10).json
    assert_shows(synced, plan, expected)
    drifting = sum(any(drift for _, _, drift in one.fields.values()) for one in expected)
    assert sum(counts["drift"] for counts in plan["summary"].values()) == drifting
    assert len(writes(synced)) == before, "a plan reads only"

    wingo(synced.folder, "sync", "--yes", code=0)
    assert writes(synced)[before:] == [one.request for one in expected]
    wingo(synced.folder, "plan", "--detailed-exitcode", code=0)


def test_many_changes_are_all_shown_as_text_with_their_rules(synced: Firm) -> None:
    rename_a_department(synced)
    change_an_email(synced)
    archive_a_customer(synced)
    write_an_invoice(synced)
    customer = synced.go("customers", Number=10001)
    synced.control("PATCH", f"records/customers/{customer['Id']}", {"Name": "Endret\x1b[31m i\nGo"})
    before = len(writes(synced))

    text = wingo(synced.folder, "plan", code=0).out
    lines = text.splitlines()
    for heading in (
        r"  ~ 10  Lønn og personal +PATCH /Departments/\d+",
        r"  ~ 10001  Fjord AS +PATCH /Customers/\d+",
        r"  ~ 10002  Nordlys AS +PATCH /Customers/\d+",
        r"  > 1/5002.* +POST /Vouchers/OutgoingInvoiceJournals",
        r"  @ 1/5002.* +PUT /VoucherDocumentation\?id=\{invoice:1/5002\}",
        r"      .*5002\.pdf  15 bytes",
        r"      EmailAddress +post@fjord.no +->  ny@fjord.no +email \| lower +mappings/base/customer.yaml:\d+",
        r"      Name +Endret.+ i Go +->  Fjord AS +changed by hand in Go +mappings/base/customer.yaml:\d+",
        r"      Name +Lønn  ->  Lønn og personal +name +mappings/base/department.yaml:\d+",
        r"      IsArchived +false  ->  true +not active +mappings/base/customer.yaml:\d+",
    ):
        assert [line for line in lines if re.fullmatch(heading, line)], f"{heading}\n{text}"
    assert lines[-1] == "5 to send, 1 unchanged. 5 calls when applied."
    assert "\x1b" not in text, "what was typed in Go commands no terminal"

    arrows = [line.index("->") for line in lines if "EmailAddress" in line or "Endret" in line]
    assert len(set(arrows)) == 1, "old and new values stand in columns"
    wingo(synced.folder, "sync", "--yes", code=0)
    assert len(writes(synced)) == before + 5


def test_repeating_a_run_sends_nothing(synced: Firm) -> None:
    before = writes(synced)
    for _ in range(2):
        assert wingo(synced.folder, "sync", "--yes", "--format", "json", code=0).json["done"] == {}
    plan = wingo(synced.folder, "plan", "--detailed-exitcode", code=0)
    assert plan.out == "nothing to do, 4 unchanged. 0 calls when applied.\n"
    assert writes(synced) == before


def test_the_same_data_give_the_same_bytes(synced: Firm) -> None:
    rename_a_customer(synced)
    synced.customer(77, "Utenfor AS")
    assert_same(synced, 0, "plan", "--format", "json")
    assert_same(synced, 0, "plan", "--format", "json", "-v")
    assert_same(synced, 0, "plan", "--format", "json", "--offline")
    assert_same(synced, 0, "check", "--format", "json")
    wingo(synced.folder, "sync", "--yes", code=0)
    assert_same(synced, 0, "sync", "--yes", "--format", "json")
    wingo(synced.folder, "payments", "--yes", code=0)  # the first reading is of everything, later ones of what changed
    assert_same(synced, 0, "payments", "--yes", "--format", "json")


def assert_same(firm: Firm, code: int, *arguments: str) -> None:
    first, second = (wingo(firm.folder, *arguments, code=code) for _ in range(2))
    assert OF_ONE_RUN.sub("", first.out) == OF_ONE_RUN.sub("", second.out)
    assert _untimed(first.err) == _untimed(second.err)
    assert bool(first.err) == ("-v" in arguments)  # the requests
    assert_one_json_document(first)


def _untimed(lines: str) -> str:
    """Lines of requests without how long each took."""
    return re.sub(r" \d+ ms", "", lines)


def assert_one_json_document(ran: Ran) -> None:
    assert isinstance(ran.json, dict)
    assert ran.out.endswith("}\n")
