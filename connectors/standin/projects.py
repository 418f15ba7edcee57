"""Projects and their sub-projects: two levels, the lower one's code shown as parent.child.

A sub-project inherits its parent's customer and department and shows null for what it inherits.
"""

from __future__ import annotations

from connectors.standin.body import Body, Json, amount_of, text_of, whole_of
from connectors.standin.company import Books, Company
from connectors.standin.fields import Field, Kind, assigned, choice, day, flag, number, text, twin, whole
from connectors.standin.filters import (
    Filter,
    Parameter,
    Predicate,
    accepted,
    after,
    as_flag,
    choices,
    contains,
    numbers,
    only_when,
    texts,
)
from connectors.standin.problems import invalid, reference_missing
from connectors.standin.register import Reference, Register, operations, same

TITLE = "Project"
STATUSES = ("Tentative", "Active", "Archived", "NotStarted", "Complete")
BILLING_METHODS = ("FixedPrice", "Time", "TimeAndExpenses")
RATE_SOURCES = ("Activity", "Employee", "Project")


def is_main(row: Body) -> bool:
    """Whether a project stands by itself and may have sub-projects."""
    return row.get("ParentProjectId") is None


def composite_code(books: Books, row: Body) -> str | None:
    """The code as it is shown: a sub-project's begins with its parent's."""
    parent = books.row("projects", whole_of(row, "ParentProjectId"))
    code = text_of(row, "Code")
    return code if parent is None else f"{text_of(parent, 'Code') or ''}.{code}"


def inherited(books: Books, row: Body, name: str) -> Json:
    """A member of the project, or its parent's when it has none of its own."""
    value = row.get(name)
    parent = books.row("projects", whole_of(row, "ParentProjectId"))
    return parent.get(name) if value is None and parent is not None else value


def _rules(company: Company, row: Body, touched: frozenset[str], before: Body | None) -> None:
    code = text_of(row, "Code")
    if code is not None and "." in code and "Code" in touched:
        raise invalid(TITLE, "Code cannot contain '.', which is reserved for sub-projects.")
    _check_parent(company.books, row, before)
    _check_code_free(company.books, row, touched)
    _check_contact_person(company.books, row, touched)
    if row.get("BillableRate") is not None and amount_of(row, "BillableRate") <= 0:
        raise invalid(TITLE, "BillableRate must be a positive number.")


def _check_parent(books: Books, row: Body, before: Body | None) -> None:
    parent = books.row("projects", whole_of(row, "ParentProjectId"))
    if parent is None:
        return
    if parent.get("ParentProjectId") is not None:
        raise invalid(TITLE, f"Project with id = {parent['Id']} is a sub-project and cannot have sub-projects.")
    if row.get("Code") is None:
        raise invalid(TITLE, "Code is required for a sub-project.")
    has_children = before is not None and any(
        other.get("ParentProjectId") == before["Id"] for other in books.rows("projects").values()
    )
    if has_children or parent["Id"] == row.get("Id"):
        raise invalid(TITLE, f"Project with id = {row.get('Id')} has sub-projects and cannot become one.")


def _check_code_free(books: Books, row: Body, touched: frozenset[str]) -> None:
    code = composite_code(books, row)
    if code is None or not {"Code", "ParentProjectId"} & touched:
        return
    for other in books.rows("projects").values():
        if other["Id"] != row.get("Id") and same(composite_code(books, other), code):
            raise invalid(TITLE, f"Code is already in use. '{code}' is used on Id = {other['Id']}.")


def _check_contact_person(books: Books, row: Body, touched: frozenset[str]) -> None:
    contact_person_id = whole_of(row, "ContactPersonId")
    if contact_person_id is None or not {"ContactPersonId", "CustomerId"} & touched:
        return
    person = books.row("contact_persons", contact_person_id)
    if person is None:
        raise reference_missing(TITLE, "Contact person", "id", contact_person_id)
    customer_id = inherited(books, row, "CustomerId")
    if person["ContactId"] != customer_id:
        detail = f"Contact person with id = {contact_person_id} does not belong to customer with id = {customer_id}."
        raise invalid(TITLE, detail)


def _complete(company: Company, row: Body, before: Body | None) -> Body:
    """A sub-project does not keep what equals its parent's: that is inherited."""
    parent = company.books.row("projects", whole_of(row, "ParentProjectId"))
    if parent is None:
        return row
    own = {
        name: None if row.get(name) == parent.get(name) else row.get(name) for name in ("CustomerId", "DepartmentId")
    }
    return {**row, **own}


def _present(books: Books, row: Body, shown: dict[str, Json]) -> None:
    shown["Code"] = composite_code(books, row)


def _needed(books: Books, row: Body) -> bool:
    """Whether a sub-project or a voucher names the project."""
    if any(other.get("ParentProjectId") == row["Id"] for other in books.rows("projects").values()):
        return True
    return any(voucher.get("ProjectId") == row["Id"] for voucher in books.rows("vouchers").values())


def _by_codes(given: Parameter) -> Predicate:
    """Codes as shown; with includeSubProjects the children of a main project too."""
    wanted = {part.strip().casefold() for part in given.value.split(",")}
    fields = (
        ("Code", "ParentProjectCode")
        if as_flag("includeSubProjects", given.query.get("includeSubProjects"))
        else ("Code",)
    )
    return lambda shown: any((text_of(shown, name) or "").casefold() in wanted for name in fields)


