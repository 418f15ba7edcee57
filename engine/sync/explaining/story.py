"""One record's story: what would become of it and why, what was sent of it, and what the target holds. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language.trace import Statement, Trace
from engine.model.record import Value
from engine.sync.explaining.history import Asked
from engine.sync.explaining.payments import PaymentStory
from engine.sync.plan import Change
from engine.sync.state.records import Held, Link


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of the record, in a word for programs and a sentence for people.

    `kind`: an action of the plan, or why there is none: "dormant" (it goes when another record needs it), "old"
    (before invoices_from), "unselected", "gone" (the source lacks it now), "sent" (the target was not asked),
    "quiet" (the source tells nothing new of it), "document_waits" (it is posted, its file is still to come),
    "unplanned". `place`: the rule or condition that says so.
    """

    kind: str
    sentence: str
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class FieldStory:
    """One field of the target: its rule's trace, and how its value compares.

    `after`: the value as it would be sent. `standing`: what the target holds; `stands`: whether it said so.
    `differs`, `drift`: what an update would change, and what was changed in the target by hand.
    `sent`: what was sent last; `was_sent`: whether it was. `code_standing`: of an id that stands there, by what a
    person knows what it names, as `code` is of the one that would be sent.
    """

    rule: Statement
    after: Value
    standing: Value = None
    stands: bool = False
    differs: bool = False
    drift: bool = False
    sent: Value = None
    was_sent: bool = False
    code_standing: str = ""

    @property
    def code(self) -> str:
        """By what the id was found that would be sent, if it was looked up."""
        return "" if self.rule.lookup is None else self.rule.lookup.code


@dataclass(frozen=True, slots=True)
class Part:
    """One mapping's part of the story: the record's own mapping, or a second pass.

    `changes`: what the plan does about the record, its file's too. `trace`: None when no row was read.
    `sent`: all that this mapping sent last. `dropped`: where an overlay took a field's rule away, by its path.
    """

    mapping: str
    changes: tuple[Change, ...] = ()
    trace: Trace | None = None
    fields: tuple[FieldStory, ...] = ()
    sent: Mapping[str, Any] | None = None
    held: tuple[Held, ...] = ()
    dropped: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One record. `source` and `target` are what people call the two systems; `asked`: whether the target was asked.

    `link`: the remembered pair, `linked` the request that made it. `plans`: of each run in the journal, its plan.
    `file`: what was sent of the record's file. `payments`: of a voucher that was posted, what was settled of it; None
    where that is not asked. `problems`: mappings that could not be planned.
    """

    entity: str
    key: str
    title: str
    source: str
    target: str
    verdict: Verdict
    parts: tuple[Part, ...]
    asked: bool = True
    link: Link | None = None
    linked: Asked | None = None
    journal: tuple[Asked, ...] = ()
    plans: Mapping[int, str | None] = field(default_factory=dict)
    file: Mapping[str, Any] | None = None
    payments: tuple[PaymentStory, ...] | None = None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that the plan says of the record, each once."""
        return tuple(dict.fromkeys(d for part in self.parts for change in part.changes for d in change.diagnostics))
