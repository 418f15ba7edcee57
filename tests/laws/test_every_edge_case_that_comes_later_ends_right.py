"""The edge cases that need something to happen: one thing changes after the sending, and what follows is right.

Each test plans and syncs over real HTTP; what a plan shows is exactly what the sync then does.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.win.catalog import CATALOG
from connectors.win.views import column_names
from engine.model.change import Action
from engine.sync.guards import refusals
from engine.sync.plan import Change
from engine.sync.planning.planner import make_plan
from parts.demo_firm import DemoFirm, Json, Round
from parts.go_books import standing

Told = tuple[str, str, str]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo_round(request: pytest.FixtureRequest, demo_round_on: Callable[[str], Round]) -> Round:
    """The demo's round on each kind of database; what changes in Win is changed there."""
    return demo_round_on(request.param)


def _told(changes: list[Change]) -> list[Told]:
    return [(change.mapping, change.key, change.action.value) for change in changes]


def _values(change: Change) -> dict[str, Any]:
    return {item.target: item.after for item in change.fields}


def _decision(firm: DemoFirm, mapping: str, key: str) -> Change:
    (found,) = [c for c in firm.plan().changes if (c.mapping, c.key) == (mapping, key)]
    return found


def _codes(change: Change) -> list[str]:
    return [diagnostic.code for diagnostic in change.diagnostics]


def _sync_as_planned(firm: DemoFirm, *allowed: str) -> list[Change]:
    """Carry out what a plan shows, and nothing else; afterwards nothing is left to do."""
    planned = firm.changes()
    report = firm.sync(allowed=allowed)
    assert (report.refusals, report.failed) == ((), [])
    assert _told(report.done) == _told(planned)
    assert firm.changes() == []
    return planned


def _held(firm: DemoFirm, mapping: str, key: str) -> Json:
    (found,) = standing(firm.ledger(), mapping, key)
    return found


# ---- 9, 10, 11, 12: numbers, names, managers


@pytest.mark.parametrize(
    ("mapping", "key", "number"), [("customer", "530", 10530), ("employee", "1013", 113)], ids=["customer", "employee"]
)
def test_an_external_number_that_changes_after_the_transfer_is_a_conflict(
    sent_demo: DemoFirm, mapping: str, key: str, number: int
) -> None:
    other = number + 1 if mapping == "employee" else 10931
    sent_demo.win(f"UPDATE {mapping} SET external_ledger_no = ? WHERE {mapping}_no = ?", other, key)
    change = _decision(sent_demo, mapping, key)
    assert (change.action, _codes(change)) == (Action.REFUSED, ["R302"])
    assert _sync_as_planned(sent_demo) == []
    assert _held(sent_demo, mapping, key)["Number"] == number


def test_a_department_that_is_renamed_is_updated_and_nothing_else_is(sent_demo: DemoFirm) -> None:
    sent_demo.win("UPDATE department SET name = 'Regnskap og rapport' WHERE department_no = '30'")
    (change,) = _sync_as_planned(sent_demo)
    assert (change.key, _values(change)) == ("30", {"Name": "Regnskap og rapport"})
    assert _held(sent_demo, "department", "30")["Name"] == "Regnskap og rapport"


def test_a_department_that_is_recoded_is_new_and_the_old_one_inactive(sent_demo: DemoFirm) -> None:
    for table in ("department", "employee", "customer", "project"):
        sent_demo.win(f"UPDATE {table} SET department_no = '31' WHERE department_no = '30'")
    # So many people move with it that a guard would ask first.
    planned = _sync_as_planned(sent_demo, "max_update_share")
    assert {(c.key, c.action) for c in planned if c.mapping == "department"} == {
        ("30", Action.UPDATE),
        ("31", Action.CREATE),
    }
    old, new = _held(sent_demo, "department", "30"), _held(sent_demo, "department", "31")
    assert (old["IsActive"], new["IsActive"], new["Name"]) == (False, True, old["Name"])
    assert new["ManagerEmployeeId"] == _held(sent_demo, "employee", "3")["Id"]
    moved = [c for c in planned if c.mapping in ("employee", "customer")]
    assert moved
    assert all(set(_values(c)) == {"DepartmentId"} for c in moved)


