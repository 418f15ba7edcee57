"""go.department: DepartmentDto and DepartmentPostDto; the one register whose new records are inactive unless told."""

from __future__ import annotations

from connectors.go.catalog.fields import DATETIME_, FLAG_, TEXT, WHOLE, created, identified, kept, link, required, shown
from engine.model.schema import Entity, Nature
from engine.model.text import say

DEPARTMENT = Entity(
    system="go",
    name="department",
    nature=Nature.REGISTER,
    key=("Id",),
    nouns=(say("department"), say("departments")),
    name_field="Name",
    distinguishing=(("Name",),),
    retire=("IsActive", False),
    fields=(
        identified("department"),
        kept("Code", TEXT, unique=True),
        kept("Name", required(TEXT)),
        kept("IsActive", FLAG_, default=False),
        kept("ManagerEmployeeId", link("employee")),
        created("ManagerEmployeeNo", WHOLE),
        shown("CreatedDateTimeOffset", DATETIME_),
        shown("LastChangedDateTimeOffset", DATETIME_),
    ),
)
