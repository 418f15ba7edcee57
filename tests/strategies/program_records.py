"""Records for made-up programs, and answers to what they ask: as they should be, dirty, and plainly wrong.

A record is made from a number, not drawn value by value: a program costs far more than a record, so that each is run
on many, and Hypothesis shrinks the program.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from random import Random
from typing import Any

from engine.language.outcome import NoSuchRecord
from engine.model.change import Pending, Unresolved
from engine.model.record import Fault
from engine.model.schema import Catalog, Entity, Field
from engine.model.types import Kind

TODAY = date(2026, 2, 28)
_DEPTH_MAX = 2  # of records that records refer to
_ABSENT = 0.15


class Row(Mapping[str, Any]):
    """A record that is no dict."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self._members = dict(members)

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"Row({self._members})"


class _Number(IntEnum):
    SEVEN = 7


class _Word(StrEnum):
    A = "A"


class _Amount(Decimal):
    pass


class _Day(date):
    pass


# ---- values

_TEXTS = ("A", "x", "Fjord AS", "12", "2.5", "-7", "Kari Nordmann", "Oslo", "0150", "norge", "1 234,5", "31.01.2026")
_READABLE = ("974760673", "8601.11.17947", "22 33 44 55", "20260131", "000512-", "1234567897", "post@fjord.no")
_DIRTY = (
    "  A ",
    "",
    " ",
    "\u200b",
    "Æøå ßẞ",
    "e\u0301\u0301a\u030a",
    "\u0301e",
    "x\r\ny\tz",
    "\x00x\x7f",
    "Ǆ\u0130ı\ufb01",
    "😀" * 5,
    "a\ud800",
    "\u00a0x\u3000",
    "{x} {{y}} 'q' \"d\"",
    "𝟙𝟚٣",
    "ab" * 30,
    "æ" * 500,
)
_WHOLES = (0, 1, 7, 14, -3, 5, 42, 100, 110, 512, 10_001, 19_999)
_LARGE = (10**15, -(10**18), 10**29, 10**30 - 1)
_AMOUNTS = ("0", "0.00", "12.50", "100.00", "-3.10", "2.5", "1", "7", "99999.99", "0.05", "-0.01")
_FINE = (
    "-0.00",
    "-0",
    "1.005",
    "2.675",
    "0.1234",
    "123456789012345678901234567890.12",
    "1E+2",
    "1E+20",
    "0E-8",
    "0E+3",
)
_ODD_NUMBERS: tuple[Any, ...] = (
    10**30,
    10**40,
    10**1200,
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1E+70"),
    Decimal("1E-70"),
    Decimal("1E+5000"),
    Decimal("1." + "3" * 65),
    Decimal("1.5"),
    Decimal("14.00"),
    Decimal("-0.0"),
    _Number.SEVEN,
    _Amount("7.10"),
    2.5,
)
_WRONG: tuple[Any, ...] = (
    Fault("32.13.2026", "not a date"),
    "tekst",
    7,
    True,
    2.5,
    Decimal("7"),
    b"bytes",
    ("a",),
    {"a": 1},
    date(2026, 1, 1),
    _Day(2026, 1, 2),
    datetime(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC),
    Pending("customer", "7"),
    _Number.SEVEN,
    _Word.A,
)
_MOMENTS = (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), datetime(2024, 2, 29, 0, 5, tzinfo=timezone(timedelta(hours=2))))


def _texts(field: Field, rng: Random, dirt: float) -> Any:
    if field.type.choices is not None:
        return rng.choice(sorted(field.type.choices)) if rng.random() > dirt / 3 else rng.choice(("D", " A", "", 7))
    if rng.random() < dirt:
        return rng.choice((*_DIRTY, 7, 10**25, _Word.A))
    return rng.choice(_TEXTS if rng.random() < 0.8 else _READABLE)


def _numbers(field: Field, rng: Random, dirt: float) -> Any:
    if rng.random() < dirt:
        fine = Decimal(rng.choice(_FINE))
        return rng.choice((*_LARGE, fine, fine, fine))
    if field.type.scale == 0:
        return rng.choice(_WHOLES)
    if rng.random() < 0.6:
        return Decimal(rng.choice(_AMOUNTS))
    scale = 4 if field.type.scale is None else field.type.scale
    return rng.choice((rng.choice(_WHOLES), Decimal(rng.randint(-(10**6), 10**7)).scaleb(-scale)))


def _days(field: Field, rng: Random, dirt: float) -> Any:
    if rng.random() < dirt:
        return rng.choice((date.min, date.max, date(2024, 2, 29)))
    return rng.choice((TODAY, date(2026, 1, 31), date(2024, 2, 29), date(1999, 12, 31)))