def test_a_manager_who_gets_an_invoice_client_is_sent_by_the_next_run(sent_demo: DemoFirm) -> None:
    assert _held(sent_demo, "department", "20").get("ManagerEmployeeId") is None
    sent_demo.win("UPDATE employee SET invoice_client_no = 1 WHERE employee_no = 2")
    (change,) = _sync_as_planned(sent_demo)
    assert (change.mapping, change.key) == ("department_manager", "20")
    assert _held(sent_demo, "department", "20")["ManagerEmployeeId"] == _held(sent_demo, "employee", "2")["Id"]


def test_a_project_manager_who_leaves_stays_on_the_project(sent_demo: DemoFirm) -> None:
    ((manager,),) = sent_demo.win("SELECT manager_no FROM project WHERE project_no = '2026.1'")
    before = _held(sent_demo, "project", "2026.1")["ProjectManagerEmployeeId"]
    sent_demo.win("UPDATE employee SET active = ?, end_date = '2026-11-20' WHERE employee_no = ?", False, manager)
    planned = _sync_as_planned(sent_demo)
    assert {(c.mapping, c.key) for c in planned} == {("employee", str(manager))}
    assert _held(sent_demo, "project", "2026.1")["ProjectManagerEmployeeId"] == before


# ---- 14, 15, 16, 17: customers that move, vanish, sleep, and are nobody's


def test_a_customer_who_moves_to_the_other_firm_keeps_what_is_open_here(sent_demo: DemoFirm) -> None:
    sent_demo.win("UPDATE customer SET invoice_client_no = 2 WHERE customer_no = 10025")
    assert _sync_as_planned(sent_demo) == []
    assert _held(sent_demo, "customer", "10025")["IsArchived"] is False
    assert standing(sent_demo.ledger(), "invoice", "1/5002")


def test_a_row_that_is_missing_is_no_order_to_delete_or_archive(sent_demo: DemoFirm) -> None:
    before = _held(sent_demo, "customer", "10022")
    sent_demo.win("DELETE FROM customer WHERE customer_no = 10022")
    plan = sent_demo.plan()
    assert [(s.mapping, s.missing) for s in plan.sections if s.missing] == [("customer", ("10022",))]
    _sync_as_planned(sent_demo)
    assert _held(sent_demo, "customer", "10022") == before


@pytest.mark.parametrize("statement", ["DELETE FROM customer WHERE customer_no % 9 = 0", "DELETE FROM customer"])
def test_more_missing_rows_than_the_guard_allows_stop_the_run(sent_demo: DemoFirm, statement: str) -> None:
    """A view that is broken looks the same as customers that were deleted."""
    before = sent_demo.ledger()
    sent_demo.win(statement)
    sent_demo.win("UPDATE department SET name = 'Nytt navn' WHERE department_no = '30'")
    with sent_demo.open() as workspace:
        refused = refusals(make_plan(workspace.office), workspace.office, frozenset())
    assert [d.message.split(":")[0] for d in refused] == ["max_missing_share"]
    report = sent_demo.sync()
    assert (report.done, len(report.refusals)) == ([], 1)
    assert sent_demo.ledger() == before


def test_an_archived_customer_stays_in_use_until_nothing_is_open(sent_demo: DemoFirm) -> None:
    sent_demo.win("UPDATE customer SET active = ? WHERE customer_no = 10026", False)
    assert _sync_as_planned(sent_demo) == []
    assert _held(sent_demo, "customer", "10026")["IsArchived"] is False
    sent_demo.control(
        "POST", "payments", {"InvoiceNo": "5003", "Amount": Decimal("6000.00"), "Date": "2026-11-20", "Kind": "payment"}
    )
    open_left = [e for e in sent_demo.ledger()["entries"] if e["CustomerAccountNo"] == 10026 and e["Balance"]]
    for entry in open_left:
        body = {"InvoiceNo": entry["InvoiceNo"], "Date": "2026-11-20", "Kind": "payment"}
        sent_demo.control("POST", "payments", body)
    (change,) = _sync_as_planned(sent_demo)
    assert (change.mapping, change.key, _values(change)) == ("customer", "10026", {"IsArchived": True})
    assert _held(sent_demo, "customer", "10026")["IsArchived"] is True


