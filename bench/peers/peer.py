"""A peer as the benchmark uses it, and which of them are installed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

# In the order in which a reader looks for them: validation, paths, expressions, mapping languages, templates.
MODULES = (
    "with_msgspec",
    "with_cattrs",
    "with_pydantic",
    "with_marshmallow",
    "with_jmespath",
    "with_glom",
    "with_simpleeval",
    "with_rule_engine",
    "with_json_logic",
    "with_jlens",
    "with_jsonata2py",
    "with_jsonata",
    "with_vrl_python",
    "with_pyvrl",
    "with_jq",
    "with_zen_engine",
    "with_jinja2",
    "with_cel_python",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """One library with its work. `fields`: how many of the workload's target fields it fills."""

    name: str
    version: str
    prepare: Callable[[dict[str, Any]], Any]
    work: Callable[[Any], dict[str, Any] | None]
    leaves_out: frozenset[str]
    exact: bool


def found(wanted: tuple[str, ...] = MODULES) -> Iterator[Peer | str]:
    """Every wanted peer, or its name where it is not installed."""
    for name in wanted:
        try:
            module = import_module(f"bench.peers.{name}")
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.startswith("bench"):
                raise
            yield f"{name.removeprefix('with_')} (no module {missing.name})"
            continue
        yield Peer(module.NAME, version(module.PACKAGE), module.prepare, module.work(), module.LEAVES_OUT, module.EXACT)


def without(payload: dict[str, Any], paths: frozenset[str], prefix: str = "") -> dict[str, Any]:
    """A payload without the fields that a peer leaves out; an object of which nothing is left is no field."""
    kept: dict[str, Any] = {}
    for name, value in payload.items():
        path = prefix + name
        inner = without(value, paths, f"{path}.") if isinstance(value, dict) else value
        if path not in paths and inner != {}:
            kept[name] = inner
    return kept
