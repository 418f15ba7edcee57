"""Postal addresses inside a customer, an employee or a contact person.

City and ZipCode must be there when the object is; a country that is not said becomes Norway.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.standin.body import Body, Json, text_of
from connectors.standin.company import Company
from connectors.standin.countries import COUNTRY_CODES
from connectors.standin.fields import Field, Kind, assigned, text
from connectors.standin.problems import invalid

_PARTS = (
    text("AddressLine1", 200),
    text("AddressLine2", 200),
    text("ZipCode", 50, required=True),
    text("City", 100, required=True),
    text("CountryCode"),
)

ADDRESS = Field("MailAddress", Kind.OBJECT, parts=_PARTS, nullable=False)
CONTACT_ADDRESS = Field(
    "MailAddress",
    Kind.OBJECT,
    parts=(
        *_PARTS,
        text("ExternalCode", 50),
        assigned("Id", Kind.WHOLE),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
    ),
    nullable=False,
)


def finish_address(company: Company, row: Body, before: Body | None) -> Body:
    """The row with a country in its address."""
    address = row.get("MailAddress")
    if not isinstance(address, Mapping) or address == (before or {}).get("MailAddress"):
        return row
    return {**row, "MailAddress": _with_country(address)}


def finish_contact_address(company: Company, row: Body, before: Body | None) -> Body:
    """The row with a country, an id and a time of change in its address. The contact's own time does not move."""
    address = row.get("MailAddress")
    old = (before or {}).get("MailAddress")
    if not isinstance(address, Mapping) or address == old:
        return row
    known = old.get("Id") if isinstance(old, Mapping) else None
    finished: Body = {
        **_with_country(address),
        "Id": known if known is not None else company.next_id("address"),
        "LastChangedDateTimeOffset": company.clock.stamp(),
    }
    return {**row, "MailAddress": finished}


def check_address(company: Company, title: str, table: str, row: Body) -> None:
    """Refuse a country that is none, and an external code that another address has."""
    address = row.get("MailAddress")
    if not isinstance(address, Mapping):
        return
    if address.get("CountryCode") not in COUNTRY_CODES:
        raise invalid(
            title, f"CountryCode '{address.get('CountryCode')}' is not a valid ISO 3166-1 alfa-2 country code."
        )
    code = text_of(address, "ExternalCode")
    for other in company.books.rows(table).values() if code else ():
        held = other.get("MailAddress")
        if other.get("Id") != row.get("Id") and isinstance(held, Mapping) and held.get("ExternalCode") == code:
            raise invalid(title, f"ExternalCode is already in use. '{code}' is used on (address) Id = {held['Id']}.")


def _with_country(address: Mapping[str, Json]) -> Body:
    country = text_of(address, "CountryCode")
    return {**address, "CountryCode": country.upper() if country else "NO"}
