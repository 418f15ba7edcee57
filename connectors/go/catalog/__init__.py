"""What PowerOffice Go offers and demands, as its public specification states it; known without a connection."""

from __future__ import annotations

from connectors.go.catalog.contact_person import CONTACT_PERSON
from connectors.go.catalog.customer import CUSTOMER
from connectors.go.catalog.department import DEPARTMENT
from connectors.go.catalog.employee import EMPLOYEE
from connectors.go.catalog.payment import LEDGER_PAYMENT, PAYMENT
from connectors.go.catalog.project import PROJECT
from connectors.go.catalog.setting import DEFAULT_SERIES, RESERVED, SETTINGS
from connectors.go.catalog.voucher import OUTGOING_CREDIT_NOTE_VOUCHER, OUTGOING_INVOICE_VOUCHER
from engine.model.schema import Catalog

ENTITIES = (
    DEPARTMENT,
    EMPLOYEE,
    CUSTOMER,
    CONTACT_PERSON,
    PROJECT,
    OUTGOING_INVOICE_VOUCHER,
    OUTGOING_CREDIT_NOTE_VOUCHER,
    PAYMENT,
    LEDGER_PAYMENT,
)

CATALOG = Catalog(
    system="go",
    title="PowerOffice Go",
    entities={entity.name: entity for entity in ENTITIES},
    settings={setting.name: setting for setting in SETTINGS},
    series=DEFAULT_SERIES,
    reserved=RESERVED,
)
