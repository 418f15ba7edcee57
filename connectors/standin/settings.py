"""A new company's settings, and the operations that read them.

Norwegian defaults: number series, chart of accounts, VAT codes, payment terms of 0–60 days, six currencies.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cache

from connectors.standin.body import Body, Json
from connectors.standin.call import Call, Operation, Reply, path_id
from connectors.standin.chart import BEGINNING, accounts
from connectors.standin.company import Books, Company, Key
from connectors.standin.fields import Field, Kind, show
from connectors.standin.filters import Filter, after, as_flag, chosen, exactly, flag, numbers
from connectors.standin.pages import page
from connectors.standin.privileges import split_privileges
from connectors.standin.problems import not_found
from connectors.standin.stamps import today
from connectors.standin.vat_codes import ids_in_force, vat_codes

PAYMENT_DAYS_MAX = 60
PAYMENT_DAYS_DEFAULT = 14
CURRENCIES: Mapping[str, str] = {
    "NOK": "Norwegian krone",
    "EUR": "Euro",
    "USD": "US dollar",
    "SEK": "Swedish krona",
    "DKK": "Danish krone",
    "GBP": "Pound sterling",
}
SERIES: tuple[tuple[str, str, int, int, int], ...] = (
    ("Customer", "Kunder", 10_000, 19_999, 1500),
    ("Supplier", "Leverandører", 20_000, 29_999, 2400),
    ("Employee", "Ansatte", 1, 999, 2910),
)
_NAMES = uuid.UUID("6f2c8f5a-5a3f-4f0e-9a63-3d3f0d2f7b51")
_FIRST_TERM_ID = 7_001


def fresh_books() -> Books:
    """A new company's tables; their rows are shared, since none is ever changed in place."""
    return Books({name: dict(rows) for name, rows in _fresh_tables().items()})


@cache
def _fresh_tables() -> Mapping[str, dict[Key, Body]]:
    codes = vat_codes()
    chart = accounts(ids_in_force(codes))
    return {
        "vat_codes": codes,
        "accounts": chart,
        "series": {str(row["Id"]): row for row in (series_row(chart, *one) for one in SERIES)},
        "payment_terms": {_FIRST_TERM_ID + days: _payment_term(days) for days in range(PAYMENT_DAYS_MAX + 1)},
        "currencies": {code: _currency(code, name) for code, name in CURRENCIES.items()},
    }


def series_row(
    chart: Mapping[Key, Body],
    kind: str,
    name: str,
    low: int,
    high: int,
    account_no: int,
    default: bool = True,
    trust: bool = False,
) -> Body:
    """One number series; its id follows from its kind, name and first number."""
    account = next((row for row in chart.values() if row["AccountNo"] == account_no), None)
    return {
        "Id": str(uuid.uuid5(_NAMES, f"{kind}/{name}/{low}")),
        "Name": name,
        "SubLedgerNumberSeriesType": kind,
        "FromInclusive": low,
        "ToInclusive": high,
        "IsDefault": default,
        "IsClientTrust": trust,
        "GeneralLedgerAccountId": account["Id"] if account else 0,
        "GeneralLedgerAccountNo": account_no,
    }


def client_id(client: str) -> str:
    """The id of a company, which is no secret; its key is."""
    return str(uuid.uuid5(_NAMES, f"client/{client}"))


def _payment_term(days: int) -> Body:
    return {
        "Id": _FIRST_TERM_ID + days,
        "Name": "Kontant" if days == 0 else f"Netto {days} dager",
        "CreditDays": days,
        "IsActive": True,
        "IsDefault": days == PAYMENT_DAYS_DEFAULT,
        "CreatedDateTimeOffset": BEGINNING,
        "LastChangedDateTimeOffset": BEGINNING,
    }


def _currency(code: str, name: str) -> Body:
    return {"Code": code, "Notation": name, "IsActive": True}


