"""Which rows belong to one invoice client, when a database holds several firms.

A row that plainly belongs to another firm is left out; one of an unknown owner is kept, so that nothing that is
wrong in Win disappears without a word. People are shared: another firm's employee is kept where a row of this firm
names them. A department has no firm in Win, so every firm has all of them, and with them their managers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, true
from sqlalchemy.engine import Connection
from sqlalchemy.sql import FromClause

from connectors.win.views import Views

_BY_CLIENT_NO = frozenset({"invoice", "invoice_line", "invoice_order", "payment_in"})
_BY_CUSTOMER = frozenset({"contact_person", "project", "time_entry"})


def condition_of(views: Views, connection: Connection, entity: str, client: int | None) -> ColumnElement[bool]:
    """The condition that a row of `entity` is `client`'s; always true without a client."""
    source = views.source(entity).c
    if client is None:
        return true()
    if entity in _BY_CLIENT_NO:
        return source.client_no == client
    if entity == "employee":
        named = (source.employee_no.in_(people) for people in _people(views, connection, client))
        return or_(_owned(views.source(entity), client), *named)
    if entity == "customer":
        return not_(_foreign(views.source(entity), _invoiced(views, connection, client), client))
    if entity not in _BY_CUSTOMER:
        return true()
    strangers = _strangers(views, _invoiced(views, connection, client), client)
    if entity == "project":
        return _own_project(views, views.source(entity), strangers)
    return or_(source.customer_no.is_(None), source.customer_no.not_in(strangers))


def _owned(source: FromClause, client: int) -> ColumnElement[bool]:
    """The firm's row, or nobody's."""
    return or_(source.c.invoice_client_no.is_(None), source.c.invoice_client_no == client)


def _invoiced(views: Views, connection: Connection, client: int) -> Select[int] | None:
    """The customers that the firm has invoiced, None where there is no view of invoices."""
    if not views.exists(connection, "invoice"):
        return None
    invoice = views.source("invoice").alias("invoiced")
    return select(invoice.c.customer_no).where(invoice.c.client_no == client, invoice.c.customer_no.is_not(None))


def _foreign(customer: FromClause, invoiced: Select[int] | None, client: int) -> ColumnElement[bool]:
    """Another firm's customer that this one has never invoiced (one that moved keeps its open items here)."""
    owner = customer.c.invoice_client_no
    elsewhere = and_(owner.is_not(None), owner != client)
    return elsewhere if invoiced is None else and_(elsewhere, customer.c.customer_no.not_in(invoiced))


def _strangers(views: Views, invoiced: Select[int] | None, client: int) -> Select[int]:
    """The numbers of the customers that belong to other firms alone."""
    customer = views.source("customer").alias("stranger")
    number = customer.c.customer_no
    return select(number).where(number.is_not(None), _foreign(customer, invoiced, client))


def _own_project(views: Views, project: FromClause, strangers: Select[int]) -> ColumnElement[bool]:
    """A project of nobody or of no stranger. One that names no customer is its main project's: parent and grandparent
    must not be a stranger's either."""
    main, sub = views.source("project").alias("main_project"), views.source("project").alias("sub_project")
    foreign = select(main.c.project_no).where(main.c.customer_no.in_(strangers))
    foreign_subs = select(sub.c.project_no).where(sub.c.parent_project_no.in_(foreign))
    parent, customer = project.c.parent_project_no, project.c.customer_no
    return and_(
        or_(customer.is_(None), customer.not_in(strangers)),
        or_(parent.is_(None), and_(parent.not_in(foreign), parent.not_in(foreign_subs))),
    )


def _people(views: Views, connection: Connection, client: int) -> Iterator[Select[int]]:
    """The employees that rows of the firm name, one statement a view; a view that is not there names nobody.

    Of a customer who moved away only the invoices count: who looks after them now is another firm's business.
    """
    elsewhere = _strangers(views, None, client)
    customer = views.source("customer").alias("own_customer")
    # Hours on nobody's customer (the practice's own time, most often) say nothing of a firm.
    customers = select(customer.c.customer_no).where(customer.c.invoice_client_no == client)
    naming: tuple[tuple[str, str, Callable[[FromClause], ColumnElement[bool]]], ...] = (
        ("department", "manager_no", lambda _: true()),
        ("customer", "manager_no", lambda row: _owned(row, client)),
        ("project", "manager_no", lambda row: _own_project(views, row, elsewhere)),
        ("invoice", "our_reference_no", lambda row: row.c.client_no == client),
        ("invoice_line", "employee_no", lambda row: row.c.client_no == client),
        ("time_entry", "employee_no", lambda row: row.c.customer_no.in_(customers)),
    )
    for view, column, is_ours in naming:
        if views.exists(connection, view):
            row = views.source(view).alias(f"naming_{view}")
            yield select(row.c[column]).where(row.c[column].is_not(None), is_ours(row))
