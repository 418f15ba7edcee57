"""Values at run time: which Python value stands for which kind, and how a field of a record is read.

Text str, number int or Decimal (Fraction between a division and its rounding), flag bool, date, datetime with an
offset, an id as the target gave it; absent is None. A Placeholder stands for what is known only after a write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.language import exact
from engine.language.clean import clean
from engine.language.kind_words import KIND_WORDS
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.schema import Field
from engine.model.text import say
from engine.model.types import Kind

DIGITS_MAX = 1000  # a product of products grows without end; no amount comes near
_BITS_MAX = DIGITS_MAX * 10 // 3  # a decimal digit is a little more than three bits


def fits(kind: Kind, value: Any) -> bool:
    """Whether a present value is one of a kind."""
    return isinstance(value, Placeholder) or _FITS[kind](value)


def read(field: Field, value: Any) -> Any:
    """What rules see of a field's present content: a text clean (None when nothing is left), or a Fault.

    A value of another kind than the catalog says is a Fault too, from whoever made the record.
    """
    if isinstance(value, Fault):
        return value
    if field.type.kind is Kind.TEXT and fits(Kind.NUMBER, value) and isinstance(value, int):
        return printed(value)  # a code written in digits, from a caller who took it for a number: nothing is lost
    if not fits(field.type.kind, value) or (field.type.kind is Kind.LIST and isinstance(value, Placeholder)):
        return Fault(printed(value), KIND_WORDS[field.type.kind].none)
    if isinstance(value, str) and field.type.kind in (Kind.TEXT, Kind.FILE):
        return clean(value, field.multi_line)
    if field.type.kind is not Kind.NUMBER:
        return value
    return _whole(value) if field.type.scale == 0 else exact.plain(value)


def _whole(value: Any) -> Any:
    """What a field of whole numbers holds, as an int; a Fault when it is none, since its type promises one."""
    found = integral(value)
    return found if isinstance(found, int | Placeholder) else Fault(printed(value), say("not a whole number"))


def integral(value: Any) -> Any:
    """A number that is whole as an int, however it was written or calculated; anything else as it is."""
    whole = exact.whole(value) if isinstance(value, Decimal | Fraction) else None
    return value if whole is None else whole


def printed(value: object) -> str:
    """A value as texts and keys print it: plain digits, ISO dates, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal | Fraction):
        return exact.number_text(value) if is_bounded(value) else _unbounded(value)
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    return str(value)


def is_bounded(value: int | Decimal | Fraction) -> bool:
    """Whether a number is of a size that can be worked with: a record's cost must stay bounded."""
    if isinstance(value, int):
        return value.bit_length() <= _BITS_MAX
    if isinstance(value, Fraction):
        return is_bounded(value.numerator) and is_bounded(value.denominator)
    return value.is_finite() and abs(value.adjusted()) <= DIGITS_MAX and len(value.as_tuple().digits) <= DIGITS_MAX


def _unbounded(value: int | Decimal | Fraction) -> str:
    """Something to show of a number that is none (NaN), or too large to be written out."""
    return str(value) if isinstance(value, Decimal) and not value.is_finite() else "a number beyond all bounds"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool) and is_bounded(value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) or (_is_number(value) and isinstance(value, int))


_FITS: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.FILE: lambda value: isinstance(value, str),
    Kind.NUMBER: _is_number,
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.DATE: lambda value: isinstance(value, date) and not isinstance(value, datetime),
    Kind.DATETIME: lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    Kind.ID: _is_id,
    Kind.OBJECT: lambda value: isinstance(value, Mapping),
    Kind.LIST: lambda value: isinstance(value, tuple | list) and all(isinstance(row, Mapping) for row in value),
    Kind.UNKNOWN: lambda value: True,
}
