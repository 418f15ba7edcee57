"""cattrs: both shapes checked, the logic between them is Python's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cattrs import Converter

from bench.peers.shapes import Source, Target, as_it_is
from bench.workloads.customer_by_hand import customer
from bench.workloads.references import references

NAME, PACKAGE = "cattrs", "cattrs"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Check, map by hand, check."""
    converter = Converter(detailed_validation=False)
    converter.register_structure_hook(
        Decimal, lambda value, _type: value if isinstance(value, Decimal) else Decimal(value)
    )
    structure = converter.structure

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        payload = customer(structure(record, Source), references)
        return None if payload is None else structure(payload, Target)

    return run
