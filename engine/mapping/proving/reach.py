"""What the tests of a mapping reach: which of its rules and branches run in none of them.

A rule is reached when it has a turn, a branch (a side of `??`, `else` or `if`) when it is asked, a `skip` when it
leaves a record out, a `check` or `warn` when it speaks. Of a mapping that stands on others, its own file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.trace import State, Trace
from engine.mapping.examples import traces
from engine.mapping.mapping import Mapping
from engine.model.frozen import frozen

_UNASKED = (State.NOT_NEEDED, State.NOT_REACHED)


@frozen
class Unreached:
    """Something that no test reaches. `kind`: "rule", "branch", "skip", "check" or "warn"; `text`: as it is written."""

    kind: str
    text: str
    span: Span


@frozen
class Reach:
    """How much the tests reach: of the rules and branches of the mapping's own file, and what is left."""

    rules: int
    branches: int
    unreached: tuple[Unreached, ...]

    def missed(self, kind: str) -> int:
        """How many of a kind are not reached."""
        return sum(one.kind == kind for one in self.unreached)


def reach(mapping: Mapping) -> Reach:
    """What the tests of a mapping reach."""
    met: dict[Unreached, bool] = dict.fromkeys(_all_rules(mapping), False)
    for trace in traces(mapping):
        for piece, reached in _pieces(trace):
            if piece.span.path == mapping.file:
                met[piece] = met.get(piece, False) or reached
    asked = [piece.span for piece, reached in met.items() if reached and piece.kind == "branch"]
    # A branch that was not asked is one piece; where it was, it is told in smaller ones.
    known = [piece for piece, reached in met.items() if reached or not _holds_any(piece, asked)]
    unreached = sorted((piece for piece in known if not met[piece]), key=_place)
    kinds = [piece.kind for piece in known]
    return Reach(kinds.count("rule"), len(kinds) - kinds.count("rule"), tuple(unreached))


def _all_rules(mapping: Mapping) -> Iterator[Unreached]:
    for statement in typed.all_statements(mapping.program.statements):
        if isinstance(statement, typed.Rule) and statement.span.path == mapping.file:
            yield Unreached("rule", statement.source, statement.span)


def _pieces(trace: Trace) -> Iterator[tuple[Unreached, bool]]:
    """What one test's record met, and whether it was reached."""
    for statement in trace.statements:
        if statement.kind == "rule":
            yield Unreached("rule", statement.text, statement.span), statement.state not in _UNASKED
        elif statement.kind in ("skip", "check", "warn"):
            speaks = statement.kind == "skip"
            yield Unreached(statement.kind, statement.text, statement.span), statement.value is speaks
        for step in statement.steps:
            yield Unreached("branch", step.text, step.span), step.state not in _UNASKED


def _holds_any(piece: Unreached, spans: list[Span]) -> bool:
    return piece.kind == "branch" and any(
        _start(piece.span) <= _start(one) and _end(one) <= _end(piece.span) for one in spans
    )


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


def _place(piece: Unreached) -> tuple[int, int]:
    return piece.span.line, piece.span.column
