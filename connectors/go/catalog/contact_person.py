"""go.contact_person: ContactPersonDto and ContactPersonPostDto; it lives below its customer, whose id is in the path.

Go takes contact persons on companies only; the API has no field that says so here, the refusal comes from Go.
"""

from __future__ import annotations

from connectors.go.catalog.fields import (
    DATETIME_,
    FLAG_,
    TEXT,
    address,
    created,
    identified,
    kept,
    link,
    required,
    shown,
)
from engine.model.frozen import replace
from engine.model.schema import Entity, Nature
from engine.model.text import say
from engine.model.types import text

CONTACT_PERSON = Entity(
    system="go",
    name="contact_person",
    nature=Nature.REGISTER,
    key=("Id",),
    nouns=(say("contact person"), say("contact persons")),
    name_field="LastName",
    retire=("IsActive", False),
    fields=(
        identified("contact_person"),
        replace(created("ContactId", link("customer", absent=False)), in_path=True),
        kept("FirstName", required(TEXT)),
        kept("LastName", required(TEXT)),
        kept("EmailAddress", TEXT),
        kept("PhoneNumber", TEXT),
        kept("Title", TEXT),
        kept("ExternalCode", text(50, absent=True), unique=True),
        kept("IsActive", FLAG_),
        kept("IsDefault", FLAG_),
        address(external_code=False),
        shown("CreatedDateTimeOffset", DATETIME_),
        shown("LastChangedDateTimeOffset", DATETIME_),
    ),
)
