"""simpleeval: an expression a field, parsed once, with Python functions of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simpleeval import EvalWithCompoundTypes

from bench.peers.functions import without_nothing
from bench.peers.python_expressions import EXPRESSIONS, FUNCTIONS
from bench.peers.shapes import as_it_is

NAME, PACKAGE = "simpleeval", "simpleeval"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Every expression in turn."""
    evaluator = EvalWithCompoundTypes(functions=dict(FUNCTIONS))
    parsed = {name: (text, evaluator.parse(text)) for name, text in EXPRESSIONS.items()}

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        if record["is_internal"]:
            return None
        evaluator.names = {**record, "None": None, "True": True, "False": False}
        made = {name: evaluator.eval(text, previously_parsed=tree) for name, (text, tree) in parsed.items()}
        return without_nothing(made)

    return run
