"""All companies of the stand-in: made when first asked for, shown whole to demos and tests.

What `shown` gives is in the API's own field names; balances are those of now.
"""

from __future__ import annotations

from connectors.standin.access import Keys
from connectors.standin.body import Body, Json
from connectors.standin.company import Company, Settings
from connectors.standin.contact_persons import CONTACT_PERSONS
from connectors.standin.customer_ledger import shown_entries
from connectors.standin.customers import CUSTOMERS
from connectors.standin.departments import DEPARTMENTS
from connectors.standin.employees import EMPLOYEES
from connectors.standin.projects import PROJECTS
from connectors.standin.register import Register, present
from connectors.standin.settings import fresh_books
from connectors.standin.stamps import Clock
from connectors.standin.vouchers import present_voucher

REGISTERS: tuple[Register, ...] = (DEPARTMENTS, EMPLOYEES, CUSTOMERS, CONTACT_PERSONS, PROJECTS)


class Ledger:
    """The companies by client key."""

    def __init__(self, clock: Clock, keys: Keys) -> None:
        self.clock = clock
        self.keys = keys
        self.companies: dict[str, Company] = {}

    def company(self, client: str) -> Company:
        """A client's company; a new one when it was never seen."""
        if client not in self.companies:
            self.companies[client] = Company(client, Settings(company_name(client)), fresh_books(), self.clock)
        return self.companies[client]

    def clear(self, client: str | None = None) -> None:
        """Forget a company, or all."""
        self.companies = {name: kept for name, kept in self.companies.items() if client and name != client}


def company_name(client: str) -> str:
    """The name of a company that its key gives it."""
    number = client.rpartition("-")[2]
    return f"Demo Regnskap {number} AS" if number.isdigit() else "Demo Regnskap AS"


def shown(company: Company) -> Body:
    """All that a company holds."""
    books = company.books
    registers: dict[str, Json] = {
        register.table: [present(books, register, row) for row in books.rows(register.table).values()]
        for register in REGISTERS
    }
    return {
        **registers,
        "vouchers": [_voucher(company, row) for row in books.rows("vouchers").values()],
        "documents": {
            str(key): {"bytes": row["Bytes"], "sha256": row["Sha256"]} for key, row in books.rows("documents").items()
        },
        "entries": list(shown_entries(company, books)),
    }


def _voucher(company: Company, row: Body) -> Body:
    """The voucher's own members, and its type, which its path tells in the API."""
    return {**present_voucher(company, row), "VoucherType": row["VoucherType"]}
