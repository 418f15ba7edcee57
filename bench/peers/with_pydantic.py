"""pydantic: both shapes checked, the logic between them is Python's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from bench.peers.shapes import Source, Target, as_it_is
from bench.workloads.customer_by_hand import customer
from bench.workloads.references import references

NAME, PACKAGE = "pydantic", "pydantic"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Check, map by hand, check."""
    source, target = TypeAdapter(Source).validate_python, TypeAdapter(Target).validate_python

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        payload = customer(source(record), references)  # type: ignore[arg-type]
        return None if payload is None else target(payload)  # type: ignore[return-value]

    return run
