"""What an expression sees from where it stands, and where its findings go.

A View is passed down and narrowed on the way; the Findings behind it are one for the whole mapping.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking.narrowing import Place
from engine.language.checking.scope import Scope
from engine.language.subject import Subject
from engine.model.frozen import changeable, field, frozen, replace
from engine.model.types import UNKNOWN


class Position(Enum):
    """What an expression is for; it decides which ways out a complaint may offer."""

    RULE = "rule"
    REQUIRED = "rule of a required field"
    LET = "let"
    CONDITION = "condition"
    MESSAGE = "message"


@frozen
class Failure:
    """A step that can fail, not answered yet by an `else`.

    `demanding`: the rule must say what then; `within` alone has a default. `lookup`: a link, find or table.
    """

    step: Span
    note: str
    piped: typed.Expression | None
    position: Position
    lookup: bool = False
    demanding: bool = True


@changeable
class Findings:
    """All that a check brings together, besides the typed tree.

    `reads`: absolute paths of source fields ("lines", "net"); `references`, `links`, `tables`: as in Program.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    reads: set[tuple[str, ...]] = field(default_factory=set)
    references: set[tuple[str, ...]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)


@frozen
class View:
    """`present`: places that a condition around has shown to hold a value.

    `failures` takes the failing steps up to the next `else`. `tail`: what comes of the expression is what its rule
    gives. `word`: `nothing`, `empty` and `refuse` may stand here.
    """

    subject: Subject
    scope: Scope
    findings: Findings
    position: Position
    present: frozenset[Place] = frozenset()
    failures: list[Failure] = field(default_factory=list)
    tail: bool = False
    word: bool = False

    def complain(self, diagnostic: Diagnostic) -> None:
        """Add a finding."""
        self.findings.diagnostics.append(diagnostic)

    def mark(self) -> int:
        """How much has been complained about so far; compare later to see whether more was."""
        return len(self.findings.diagnostics)

    def inner(self) -> View:
        """The view of an operand: its value is used, not given."""
        return replace(self, tail=False, word=False) if self.tail or self.word else self

    def branch(self, places: frozenset[Place] = frozenset()) -> View:
        """The view right of `??` and `else` and in a branch of an `if`, where some places are known to be present."""
        return replace(self, word=True, present=self.present | places)


Infer: TypeAlias = Callable[[ast.Expression, View], typed.Expression]


def unresolved(span: Span) -> typed.Expression:
    """Stands where something was complained about, and stays silent in every further check."""
    return typed.Refuse(None, UNKNOWN, span)
