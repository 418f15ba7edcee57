"""Privileges of the integration, and which subscription of the company each of them takes.

Which subscription carries which privilege is not public; the table here is an assumption that suffices to lose some.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.standin.company import Settings

SUBSCRIPTION_OF: Mapping[str, str] = {
    "Department_Full": "Accounting",
    "Employee_Full": "Accounting",
    "Customer_Full": "Accounting",
    "ContactPerson_Full": "Accounting",
    "GeneralLedgerAccount": "Accounting",
    "CommonServices": "Accounting",
    "CustomerLedger": "Accounting",
    "BankVoucher_Full": "Accounting",
    "OutgoingInvoiceVoucher_Full": "Invoicing",
    "VoucherDocumentation_Full": "Invoicing",
    "OutgoingInvoice": "Invoicing",
    "SalesOrders_Full": "Invoicing",
    "Product_Full": "Invoicing",
    "Project_Full": "Project",
    "TimeTracking_Full": "Time",
}
# Another privilege that allows the same.
_ALSO: Mapping[str, str] = {"ContactPerson_Full": "Customer_Full", "ContactPerson": "Customer_Full"}


def split_privileges(settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The privileges that work and those that do not, with the company's subscriptions."""
    valid = tuple(
        name
        for name, subscription in SUBSCRIPTION_OF.items()
        if subscription in settings.subscriptions and name not in settings.retired
    )
    return valid, tuple(name for name in SUBSCRIPTION_OF if name not in valid)


def allows(settings: Settings, privilege: str) -> bool:
    """Whether an operation that takes this privilege may be called; its full form and none at all suffice."""
    valid, _ = split_privileges(settings)
    return not privilege or bool({privilege, f"{privilege}_Full", _ALSO.get(privilege, "")} & set(valid))