def test_an_inactive_customer_who_is_invoiced_again_is_brought_back_first(sent_demo: DemoFirm) -> None:
    sent_demo.win("UPDATE customer SET active = ? WHERE customer_no = 10022", False)
    (archived,) = _sync_as_planned(sent_demo)
    assert _values(archived) == {"IsArchived": True}
    _new_invoice(sent_demo, 5900, 10022)
    planned = _sync_as_planned(sent_demo)
    assert [(c.mapping, c.action) for c in planned] == [("customer", Action.UPDATE), ("invoice", Action.POST)]
    assert _values(planned[0]) == {"IsArchived": False}
    assert standing(sent_demo.ledger(), "invoice", "1/5900")


def test_an_inactive_customer_whom_go_never_saw_comes_with_an_invoice(sent_demo: DemoFirm) -> None:
    assert standing(sent_demo.ledger(), "customer", "10017") == []
    _new_invoice(sent_demo, 5900, 10017)
    planned = _sync_as_planned(sent_demo)
    assert _told(planned) == [("customer", "10017", "create"), ("invoice", "1/5900", "post")]


def test_a_customer_who_becomes_internal_is_reported_and_left_alone(sent_demo: DemoFirm) -> None:
    before = _held(sent_demo, "customer", "10022")
    sent_demo.win("UPDATE customer SET is_internal = ? WHERE customer_no = 10022", True)
    change = _decision(sent_demo, "customer", "10022")
    assert (change.action, _codes(change)) == (Action.SKIPPED, ["P102"])
    _sync_as_planned(sent_demo)
    assert _held(sent_demo, "customer", "10022") == before


# ---- 18: edited in Go


def test_only_owned_fields_are_put_back_and_the_edit_is_told(sent_demo: DemoFirm) -> None:
    held = _held(sent_demo, "customer", "10001")
    theirs = {
        "WebsiteUrl": "https://fjordbygg.example",
        "SalesPersonEmployeeId": _held(sent_demo, "employee", "5")["Id"],
    }
    ours = {"Name": "Fjord Bygg (ny)", "EmailAddress": "annen@fjordbygg.example"}
    sent_demo.control("PATCH", f"records/customers/{held['Id']}", {**theirs, **ours})
    plan = sent_demo.plan()
    (change,) = plan.deeds
    assert {(item.target, item.drift) for item in change.fields} == {("Name", True), ("EmailAddress", True)}
    assert plan.summary["customer"]["drift"] == 1
    _sync_as_planned(sent_demo)
    after = _held(sent_demo, "customer", "10001")
    assert {name: after[name] for name in ours} == {name: held[name] for name in ours}
    assert {name: after[name] for name in theirs} == theirs


# ---- 32: letters that an OEM file broke


def test_broken_letters_are_refused_until_they_are_mended_and_never_sent(sent_demo: DemoFirm) -> None:
    before = _held(sent_demo, "customer", "10001")["Name"]
    sent_demo.win(
        "UPDATE customer SET name = ? WHERE customer_no = 10001", "Blåbær AS".encode("cp865").decode("latin-1")
    )
    change = _decision(sent_demo, "customer", "10001")
    assert (change.action, _codes(change)) == (Action.REFUSED, ["R101"])
    assert _sync_as_planned(sent_demo) == []
    assert _held(sent_demo, "customer", "10001")["Name"] == before
    sent_demo.win("UPDATE customer SET name = ? WHERE customer_no = 10001", "Blåbær AS")
    _sync_as_planned(sent_demo)
    assert _held(sent_demo, "customer", "10001")["Name"] == "Blåbær AS"


# ---- 23, 24, 29: vouchers


def test_what_stands_in_go_already_is_linked_and_sent_no_second_time(sent_demo: DemoFirm) -> None:
    before = sent_demo.ledger()
    for lost in sent_demo.folder.glob("state.db*"):
        lost.unlink()
    report = sent_demo.sync()
    assert report.failed == []
    assert {c.action for c in report.done} == {Action.ADOPT, Action.ATTACH}
    assert {c.entity for c in report.done} >= {"department", "customer", "project", "invoice", "credit_note"}
    after = sent_demo.ledger()
    assert {name: rows for name, rows in after.items() if name != "documents"} == {
        name: rows for name, rows in before.items() if name != "documents"
    }
    assert sent_demo.changes() == []