_MAKERS: Mapping[Kind, Callable[[Field, Random, float], Any]] = {
    Kind.TEXT: _texts,
    Kind.FILE: _texts,
    Kind.NUMBER: _numbers,
    Kind.FLAG: lambda field, rng, dirt: rng.random() < 0.5,
    Kind.DATE: _days,
    Kind.DATETIME: lambda field, rng, dirt: rng.choice(_MOMENTS),
    Kind.ID: lambda field, rng, dirt: rng.choice((1, 2, 3, "id-4")),
}


# ---- records


@dataclass(frozen=True, slots=True)
class Manner:
    """How records are made: how often a value is dirty, and how often a field holds something plainly wrong."""

    dirt: float = 0.0
    wrong: float = 0.0


GOOD, DIRTY, WRONG = Manner(), Manner(0.2), Manner(0.1, 0.06)


def record_of(entity: Entity, catalog: Catalog, rng: Random, manner: Manner) -> Mapping[str, Any]:
    """A record with the records that it refers to."""
    return _record(entity, catalog, rng, manner, 0)


def _record(entity: Entity, catalog: Catalog, rng: Random, manner: Manner, depth: int) -> Mapping[str, Any]:
    members = _members(entity.fields, rng, manner)
    for reference in entity.references:
        if depth < _DEPTH_MAX and rng.random() > 0.25:
            referred = catalog.entities[reference.entity]
            members[reference.name] = _record(referred, catalog, rng, manner, depth + 1)
            if rng.random() < manner.wrong:
                members[reference.name] = rng.choice((7, "x", Fault("x", "torn"), ("a",)))
    return Row(members) if manner.dirt and rng.random() < 0.2 else members


def _members(fields: Sequence[Field], rng: Random, manner: Manner) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for one in fields:
        if one.type.absent and rng.random() < _ABSENT:
            if rng.random() < 0.5:
                members[one.name] = None
            continue
        members[one.name] = _value(one, rng, manner)
    return members


def _value(field: Field, rng: Random, manner: Manner) -> Any:
    if rng.random() < manner.wrong:
        return rng.choice(_WRONG if rng.random() < 0.7 else (*_ODD_NUMBERS, None))
    if field.type.kind is Kind.OBJECT:
        return _members(field.fields, rng, manner)
    if field.type.kind is Kind.LIST:
        rows = [_members(field.fields, rng, manner) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        if rng.random() < manner.wrong:
            rows.append(rng.choice((None, 7, "x")))
        return rows if manner.dirt and rng.random() < 0.3 else tuple(rows)
    return _MAKERS[field.type.kind](field, rng, manner.dirt)


# ---- what others answer


@dataclass
class Answers:
    """Answers `link` and `find`, the same to the same question, and notes what was asked, with the types of it.

    `unkind`: whether placeholders and values of a wrong kind are among the answers.
    """

    seed: int
    unkind: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, kind: str, name: str, key: Any) -> Any:
        question = f"{kind} {name} {key!r}"
        self.asked.append(question)
        rng = Random(zlib.crc32(f"{self.seed} {question}".encode(errors="replace")))
        return self._strange(kind, name, key, rng) if rng.random() < 0.2 else _USUAL.get(name, _an_id)(rng)

    def _strange(self, kind: str, name: str, key: Any, rng: Random) -> Any:
        kinds: list[Any] = [None, None, NoSuchRecord("Win")] if kind == "link" else [None]
        if self.unkind:
            kinds += [
                Pending("customer", "7", "Name"),
                Unresolved("Vat", "Code", 3),
                Decimal("1.5"),
                True,
                _Number.SEVEN,
            ]
            kinds += [" x ", "", -0.5, 10**40, 10**1200, date(2026, 1, 1), datetime(2026, 1, 1), _Word.A]
        return rng.choice(kinds)


def _an_id(rng: Random) -> Any:
    return rng.choice((1, 2, 3, 3, "id-4"))


_USUAL: Mapping[str, Callable[[Random], Any]] = {
    "customer.Name": lambda rng: rng.choice(("Fjord AS", "Æ", "A", "12")),
    "customer.title": lambda rng: rng.choice(("Fjord AS", "Æ", "A", "12")),
    "order.name": lambda rng: rng.choice(("Fjord AS", "x")),
    "customer.Balance": lambda rng: rng.choice((Decimal("12.50"), Decimal("1"), 7, Decimal("-0.00"))),
    "order.client_no": lambda rng: rng.choice((1, 2, Decimal("3"))),
    "order.order_no": lambda rng: rng.choice((5001, 5002)),
    "order.whole_1": lambda rng: rng.choice((5, Decimal("14.00"), None)),
    "customer": lambda rng: rng.choice((1, 2, 3)),
    "customer.Since": lambda rng: rng.choice((date(2026, 1, 31), date(2000, 1, 1))),
    "customer.Open": lambda rng: rng.random() < 0.5,
}
