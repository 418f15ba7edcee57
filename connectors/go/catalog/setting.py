"""What Go holds that mappings only look up: accounts, VAT codes, payment terms, currencies; and its number series.

Series are Go's defaults on a fresh client; a live connection asks for the client's own, since all of them are editable.
"""

from __future__ import annotations

from engine.model.schema import Reserved, Series, Setting
from engine.model.text import say
from engine.model.types import number, text

SETTINGS = (
    Setting("GeneralLedgerAccount", id="Id", by={"AccountNo": number()}),
    Setting("VatCode", id="Id", by={"Code": text()}, valid_from="ValidFrom", valid_to="ValidTo"),
    Setting("PaymentTerm", id="Id", by={"CreditDays": number(), "Name": text(128)}),
    # Go gives currencies no id: the code is what every other call takes.
    Setting("Currency", id="Code", by={"Code": text(3)}),
)

DEFAULT_SERIES = (
    Series("Customer", "Kunder", 10000, 19999, default=True),
    Series("Supplier", "Leverandører", 20000, 29999, default=True),
    Series("Employee", "Ansatte", 1, 999, default=True),
)

RESERVED = (Reserved(1000, 9999, say("the chart of accounts")),)
