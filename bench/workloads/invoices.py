"""Invoices as Win has them, of one to six lines, some with words only, some that need a rounding line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from bench.workloads import norwegian
from bench.workloads.customers import DEPARTMENTS

MAPPING = Path(__file__).with_name("invoice.yaml")
ACCOUNTS = (3000, 3010, 3100, 3400, 3600, 7740)
VAT_RATES = {"0": 0, "3": 25, "31": 15, "33": 12, "5": 0, "52": 0}

_SEED = 20261103
_LINES_MAX = 6
_CENT = Decimal("0.01")
_WORK = ("Årsoppgjør", "Lønnskjøring", "Rådgivning", "Skattemelding, næring", "Møte i Ålesund", "Tømmer, løpemeter")


def invoices(count: int) -> list[dict[str, Any]]:
    """That many records."""
    chance = Random(_SEED)
    return [_invoice(50_000 + number, chance) for number in range(count)]


def _invoice(number: int, chance: Random) -> dict[str, Any]:
    day = date(2026, 10, 1) + timedelta(chance.randrange(60))
    lines = [_line(number, place, chance) for place in range(1, chance.randint(1, _LINES_MAX) + 1)]
    net = sum((line["net"] for line in lines), Decimal(0))
    vat = sum((line["vat"] for line in lines), Decimal(0))
    exact = net + vat
    total = exact.quantize(Decimal(1)).quantize(_CENT) if chance.random() < 0.3 else exact.quantize(_CENT)
    currency, rate = chance.choice((("NOK", "1"), ("NOK", "1"), ("NOK", "1"), ("EUR", "11.634500")))
    return {
        "client_no": 1,
        "invoice_no": number,
        "type": "KREDITNOTA" if chance.random() < 0.02 else "FAKTURA",
        "customer_no": 10000 + chance.randrange(10000),
        "invoice_date": day,
        "due_date": day + timedelta(14),
        "delivery_date": day if chance.random() < 0.5 else None,
        "currency": currency,
        "exchange_rate": Decimal(rate),
        "total": total,
        "kid": f"00{number}7" if chance.random() < 0.8 else None,
        "your_reference": norwegian.dirty(norwegian.person(chance), chance) if chance.random() < 0.6 else "",
        "purchase_order": f"PO-{number}" if chance.random() < 0.3 else None,
        "department_no": chance.choice((*DEPARTMENTS, None, "99")),
        "voided": chance.random() < 0.01,
        "customer": {"customer_no": 10000, "is_internal": chance.random() < 0.01},
        "lines": tuple(lines),
    }


def _line(invoice: int, place: int, chance: Random) -> dict[str, Any]:
    words_only = place > 1 and chance.random() < 0.1
    code = chance.choice(tuple(VAT_RATES))
    net = Decimal(0) if words_only else Decimal(chance.randint(-20_000, 2_000_000)).scaleb(-2)
    vat = (net * VAT_RATES[code] / 100).quantize(Decimal("0.0001"))
    return {
        "client_no": 1,
        "invoice_no": invoice,
        "line_no": place,
        "type": "TEKST" if words_only else "VARE",
        "text": norwegian.dirty(chance.choice(_WORK), chance),
        "quantity": None if words_only else Decimal(chance.randint(1, 400)).scaleb(-2).quantize(Decimal("0.0001")),
        "net": net,
        "vat": vat,
        "vat_code": code,
        "account": chance.choice(ACCOUNTS[:-1]),
        "department_no": chance.choice((*DEPARTMENTS, None)),
    }
