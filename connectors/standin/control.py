"""The control calls under /standin: what demos and tests see and do, without a token.

`?client=` chooses the company; without it `demo-client` is meant, and for reset and requests all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.standin.body import Body, Json, list_of, parse, whole_of
from connectors.standin.call import Query, Reply
from connectors.standin.company import Company
from connectors.standin.fields import Field, Kind, Mismatch, check_value
from connectors.standin.ledger import REGISTERS, shown
from connectors.standin.mischief import Mischief, read_items
from connectors.standin.payments import register_payment
from connectors.standin.problems import in_use, invalid, not_found, problem, unbound
from connectors.standin.register import Register, change, find_by_code, present
from connectors.standin.reversals import finish_reversals
from connectors.standin.state import State, recorded_body
from connectors.standin.switches import (
    changed_rules,
    changed_settings,
    refuse_unknown,
    series_rows,
    shown_rules,
    shown_settings,
)
from connectors.standin.vouchers import (
    CREDIT_NOTE,
    INVOICE,
    VoucherKind,
    post_voucher,
    present_voucher,
)

DEFAULT_CLIENT = "demo-client"
_VOUCHER_KINDS: Mapping[str, VoucherKind] = {"invoice": INVOICE, "credit_note": CREDIT_NOTE}
_PLAIN_TABLES = ("accounts", "vat_codes", "payment_terms")


@dataclass(frozen=True, slots=True)
class Order:
    """One control call: the parts of its path after /standin, its query and its body."""

    state: State
    parts: tuple[str, ...]
    query: Query
    content: bytes

    @property
    def company(self) -> Company:
        """The company that the call is about."""
        return self.state.ledger.company(self.query.get("client") or DEFAULT_CLIENT)

    def body(self) -> Json:
        """The body. Raises AnswerError (400) when it is no JSON."""
        try:
            return parse(self.content)
        except ValueError as error:
            raise unbound({"$": [str(error)]}) from None


def control(state: State, method: str, parts: tuple[str, ...], query: Query, content: bytes) -> Reply:
    """Do one control call. Raises AnswerError."""
    handle = _ORDERS.get((method, parts[:1], len(parts)))
    if handle is None:
        raise problem(404, "Object(s) not found", f"There is no control call {method} /standin/{'/'.join(parts)}.")
    order = Order(state, parts, query, content)
    finish_reversals(order.company)
    return handle(order)


def _ledger(order: Order) -> Reply:
    return Reply(200, shown(order.company))


def _requests(order: Order) -> Reply:
    client = order.query.get("client")
    rows = [row for row in order.state.requests if client is None or row.client == client]
    return Reply(200, [recorded_body(row) for row in rows])


def _invoices(order: Order) -> Reply:
    """A voucher as a person in Go posts it or sends it from an order: it is not this integration's.

    The body is that of the API's own call; `"Kind": "credit_note"` posts a credit note.
    """
    body = order.body()
    if not isinstance(body, Mapping) or body.get("Kind", "invoice") not in _VOUCHER_KINDS:
        raise unbound({"Kind": [f"A voucher is expected, of the kind {' or '.join(_VOUCHER_KINDS)}."]})
    kind = _VOUCHER_KINDS[str(body.get("Kind", "invoice"))]
    order.company.begin()
    given = {name: value for name, value in body.items() if name != "Kind"}
    return Reply(200, present_voucher(order.company, post_voucher(order.company, kind, given, own=False)))


def _payments(order: Order) -> Reply:
    order.company.begin()
    ids = register_payment(order.company, order.body())
    rows = [row for row in list_of(shown(order.company), "entries") if row["Id"] in ids]
    return Reply(200, rows)


def _set_mischief(order: Order) -> Reply:
    order.state.mischief = Mischief(read_items(order.body()))
    return Reply(204)


def _reset(order: Order) -> Reply:
    order.state.reset(order.query.get("client"))
    return Reply(204)


def _expire(order: Order) -> Reply:
    order.state.access.expire_tokens()
    return Reply(204)


def _edit(order: Order) -> Reply:
    """An edit as a person in Go makes it: the types are checked, the rules of the API are not."""
    body = order.body()
    if not isinstance(body, Mapping):
        raise unbound({"$": ["A JSON object is expected."]})
    company, table = order.company, _table(order.parts[1])
    row = _row(company, table, order.parts[2])
    company.begin()
    register = _register(table)
    if register is None:
        key = row["Id"]
        assert isinstance(key, int)
        return Reply(200, company.put(table, key, {**row, **body}))
    wanted = _wanted(company, register, row, body)
    return Reply(200, present(company.books, register, change(company, register, row, wanted, rules=False)))


def _delete(order: Order) -> Reply:
    company, table = order.company, _table(order.parts[1])
    row = _row(company, table, order.parts[2])
    register = _register(table)
    if register is None or register.needed_by(company.books, row):
        raise in_use(register.title if register else table, row["Id"])
    company.begin()
    company.drop(table, whole_of(row, "Id") or 0)
    return Reply(204)


def _table(name: str) -> str:
    """The table that a name means: any case, singular or plural, with or without underscores."""
    tables = (*(register.table for register in REGISTERS), *_PLAIN_TABLES)
    for table in tables:
        if _plain(name) in (_plain(table), _plain(table) + "s"):
            return table
    raise problem(404, "Object(s) not found", f"'{name}' is none of {', '.join(tables)}.")


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").removesuffix("s")


def _register(table: str) -> Register | None:
    return next((register for register in REGISTERS if register.table == table), None)


def _row(company: Company, table: str, identity: str) -> Body:
    row = company.books.row(table, int(identity)) if identity.isascii() and identity.isdigit() else None
    if row is None:
        raise not_found(table, identity)
    return row


def _wanted(company: Company, register: Register, row: Body, body: Body) -> dict[str, Json]:
    """The members to change, with codes turned into ids and objects laid over what is there."""
    fields = {field.name: field for field in register.fields if field.post or field.patch}
    twins = {reference.twin: reference for reference in register.references if reference.twin}
    wanted: dict[str, Json] = {}
    for name, value in body.items():
        first, _, inner = name.partition("/")
        if first not in fields:
            raise invalid(register.title, f"'{name}' is no field that can be edited.")
        if first in twins and value is not None:
            wanted[twins[first].id_field] = find_by_code(company.books, register.title, twins[first], value)
        elif fields[first].kind is Kind.OBJECT:
            wanted[first] = _laid_over(wanted.get(first, row.get(first)), {inner: value} if inner else value)
        else:
            wanted[twins[first].id_field if first in twins else first] = _typed(fields[first], value)
    return wanted


def _laid_over(old: Json, new: Json) -> Json:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **new}
    return new


def _typed(field: Field, value: Json) -> Json:
    """The value in the field's form; a newer Go may let a person choose a word that the specification does not have."""
    if field.kind is Kind.CHOICE and isinstance(value, str) and value:
        return value
    try:
        return check_value(field, None if value == "" else value)
    except Mismatch as mismatch:
        raise unbound({field.name: [str(mismatch)]}) from None


