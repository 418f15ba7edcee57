"""jinja2 with native types: a template a field, as data pipelines use it, with Python functions of one's own.

A text that looks like a number becomes one: that is what native types are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2.nativetypes import NativeEnvironment

from bench.peers.functions import without_nothing
from bench.peers.python_expressions import EXPRESSIONS, FUNCTIONS
from bench.peers.shapes import as_it_is

NAME, PACKAGE = "jinja2, native types", "jinja2"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
prepare = as_it_is


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Every template in turn."""
    environment = NativeEnvironment()
    environment.globals.update(FUNCTIONS)
    templates = {name: environment.from_string(f"{{{{ {text} }}}}") for name, text in EXPRESSIONS.items()}

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        if record["is_internal"]:
            return None
        return without_nothing({name: template.render(record) for name, template in templates.items()})

    return run
