"""What planning one mapping works with, and the section of the plan that it fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language.equivalence import Equivalences, rules_by_path
from engine.language.outcome import Circumstances, Desired
from engine.language.typed import Rule
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.change import Action, Pending, Request, Write
from engine.model.personal import without_personal
from engine.model.ports import Connection
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Series
from engine.model.types import Kind
from engine.sync.complaints import Complaints
from engine.sync.explaining.watched import Watched
from engine.sync.plan import Change, FieldChange, Memory, Section
from engine.sync.planning.claims import Claims
from engine.sync.planning.diff import Difference, flatten
from engine.sync.planning.draft import Drafts, row_id_of
from engine.sync.planning.holdings import Holdings
from engine.sync.planning.identity import identity_of
from engine.sync.planning.known import KnownEntity, References
from engine.sync.planning.related import Related
from engine.sync.planning.sent_records import SentRecords
from engine.sync.planning.sequence import in_sequence
from engine.sync.world import World

# A source's row with its key as text: both are asked for again and again.
Keyed: TypeAlias = tuple[str, Row]


@dataclass(frozen=True, slots=True)
class Job:
    """One mapping to plan. `sent` is what it last sent by key; `decisions` are the links that a person made.

    `archive_missing`: whether the workspace lets records be taken out of use of which the source has no row.
    `claims`: who takes what only one record may have, of all mappings of the plan. `series`: the target's, all of them.
    """

    mapping: EntityMapping
    source: Connection
    target: Connection
    related: Related
    holdings: Holdings
    known: KnownEntity
    references: References
    circumstances: Circumstances
    sent: SentRecords
    decisions: Mapping[str, str | int]
    equivalences: Equivalences
    rules: Mapping[str, Rule]
    complaints: Complaints
    world: World
    claims: Claims
    series: tuple[Series, ...] = ()
    offline: bool = False
    archive_missing: bool = False
    watched: Watched | None = None

    @property
    def entity(self) -> str:
        """The name under which the plan shows it: a second pass goes under what it continues."""
        return self.mapping.continues or self.mapping.name

    @property
    def target_entity(self) -> Entity:
        """The target's entity as this connection has it: which fields can be changed is the connection's word."""
        return self.target.catalog.entities[self.mapping.target.name]

    def key_of(self, row: Row) -> str:
        """A source row's key as text."""
        return identity_of(row, self.mapping.key)

    def watches(self, key: str) -> Watched | None:
        """Who looks at the record of this key, if anybody does."""
        watched = self.watched
        return watched if watched is not None and (watched.entity, watched.key) == (self.entity, key) else None

    def rows(self, since: str | None = None) -> Iterable[Row]:
        """The source's rows, each with the records that the rules refer to."""
        rows = self.source.read(self.mapping.source.name, since).rows
        return self.related.join(rows, self.mapping.source, self.mapping.program.references)

    def keys_elsewhere(self) -> frozenset[str]:
        """The keys of the source's rows that are not this workspace's: another firm's in the same database."""
        return frozenset(map(self.key_of, self.source.read(self.mapping.source.name).elsewhere()))

    def keyed(self, rows: Iterable[Row]) -> Iterator[Keyed]:
        """Rows with their keys."""
        return ((self.key_of(row), row) for row in rows)

    def existing(self) -> Mapping[str | int, Row]:
        """The target's records by id."""
        return self.holdings.of(self.mapping.target)

    def title(self, row: Row) -> str:
        """What a person calls the record: its own name, or that of the first record it refers to that has one."""
        entity = self.mapping.source
        if entity.name_field is not None:
            return str(row.get(entity.name_field) or "")
        for reference in entity.references:
            joined = row.get(reference.name)
            name = self.source.catalog.entities[reference.entity].name_field
            if isinstance(joined, Mapping) and name is not None and joined.get(name):
                return str(joined[name])
        return ""


def rules_of(mapping: EntityMapping) -> dict[str, Rule]:
    """A mapping's rules outside lists, by the path of their target."""
    return dict(rules_by_path(mapping.program.statements))


@dataclass(slots=True)
class SectionDraft:
    """A section while it is made; a dormant record may still be woken by a later mapping."""

    job: Job
    drafts: Drafts = field(init=False)
    changes: dict[tuple[str, int], Change] = field(default_factory=dict)
    linked: int = 0
    missing: tuple[str, ...] = ()
    cursor: str | None = None
    behind: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.drafts = Drafts(self.job.mapping.target, self.job.mapping.adopt)

    def put(self, change: Change, turn: int = 0) -> None:
        """Add a change; `turn` orders the changes of one key, and a change of the same place is replaced."""
        self.changes[change.key, turn] = change

    def order(self, key: str, first: Iterable[str]) -> None:
        """Let a record come behind others of this section."""
        those = list(first)
        if those:
            self.behind.setdefault(key, []).extend(those)

    def finish(self) -> Section:
        """The section by key, but prerequisites first."""
        job, ordered = self.job, tuple(self._in_order())
        return Section(
            job.entity, job.mapping.name, job.target.catalog.system, ordered, self.linked, self.missing, self.cursor
        )

    def _in_order(self) -> Iterable[Change]:
        sorted_changes = [self.changes[place] for place in sorted(self.changes)]
        if not self.behind:
            return sorted_changes
        by_key: dict[str, list[Change]] = {}
        for change in sorted_changes:
            by_key.setdefault(change.key, []).append(self._behind_others(change))
        return (change for key in in_sequence(by_key, self.behind) for change in by_key[key])

    def _behind_others(self, change: Change) -> Change:
        """The change, needing too those of its own section that it comes behind."""
        first = [(self.job.mapping.source.name, key) for key in self.behind.get(change.key, ())]
        return change.needing(first) if first and change.deed else change


