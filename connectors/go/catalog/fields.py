"""The few ways a field of Go's API behaves, so that an entity's file reads as a table.

What Go itself documents decides: a field of the POST body that is read-only on the DTO is `created`, one that the DTO
leaves open is `kept`, and what only the DTO has is `shown`.
"""

from __future__ import annotations

from engine.model.frozen import replace
from engine.model.record import Scalar
from engine.model.schema import Field
from engine.model.types import DATE, DATETIME, FLAG, Kind, Type, identifier, number, text

# Go answers money as a double and states no scale for registers; four decimals is more than any of its screens shows.
MONEY_SCALE = 4
# Percentages, rates of exchange and factors; the API states no limit, and an endless quotient still has to be rounded.
RATE_SCALE = 10

# The client's own currency, in which balances are kept; Go knows no other as yet.
BOOKS_CURRENCY = "NOK"

FLAG_ = FLAG.optional()
DATE_ = DATE.optional()
DATETIME_ = DATETIME.optional()
WHOLE = number(absent=True)
MONEY = number(MONEY_SCALE, absent=True)
RATE = number(RATE_SCALE, absent=True)
TEXT = text(absent=True)


def kept(
    name: str,
    type_: Type,
    *,
    default: Scalar = None,
    identity: bool = False,
    unique: bool = False,
    fields: tuple[Field, ...] = (),
) -> Field:
    """A field that is written when the record is made and changed later."""
    return Field(
        name, type_, create=True, update=True, default=default, identity=identity, unique=unique, fields=fields
    )


def created(name: str, type_: Type, *, unique: bool = False, fields: tuple[Field, ...] = ()) -> Field:
    """A field that is written when the record is made, and never again."""
    return Field(name, type_, create=True, unique=unique, fields=fields)


def shown(name: str, type_: Type, *, unique: bool = False) -> Field:
    """A field that Go fills and nobody writes."""
    return Field(name, type_, unique=unique)


def choice(*values: str, absent: bool = True) -> Type:
    """A TEXT type with the values of one of Go's enums."""
    return text(absent=absent, choices=frozenset(values))


def link(entity: str, *, absent: bool = True) -> Type:
    """An ID type of another record or setting."""
    return identifier(entity, absent=absent)


def required(type_: Type) -> Type:
    """The type of a field that Go demands."""
    return type_.present()


def address(*, external_code: bool) -> Field:
    """`MailAddress`: the whole object may be left out; City and ZipCode are demanded inside it.

    Lengths and demands: AddressPostDto, ContactAddressPostDto. Only contacts' own addresses carry an ExternalCode.
    """
    lines = (
        kept("AddressLine1", text(200, absent=True)),
        kept("AddressLine2", text(200, absent=True)),
        kept("City", text(100)),
        kept("ZipCode", text(50)),
        kept("CountryCode", text(2, absent=True), default="NO"),
    )
    own = (kept("ExternalCode", text(50, absent=True), unique=True), shown("Id", link("address")))
    fields = lines + own if external_code else lines
    return kept("MailAddress", Type(Kind.OBJECT, absent=True, entity="address"), fields=fields)


def identified(entity: str, name: str = "Id") -> Field:
    """The id that Go gives a record; it is always there once the record is."""
    return replace(shown(name, link(entity, absent=False)), unique=True)
