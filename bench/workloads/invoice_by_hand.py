"""The work of invoice.yaml as a good Python programmer writes it by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.workloads.cleaning import clean
from bench.workloads.customer_by_hand import Refusal

_CENT = Decimal("0.01")
_DIFFERENCE_MAX = Decimal("0.50")
_VAT = {"0": "0", "3": "3", "31": "31", "33": "33", "5": "5", "52": "52"}
References = Callable[[str, str, Any], Any]


def invoice(record: dict[str, Any], references: References) -> dict[str, Any] | None:
    """Go's voucher of a Win invoice; None for one that is left out. Raises Refusal."""
    get = record.get
    if clean(get("type")) != "FAKTURA" or get("voided") or (get("customer") or {}).get("is_internal"):
        return None
    invoice_no, day, currency = record["invoice_no"], record["invoice_date"], clean(get("currency"))
    items = []
    lines_total = Decimal(0)
    for line in record["lines"]:
        if clean(line.get("type")) != "TEKST":
            gross = (line["net"] + line["vat"]).quantize(_CENT, ROUND_HALF_UP)
            lines_total += gross
            items.append(_line(line, gross, day, references))
    difference = (record["total"] - lines_total).quantize(_CENT, ROUND_HALF_UP)
    if abs(difference) > _DIFFERENCE_MAX:
        raise Refusal(f"the lines add up to {lines_total}, the invoice says {record['total']}")
    if difference:
        items.append(_rounding(difference, day, references))
    account = references("link", "customer.SubledgerAccountId", record["customer_no"])
    if account is None:
        raise Refusal(f"customer {record['customer_no']} is not in Go yet")
    if currency is None or len(currency) > 3:
        raise Refusal(f"{currency} is no currency")
    payload = {
        "InvoiceNo": str(invoice_no),
        "ExternalImportReference": f"win:invoice:{record['client_no']}/{invoice_no}",
        "CustomerAccountId": account,
        "VoucherDate": day,
        "DueDate": get("due_date"),
        "DeliveryDate": get("delivery_date"),
        "Description": f"Faktura {invoice_no}",
        "Cid": clean(get("kid")),
        "CurrencyCode": currency,
        "CustomerReference": clean(get("your_reference")),
        "PurchaseOrderReference": clean(get("purchase_order")),
        "OutgoingInvoiceLines": items,
    }
    if currency != "NOK":
        rate = get("exchange_rate")
        if rate is None or rate <= 0:
            raise Refusal(f"the exchange rate of {currency} is {rate}")
        payload["CurrencyExchangeRate"] = rate
    _add_department(payload, get("department_no"), references)
    return payload


def _line(line: dict[str, Any], gross: Decimal, day: Any, references: References) -> dict[str, Any]:
    account = references("find", "GeneralLedgerAccount.AccountNo", line["account"])
    if account is None:
        raise Refusal(f"account {line['account']} is not in Go")
    code = _VAT.get(clean(line.get("vat_code")))  # type: ignore[arg-type]
    vat = None if code is None else references("find", "VatCode.Code", (code, day))
    if vat is None:
        raise Refusal(f"VAT code {line.get('vat_code')} is unknown")
    item = {
        "AccountId": account,
        "VatId": vat,
        "CurrencyAmount": gross,
        "Description": clean(line.get("text")),
        "Quantity": line.get("quantity"),
    }
    _add_department(item, line.get("department_no"), references)
    return item


def _rounding(difference: Decimal, day: Any, references: References) -> dict[str, Any]:
    account = references("find", "GeneralLedgerAccount.AccountNo", 7740)
    vat = references("find", "VatCode.Code", ("0", day))
    if account is None or vat is None:
        raise Refusal("the rounding account 7740 or VAT code 0 is not in Go")
    return {"AccountId": account, "VatId": vat, "CurrencyAmount": difference, "Description": "Øreavrunding"}


def _add_department(item: dict[str, Any], department_no: str | None, references: References) -> None:
    """Cleared when there is none, left alone when Go does not have it."""
    number = clean(department_no)
    found = None if number is None else references("link", "department", number)
    if number is None or found is not None:
        item["DepartmentId"] = found
