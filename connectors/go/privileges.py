"""Which privilege of Go's each call needs, so that a refusal and the doctor can name it.

Names and pairs are those of the specification's "Auth roles"; every privilege also depends on a module of the
client's subscription, so one that was given may still be invalid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.text import say


@dataclass(frozen=True, slots=True)
class Privilege:
    """One privilege that is wanted; any of `alternatives` does as well. `purpose` completes "needed to …"."""

    name: str
    purpose: str
    alternatives: tuple[str, ...] = ()

    def is_in(self, granted: frozenset[str]) -> bool:
        """Whether it, or what does as well, is among those granted."""
        return not granted.isdisjoint((self.name, *self.alternatives))


WANTED = (
    Privilege("Department_Full", say("send departments")),
    Privilege("Employee_Full", say("send employees")),
    Privilege("Customer_Full", say("send customers")),
    Privilege("ContactPerson_Full", say("send contact persons"), ("Customer_Full",)),
    Privilege("Project_Full", say("send projects")),
    Privilege("OutgoingInvoiceVoucher_Full", say("post invoices and credit notes")),
    Privilege("VoucherDocumentation_Full", say("attach the invoices' PDFs")),
    Privilege("OutgoingInvoice", say("read invoices and their balances"), ("OutgoingInvoice_Full",)),
    Privilege("CustomerLedger", say("read payments"), ("CustomerLedger_Full",)),
    Privilege("GeneralLedgerAccount", say("find accounts"), ("GeneralLedgerAccount_Full",)),
    Privilege(
        "CommonServices",
        say("read VAT codes, number series, the lock date and payment terms"),
        ("CommonServices_Full",),
    ),
)

_BY_PATH: Mapping[str, str] = {
    "departments": "Department_Full",
    "employees": "Employee_Full",
    "customers": "Customer_Full",
    "contactpersons": "ContactPerson_Full",
    "projects": "Project_Full",
    "vouchers": "OutgoingInvoiceVoucher_Full",
    "voucherdocumentation": "VoucherDocumentation_Full",
    "outgoinginvoices": "OutgoingInvoice",
    "customerledger": "CustomerLedger",
    "generalledgeraccounts": "GeneralLedgerAccount",
    "vatcodes": "CommonServices",
    "paymentterms": "CommonServices",
    "currencies": "CommonServices",
    "subledgernumberseries": "CommonServices",
    "lockdatesettings": "CommonServices",
}


def privilege_for(path: str) -> str | None:
    """The privilege that a call of this path needs, if it is known."""
    first = path.lstrip("/").partition("/")[0].partition("?")[0]
    return _BY_PATH.get(first.lower())
