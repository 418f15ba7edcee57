"""Whether the compiled function of a mapping and the interpreter make the same of a record, down to the digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from engine.language import interpreter, typed
from engine.language.compiler import compile_program, compile_select, compile_ways
from engine.language.compiling.runtime import UNABLE
from engine.language.inverting.giving import interpreted as given_by_interpreter
from engine.language.outcome import Circumstances, Desired, Outcome, Skipped
from engine.mapping.mapping import Mapping as RuleMapping
from engine.mapping.runner import Runner
from engine.model.record import Row


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a record, and what was asked on the way."""

    outcome: Outcome
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """`gave_up`: why the compiled function left a record to the interpreter; `difference`: what it made otherwise."""

    outcome: Outcome
    gave_up: Exception | None = None
    difference: str | None = None


class Judge:
    """Holds one mapping's compiled function to the interpreter. `is_compiled`: False when it was too large."""

    def __init__(self, mapping: RuleMapping) -> None:
        self.mapping = mapping
        compiled = compile_program(mapping.program, mapping.target, mapping.continues is not None)
        self._function = None if compiled is None else compiled.function()
        self.is_compiled = compiled is not None
        self._others = tuple(_other_functions(mapping))
        self._is_ordered = not _fills_by_paths(mapping)
        self.seen: list[Compared] = []

    def judged(self) -> RuleMapping:
        """The mapping, run as ever, but that each record is compared before it is given; see `seen`."""
        return replace(self.mapping, runner=_JudgingRunner(self))

    def compare(self, record: Row, circumstances: Circumstances) -> Compared:
        """Both on one record. What the compiled function raises beside UNABLE is raised."""
        found = self._compared(record, circumstances)
        self.seen.append(found)
        return found

    def _compared(self, record: Row, circumstances: Circumstances) -> Compared:
        told = interpreted(self.mapping, record, circumstances)
        for compiled, meant in self._others:
            other = _other_difference(compiled, meant, record, circumstances)
            if other is not None:
                return Compared(told.outcome, difference=other)
        if self._function is None:
            return Compared(told.outcome)
        asked: list[str] = []
        try:
            made = self._function(record, _noting(circumstances, asked))
        except UNABLE as reason:
            return Compared(told.outcome, gave_up=reason)
        return Compared(told.outcome, difference=_difference(told, Heard(made, tuple(asked)), self._is_ordered))


def _other_functions(mapping: RuleMapping) -> Iterable[tuple[Any, Any]]:
    """What is compiled of a mapping beside its rules, with what that means: `select:`, and what two-way rules give."""
    program = mapping.program
    if program.select is not None and (selecting := compile_select(program)) is not None:
        yield selecting.function(), partial(interpreter.selects, program)
    if (giving := compile_ways(program)) is not None:
        yield giving.function(), given_by_interpreter(program)


def _other_difference(compiled: Any, meant: Any, record: Row, circumstances: Circumstances) -> str | None:
    try:
        made = compiled(record, circumstances)
    except UNABLE:
        return None
    expected = meant(record, circumstances)
    same = exactly(expected) == exactly(made)
    return None if same else f"the interpreter gives\n    {expected}\nand the compiled function\n    {made}"


class _JudgingRunner(Runner):
    """Runs a mapping as its judge does."""

    __slots__ = ("_judge",)

    def __init__(self, judge: Judge) -> None:
        mapping = judge.mapping
        super().__init__(mapping.program, mapping.target, mapping.continues is not None)
        self._judge = judge

    def run(self, record: Row, circumstances: Circumstances) -> Outcome:
        return self._judge.compare(record, circumstances).outcome


def interpreted(mapping: RuleMapping, record: Row, circumstances: Circumstances) -> Heard:
    """What the interpreter alone makes of a record; of one that is not the mapping's, what `select` asked."""
    program = mapping.program
    asked: list[str] = []
    if program.select is not None and not interpreter.selects(program, record, _noting(circumstances, asked)):
        return Heard(Skipped(), tuple(asked))
    asked.clear()
    noting = _noting(circumstances, asked)
    outcome = interpreter.run(program, record, noting, mapping.target, mapping.continues is not None)
    return Heard(outcome, tuple(asked))


def _noting(circumstances: Circumstances, asked: list[str]) -> Circumstances:
    def answer(kind: str, name: str, key: Any) -> Any:
        asked.append(f"{kind} {name} {exactly(key)}")
        return circumstances.references(kind, name, key)

    return Circumstances(circumstances.today, answer, circumstances.series, circumstances.reserved)


def exactly(value: Any, is_ordered: bool = True) -> Any:
    """A value with its class, the digits of a number, and the order of a dict's members."""
    if isinstance(value, Mapping):
        members = [(name, exactly(inner, is_ordered)) for name, inner in value.items()]
        return "dict", tuple(members if is_ordered else sorted(members, key=lambda member: member[0]))
    if isinstance(value, list | tuple):
        return type(value).__name__, tuple(exactly(inner, is_ordered) for inner in value)
    if isinstance(value, Decimal):
        return type(value).__name__, value.as_tuple()
    return type(value).__name__, value if isinstance(value, str | int | date | Fraction) else repr(value)


def _fills_by_paths(mapping: RuleMapping) -> bool:
    """Whether rules fill an object member by member from outside. When the first one gives `nothing`, the interpreter
    makes the object with the next one, and the compiled function where it was named first: no order is promised."""
    statements = typed.all_statements(mapping.program.statements)
    return any(isinstance(one, typed.Rule | typed.Block) and len(one.target) > 1 for one in statements)


def _difference(told: Heard, made: Heard, is_ordered: bool) -> str | None:
    """How what the compiled function made differs; None when it does not."""
    for what, expected, found in _parts(told, made, is_ordered):
        if expected != found:
            return f"{what}: the interpreter gives\n    {expected}\nand the compiled function\n    {found}"
    return None


def _parts(told: Heard, made: Heard, is_ordered: bool) -> Iterable[tuple[str, Any, Any]]:
    one, other = told.outcome, made.outcome
    if isinstance(one, Desired) and isinstance(other, Desired):
        yield "payload", exactly(one.payload, is_ordered), exactly(other.payload, is_ordered)
        yield "diagnostics", one.diagnostics, other.diagnostics
        yield "creates", one.creates, other.creates
        yield "questions", told.asked, made.asked
        yield "origins", dict(one.origins), dict(other.origins)
        yield "lookups", dict(one.lookups), dict(other.lookups)
    else:
        yield "outcome", one, other
        yield "questions", told.asked, made.asked
