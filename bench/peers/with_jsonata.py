"""jsonata-rs or jsonata-python, whichever is installed: both are imported by one name, so never both.

One expression, compiled once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonata

from bench.peers.json_record import without_nulls
from bench.peers.jsonata_rules import RULES

_IN_RUST = hasattr(jsonata, "JsonataInternalError")
NAME = "jsonata-rs (JSONata, Rust)" if _IN_RUST else "jsonata-python (JSONata)"
PACKAGE = "jsonata-rs" if _IN_RUST else "jsonata-python"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = without_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""
    evaluate: Callable[[Any], dict[str, Any] | None] = jsonata.Jsonata(RULES).evaluate
    return evaluate
