"""go.employee: EmployeeDto and EmployeePostDto; its Number is a ledger account and never changes once given.

National and international identity numbers are written at most once and read back as 'hidden', so they are
create-only; contact groups (a list of bare ids) have no place in a mapping and are left out.
"""

from __future__ import annotations

from connectors.go.catalog.fields import (
    DATE_,
    DATETIME_,
    FLAG_,
    TEXT,
    WHOLE,
    address,
    choice,
    created,
    identified,
    kept,
    link,
    required,
    shown,
)
from engine.model.schema import Entity, Nature, Requirement
from engine.model.text import say
from engine.model.types import text

INTERNATIONAL_ID_TYPES = choice(
    "PassportNumber", "NationalIdentityNumber", "TaxIdentificationNumber", "ValueAddedTaxIdentificationNumber"
)

EMPLOYEE = Entity(
    system="go",
    name="employee",
    nature=Nature.REGISTER,
    key=("Id",),
    nouns=(say("employee"), say("employees")),
    number="Number",
    own_number="ExternalNumber",
    series="Employee",
    name_field="LastName",
    distinguishing=(("FirstName", "LastName"),),
    retire=("IsArchived", True),
    origin="ExternalImportReference",
    requirements=(
        Requirement(
            ("InternationalIdNumber",),
            "InternationalIdReportToAltinn",
            True,
            say("an international id that is reported to Altinn needs its number"),
        ),
        Requirement(
            ("InternationalIdCountryCode",),
            "InternationalIdReportToAltinn",
            True,
            say("an international id that is reported to Altinn needs its country"),
        ),
    ),
    fields=(
        identified("employee"),
        identified("employee.SubledgerAccountId", "SubledgerAccountId"),
        kept("Number", WHOLE, identity=True, unique=True),
        created("SubLedgerNumberSeriesId", link("SubLedgerNumberSeries")),
        kept("ExternalNumber", WHOLE, unique=True),
        kept("ExternalImportReference", text(50, absent=True), unique=True),
        kept("FirstName", required(TEXT)),
        kept("LastName", required(TEXT)),
        kept("EmailAddress", TEXT),
        kept("PhoneNumber", TEXT),
        kept("JobTitle", TEXT),
        kept("DateOfBirth", DATE_),
        kept("HiredDate", DATE_),
        kept("StartDate", DATE_),
        kept("EndDate", DATE_),
        created("Gender", choice("Male", "Female", "Hidden")),
        created("NationalIdNumber", TEXT),
        kept("InternationalIdReportToAltinn", FLAG_),
        kept("InternationalIdType", INTERNATIONAL_ID_TYPES),
        created("InternationalIdNumber", TEXT),
        kept("InternationalIdCountryCode", text(2, absent=True)),
        kept("DepartmentId", link("department")),
        created("DepartmentCode", TEXT),
        kept("LocationId", link("location")),
        created("LocationCode", TEXT),
        kept("ManagerEmployeeId", link("employee")),
        created("ManagerEmployeeNo", WHOLE),
        kept("IsArchived", FLAG_, default=False),
        address(external_code=True),
        shown("ContactCreatedDateTimeOffset", DATETIME_),
        shown("EmployeeCreatedDateTimeOffset", DATETIME_),
        shown("LastChangedDateTimeOffset", DATETIME_),
    ),
)
