"""Employees: contacts that work for the company.

The identity number is checked when it is set and never read back.
"""

from __future__ import annotations

from connectors.standin.addresses import CONTACT_ADDRESS, check_address, finish_contact_address
from connectors.standin.body import Body, Json
from connectors.standin.company import Books, Company
from connectors.standin.contacts import (
    check_archiving,
    check_emails,
    check_groups,
    check_national_id,
    finish_number,
    hide_national_id,
)
from connectors.standin.fields import Field, Kind, assigned, choice, day, flag, text, twin, whole
from connectors.standin.filters import after, exactly, no_groups, numbers
from connectors.standin.register import Reference, Register, operations

TITLE = "Employee"


def _rules(company: Company, row: Body, touched: frozenset[str], before: Body | None) -> None:
    check_emails(TITLE, row, ("EmailAddress",))
    check_national_id(TITLE, row)
    check_groups(TITLE, row)
    check_address(company, TITLE, "employees", row)
    check_archiving(company, TITLE, row, touched)


def _complete(company: Company, row: Body, before: Body | None) -> Body:
    numbered = finish_number(company, row, before, table="employees", title=TITLE)
    return finish_contact_address(company, numbered, before)


def _present(books: Books, row: Body, shown: dict[str, Json]) -> None:
    hide_national_id(row, shown)
    if row.get("InternationalIdNumber") is not None:
        shown["InternationalIdNumber"] = "hidden"


def _needed(books: Books, row: Body) -> bool:
    """Whether a department, a colleague, a customer, a project or a voucher names the employee."""
    fields = ("ManagerEmployeeId", "ProjectManagerEmployeeId", "SalesPersonEmployeeId")
    tables = ("departments", "employees", "customers", "projects", "vouchers")
    return any(
        other.get(name) == row["Id"] for table in tables for other in books.rows(table).values() for name in fields
    )


EMPLOYEES = Register(
    table="employees",
    path="/Employees",
    title=TITLE,
    kind="employee",
    fields=(
        assigned("Id", Kind.WHOLE),
        whole("Number", minimum=0),
        assigned("SubledgerAccountId", Kind.WHOLE),
        text("FirstName", required=True),
        text("LastName", required=True),
        text("EmailAddress"),
        text("PhoneNumber"),
        text("JobTitle"),
        day("DateOfBirth"),
        day("HiredDate"),
        day("StartDate"),
        day("EndDate"),
        whole("DepartmentId"),
        twin("DepartmentCode"),
        whole("LocationId"),
        twin("LocationCode"),
        whole("ManagerEmployeeId"),
        twin("ManagerEmployeeNo", Kind.WHOLE),
        whole("ExternalNumber"),
        text("ExternalImportReference", 50),
        Field("SubLedgerNumberSeriesId", Kind.GUID, patch=False, read=False),
        choice("Gender", ("Male", "Female", "Hidden")),
        text("NationalIdNumber"),
        text("InternationalIdNumber"),
        text("InternationalIdCountryCode"),
        flag("InternationalIdReportToAltinn"),
        choice(
            "InternationalIdType",
            (
                "PassportNumber",
                "NationalIdentityNumber",
                "TaxIdentificationNumber",
                "ValueAddedTaxIdentificationNumber",
            ),
        ),
        flag("IsArchived", default=False),
        Field("ContactGroupIds", Kind.WHOLES),
        CONTACT_ADDRESS,
        assigned("EmployeeCreatedDateTimeOffset", Kind.TEXT),
        assigned("ContactCreatedDateTimeOffset", Kind.TEXT),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
        assigned("ExpenseBankAccountId", Kind.WHOLE, nullable=True),
        assigned("SalaryBankAccountId", Kind.WHOLE, nullable=True),
        assigned("TravelExpenseBankAccountId", Kind.WHOLE, nullable=True),
        assigned("CreatedFromImportJournalId", Kind.GUID, nullable=True),
    ),
    created=("EmployeeCreatedDateTimeOffset", "ContactCreatedDateTimeOffset"),
    references=(
        Reference("DepartmentId", "departments", "Department", "DepartmentCode"),
        Reference("LocationId", "locations", "Location", "LocationCode"),
        Reference("ManagerEmployeeId", "employees", "Employee", "ManagerEmployeeNo", by="Number", word="number"),
    ),
    unique=("Number", "ExternalNumber", "ExternalImportReference"),
    quiet=frozenset({"MailAddress"}),
    filters={
        "employeeNos": numbers("Number"),
        "externalNos": numbers("ExternalNumber"),
        "externalImportReference": exactly("ExternalImportReference"),
        "contactGroupIds": no_groups,
        "employeeCreatedDateTimeOffsetGreaterThan": after("EmployeeCreatedDateTimeOffset"),
        "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
    },
    rules=_rules,
    complete=_complete,
    present=_present,
    needed_by=_needed,
    holder="(contact) Id",
)

OPERATIONS = operations(EMPLOYEES)
