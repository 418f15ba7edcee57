"""A record as JSON has it: decimals become binary floats, and what is absent is left out or null."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from bench.workloads.customer_by_hand import COUNTRIES
from bench.workloads.references import DEPARTMENT_IDS, TERMS

# The tables that the rules look into, as a user without functions of his own gives them: as data, in JSON.
DELIVERY_JSON = json.dumps({"EPOST": "PdfByEmail", "EHF": "EHF", "UTSKRIFT": "Print"})
COUNTRIES_JSON = json.dumps(COUNTRIES, ensure_ascii=False)
TERMS_JSON = json.dumps({str(days): found for days, found in TERMS.items()})
DEPARTMENTS_JSON = json.dumps(DEPARTMENT_IDS)


def with_nulls(record: dict[str, Any]) -> dict[str, Any]:
    """Every field, null where it is absent."""
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in record.items()}


def without_nulls(record: dict[str, Any]) -> dict[str, Any]:
    """Only the fields that are there."""
    return {name: value for name, value in with_nulls(record).items() if value is not None}


def as_text(record: dict[str, Any]) -> str:
    """As JSON text with every field."""
    return json.dumps(with_nulls(record), ensure_ascii=False)