def _fields(*items: str) -> tuple[Field, ...]:
    """Read-only fields by name; a name that ends in `!` is left out when it has no value."""
    return tuple(Field(item.rstrip("!"), Kind.TEXT, nullable=not item.endswith("!")) for item in items)


SERIES_FIELDS = _fields(
    "Id!",
    "Name",
    "SubLedgerNumberSeriesType!",
    "FromInclusive!",
    "ToInclusive!",
    "IsDefault!",
    "IsClientTrust!",
    "GeneralLedgerAccountId!",
    "GeneralLedgerAccountNo!",
)
ACCOUNT_FIELDS = _fields(
    "Id!",
    "AccountNo!",
    "Name",
    "GeneralLedgerAccountType!",
    "VatCodeId",
    "VatCode",
    "CurrencyCode",
    "DepartmentId",
    "DepartmentCode",
    "IsActive",
    "IsVatCodeLocked",
    "IsDepartmentRequired",
    "IsProjectRequired",
    "LastChangedDateTimeOffset!",
)
VAT_FIELDS = _fields(
    "Id!",
    "Code",
    "Name",
    "Description",
    "Rate!",
    "ValidFrom!",
    "ValidTo",
    "IsActive",
    "IsCustom",
    "BaseVatCodeId",
    "VatBasisRatio",
)
TERM_FIELDS = _fields(
    "Id!",
    "Name",
    "CreditDays",
    "IsActive",
    "IsDefault",
    "CreatedDateTimeOffset!",
    "LastChangedDateTimeOffset!",
)
CURRENCY_FIELDS = _fields("Code", "Notation", "IsActive")


def _list(call: Call, table: str, fields: tuple[Field, ...], filters: Mapping[str, Filter]) -> Reply:
    rows = [show(fields, _full(call.books, table, row)) for row in call.books.rows(table).values()]
    return page(call, chosen(rows, filters, call.query, call.books), [field.name for field in fields])


def _full(books: Books, table: str, row: Body) -> Body:
    """The row with the codes of what it refers to."""
    if table != "accounts":
        return row
    vat, department = row.get("VatCodeId"), row.get("DepartmentId")
    vat_row = books.row("vat_codes", vat if isinstance(vat, int) else None) or {}
    department_row = books.row("departments", department if isinstance(department, int) else None) or {}
    return {**row, "VatCode": vat_row.get("Code"), "DepartmentCode": department_row.get("Code")}


def _one(call: Call, table: str, fields: tuple[Field, ...], what: str) -> Reply:
    key: Key = call.path["id"] if table == "series" else path_id(call, "id", what)
    row = call.books.row(table, key)
    if row is None:
        raise not_found(what, key)
    return Reply(200, show(fields, _full(call.books, table, row)))


def _vat_list(call: Call) -> Reply:
    """Codes that have ended are left out unless they are asked for."""
    ended = as_flag("includeExpired", call.query.get("includeExpired"))
    rows = [row for row in call.books.rows("vat_codes").values() if ended or _in_force(row)]
    shown = [show(VAT_FIELDS, row) for row in rows]
    return page(call, chosen(shown, {"isActive": flag("IsActive")}, call.query, call.books), _names(VAT_FIELDS))


def _in_force(row: Body) -> bool:
    return row["ValidTo"] is None or str(row["ValidTo"]) >= today()


def _names(fields: tuple[Field, ...]) -> list[str]:
    return [field.name for field in fields]


def _lock_date(call: Call) -> Reply:
    """A company that never closed a period has no lock date; the member has no null, so it is left out."""
    locked = call.company.settings.lock_date
    return Reply(200, {} if locked is None else {"LockDate": locked})


def _client(call: Call) -> Reply:
    valid, lost = split_privileges(call.company.settings)
    subscriptions: Json = list(call.company.settings.subscriptions)
    return Reply(
        200,
        {
            "ClientId": client_id(call.company.client),
            "ClientName": call.company.settings.name,
            "ActiveClientSubscriptions": subscriptions,
            "ValidPrivileges": list(valid),
            "InvalidPrivileges": list(lost),
        },
    )


