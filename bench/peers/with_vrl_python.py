"""vrl-python: VRL in Rust, compiled once and kept by its own cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vrl_python import VRLRuntime

from bench.peers.json_record import with_nulls
from bench.peers.vrl_rules import RULES

NAME, PACKAGE = "vrl-python (VRL, Rust)", "vrl-python"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = with_nulls


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole record at once; an empty one is left out."""
    runtime = VRLRuntime()
    runtime.compile(RULES)
    execute = runtime.execute
    return lambda record: execute(RULES, record).processed_event or None
