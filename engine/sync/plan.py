"""A plan: sorted changes with counts; data, not deed. Its JSON is a contract that programs read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import as_json
from engine.diagnostics.source import Span
from engine.model.change import Action, Request
from engine.model.placeholder import Placeholder
from engine.model.record import Value
from engine.model.types import Kind
from engine.sync.room import Room

FORMAT = 1

# What a plan does, and what it only tells; the first group is what `sync` carries out.
DEEDS = frozenset({Action.CREATE, Action.UPDATE, Action.ADOPT, Action.POST, Action.ATTACH, Action.PAY, Action.REVERSE})
HELD_BACK = frozenset({Action.REFUSED, Action.WAIT})

FILE_PART = "file"  # the part of a voucher that follows it, and never holds it back


class HeldState(Enum):
    """What it is that is held back; the values are the words of the JSON forms."""

    REFUSED = "refused"
    WAITS = "waits"
    DOCUMENT_WAITS = "document_waits"  # the voucher itself is posted, or goes without it


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change, with the rule behind it. `drift`: the target's value was changed there by hand.

    `kept`: of an update, what stood there, for the journal; `before` is fit to be shown. `kind`: what the field holds.
    `code`, `code_before`: of an id, by what a person knows the record or setting that it names (an account's number).
    """

    target: str
    before: Value
    after: object
    rule: Span | None = None
    source: str = ""
    drift: bool = False
    kept: Value = field(default=None, repr=False)
    kind: Kind = Kind.UNKNOWN
    code: str = ""
    code_before: str = ""


