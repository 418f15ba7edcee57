"""Misbehaviour on demand: which requests it meets, and what then goes wrong.

Counting is by item since the list was set; the server carries the actions out.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from connectors.standin.body import Json
from connectors.standin.problems import unbound
from connectors.standin.stamps import parse_day

EXPIRE = "expire"
WORDS = ("drop_before", "drop_after", "garbage", "truncate", EXPIRE)
_STATUS = re.compile(r"status:([1-5]\d\d)")
_SLOW = re.compile(r"slow:(\d+(?:\.\d+)?)")
_LOCK = re.compile(r"lock:(\d{4}-\d\d-\d\d)")
_LAPSE = re.compile(r"lapse:([A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """One misbehaviour. `on`: an fnmatch pattern over "METHOD /path"; `nth`: the first match that it acts on,
    from 1; `times`: how many in a row, None without end; `do`: the action."""

    on: str
    do: str
    nth: int = 1
    times: int | None = 1


class Mischief:
    """The items in force and how often each was met."""

    def __init__(self, items: Sequence[Item] = ()) -> None:
        self.items = tuple(items)
        self._met = [0] * len(self.items)

    def actions(self, method: str, path: str) -> tuple[str, ...]:
        """What happens to a request, in the list's order; counts it. The path is met with or without /Demo."""
        names = {f"{method} {path}".lower(), f"{method} {re.sub(r'(?i)^/demo(?=/)', '', path)}".lower()}
        acting: list[str] = []
        for position, item in enumerate(self.items):
            if not any(fnmatch.fnmatchcase(name, item.on.lower()) for name in names):
                continue
            self._met[position] += 1
            past = self._met[position] - item.nth
            if past >= 0 and (item.times is None or past < item.times):
                acting.append(item.do)
        return tuple(acting)


def read_items(body: Json) -> tuple[Item, ...]:
    """The items of a list in JSON. Raises AnswerError (400) when one is not understood."""
    if isinstance(body, str) or not isinstance(body, Sequence):
        raise unbound({"$": ["A JSON array of mischief is expected."]})
    return tuple(_item(item) for item in body)


def status_of(action: str) -> int | None:
    """The status that an action answers with, or None."""
    match = _STATUS.fullmatch(action)
    return int(match[1]) if match else None


def delay_of(action: str) -> float | None:
    """The seconds that an action waits, or None."""
    match = _SLOW.fullmatch(action)
    return float(match[1]) if match else None


def lock_date_of(action: str) -> str | None:
    """The day up to which an action closes the caller's books, or None."""
    match = _LOCK.fullmatch(action)
    try:
        return parse_day(match[1]) if match else None
    except ValueError:
        return None


def lapsed_subscription_of(action: str) -> str | None:
    """The subscription that an action takes from the caller's company, or None."""
    match = _LAPSE.fullmatch(action)
    return match[1] if match else None


def _item(body: Json) -> Item:
    if not isinstance(body, Mapping) or not set(body) <= {"on", "nth", "times", "do"}:
        raise unbound({"$": [f"Mischief has the members on, nth, times and do, not {body!r}."]})
    on, do = body.get("on", "*"), body.get("do")
    if not isinstance(on, str) or not isinstance(do, str) or not _is_action(do):
        known = f"status:N, slow:SECONDS, lock:DAY, lapse:SUBSCRIPTION, {', '.join(WORDS)}"
        raise unbound({"do": [f"'{do}' is none of {known}."]})
    times = body.get("times", 1)
    return Item(on, do, _count("nth", body.get("nth", 1)), None if times is None else _count("times", times))


def _is_action(do: str) -> bool:
    return do in WORDS or any(
        read(do) is not None for read in (status_of, delay_of, lock_date_of, lapsed_subscription_of)
    )


def _count(name: str, value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value != int(value) or value < 1:
        raise unbound({name: [f"{name} is a whole number from 1, not {value!r}."]})
    return int(value)
