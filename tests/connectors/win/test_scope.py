"""One database, several firms: a workspace reads its own firm's rows, and hides nothing whose owner is unknown."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def two_firms(site: Any) -> Any:
    for number, owner in ((1, 1), (2, None), (3, 2), (4, 2)):
        site.insert("customer", customer_no=number, name=f"K{number}", invoice_client_no=owner)
    site.insert("invoice", client_no=1, invoice_no=100, customer_no=3)
    site.insert("invoice", client_no=2, invoice_no=100, customer_no=4)
    site.insert("invoice", client_no=2, invoice_no=101, customer_no=1)
    for client, invoice in ((1, 100), (2, 100)):
        site.insert("invoice_line", client_no=client, invoice_no=invoice, line_no=1, text=f"{client}/{invoice}")
    return site


def _keys(site: Any, view: str, column: str, client: int | None) -> list[object]:
    return [row[column] for row in site.rows(view, invoice_client=client)]


def test_customers_are_ours_nobodys_or_invoiced_by_us(two_firms: Any) -> None:
    assert _keys(two_firms, "customer", "customer_no", 1) == [1, 2, 3]
    assert _keys(two_firms, "customer", "customer_no", 2) == [1, 2, 3, 4]
    assert _keys(two_firms, "customer", "customer_no", None) == [1, 2, 3, 4]


def test_invoices_are_the_firms_own(two_firms: Any) -> None:
    rows = two_firms.rows("invoice", invoice_client=1)
    assert [(row["client_no"], row["invoice_no"]) for row in rows] == [(1, 100)]
    assert [line["text"] for line in rows[0]["lines"]] == ["1/100"]
    assert _keys(two_firms, "invoice_line", "text", 2) == ["2/100"]


def test_without_a_client_equal_numbers_keep_their_own_lines(two_firms: Any) -> None:
    lines = {(r["client_no"], r["invoice_no"]): [n["text"] for n in r["lines"]] for r in two_firms.rows("invoice")}
    assert lines == {(1, 100): ["1/100"], (2, 100): ["2/100"], (2, 101): []}


def test_contact_persons_follow_their_customer(two_firms: Any) -> None:
    for number in (1, 4, 99):
        two_firms.insert("contact_person", contact_id=f"K{number}", customer_no=number)
    assert _keys(two_firms, "contact_person", "contact_id", 1) == ["K1", "K99"]


def test_projects_follow_their_customer_and_their_main_project(two_firms: Any) -> None:
    two_firms.insert("project", project_no="A", customer_no=1)
    two_firms.insert("project", project_no="A-1", parent_project_no="A")
    two_firms.insert("project", project_no="B", customer_no=4)
    two_firms.insert("project", project_no="B-1", parent_project_no="B")
    two_firms.insert("project", project_no="B-1-1", parent_project_no="B-1")
    two_firms.insert("project", project_no="C")
    two_firms.insert("project", project_no="D", customer_no=99)
    assert _keys(two_firms, "project", "project_no", 1) == ["A", "A-1", "C", "D"]


def test_departments_are_everybodys(two_firms: Any) -> None:
    two_firms.insert("department", department_no="10")
    assert _keys(two_firms, "department", "department_no", 1) == ["10"]


def test_employees_are_ours_or_nobodys(two_firms: Any) -> None:
    for number, owner in ((1, 1), (2, None), (3, 2)):
        two_firms.insert("employee", employee_no=number, invoice_client_no=owner)
    assert _keys(two_firms, "employee", "employee_no", 1) == [1, 2]
    assert _keys(two_firms, "employee", "employee_no", 2) == [2, 3]
    assert _keys(two_firms, "employee", "employee_no", None) == [1, 2, 3]


# Each names employee 8, who is a third firm's, for firm 1 and not for firm 2. Customer 1 is ours, 3 moved from us to
# firm 2, 4 is firm 2's.
_NAMING_FOR_ONE = (
    ("customer", {"customer_no": 8, "invoice_client_no": 1, "manager_no": 8}),
    ("project", {"project_no": "A", "customer_no": 1, "manager_no": 8}),
    ("invoice", {"client_no": 1, "invoice_no": 108, "customer_no": 3, "our_reference_no": 8}),
    ("invoice_line", {"client_no": 1, "invoice_no": 100, "line_no": 8, "employee_no": 8}),
    ("time_entry", {"entry_id": "T", "customer_no": 1, "employee_no": 8}),
)


@pytest.mark.parametrize(("view", "cells"), _NAMING_FOR_ONE, ids=[view for view, _ in _NAMING_FOR_ONE])
def test_another_firms_employee_is_shared_where_our_rows_name_them(
    two_firms: Any, view: str, cells: dict[str, Any]
) -> None:
    two_firms.insert("employee", employee_no=8, invoice_client_no=3)
    assert _keys(two_firms, "employee", "employee_no", 1) == []
    two_firms.insert(view, **cells)
    assert _keys(two_firms, "employee", "employee_no", 1) == [8]
    assert _keys(two_firms, "employee", "employee_no", 2) == []


def test_a_departments_manager_is_shared_with_it(two_firms: Any) -> None:
    two_firms.insert("employee", employee_no=8, invoice_client_no=3)
    two_firms.insert("department", department_no="10", manager_no=8)
    assert [_keys(two_firms, "employee", "employee_no", client) for client in (1, 2)] == [[8], [8]]


@pytest.mark.parametrize("customer", [3, 4], ids=["who moved away", "who never was ours"])
def test_who_looks_after_another_firms_customer_is_not_our_business(two_firms: Any, customer: int) -> None:
    two_firms.insert("employee", employee_no=8, invoice_client_no=3)
    two_firms.run("UPDATE customer SET manager_no = 8 WHERE customer_no = ?", customer)
    two_firms.insert("project", project_no="A", customer_no=customer, manager_no=8)
    two_firms.insert("project", project_no="A-1", parent_project_no="A", manager_no=8)
    two_firms.insert("time_entry", entry_id="T", customer_no=customer, employee_no=8)
    two_firms.insert("time_entry", entry_id="own time", employee_no=8)
    two_firms.insert("time_entry", entry_id="nobody's", customer_no=2, employee_no=8)
    assert _keys(two_firms, "employee", "employee_no", 1) == []
    assert _keys(two_firms, "employee", "employee_no", 2) == [8]


@pytest.mark.parametrize("view", ["department", "project", "invoice", "invoice_line", "time_entry"])
def test_a_view_that_is_not_there_names_nobody(two_firms: Any, view: str) -> None:
    two_firms.insert("employee", employee_no=1, invoice_client_no=1)
    two_firms.run(f"DROP TABLE {view}")
    assert _keys(two_firms, "employee", "employee_no", 1) == [1]


def test_a_customer_tells_whether_it_is_ours(two_firms: Any) -> None:
    told = {row["customer_no"]: row["own"] for row in two_firms.rows("customer", invoice_client=1)}
    assert told == {1: True, 2: True, 3: False}
    assert {row["own"] for row in two_firms.rows("customer")} == {True}


@pytest.mark.parametrize(
    ("view", "key", "ours", "theirs"),
    [
        ("customer", "customer_no", [1, 2, 3], [4]),
        ("invoice", "invoice_no", [100], [100, 101]),
        ("department", "department_no", ["10"], []),
        ("employee", "employee_no", [1], [2]),
        ("contact_person", "contact_id", ["K1", "K99"], ["K4"]),
    ],
)
def test_every_row_is_ours_or_elsewhere_and_none_is_both(
    two_firms: Any, view: str, key: str, ours: list[Any], theirs: list[Any]
) -> None:
    two_firms.insert("department", department_no="10")
    for number in (1, 2):
        two_firms.insert("employee", employee_no=number, invoice_client_no=number)
    for number in (1, 4, 99):
        two_firms.insert("contact_person", contact_id=f"K{number}", customer_no=number)
    reading = two_firms.open(invoice_client=1).read(view)
    assert [row[key] for row in reading.rows] == ours
    assert [row[key] for row in reading.elsewhere()] == theirs
    assert list(two_firms.open().read(view).elsewhere()) == []


def test_orders_and_received_payments_are_the_firms_own(two_firms: Any) -> None:
    two_firms.insert("invoice_order", order_no=1, client_no=1)
    two_firms.insert("invoice_order", order_no=2, client_no=2)
    two_firms.insert("payment_in", id=1, client_no=2, go_entry_id="a", status="NY", received_at="2026-11-24")
    assert _keys(two_firms, "invoice_order", "order_no", 1) == [1]
    assert _keys(two_firms, "payment_in", "go_entry_id", 1) == []
    assert _keys(two_firms, "payment_in", "go_entry_id", 2) == ["a"]


def test_a_site_that_gives_no_invoices_yet_still_has_customers(two_firms: Any) -> None:
    two_firms.run("DROP TABLE invoice")
    assert _keys(two_firms, "customer", "customer_no", 1) == [1, 2]


def test_the_scope_holds_for_own_statements_too(two_firms: Any) -> None:
    for view in ("customer", "invoice", "project"):
        two_firms.view_file(view, f"SELECT * FROM {view}")
    two_firms.insert("project", project_no="B", customer_no=4)
    two_firms.insert("project", project_no="B-1", parent_project_no="B")
    assert _keys(two_firms, "customer", "customer_no", 1) == [1, 2, 3]
    assert _keys(two_firms, "project", "project_no", 1) == []
