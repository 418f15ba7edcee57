"""The Win catalog: every view of the product's contract with a site, as typed entities, known without a connection.

The views are this product's own words, not Win's schema; what each must hold is told to sites in docs/win.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.win.catalog.inlets import PAYMENT_IN, TIME_IN
from connectors.win.catalog.invoices import INVOICE, INVOICE_LINE, INVOICE_ORDER, INVOICE_ORDER_LINE
from connectors.win.catalog.registers import CONTACT_PERSON, CUSTOMER, DEPARTMENT, EMPLOYEE, INVOICE_CLIENT, PROJECT
from connectors.win.catalog.slots import OWN, SYSTEM
from connectors.win.catalog.time import ACTIVITY, TIME_ENTRY
from engine.model.schema import Catalog, Entity, Field
from engine.model.types import Kind

TITLE = "Win"

_ENTITIES: tuple[Entity, ...] = (
    INVOICE_CLIENT,
    DEPARTMENT,
    EMPLOYEE,
    CUSTOMER,
    CONTACT_PERSON,
    PROJECT,
    INVOICE,
    INVOICE_LINE,
    INVOICE_ORDER,
    INVOICE_ORDER_LINE,
    ACTIVITY,
    TIME_ENTRY,
    PAYMENT_IN,
    TIME_IN,
)

CATALOG = Catalog(system=SYSTEM, title=TITLE, entities={entity.name: entity for entity in _ENTITIES})

INLETS = ("payment_in", "time_in")
VIEWS = tuple(name for name in CATALOG.entities if name not in INLETS)


def columns_of(entity: Entity) -> Iterator[Field]:
    """The fields that are columns of an entity's own view: lists are rows of another one, and whether a row is a
    firm's own is told by its reader."""
    return (field for field in entity.fields if field.type.kind is not Kind.LIST and field.name != OWN)


def identities_of(entity: Entity) -> frozenset[str]:
    """The columns by which records are found: those of an entity's key, and those that name other records."""
    return frozenset({*entity.key, *(here for reference in entity.references for here, _ in reference.columns)})


__all__ = ["CATALOG", "INLETS", "SYSTEM", "TITLE", "VIEWS", "columns_of", "identities_of"]
