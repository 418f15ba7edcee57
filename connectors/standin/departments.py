"""Departments: a code, a name and a manager.

A new department is inactive unless it is said to be active, which is the API's default.
"""

from __future__ import annotations

from connectors.standin.body import Body
from connectors.standin.company import Books
from connectors.standin.fields import Field, Kind, assigned, flag, text, twin, whole
from connectors.standin.filters import after, exactly, numbers, texts
from connectors.standin.filters import flag as flag_filter
from connectors.standin.register import Reference, Register, operations

MANAGER = Reference("ManagerEmployeeId", "employees", "Employee", "ManagerEmployeeNo", by="Number", word="number")


def _needed(books: Books, row: Body) -> bool:
    """Whether a person, a customer, a project or a voucher belongs to the department."""
    tables = ("employees", "customers", "projects", "vouchers")
    return any(other.get("DepartmentId") == row["Id"] for table in tables for other in books.rows(table).values())


DEPARTMENTS = Register(
    table="departments",
    path="/Departments",
    title="Department",
    kind="department",
    fields=(
        assigned("Id", Kind.WHOLE),
        text("Code"),
        text("Name", required=True),
        flag("IsActive", default=False),
        whole("ManagerEmployeeId"),
        twin("ManagerEmployeeNo", Kind.WHOLE),
        assigned("CreatedDateTimeOffset", Kind.TEXT),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
        Field("CreatedFromImportJournalId", Kind.GUID, post=False, patch=False),
    ),
    created=("CreatedDateTimeOffset",),
    references=(MANAGER,),
    unique=("Code",),
    filters={
        "codes": texts("Code"),
        "name": exactly("Name"),
        "isActive": flag_filter("IsActive"),
        "managerEmployeeNo": numbers("ManagerEmployeeNo"),
        "createdDateTimeOffsetGreaterThan": after("CreatedDateTimeOffset"),
        "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
        "createdFromImportJournalId": exactly("CreatedFromImportJournalId"),
    },
    needed_by=_needed,
    patch_shows=False,
)

OPERATIONS = operations(DEPARTMENTS)
