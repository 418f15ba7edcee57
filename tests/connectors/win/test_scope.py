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


def test_departments_and_employees_are_everybodys(two_firms: Any) -> None:
    two_firms.insert("employee", employee_no=4, invoice_client_no=2)
    two_firms.insert("department", department_no="10")
    assert _keys(two_firms, "employee", "employee_no", 1) == [4]
    assert _keys(two_firms, "department", "department_no", 1) == ["10"]


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