def make_change(
    job: Job,
    key: str,
    action: Action,
    *,
    request: Request | None = None,
    fields: tuple[FieldChange, ...] = (),
    diagnostics: Iterable[Diagnostic] = (),
    memory: Memory | None = None,
    origin: Row | None = None,
    standing: Row | None = None,
    needs: tuple[tuple[str, str], ...] = (),
) -> Change:
    """A change of this job's mapping, with the title of the record that it came of. What stays as it is keeps no more
    than that: a whole register of it would fill the memory.

    A source that is read by a cursor gives a row once: whatever is to become of it, the change keeps it, for the target
    may yet refuse what the plan would send.
    """
    said, title = tuple(diagnostics), "" if origin is None else job.title(origin)
    if action is Action.UNCHANGED:
        origin = standing = None
        needs = ()
    row = origin if job.mapping.source.group else None
    return Change(
        job.entity, job.mapping.name, key, action, request, fields, said, title, memory, row, origin, standing, needs
    )


def memory_of(job: Job, row: Row, body: Mapping[str, Any], **found: Any) -> Memory:
    """What is kept of a source's record once `body` is sent."""
    return Memory(job.mapping.source.title, job.mapping.target.name, row_id_of(row), body, **found)


def payload_parts(
    job: Job, payload: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    """A desired payload's body, its path parameters and its files, told apart by the target's catalog."""
    if job.mapping.target.apart.isdisjoint(payload):
        return payload, {}, {}
    body: dict[str, Any] = {}
    path: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for name, value in payload.items():
        declared = job.mapping.target.find(name)
        assert declared is not None, f"{job.mapping.target.title} has no {name}"
        place = path if declared.in_path else files if declared.type.kind is Kind.FILE else body
        place[name] = value
    return body, path, files


def new_fields(job: Job, desired: Desired, body: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of a record that is made: every value that is sent, with its rule."""
    return tuple(
        FieldChange(
            path,
            None,
            value,
            desired.origins.get(path),
            _source(job, path),
            kind=job.mapping.target.kind_at(path),
            code=_code(desired, path),
        )
        for path, value in leaves(body).items()
    )


def leaves(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent, by path: every value but nothing."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        if value is None:
            continue
        if value.__class__ in _LEAVES:  # nearly all: nothing more need be asked of it
            found[name] = value
        else:
            found.update([(path, inner) for path, inner in flatten({name: value}) if inner is not None])
    return found


_LEAVES = frozenset({str, int, bool, Decimal, Pending})


def changed_fields(job: Job, desired: Desired, found: Iterable[Difference]) -> tuple[FieldChange, ...]:
    """The fields of a record that is changed."""
    return tuple(_changed_field(job, desired, item) for item in found)


def _changed_field(job: Job, desired: Desired, item: Difference) -> FieldChange:
    kind, lookup = job.mapping.target.kind_at(item.path), desired.lookups.get(item.path)
    before = item.before.text if isinstance(item.before, Fault) else item.before
    return FieldChange(
        item.path,
        without_personal(before, kind),
        item.after,
        _origin(desired, item.path),
        _source(job, item.path),
        item.drift,
        before,
        kind,
        _code(desired, item.path),
        "" if lookup is None or before is None else job.references.code_of(lookup, before),
    )


def _code(desired: Desired, path: str) -> str:
    """By what the id in a field was found, if it was looked up."""
    lookup = desired.lookups.get(path)
    return "" if lookup is None else lookup.code


def _origin(desired: Desired, path: str) -> Span | None:
    """The rule behind a field; of a whole object, behind its first field."""
    if path in desired.origins:
        return desired.origins[path]
    return next((span for name, span in desired.origins.items() if name.startswith(f"{path}.")), None)


def _source(job: Job, path: str) -> str:
    rule = job.rules.get(path)
    return rule.source if rule else ""


def update_request(job: Job, target_id: Any, found: Iterable[Difference], path: Mapping[str, Value]) -> Request:
    """The request that changes the fields that differ, and no other."""
    values = {item.path: item.after for item in found}
    return job.target.request(Write(job.mapping.target.name, Action.UPDATE, values, target_id, path))


def day_of(desired: Desired, field_name: str | None) -> date | None:
    """The date in a field of a desired record."""
    value = desired.payload.get(field_name) if field_name else None
    return value if isinstance(value, date) else None
