"""msgspec: both shapes checked, the logic between them is Python's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from bench.peers.shapes import Source, Target, as_it_is
from bench.workloads.customer_by_hand import customer
from bench.workloads.references import references

NAME, PACKAGE = "msgspec", "msgspec"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Check, map by hand, check."""
    convert = msgspec.convert

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        payload = customer(convert(record, Source), references)
        return None if payload is None else convert(payload, Target)

    return run