def _financial(call: Call) -> Reply:
    gains, losses = _account(call.company, 8060), _account(call.company, 8160)
    return Reply(
        200,
        {
            "ConversionDate": "2000-01-01",
            "CurrencyCode": "NOK",
            "CurrencyGainsAccountId": gains["Id"],
            "CurrencyGainsAccountNo": gains["AccountNo"],
            "CurrencyLossAccountId": losses["Id"],
            "CurrencyLossAccountNo": losses["AccountNo"],
            "FinancialYearEndMonth": "December",
            "LastChangedDateTimeOffset": BEGINNING,
            "UseTrustAccountManagement": False,
        },
    )


def _account(company: Company, account_no: int) -> Body:
    return next(row for row in company.books.rows("accounts").values() if row["AccountNo"] == account_no)


def _organisation(call: Call) -> Reply:
    return Reply(
        200,
        {
            "Id": client_id(call.company.client),
            "Name": call.company.settings.name,
            "LegalName": call.company.settings.name,
            "EmailAddress": None,
            "PhoneNumber": None,
            "OrganizationNumber": None,
            "InvoiceInboxEhf": False,
            "InvoiceInboxEmail": False,
            "MailAddressIsDeliveryAddress": True,
            "LastChangedDateTimeOffset": BEGINNING,
        },
    )


_SERIES_FILTERS: Mapping[str, Filter] = {
    "generalLedgerAccountNos": numbers("GeneralLedgerAccountNo"),
    "isDefault": flag("IsDefault"),
    "subLedgerNumberSeriesType": exactly("SubLedgerNumberSeriesType"),
}
_ACCOUNT_FILTERS: Mapping[str, Filter] = {
    "accountNos": numbers("AccountNo"),
    "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
}
_CURRENCY_FILTERS: Mapping[str, Filter] = {"currencyCode": exactly("Code"), "isActive": flag("IsActive")}

OPERATIONS = (
    Operation("GET", "/ClientIntegrationInformation", "", _client),
    Operation("GET", "/LockDateSettings", "CommonServices", _lock_date),
    Operation("GET", "/FinancialSettings", "CommonServices", _financial),
    Operation("GET", "/OrganizationSettings", "CommonServices", _organisation),
    Operation("GET", "/VatCodes", "CommonServices", _vat_list),
    Operation(
        "GET",
        "/SubLedgerNumberSeries",
        "CommonServices",
        lambda call: _list(call, "series", SERIES_FIELDS, _SERIES_FILTERS),
    ),
    Operation(
        "GET",
        "/SubLedgerNumberSeries/{id}",
        "CommonServices",
        lambda call: _one(call, "series", SERIES_FIELDS, "SubLedgerNumberSeries"),
    ),
    Operation(
        "GET",
        "/GeneralLedgerAccounts",
        "GeneralLedgerAccount",
        lambda call: _list(call, "accounts", ACCOUNT_FIELDS, _ACCOUNT_FILTERS),
    ),
    Operation(
        "GET",
        "/GeneralLedgerAccounts/{id}",
        "GeneralLedgerAccount",
        lambda call: _one(call, "accounts", ACCOUNT_FIELDS, "General ledger account"),
    ),
    Operation("GET", "/PaymentTerms", "CommonServices", lambda call: _list(call, "payment_terms", TERM_FIELDS, {})),
    Operation(
        "GET",
        "/PaymentTerms/{id}",
        "CommonServices",
        lambda call: _one(call, "payment_terms", TERM_FIELDS, "Payment term"),
    ),
    Operation(
        "GET",
        "/Currencies",
        "CommonServices",
        lambda call: _list(call, "currencies", CURRENCY_FIELDS, _CURRENCY_FILTERS),
    ),
)
