"""Settings by the names that the control call and the data file give them.

A company's are its own; the limit, the life of tokens and the form of refusals hold for the whole server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from connectors.standin.access import Rules
from connectors.standin.body import Body, Json, text_of, whole_of
from connectors.standin.company import Company, Key, Settings
from connectors.standin.problems import unbound
from connectors.standin.settings import SERIES, series_row
from connectors.standin.stamps import parse_day


def refuse_unknown(body: Body, also: set[str]) -> None:
    """Refuse names that are no setting. Raises AnswerError (400)."""
    unknown = sorted(set(body) - {*_OF_COMPANY, *_OF_SERVER} - also)
    if unknown:
        raise unbound({name: [f"'{name}' is no setting of the stand-in."] for name in unknown})


def changed_settings(settings: Settings, body: Body) -> Settings:
    """A company's settings with those of a body. Raises AnswerError (400)."""
    return replace(settings, **_changes(_OF_COMPANY, body))


def changed_rules(rules: Rules, body: Body) -> Rules:
    """The server's rules with those of a body. Raises AnswerError (400)."""
    return replace(rules, **_changes(_OF_SERVER, body))


def shown_settings(settings: Settings) -> Body:
    """A company's settings by name."""
    return {name: _shown(getattr(settings, field)) for name, (field, _) in _OF_COMPANY.items()}


def shown_rules(rules: Rules) -> Body:
    """The server's rules by name."""
    return {name: _shown(getattr(rules, field)) for name, (field, _) in _OF_SERVER.items()}


def series_rows(company: Company, items: tuple[Body, ...]) -> dict[Key, Body]:
    """Number series in the API's names, or as `series.yaml` has them: type, name, from, to, default, trust."""
    rows: dict[Key, Body] = {}
    seen: set[str] = set()
    for item in items:
        kind = str(_either(item, "SubLedgerNumberSeriesType", "type"))
        account_no = next((one[4] for one in SERIES if one[0] == kind), None)
        low, high = _either(item, "FromInclusive", "from"), _either(item, "ToInclusive", "to")
        if account_no is None or not isinstance(low, int) or not isinstance(high, int) or low > high:
            raise unbound({"Series": [f"A series has a type of {[one[0] for one in SERIES]}, from and to: {item}."]})
        default, trust = _either(item, "IsDefault", "default"), bool(_either(item, "IsClientTrust", "trust"))
        row = series_row(
            company.books.rows("accounts"),
            kind,
            str(_either(item, "Name", "name") or kind),
            low,
            high,
            whole_of(item, "GeneralLedgerAccountNo") or account_no,
            bool(default) if default is not None else kind not in seen and not trust,
            trust,
        )
        seen.add(kind)
        rows[text_of(item, "Id") or str(row["Id"])] = {**row, "Id": text_of(item, "Id") or row["Id"]}
    return rows


def _either(item: Body, name: str, short: str) -> Json:
    value = item.get(name)
    return item.get(short) if value is None else value


def _changes(names: Mapping[str, tuple[str, Callable[[Json], object]]], body: Body) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, (field, read) in names.items():
        if name not in body:
            continue
        try:
            changes[field] = read(body[name])
        except (ValueError, TypeError, ArithmeticError):
            raise unbound({name: [f"The value '{body[name]}' is not valid for {name}."]}) from None
    return changes


def _shown(value: object) -> Json:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, float):
        return Decimal(str(value))
    assert value is None or isinstance(value, (bool, int, str))
    return value


def _as_seconds(value: Json) -> float:
    seconds = float(_as_decimal(value))
    if seconds < 0:
        raise ValueError(value)
    return seconds


def _as_decimal(value: Json) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError(value)
    return Decimal(value)


def _as_limit(value: Json) -> int:
    limit = _as_decimal(value)
    if limit < 0 or limit != int(limit):
        raise ValueError(value)
    return int(limit)


def _as_day(value: Json) -> str | None:
    return None if value is None else parse_day(str(value))


def _as_words(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(value)
    return tuple(str(item) for item in value)


def _as_flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _as_retry_after(value: Json) -> str | None:
    if value is None or value is False:
        return None
    return "1" if value is True else str(value)


def _as_case(value: Json) -> str:
    if value not in ("lower", "pascal"):
        raise ValueError(value)
    return str(value)


_OF_COMPANY: Mapping[str, tuple[str, Callable[[Json], object]]] = {
    "Name": ("name", str),
    "LockDate": ("lock_date", _as_day),
    "Lag": ("lag", _as_seconds),
    "Subscriptions": ("subscriptions", _as_words),
    "InvalidPrivileges": ("retired", _as_words),
    "RefuseDuplicates": ("refuse_duplicates", _as_flag),
    "RefuseArchived": ("refuse_archived", _as_flag),
    "VoucherNoSeconds": ("voucher_no_seconds", _as_seconds),
    "ReversalSeconds": ("reversal_seconds", _as_seconds),
    "DocumentSeconds": ("document_seconds", _as_seconds),
    "ShiftRows": ("shift_rows", _as_flag),
}
_OF_SERVER: Mapping[str, tuple[str, Callable[[Json], object]]] = {
    "Limit": ("limit", _as_limit),
    "TokenLimit": ("token_limit", _as_limit),
    "TokenSeconds": ("token_seconds", _as_seconds),
    "RetryAfter": ("retry_after", _as_retry_after),
    "ProblemCase": ("problem_case", _as_case),
    "NewMembers": ("new_members", _as_flag),
}