def test_the_same_number_with_other_content_is_an_alarm(sent_demo: DemoFirm) -> None:
    before = sent_demo.ledger()["vouchers"]
    where = "WHERE client_no = 1 AND invoice_no = 5001"
    sent_demo.win(f"UPDATE invoice_line SET net = '2000.00', vat = '500.00' {where}")
    sent_demo.win(f"UPDATE invoice SET net = '2000.00', vat = '500.00', total = '2500.00' {where}")
    assert _codes(_decision(sent_demo, "invoice", "1/5001")) == ["P201"]
    for lost in sent_demo.folder.glob("state.db*"):
        lost.unlink()
    assert _codes(_decision(sent_demo, "invoice", "1/5001")) == ["P202"]
    sent_demo.sync()
    assert sent_demo.ledger()["vouchers"] == before


def test_a_locked_period_holds_its_invoices_until_it_is_opened_and_moves_no_date(planned_demo: DemoFirm) -> None:
    planned_demo.control("PUT", "settings", {"LockDate": "2026-10-20"})
    planned_demo.sync()
    days = {voucher["VoucherDate"] for voucher in planned_demo.ledger()["vouchers"]}
    assert min(days) > "2026-10-20"
    held = [c for c in planned_demo.plan().changes if "P203" in _codes(c)]
    assert "1/5001" in {c.key for c in held}
    planned_demo.control("PUT", "settings", {"LockDate": "2026-09-30"})
    posted = [c for c in _sync_as_planned(planned_demo) if c.action is Action.POST]
    assert {c.key for c in posted} == {c.key for c in held}
    assert _held(planned_demo, "invoice", "1/5001")["VoucherDate"] == "2026-10-01"


def test_a_file_that_comes_later_follows_its_voucher(sent_demo: DemoFirm) -> None:
    pdfs = sent_demo.folder / "pdfs"
    (pdfs / "faktura-5016.pdf").write_bytes((pdfs / "faktura-5001.pdf").read_bytes())
    (change,) = _sync_as_planned(sent_demo)
    assert (change.key, change.action) == ("1/5016", Action.ATTACH)
    assert _held(sent_demo, "invoice", "1/5016")["Id"] in sent_demo.ledger()["documents"]


def test_a_file_that_is_too_large_waits_and_its_voucher_goes(planned_demo: DemoFirm) -> None:
    with (planned_demo.folder / "pdfs" / "faktura-5001.pdf").open("ab") as file:
        file.truncate(30 * 1024 * 1024 + 1)
    planned_demo.sync()
    voucher = _held(planned_demo, "invoice", "1/5001")
    assert voucher["Id"] not in planned_demo.ledger()["documents"]
    (waiting,) = [c for c in planned_demo.plan().changes if (c.key, c.action) == ("1/5001", Action.WAIT)]
    assert _codes(waiting) == ["P302"]


# ---- what was refused goes once it is mended, with all that waited for it


def test_a_refused_customer_who_is_mended_brings_all_that_waited(sent_demo: DemoFirm) -> None:
    sent_demo.win("UPDATE customer SET external_ledger_no = 10577 WHERE customer_no = 77")
    planned = _sync_as_planned(sent_demo)
    assert [(c.mapping, c.key) for c in planned if c.action is not Action.ATTACH] == [
        ("customer", "77"),
        ("contact_person", "K019"),
        ("project", "P140"),
        ("invoice", "1/5029"),
    ]


def _new_invoice(firm: DemoFirm, number: int, customer_no: int) -> None:
    """Another invoice like 5001 to somebody, without a file."""
    for table in ("invoice", "invoice_line"):
        names = column_names(CATALOG.entities[table])
        rows = firm.win(f"SELECT {', '.join(names)} FROM {table} WHERE client_no = 1 AND invoice_no = 5001")
        for row in rows:
            cells = {**dict(zip(names, row, strict=True)), "invoice_no": number}
            cells["row_id"] = f"new-{table}-{cells.get('line_no', 0)}"
            if table == "invoice":
                cells |= {"customer_no": customer_no, "pdf_path": None, "kid": None, "invoice_date": "2026-11-10"}
            marks = ", ".join("?" for _ in cells)
            firm.win(f"INSERT INTO {table} ({', '.join(cells)}) VALUES ({marks})", *cells.values())


def test_the_folder_of_the_demo_is_its_own(sent_demo: DemoFirm, tmp_path: Path) -> None:
    """Each test goes its own way from here: nothing of another's is in its folder."""
    assert sent_demo.folder.is_relative_to(tmp_path)
    assert sent_demo.changes() == []
