"""One customer, told without a generator: what a process that starts maps first."""

from datetime import date
from decimal import Decimal
from pathlib import Path

MAPPING = Path(__file__).with_name("customer.yaml")
TODAY = date(2026, 11, 2)
RECORD = {
    "customer_no": 10001,
    "name": "Bjørk & Sønn AS",
    "org_no": "NO 923 609 016 MVA",
    "address_1": "Åsveien 1",
    "postal_code": "6002",
    "city": "Ålesund",
    "email": "Post@bjork.no",
    "delivery_type": "EHF",
    "payment_days": 14,
    "discount_percent": Decimal("2.5050"),
    "is_internal": False,
    "active": True,
}
