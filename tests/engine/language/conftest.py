"""What the tests of the language stand on: the small pair of systems of tests/errors, and a record's way through it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from engine.language import interpreter, typed
from engine.language.outcome import Circumstances, Desired, Outcome, Refused
from engine.model.schema import Entity, Reserved, Series

TODAY = date(2026, 10, 1)
SERIES = {"customer": (Series("Customer", "Customers", 10000, 19999),)}
RESERVED = (Reserved(1000, 9999, "the chart of accounts"),)
CUSTOMER = {"customer_no": 10512, "name": "Fjord AS", "active": True}
INVOICE: Mapping[str, Any] = {
    "client_no": 1,
    "invoice_no": 5001,
    "customer_no": 10512,
    "invoice_date": date(2026, 9, 30),
    "total": 0,
    "lines": (),
}


def _bench() -> Any:
    path = Path(__file__).parents[2] / "errors" / "bench.py"
    spec = spec_from_file_location("language_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _bench()


@dataclass
class World:
    """Runs rules over records. `known` answers link and find by (kind, name, key); `asked` tells what was asked."""

    known: dict[tuple[str, str, Any], Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def program(self, rules: str, **options: Any) -> typed.Program:
        trial = BENCH.trial(rules, **options)
        assert trial.parse == (), trial.rendered()
        program: typed.Program = trial.program
        return program

    @staticmethod
    def entity(title: str) -> Entity:
        """`win.customer`, as the small systems have it."""
        system, name = title.split(".")
        found: Entity = BENCH.CATALOGS[system].entities[name]
        return found

    def circumstances(self) -> Circumstances:
        return Circumstances(TODAY, self._answer, SERIES, RESERVED)

    def _answer(self, kind: str, name: str, key: Any) -> Any:
        self.asked.append((kind, name, key))
        return self.known.get((kind, name, key))

    def run(self, rules: str, record: Mapping[str, Any] | None = None, **options: Any) -> Outcome:
        """Rules that fill what they please of a customer; its required name is added when they do not."""
        if options.get("target", "go.customer") == "go.customer" and "Name " not in rules:
            rules = f'Name = "x"\n{rules}' if not options.get("continues") else rules
        program = self.program(rules, **options)
        source, target = options.get("source", "win.customer"), options.get("target", "go.customer")
        base = INVOICE if source == "win.invoice" else CUSTOMER
        continues = options.get("continues", False)
        return interpreter.run(
            program, {**base, **(record or {})}, self.circumstances(), self.entity(target), continues
        )

    def payload(self, rules: str, record: Mapping[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        outcome = self.run(rules, record, **options)
        assert isinstance(outcome, Desired), outcome
        return outcome.payload

    def refusal(self, rules: str, record: Mapping[str, Any] | None = None, **options: Any) -> list[str]:
        """`CODE message` of all that holds the record back."""
        outcome = self.run(rules, record, **options)
        assert isinstance(outcome, Refused), outcome
        return [f"{d.code} {d.message}" for d in outcome.diagnostics if d.is_error]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(scope="session")
def trial() -> Callable[..., Any]:
    """Parse and check rules against the small pair of systems."""
    check: Callable[..., Any] = BENCH.trial
    return check
