"""Records and their values: immutable rows, keys as text, and the fingerprint of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from engine.model.frozen import frozen


@frozen
class Fault:
    """What stands in a field whose content is not of the field's type: kept, and refused when a rule reads it.

    `text` is the content as it was met, `reason` completes "is …": "not a whole number".
    """

    text: str
    reason: str


Scalar: TypeAlias = "str | int | Decimal | bool | date | datetime | None"
# A row: scalars, a Fault, a nested row (a record referred to), or a tuple of rows (an invoice's lines).
Value: TypeAlias = "Scalar | Fault | Mapping[str, Value] | tuple[Mapping[str, Value], ...]"
Row: TypeAlias = "Mapping[str, Value]"


def key_text(row: Row, columns: Iterable[str]) -> str:
    """A row's identity as text; several columns are joined with `/` (an invoice: `1/5001`)."""
    return "/".join(str(row.get(column)) for column in columns)


def fingerprint(values: object) -> str:
    """A hash of values as they are sent; equal values give equal hashes, whatever their order."""
    import hashlib

    from engine.model import exact_json

    return hashlib.sha256(exact_json.dumps(values, sort_keys=True).encode()).hexdigest()
