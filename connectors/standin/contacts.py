"""What customers and employees share as contacts: numbers from a series, e-mail, identity number, archiving.

A contact's number is its ledger account, so it must lie in a number series of its own kind.
"""

from __future__ import annotations

import re
from decimal import Decimal

from connectors.standin.body import Body, Json, amount_of, text_of, whole_of
from connectors.standin.company import Company
from connectors.standin.problems import invalid, reference_missing

EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>.]+(\.[^@\s;,<>.]+)+")

_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def finish_number(company: Company, row: Body, before: Body | None, *, table: str, title: str) -> Body:
    """The row with a number of its series and a ledger account. Raises AnswerError (400, 404)."""
    full: dict[str, Json] = dict(row)
    wanted = full.pop("SubLedgerNumberSeriesId", None)
    series = _series(company, title, wanted)
    number = whole_of(row, "Number")
    if number is None:
        full["Number"] = _next_number(company, table, title, series)
    elif (before is None or before.get("Number") != number) and not any(_holds(one, number) for one in series):
        detail = f"Number {number} is not within the range of any {title.lower()} number series on the client."
        raise invalid(title, detail)
    if before is None:
        full["SubledgerAccountId"] = company.next_id("subledger")
    return full


def check_emails(title: str, row: Body, fields: tuple[str, ...]) -> None:
    """Refuse what is no e-mail address."""
    for name in fields:
        value = text_of(row, name)
        if value is not None and not EMAIL.fullmatch(value):
            raise invalid(title, f"{name} '{value}' is not a valid e-mail address.")


def check_national_id(title: str, row: Body) -> None:
    """Refuse a national identity number whose check digits are wrong (two weighted sums modulo 11)."""
    value = text_of(row, "NationalIdNumber")
    if value is None or value == "hidden":
        return
    digits = [int(character) for character in value if character.isdigit() and character.isascii()]
    first = sum(weight * digit for weight, digit in zip(_WEIGHTS_1, digits, strict=False))
    second = sum(weight * digit for weight, digit in zip(_WEIGHTS_2, digits, strict=False))
    if len(value) != 11 or len(digits) != 11 or first % 11 or second % 11:
        raise invalid(title, "NationalIdNumber is not a valid national identity number.")


def check_groups(title: str, row: Body) -> None:
    """Refuse contact groups: a company here has none."""
    groups = row.get("ContactGroupIds")
    if isinstance(groups, list) and groups:
        raise reference_missing(title, "Contact group", "id", groups[0])


def check_archiving(company: Company, title: str, row: Body, touched: frozenset[str]) -> None:
    """Refuse to archive a contact whose ledger has a balance."""
    if "IsArchived" in touched and row.get("IsArchived") and balance(company, row):
        raise invalid(title, f"{title} with id = {row.get('Id')} cannot be archived: the contact has ledger balances.")


def balance(company: Company, row: Body) -> Decimal:
    """What the customer ledger of a contact sums to, in the client's currency."""
    account = row.get("SubledgerAccountId")
    entries = company.books.rows("entries").values()
    return sum((amount_of(entry, "Amount") for entry in entries if entry["AccountId"] == account), Decimal(0))


def hide_national_id(row: Body, shown: dict[str, Json]) -> None:
    """Show that there is an identity number, but not which."""
    if row.get("NationalIdNumber") is not None:
        shown["NationalIdNumber"] = "hidden"


def _series(company: Company, title: str, wanted: Json) -> list[Body]:
    """The series that a number may lie in: the one wanted, or all of the kind with the default first."""
    kind = [row for row in company.books.rows("series").values() if row["SubLedgerNumberSeriesType"] == title]
    if wanted is None:
        return sorted(kind, key=lambda row: not row["IsDefault"])
    named = [row for row in kind if row["Id"] == wanted]
    if not named:
        raise reference_missing(title, "SubLedgerNumberSeries", "id", wanted)
    return named


def _holds(series: Body, number: int) -> bool:
    low, high = whole_of(series, "FromInclusive"), whole_of(series, "ToInclusive")
    return low is not None and high is not None and low <= number <= high


def _next_number(company: Company, table: str, title: str, series: list[Body]) -> int:
    """The number after the highest in use in the first series, or the first gap when the series is at its end."""
    if not series:
        raise invalid(title, f"The client has no {title.lower()} number series.")
    used = {whole_of(row, "Number") or 0 for row in company.books.rows(table).values()}
    low, high = whole_of(series[0], "FromInclusive") or 0, whole_of(series[0], "ToInclusive") or 0
    following = max((number for number in used if low <= number <= high), default=low - 1) + 1
    if following <= high:
        return following
    gap = next((number for number in range(low, high + 1) if number not in used), None)
    if gap is None:
        raise invalid(title, f"The number series '{series[0]['Name']}' has no numbers left.")
    return gap
