"""jsonata2py (JSONata): one expression, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonata2py

from bench.peers.json_record import without_nulls
from bench.peers.jsonata_rules import RULES

NAME, PACKAGE = "jsonata2py (JSONata)", "jsonata2py"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = without_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""
    evaluate: Callable[[Any], dict[str, Any] | None] = jsonata2py.compile(RULES).evaluate
    return evaluate