# What rules asked of the state and the target, each question with its answer: (kind, name, key, answer).
Asked: TypeAlias = tuple[tuple[str, str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a record's values were made from: a digest of its row, of the rules and of what was told them beside it,
    and what they asked. Where all of it is as it was, so are the values, and nothing is to be said of them.

    `made`: the values, where they are otherwise than those that were last sent and count as the same in the target."""

    digest: str
    asked: Asked = ()
    made: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stood in the target when it was held against what it should be, and nothing differed.

    `digest`: of what it showed there in the fields that rules fill. `telling`: of the values that it should have, those
    that proofs ask of every record. Where a record comes of the same and shows the same, nothing differs again.
    """

    digest: str
    telling: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the state keeps once a change took hold.

    `entity` is the master's ("win.customer"). `sent`: the values as sent, by the mapping's `part` ("" or "file").
    `target_id`, `values`: of an adopted record, known before anything is sent; of a file that waits, its voucher's id.
    `made_from`: where the same values will be made again of the same; None when that cannot be told. Of a record that
    stays as it is there is nothing to send: only what it was made from and how it stands are kept.
    """

    entity: str
    target_entity: str
    row_id: str | None = None
    sent: Mapping[str, Any] | None = None
    part: str = ""
    target_id: str | int | Placeholder | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    links: bool = True
    forgets: bool = False  # what was made of it is taken back: it is linked no more
    made_from: Origin | None = None
    stands: Standing | None = None

    @property
    def is_news(self) -> bool:
        """Whether of a record that stays as it is the state does not know all of it."""
        return self.made_from is not None or self.stands is not None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done about one record, or why nothing is. `entity` is the mapping's name, or the continued one's.

    `title`: what a person calls the record. `row`: the source's row, of a source whose cursor does not give it again.
    `origin`: the record as its rules read it. `standing`: what the target holds of it now, None when it is not there.
    `needs`: the records that must be there before it, each by its source entity's name and its key.
    """

    entity: str
    mapping: str
    key: str
    action: Action
    request: Request | None = None
    fields: tuple[FieldChange, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    title: str = ""
    memory: Memory | None = None
    row: Mapping[str, Any] | None = None
    origin: Mapping[str, Any] | None = field(default=None, repr=False)  # as the source has it, personal numbers too
    standing: Mapping[str, Any] | None = field(default=None, repr=False)
    needs: tuple[tuple[str, str], ...] = ()

    @property
    def drift(self) -> bool:
        """Whether it holds a field that was changed in the target by hand."""
        return any(change.drift for change in self.fields)

    @property
    def sends(self) -> bool:
        """Whether carrying it out sends a request."""
        return self.request is not None

    @property
    def is_of_file(self) -> bool:
        """Whether it is about a voucher's file alone."""
        return self.memory is not None and self.memory.part == FILE_PART

    @property
    def takes_back(self) -> bool:
        """Whether it is a row in an inlet that takes another one back."""
        return self.action is Action.PAY and self.memory is not None and not self.memory.links

    @property
    def alters(self) -> bool:
        """Whether it alters what stands in the target already; that is what guards count."""
        is_reversal = self.action is Action.REVERSE and self.sends
        return self.action is Action.UPDATE or is_reversal or self.takes_back

    @property
    def is_news(self) -> bool:
        """Whether the state is to note something of it though nothing is done."""
        return self.memory is not None and self.memory.is_news

    @property
    def deed(self) -> bool:
        """Whether carrying the plan out does something about it."""
        return self.action in DEEDS

    def needing(self, first: Iterable[tuple[str, str]]) -> Change:
        """The same, needing further records to be there before it."""
        return replace(self, needs=(*self.needs, *first))


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping's changes, in the order they are carried out.

    `linked`: how many records of the entity were linked before; `missing`: how many of these the source lacks now.
    `cursor`: where the next reading starts, once all of this section is done or held. `rewinds`: that it starts at the
    beginning, whatever becomes of this section: what it takes back must be seen, and is older than the cursor.
    """

    entity: str
    mapping: str
    system: str
    changes: tuple[Change, ...]
    linked: int = 0
    missing: tuple[str, ...] = ()
    cursor: str | None = None
    rewinds: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run would do. `calls`: requests that making it took; `problems`: entities left out, and why.

    `notes`: what is to be looked at before it is carried out, and stops nothing. `rooms`: how full its series are.
    `scope`: the records that it speaks of, by mapping and key; None when it speaks of all that its mappings read.
    `reverts`: the run that it takes back.
    """

    id: str
    workspace: str
    created_at: datetime
    mappings: str
    series: str
    sections: tuple[Section, ...]
    problems: tuple[Diagnostic, ...] = ()
    calls: int = 0
    scope: frozenset[tuple[str, str]] | None = None
    reverts: int | None = None
    notes: tuple[Diagnostic, ...] = ()
    rooms: tuple[Room, ...] = ()

    @property
    def changes(self) -> Iterable[Change]:
        """All changes in order."""
        return (change for section in self.sections for change in section.changes)

    @property
    def said(self) -> tuple[Diagnostic, ...]:
        """What is to be said of the plan as a whole."""
        return (*self.problems, *self.notes)

    @property
    def deeds(self) -> list[Change]:
        """The changes that carrying out does something about."""
        return [change for change in self.changes if change.deed]

    @property
    def summary(self) -> dict[str, dict[str, int]]:
        """Counts by entity and action; `drift` counts the changes that hold a field edited in the target."""
        counts: dict[str, Counter[str]] = {}
        for section in self.sections:
            tally = counts.setdefault(section.entity, Counter())
            tally.update(change.action.value for change in section.changes)
            tally["drift"] += sum(change.drift for change in section.changes)
        order = [action.value for action in Action]
        return {
            entity: {**{name: tally[name] for name in order if tally[name]}, "drift": tally["drift"]}
            for entity, tally in counts.items()
        }


class PlanRefused(Exception):
    """There is no plan to carry out. `diagnostics` say why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(d.message for d in diagnostics))
        self.diagnostics = diagnostics


def plan_json(plan: Plan, *, unchanged: bool = False, language: Language = ENGLISH) -> dict[str, Any]:
    """The plan as programs read it; unchanged records only when asked for."""
    members = plan_members(plan, unchanged=unchanged, language=language)
    return {**members, "changes": list(members["changes"])}


def plan_members(plan: Plan, *, unchanged: bool = False, language: Language = ENGLISH) -> dict[str, Any]:
    """As `plan_json`, but the changes are an iterator: a plan of many is written as it is made."""
    shown = (c for c in plan.changes if unchanged or c.action is not Action.UNCHANGED)
    return {
        "format": FORMAT,
        "plan": plan.id,
        "workspace": plan.workspace,
        "created_at": plan.created_at.isoformat(timespec="seconds"),
        "mappings": plan.mappings,
        "series": plan.series,
        **({} if plan.reverts is None else {"reverts": plan.reverts}),
        "summary": plan.summary,
        "changes": (change_json(change, language) for change in shown),
        "diagnostics": [as_json(one, language) for one in plan.said],
    }


def change_json(change: Change, language: Language = ENGLISH) -> dict[str, Any]:
    """One change as programs read it."""
    request = change.request
    return {
        "entity": change.entity,
        "mapping": change.mapping,
        "key": change.key,
        "action": change.action.value,
        "request": None if request is None else {"method": request.method, "path": request.path},
        "payload": None if request is None else request.payload,
        "fields": [_field_json(item) for item in change.fields],
        "diagnostics": [as_json(item, language) for item in change.diagnostics],
    }


def _field_json(change: FieldChange) -> dict[str, Any]:
    rule = None if change.rule is None else {"file": change.rule.path, "line": change.rule.line}
    shown = {"target": change.target, "before": change.before, "after": change.after, "rule": rule}
    beside = {"code": change.code, "code_before": change.code_before, "drift": change.drift}
    return {**shown, **{name: value for name, value in beside.items() if value}}