def _get_settings(order: Order) -> Reply:
    company, rules = order.company, order.state.access.rules
    series: Json = list(company.books.rows("series").values())
    return Reply(200, {**shown_settings(company.settings), **shown_rules(rules), "Series": series})


def _put_settings(order: Order) -> Reply:
    """Change the settings that are given; the others stay."""
    body = order.body()
    if not isinstance(body, Mapping):
        raise unbound({"$": ["A JSON object is expected."]})
    company, access = order.company, order.state.access
    refuse_unknown(body, {"Series"})
    settings, rules = changed_settings(company.settings, body), changed_rules(access.rules, body)
    series = series_rows(company, list_of(body, "Series")) if "Series" in body else {}
    company.settings = settings
    company.changed = True
    kinds = {row["SubLedgerNumberSeriesType"] for row in series.values()}  # a list replaces the kinds that it names
    rows = company.books.rows("series").items()
    kept = {key: row for key, row in rows if row["SubLedgerNumberSeriesType"] not in kinds}
    company.books.tables["series"] = {**kept, **series}
    if rules != access.rules:
        access.change(rules)
    return _get_settings(order)


_ORDERS: Mapping[tuple[str, tuple[str, ...], int], Callable[[Order], Reply]] = {
    ("GET", ("ledger",), 1): _ledger,
    ("GET", ("requests",), 1): _requests,
    ("POST", ("payments",), 1): _payments,
    ("POST", ("invoices",), 1): _invoices,
    ("PATCH", ("records",), 3): _edit,
    ("DELETE", ("records",), 3): _delete,
    ("GET", ("settings",), 1): _get_settings,
    ("PUT", ("settings",), 1): _put_settings,
    ("PUT", ("mischief",), 1): _set_mischief,
    ("POST", ("reset",), 1): _reset,
    ("POST", ("expire",), 1): _expire,
}
