"""A workload: records of one kind, the mapping, and the function by hand that says what is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import engine
from bench.workloads import customers, invoices
from bench.workloads.customer_by_hand import customer
from bench.workloads.invoice_by_hand import invoice
from bench.workloads.references import references
from engine.mapping.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Workload:
    """Records, and what is to become of them. `fields`: of the target; None where they are as many as the lines."""

    name: str
    mapping: Mapping
    records: list[dict[str, Any]]
    by_hand: Callable[[dict[str, Any]], dict[str, Any] | None]
    fields: int | None = None


def of_customers(count: int) -> Workload:
    """The customers."""
    mapping = engine.load_mapping(customers.MAPPING)
    return Workload(
        "customers",
        mapping,
        customers.customers(count),
        lambda record: customer(record, references),
        customers.TARGET_FIELDS,
    )


def of_invoices(count: int) -> Workload:
    """The invoices."""
    mapping = engine.load_mapping(invoices.MAPPING)
    return Workload("invoices", mapping, invoices.invoices(count), lambda record: invoice(record, references))
