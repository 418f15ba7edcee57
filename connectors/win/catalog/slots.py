"""The few kinds of field that Win's views are made of, so that the views read as their contract does.

Lengths are UTF-16 units, as nvarchar counts; a field written `optional` is one that the contract marks with `?`.
"""

from __future__ import annotations

from engine.model import types
from engine.model.schema import Field, Reference

SYSTEM = "win"

OWN = "own"

AMOUNT_SCALE = 4  # decimal(19,4)
HOURS_SCALE = 2  # decimal(9,2)
RATE_SCALE = 6  # NOK for one unit; Norges Bank publishes at most six decimals


def text(name: str, length_max: int, *, optional: bool = False, multi_line: bool = False) -> Field:
    """A text of at most `length_max` UTF-16 units."""
    return Field(name, types.text(length_max, absent=optional), multi_line=multi_line)


def code(name: str, *, optional: bool = False) -> Field:
    """A code, or a number that is kept as text: 20 units."""
    return text(name, 20, optional=optional)


def row_id() -> Field:
    """The identity that a row keeps for ever, whatever its key becomes."""
    return text("row_id", 36)


def choice(name: str, *values: str, optional: bool = False) -> Field:
    """A text that is one of Win's own words; it is passed as it is, known or not."""
    return Field(name, types.text(20, absent=optional, choices=frozenset(values)))


def whole(name: str, *, optional: bool = False) -> Field:
    """A whole number."""
    return Field(name, types.number(0, absent=optional))


def amount(name: str, *, optional: bool = False) -> Field:
    """An amount, a price, a quantity or a percentage: decimal(19,4)."""
    return Field(name, types.number(AMOUNT_SCALE, absent=optional))


def hours(name: str, *, optional: bool = False) -> Field:
    """Hours: decimal(9,2)."""
    return Field(name, types.number(HOURS_SCALE, absent=optional))


def rate(name: str) -> Field:
    """An exchange rate: NOK for one unit of the currency."""
    return Field(name, types.number(RATE_SCALE))


def flag(name: str, *, optional: bool = False) -> Field:
    """A bit."""
    return Field(name, types.FLAG.optional(optional))


def own() -> Field:
    """Whether the row is the workspace's firm's, or nobody's: no column of a view, but told by who reads it.

    A row of another firm that is read all the same (a customer who was invoiced here and moved) is none.
    """
    return flag(OWN, optional=True)


def day(name: str, *, optional: bool = False) -> Field:
    """A date without time."""
    return Field(name, types.DATE.optional(optional))


def moment(name: str, *, optional: bool = False) -> Field:
    """A date and time with its offset."""
    return Field(name, types.DATETIME.optional(optional))


def reference(name: str, entity: str, *columns: tuple[str, str]) -> Reference:
    """A reference by pairs of (column here, column there)."""
    return Reference(name, entity, columns)
