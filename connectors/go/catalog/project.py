"""go.project: ProjectDto and ProjectPostDto; two levels, where a sub-project's code is shown as `parent.child`.

`Code` is a project's own code, as it is sent; the composite that Go shows is `FullCode`, which this connector splits
so that what was sent reads back equal. A sub-project inherits customer and department and Go answers null for them.
"""

from __future__ import annotations

from connectors.go.catalog.fields import (
    DATE_,
    DATETIME_,
    FLAG_,
    MONEY,
    RATE,
    TEXT,
    WHOLE,
    choice,
    created,
    identified,
    kept,
    link,
    required,
    shown,
)
from engine.model.schema import Entity, Field, Nature
from engine.model.text import say

_WHAT: tuple[Field, ...] = (
    identified("project"),
    kept("Code", TEXT),
    shown("FullCode", TEXT),
    kept("Name", required(TEXT)),
    kept("ParentProjectId", link("project")),
    created("ParentProjectCode", TEXT),
    kept("ExternalNumber", WHOLE, unique=True),
    kept("CustomerId", link("customer")),
    created("CustomerNo", WHOLE),
    kept("ContactPersonId", link("contact_person")),
    kept("ProjectManagerEmployeeId", link("employee")),
    created("ProjectManagerEmployeeNo", WHOLE),
    kept("DepartmentId", link("department")),
    created("DepartmentCode", TEXT),
    kept("LocationId", link("location")),
    created("LocationCode", TEXT),
    kept("StartDate", DATE_),
    kept("EndDate", DATE_),
    kept("ProjectStatus", choice("Tentative", "Active", "Archived", "NotStarted", "Complete")),
    kept("Progress", WHOLE),
    kept("IsActive", FLAG_),
    kept("IsInternal", FLAG_),
    kept("ContractNo", TEXT),
    kept("PurchaseOrderNo", TEXT),
)

_BILLING: tuple[Field, ...] = (
    kept("IsBillable", FLAG_),
    kept("ProjectBillingMethod", choice("FixedPrice", "Time", "TimeAndExpenses")),
    kept("BillableRateSpecification", choice("Activity", "Employee", "Project")),
    kept("BillableRate", MONEY),
    kept("FixedPrice", MONEY),
    kept("PaymentTermId", link("PaymentTerm")),
    created("PaymentTerms", WHOLE),
    kept("DeliveryTermId", link("DeliveryTerm")),
    created("DeliveryTerm", TEXT),
    kept("BrandingThemeId", link("BrandingTheme")),
    created("BrandingThemeCode", TEXT),
    kept("AttachExpenseVouchersWhenBilling", FLAG_, default=False),
    kept("ExpenseMarkupEnabled", FLAG_),
    kept("ExpenseMarkupFactor", RATE),
    kept("ExpenseMarkupDescription", TEXT),
    kept("HourlyRateMarkupEnabled", FLAG_),
    kept("HourlyRateMarkupFactor", RATE),
    kept("HourlyRateMarkupDescription", TEXT),
)

_WORK: tuple[Field, ...] = (
    kept("AllowAllActivities", FLAG_, default=True),
    kept("AllowAllEmployees", FLAG_, default=True),
    kept("DenyTimeTracking", FLAG_, default=False),
    kept("BudgetedHours", MONEY),
    kept("BudgetedBillableRate", MONEY),
    kept("BudgetedRevenueHours", MONEY),
    kept("BudgetedTotalRevenue", MONEY),
    kept("BudgetedCostOfGoods", MONEY),
    kept("BudgetedPayrollExpenses", MONEY),
    kept("BudgetedOtherOperatingExpenses", MONEY),
    shown("CreatedDateTimeOffset", DATETIME_),
    shown("LastChangedDateTimeOffset", DATETIME_),
)

PROJECT = Entity(
    system="go",
    name="project",
    nature=Nature.REGISTER,
    key=("Id",),
    nouns=(say("project"), say("projects")),
    name_field="Name",
    retire=("IsActive", False),
    fields=_WHAT + _BILLING + _WORK,
)
