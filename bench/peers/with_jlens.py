"""jlens (JSONata, Rust): one expression, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jlens import Expression

from bench.peers.json_record import without_nulls
from bench.peers.jsonata_rules import RULES

NAME, PACKAGE = "jlens (JSONata, Rust)", "jlens"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = without_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""
    evaluate: Callable[[Any], dict[str, Any] | None] = Expression(RULES).evaluate
    return evaluate
