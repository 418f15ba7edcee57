"""pyVRL: VRL in Rust, compiled once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyvrl import Transform

from bench.peers.json_record import with_nulls
from bench.peers.vrl_rules import RULES

NAME, PACKAGE = "pyVRL (VRL, Rust)", "pyVRL"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = with_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole record at once; an empty one is left out."""
    remap = Transform(RULES).remap
    return lambda record: remap(record) or None
