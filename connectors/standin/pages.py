"""Lists as the API gives them: a bare array, a page at a time, empty ones as 204.

Where a next page stands is told in the header X-Pagination and nowhere else. Without an OrderBy rows may stand on
another page a moment later (`ShiftRows`), so that one is read twice and another never.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from connectors.standin.body import Body, Json, write
from connectors.standin.call import Call, Reply
from connectors.standin.problems import bad_parameter

PAGE_SIZE = 5_000
PAGE_SIZE_MAX = 20_000


def page(call: Call, rows: Sequence[Body], fields: Collection[str]) -> Reply:
    """One page of rows, trimmed and ordered as the query asks. `fields` are the names that it may speak of."""
    known = {name.lower(): name for name in fields}
    number = _positive(call, "PageNumber", 1)
    size = _positive(call, "PageSize", PAGE_SIZE)
    if size > PAGE_SIZE_MAX:
        raise bad_parameter(f"PageSize cannot be larger than MaxPageSize ({PAGE_SIZE_MAX}).")
    order = call.query.get("OrderBy")
    if order is None and call.company.settings.shift_rows:
        rows = _shifted(rows, call.company.next_shift())
    ordered = _ordered(rows, order, known)
    wanted = _wanted(call.query.get("Fields"), known)
    shown = ordered[(number - 1) * size : number * size]
    if not shown:
        return Reply(204)
    more = number * size < len(ordered)
    links: Body = {"nextPageLink": _link(call, number + 1, size) if more else None}
    return Reply(200, [_trim(row, wanted) for row in shown], {"X-Pagination": write(links).decode()})


def _positive(call: Call, name: str, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise bad_parameter(f"{name} '{text}' is not a positive number.")
    return int(text)


def _shifted(rows: Sequence[Body], places: int) -> Sequence[Body]:
    """The rows in another order than last time: no database promises one that it was not asked for."""
    place = places % len(rows) if rows else 0
    return [*rows[place:], *rows[:place]]


def _ordered(rows: Sequence[Body], order: str | None, known: dict[str, str]) -> list[Body]:
    ordered = list(rows)
    for part in reversed(order.split(",") if order else []):  # sorting is stable: the last criterion goes first
        words = part.split()
        direction = words[1].lower() if len(words) == 2 else "asc"
        if len(words) not in (1, 2) or words[0].lower() not in known or direction not in ("asc", "desc"):
            raise bad_parameter(f"OrderBy '{part.strip()}' is not a field with asc or desc.")
        name = known[words[0].lower()]
        ordered.sort(key=lambda row: _sort_key(row.get(name)), reverse=direction == "desc")
    return ordered


def _sort_key(value: Json) -> tuple[int, Decimal, str]:
    if isinstance(value, (int, Decimal)):
        return 1, Decimal(value), ""
    return (0, Decimal(0), "") if value is None else (2, Decimal(0), str(value))


def _wanted(fields: str | None, known: dict[str, str]) -> list[str] | None:
    if fields is None:
        return None
    parts = [part.strip() for part in fields.split(",")]
    unknown = [part for part in parts if part.lower() not in known]
    if unknown:
        raise bad_parameter(f"Fields '{', '.join(unknown)}' not found.")
    return [known[part.lower()] for part in parts]


def _trim(row: Body, wanted: list[str] | None) -> Json:
    return row if wanted is None else {name: row[name] for name in wanted if name in row}


def _link(call: Call, number: int, size: int) -> str:
    kept = [(name, value) for name, value in call.query.items if name.lower() not in ("pagenumber", "pagesize")]
    return f"{call.url}?{urlencode([*kept, ('PageNumber', str(number)), ('PageSize', str(size))])}"
