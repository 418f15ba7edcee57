"""Contact persons of company customers; their path goes through the customer's contact id.

Persons who are customers themselves have none, and neither have employees.
"""

from __future__ import annotations

from connectors.standin.addresses import ADDRESS, check_address, finish_address
from connectors.standin.body import Body
from connectors.standin.call import Call, Operation, Reply, path_id
from connectors.standin.company import Books, Company
from connectors.standin.contacts import check_emails
from connectors.standin.fields import Kind, assigned, flag, text
from connectors.standin.filters import after, texts, whole_numbers
from connectors.standin.problems import invalid, not_found
from connectors.standin.register import (
    Register,
    delete_row,
    get_row,
    list_rows,
    patch_row,
    post_row,
)

TITLE = "Contact person"


def _rules(company: Company, row: Body, touched: frozenset[str], before: Body | None) -> None:
    check_emails(TITLE, row, ("EmailAddress",))
    check_address(company, TITLE, "contact_persons", row)


def _needed(books: Books, row: Body) -> bool:
    """Whether a project names the contact person."""
    return any(project.get("ContactPersonId") == row["Id"] for project in books.rows("projects").values())


CONTACT_PERSONS = Register(
    table="contact_persons",
    path="/ContactPersons",
    title=TITLE,
    kind="contact_person",
    fields=(
        assigned("Id", Kind.WHOLE),
        assigned("ContactId", Kind.WHOLE),
        text("FirstName", required=True),
        text("LastName", required=True),
        text("Title"),
        text("EmailAddress"),
        text("PhoneNumber"),
        text("ExternalCode", 50),
        flag("IsActive", default=True),
        flag("IsDefault", default=False),
        ADDRESS,
        assigned("CreatedDateTimeOffset", Kind.TEXT),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
    ),
    created=("CreatedDateTimeOffset",),
    unique=("ExternalCode",),
    filters={
        "contactIds": whole_numbers("ContactId"),
        "externalCodes": texts("ExternalCode"),
        "createdDateTimeOffsetGreaterThan": after("CreatedDateTimeOffset"),
        "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
    },
    rules=_rules,
    complete=finish_address,
    needed_by=_needed,
)


def _post(call: Call) -> Reply:
    contact_id = path_id(call, "ContactId", "Contact")
    customer = call.company.books.row("customers", contact_id)
    if customer is None and call.company.books.row("employees", contact_id) is None:
        raise not_found("Contact", contact_id)
    if customer is None or customer.get("IsPerson"):
        raise invalid(TITLE, f"Contact with id = {contact_id} is a person and cannot have contact persons.")
    return post_row(call, CONTACT_PERSONS, {"ContactId": contact_id})


_ONE = "/ContactPersons/{ContactId}/{id}"

OPERATIONS = (
    Operation("GET", "/ContactPersons", "ContactPerson", lambda call: list_rows(call, CONTACT_PERSONS)),
    Operation("POST", "/ContactPersons/{ContactId}", "ContactPerson_Full", _post),
    Operation("GET", _ONE, "ContactPerson", lambda call: get_row(call, CONTACT_PERSONS)),
    Operation("PATCH", _ONE, "ContactPerson_Full", lambda call: patch_row(call, CONTACT_PERSONS)),
    Operation("DELETE", _ONE, "ContactPerson_Full", lambda call: delete_row(call, CONTACT_PERSONS)),
)
