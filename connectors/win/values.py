"""The border where a driver's values become the catalog's types, exactly; what is not of its type becomes a Fault.

Texts pass as they are (cleaning is the language's work); no float ever becomes an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from engine.model.record import Fault, Value
from engine.model.schema import Field
from engine.model.text import say
from engine.model.types import Kind

Reader: TypeAlias = Callable[[object], Value]

MISSING = Fault("", say("missing: the view gives no value"))

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
# What is left of letters that were read by another code page than they were written by. U+0085 may be a line's end.
_BROKEN_LETTER = re.compile("[\x80-\x84\x86-\x9f\ufffd]")
_FLAGS: dict[object, bool] = {0: False, 1: True, "0": False, "1": True, Decimal(0): False, Decimal(1): True}


def reader_of(field: Field) -> Reader:
    """The function that turns a driver's value into one of the field's type.

    NULL is absence; in a field that must have a value it is a Fault, but for texts: an empty text is judged where
    texts are cleaned. A blank in a field that is no text is a NULL: files and old tables write it so.
    """
    if field.type.kind is Kind.TEXT:
        return text_value
    convert = _convert_of(field)
    absent: Value = None if field.type.absent else MISSING

    def read(value: object) -> Value:
        if value is None or (isinstance(value, str) and not value.strip()):
            return absent
        return convert(value)

    return read


def canonical(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent, however many digits it has."""
    return _decimal(format(value, "f"))


def amount_text(value: Decimal) -> str:
    """An amount as the embedded database keeps it: all its digits, and at least two decimals (`1234.50`)."""
    digits = format(canonical(value), "f")
    whole, _, fraction = digits.partition(".")
    return f"{whole}.{fraction:0<2}"


def text_value(value: object) -> Value:
    """A text as it is. SQLite gives a number where a column has no declared type, and bytes for broken text."""
    if isinstance(value, str):
        return value if value.isascii() or _BROKEN_LETTER.search(value) is None else _broken(value)
    if value is None:
        return None
    if isinstance(value, bytes):
        return _decode(value)
    if isinstance(value, (bool, float)):
        return Fault(str(value), say("not a text"))
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def identity_text(value: object) -> Value:
    """A text that tells records apart, without the blanks around it: a column of fixed width fills up with them."""
    read = text_value(value)
    return read.strip() if isinstance(read, str) else read


def _convert_of(field: Field) -> Reader:
    kind, scale = field.type.kind, field.type.scale
    if kind is Kind.NUMBER:
        return _whole if scale == 0 else _amount_reader(scale)
    return {Kind.FLAG: _flag, Kind.DATE: _day, Kind.DATETIME: _moment, Kind.ID: _identifier}[kind]


def _decode(value: bytes) -> Value:
    try:
        return value.decode()
    except UnicodeDecodeError:
        # Latin-1 takes every byte, so the content can at least be shown.
        return Fault(value.decode("latin-1"), say("not UTF-8: its letters were broken on the way into the database"))


def _broken(value: str) -> Fault:
    return Fault(value, say("not legible: its letters were broken when it was read by another code page"))


def _identifier(value: object) -> Value:
    return value if isinstance(value, int) else text_value(value)


def _whole(value: object) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _exact(value)
    if number is None or number != number.to_integral_value():
        return Fault(_shown(value), say("not a whole number"))
    return int(number)


def _amount_reader(scale: int | None) -> Reader:
    def read(value: object) -> Value:
        number = _exact(value)
        if number is None:
            return Fault(_shown(value), say("not an exact number"))
        if scale is not None and len(format(number, "f").partition(".")[2]) > scale:
            return Fault(_shown(value), say("not a number of at most {scale} decimals", scale=scale))
        return number

    return read


def _exact(value: object) -> Decimal | None:
    """The number that a driver's value is, or None. A float is one only when it is whole: more it cannot promise."""
    if isinstance(value, str):
        stripped = value.strip()
        return _decimal(stripped) if _NUMBER.fullmatch(stripped) else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return canonical(value) if value.is_finite() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return Decimal(int(value))
    return None


@lru_cache(maxsize=8192)
def _decimal(digits: str) -> Decimal:
    """The decimal of plain digits, without trailing zeros after its point; no context rounds it."""
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Decimal(0) if short in ("-0", "0", "-", "") else Decimal(short)


def _flag(value: object) -> Value:
    key = value.strip() if isinstance(value, str) else value
    try:
        return _FLAGS[key]
    except (KeyError, TypeError):
        return Fault(_shown(value), say("not a flag: 0 or 1 is expected"))


def _day(value: object) -> Value:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else Fault(_shown(value), say("not a date: it has a time of day"))
    if isinstance(value, date):
        return value
    return _parse_day(value.strip()) if isinstance(value, str) else Fault(_shown(value), say("not a date"))


@lru_cache(maxsize=8192)
def _parse_day(content: str) -> Value:
    found = _DAY.fullmatch(content)
    try:
        return date.fromisoformat(found.group(1)) if found else Fault(content, say("not a date, as 2026-11-24 is"))
    except ValueError:
        return Fault(content, say("not a date of the calendar"))


def _moment(value: object) -> Value:
    """A datetime with its offset; one without is UTC, which is what this product writes."""
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        return Fault(_shown(value), say("not a date and time"))
    if not isinstance(moment, datetime):
        return Fault(_shown(value), say("not a date and time"))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _shown(value: object) -> str:
    return str(value)