def _by_customer(given: Parameter) -> Predicate:
    """Customer numbers; a sub-project counts to its parent's customer."""
    return _by_referred(given, "CustomerId", "customers", numbers("Number"))


def _by_department(given: Parameter) -> Predicate:
    """Department codes; a sub-project counts to its parent's department."""
    return _by_referred(given, "DepartmentId", "departments", texts("Code"))


def _by_referred(given: Parameter, id_field: str, table: str, select: Filter) -> Predicate:
    """What the row that the project refers to, or inherits, is selected by."""
    predicate = select(given)

    def holds(shown: Body) -> bool:
        identity = inherited(given.books, shown, id_field)
        row = given.books.row(table, identity if isinstance(identity, int) else None)
        return row is not None and predicate(row)

    return holds


PROJECTS = Register(
    table="projects",
    path="/Projects",
    title=TITLE,
    kind="project",
    fields=(
        assigned("Id", Kind.WHOLE),
        text("Code"),
        text("Name", required=True),
        whole("ParentProjectId"),
        twin("ParentProjectCode"),
        whole("CustomerId"),
        twin("CustomerNo", Kind.WHOLE),
        whole("ContactPersonId"),
        whole("DepartmentId"),
        twin("DepartmentCode"),
        whole("LocationId"),
        twin("LocationCode"),
        whole("ProjectManagerEmployeeId"),
        twin("ProjectManagerEmployeeNo", Kind.WHOLE),
        choice("ProjectStatus", STATUSES, default="Active"),
        choice("ProjectBillingMethod", BILLING_METHODS),
        choice("BillableRateSpecification", RATE_SOURCES),
        flag("IsActive", default=True),
        flag("IsBillable", default=False),
        flag("IsInternal", default=False),
        day("StartDate"),
        day("EndDate"),
        whole("Progress", minimum=0, maximum=100),
        number("FixedPrice"),
        number("BillableRate"),
        whole("PaymentTermId"),
        twin("PaymentTerms", Kind.WHOLE),
        text("ContractNo"),
        text("PurchaseOrderNo"),
        whole("ExternalNumber"),
        number("BudgetedBillableRate"),
        number("BudgetedCostOfGoods"),
        number("BudgetedHours"),
        number("BudgetedOtherOperatingExpenses"),
        number("BudgetedPayrollExpenses"),
        number("BudgetedRevenueHours"),
        number("BudgetedTotalRevenue"),
        flag("AllowAllActivities", default=True),
        flag("AllowAllEmployees", default=True),
        flag("AttachExpenseVouchersWhenBilling", default=False),
        flag("DenyTimeTracking", default=False),
        whole("BrandingThemeId"),
        twin("BrandingThemeCode"),
        whole("DeliveryTermId"),
        twin("DeliveryTerm"),
        text("ExpenseMarkupDescription"),
        flag("ExpenseMarkupEnabled"),
        number("ExpenseMarkupFactor"),
        text("HourlyRateMarkupDescription"),
        flag("HourlyRateMarkupEnabled"),
        number("HourlyRateMarkupFactor"),
        assigned("CreatedDateTimeOffset", Kind.TEXT),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
        Field("CreatedFromImportJournalId", Kind.GUID, post=False, patch=False),
    ),
    created=("CreatedDateTimeOffset",),
    references=(
        Reference("ParentProjectId", "projects", "Project", "ParentProjectCode", only=is_main),
        Reference("CustomerId", "customers", "Customer", "CustomerNo", by="Number", word="number"),
        Reference("DepartmentId", "departments", "Department", "DepartmentCode"),
        Reference("LocationId", "locations", "Location", "LocationCode"),
        Reference(
            "ProjectManagerEmployeeId",
            "employees",
            "Employee",
            "ProjectManagerEmployeeNo",
            by="Number",
            word="number",
        ),
        Reference(
            "PaymentTermId", "payment_terms", "Payment term", "PaymentTerms", by="CreditDays", word="credit days"
        ),
        Reference("BrandingThemeId", "branding_themes", "Branding theme", "BrandingThemeCode"),
        Reference("DeliveryTermId", "delivery_terms", "Delivery term", "DeliveryTerm", by="Name", word="name"),
    ),
    filters={
        "projectCodes": _by_codes,
        "includeSubProjects": accepted,
        "name": contains("Name"),
        "customerNos": _by_customer,
        "departmentCodes": _by_department,
        "excludeArchivedProject": only_when(lambda shown: shown.get("ProjectStatus") != "Archived"),
        "status": choices("ProjectStatus", STATUSES),
        "projectBillingMethod": choices("ProjectBillingMethod", BILLING_METHODS),
        "projectManagerEmployeeNos": numbers("ProjectManagerEmployeeNo"),
        "createdDateTimeOffsetGreaterThan": after("CreatedDateTimeOffset"),
        "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
    },
    rules=_rules,
    complete=_complete,
    present=_present,
    needed_by=_needed,
    patch_shows=False,
)

OPERATIONS = operations(PROJECTS)
