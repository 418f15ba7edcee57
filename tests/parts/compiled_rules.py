"""Rules over the made-up systems, compiled and held to the interpreter: what the function takes, and what it leaves."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from engine.language.compiler import written
from engine.language.outcome import Desired, Outcome, Refused
from engine.mapping.mapping import Mapping as RuleMapping
from engine.mapping.runner import Runner
from parts.agreement import Judge
from strategies.program_world import SERIES, TABLES, load

TODAY = date(2026, 2, 28)
RECORD: Mapping[str, Any] = {
    "client_no": 1,
    "order_no": 5001,
    "name": "Fjord AS",
    "kind": "A",
    "count_1": 3,
    "total": Decimal("12.50"),
    "active": True,
    "made": date(2026, 1, 31),
}


def mapping_of(rules: str, *, target: str = "go.order", select: str = "", continues: bool = False) -> RuleMapping:
    """A mapping of orders with these rules; fails with what the checker says of them."""
    identity = "continues: order\n" if continues else "key: [client_no, order_no]\n"
    chosen = f"select: {select}\n" if select else ""
    body = "".join(f"  {line}\n" for line in rules.splitlines())
    text = f"mapping: thing\nfrom: win.order\nto: {target}\n{identity}{chosen}{SERIES}{TABLES}rules: |\n{body}"
    loaded = load(text)
    assert loaded.mapping is not None, [str(d.message) for d in loaded.diagnostics]
    mapping = loaded.mapping
    runner = Runner(mapping.program, mapping.target, continues)  # none that has seen records of another test
    return replace(mapping, runner=runner)


class World:
    """Answers by (name, key), and notes what was asked."""

    def __init__(self, known: Mapping[tuple[str, Any], Any] | None = None) -> None:
        self.known = known or {}
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, kind: str, name: str, key: Any) -> Any:
        self.asked.append((name, key))
        return self.known.get((name, key))


def _compared(rules: str, record: Mapping[str, Any], known: Mapping[tuple[str, Any], Any], **options: Any) -> Any:
    judge = Judge(mapping_of(rules, **options))
    assert judge.is_compiled
    found = judge.compare({**RECORD, **record}, judge.mapping.circumstances(World(known), today=TODAY))
    assert found.difference is None, found.difference
    return found


def taken(
    rules: str,
    record: Mapping[str, Any] | None = None,
    known: Mapping[tuple[str, Any], Any] | None = None,
    **options: Any,
) -> Outcome:
    """What the compiled function makes of a record by itself, which is what the interpreter makes."""
    found = _compared(rules, record or {}, known or {}, **options)
    assert found.gave_up is None, repr(found.gave_up)
    outcome: Outcome = found.outcome
    return outcome


def refused(
    rules: str,
    record: Mapping[str, Any] | None = None,
    known: Mapping[tuple[str, Any], Any] | None = None,
    **options: Any,
) -> Refused:
    """What is said of a record that the compiled function refuses."""
    outcome = taken(rules, record, known, **options)
    assert isinstance(outcome, Refused), outcome
    return outcome


def payload(
    rules: str,
    record: Mapping[str, Any] | None = None,
    known: Mapping[tuple[str, Any], Any] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The payload of a record that the compiled function takes."""
    outcome = taken(rules, record, known, **options)
    assert isinstance(outcome, Desired), outcome
    return outcome.payload


def left(
    rules: str,
    record: Mapping[str, Any] | None = None,
    known: Mapping[tuple[str, Any], Any] | None = None,
    **options: Any,
) -> Outcome:
    """What the interpreter makes of a record that the compiled function leaves to it."""
    found = _compared(rules, record or {}, known or {}, **options)
    assert found.gave_up is not None, found.outcome
    outcome: Outcome = found.outcome
    return outcome


def code(rules: str, **options: Any) -> str:
    """The function as Python would write it, to be searched."""
    mapping = mapping_of(rules, **options)
    tree, _ = written(mapping.program, mapping.target, mapping.continues is not None)
    return ast.unparse(tree)
