"""Which rows belong to one invoice client, when a database holds several firms.

A row that plainly belongs to another firm is left out; one of an unknown owner is kept, so that nothing that is
wrong in Win disappears without a word.
"""

from __future__ import annotations

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
    if entity == "customer":
        return not_(_foreign(views.source(entity), _invoiced(views, connection, client), client))
    if entity not in _BY_CUSTOMER:
        return true()
    strangers = _strangers(views, _invoiced(views, connection, client), client)
    own = or_(source.customer_no.is_(None), source.customer_no.not_in(strangers))
    return and_(own, _below_own(views, strangers)) if entity == "project" else own


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


def _below_own(views: Views, strangers: Select[int]) -> ColumnElement[bool]:
    """A sub-project that names no customer is its main project's: parent and grandparent must not be a stranger's."""
    main, sub = views.source("project").alias("main_project"), views.source("project").alias("sub_project")
    foreign = select(main.c.project_no).where(main.c.customer_no.in_(strangers))
    foreign_subs = select(sub.c.project_no).where(sub.c.parent_project_no.in_(foreign))
    parent = views.source("project").c.parent_project_no
    return or_(parent.is_(None), and_(parent.not_in(foreign), parent.not_in(foreign_subs)))
