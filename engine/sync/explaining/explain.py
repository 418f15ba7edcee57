"""One record's story, told from the very plan that a run would carry out. Reads only.

Where the target cannot be asked, the story is what the rules make of the record and what the state remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.outcome import Desired
from engine.language.trace import Statement
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.likeness import near_keys
from engine.model.record import Row, Value
from engine.model.schema import Nature
from engine.sync import complaints
from engine.sync.explaining.history import Asked, requests_about
from engine.sync.explaining.keys import key_named
from engine.sync.explaining.payments import PaymentStory, inlet_settling, payments_of, read_payments
from engine.sync.explaining.story import FieldStory, Part, Story
from engine.sync.explaining.verdict import Case, verdict_of
from engine.sync.explaining.watched import Watched
from engine.sync.plan import FILE_PART, HELD_BACK, Change, PlanRefused
from engine.sync.planning.diff import Difference, differences
from engine.sync.planning.job import Job, SectionDraft, payload_parts
from engine.sync.planning.planner import Office, Planning, draft_plan
from engine.sync.state.records import Link
from engine.sync.state.store import Store


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A plan as far as the record is concerned. `sections`: of the record's mappings; `others`: of the rest.

    `planning`: the plan as a whole; None where none can be made.
    """

    sections: Mapping[str, SectionDraft]
    others: tuple[SectionDraft, ...]
    watched: Watched
    planning: Planning | None = None

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What could not be read."""
        return () if self.planning is None else tuple(self.planning.problems)


def tell(
    office: Office,
    store: Store | None,
    entity: str,
    key: str,
    progress: Callable[[str], None] = lambda _name: None,
) -> Story:
    """The story of a record by its mapping's name and what people call it. `store` may be known to an offline office
    too.

    Raises PlanRefused (P111) for a key that nobody knows, and the Failures of a system that cannot be worked with.
    """
    mapping = next(m for m in office.mappings if m.name == entity)
    key = key_named(mapping, key)
    own = [m for m in office.mappings if entity in (m.name, m.continues)]
    drafted = _draft(office, mapping, {m.name for m in own}, Watched(entity, key), progress)
    link = _link(store, mapping, key)
    journal = () if store is None else tuple(requests_about(store, mapping.source.title, key))
    parts = tuple(_part(drafted, store, m, key, link) for m in own)
    if not _is_known(parts, drafted, link, journal):
        raise PlanRefused((_unknown(mapping, key, drafted.watched.keys),))
    payments = _payments(drafted, mapping, key) if link is not None else None
    return Story(
        entity,
        key,
        _title(drafted, parts, entity),
        mapping.source_catalog.title,
        mapping.target_catalog.title,
        verdict_of(_case(office, mapping, drafted, parts, link)),
        parts,
        not office.offline,
        link,
        _linking(journal, link),
        journal,
        {} if store is None else {asked.run: _plan_of(store, asked.run) for asked in journal},
        _file(store, mapping, key),
        payments,
        drafted.problems,
    )


# ---- the plan


def _draft(
    office: Office, mapping: EntityMapping, own: set[str], watched: Watched, progress: Callable[[str], None]
) -> _Drafted:
    """The plan that `wingo plan` would make, or `wingo payments` of what comes back: what the record's neighbours do
    may decide about it. What comes back is not known without asking."""
    is_inlet = mapping.target.nature is Nature.INLET
    if is_inlet and office.offline:
        return _Drafted({}, (), watched)
    planning = draft_plan(office, {mapping.name} if is_inlet else None, progress, watched)
    if is_inlet and mapping.name not in watched.met:  # the source was asked for what is new alone
        read_payments(planning, mapping)
    by_name = {section.job.mapping.name: section for section in planning.sections}
    others = tuple(section for name, section in by_name.items() if name not in own)
    sections = {name: section for name, section in by_name.items() if name in own}
    return _Drafted(sections, others, watched, planning)


def _payments(drafted: _Drafted, mapping: EntityMapping, key: str) -> tuple[PaymentStory, ...] | None:
    """What was settled of a posted voucher; None of any other record, and where nobody is asked."""
    planning = drafted.planning
    if mapping.target.nature is not Nature.VOUCHER or planning is None or planning.office.offline:
        return None
    inlet_mapping = inlet_settling(planning, mapping)
    settlements = None if inlet_mapping is None else read_payments(planning, inlet_mapping)
    return None if settlements is None else payments_of(settlements, key)


def _changes(section: SectionDraft, key: str) -> tuple[Change, ...]:
    return tuple(change for (found, _turn), change in sorted(section.changes.items(), key=_place) if found == key)


def _place(item: tuple[tuple[str, int], Change]) -> tuple[str, int]:
    return item[0]


def _case(
    office: Office, mapping: EntityMapping, drafted: _Drafted, parts: tuple[Part, ...], link: Link | None
) -> Case:
    main = parts[0]
    is_inlet = mapping.target.nature is Nature.INLET
    return Case(
        mapping.name,
        mapping.source_catalog.title,
        mapping.target_catalog.title,
        main.changes[0] if main.changes else None,
        any(change.is_of_file and change.action in HELD_BACK for change in main.changes),
        main.trace,
        not office.offline,
        link is not None,
        not drafted.problems if is_inlet else _is_planned(drafted, mapping.name),
        is_inlet,
        _other_mapping(drafted, mapping, drafted.watched.key),
    )


def _is_planned(drafted: _Drafted, name: str) -> bool:
    """Whether the source was read for a mapping; a workspace without invoices_from plans no voucher."""
    return name in drafted.sections and (bool(drafted.watched.keys) or not drafted.problems)


def _other_mapping(drafted: _Drafted, mapping: EntityMapping, key: str) -> str | None:
    """Another mapping of the same source that deals with this key."""
    same = (s for s in drafted.others if s.job.mapping.source is mapping.source)
    return next((section.job.entity for section in same if _changes(section, key)), None)


# ---- the state


def _link(store: Store | None, mapping: EntityMapping, key: str) -> Link | None:
    link = None if store is None else store.links(mapping.source.title).get(key)
    return link if link is not None and link.target_entity == mapping.target.name else None


def _linking(journal: Iterable[Asked], link: Link | None) -> Asked | None:
    """The request that made the link, or the linking itself where there was none."""
    done = (asked for asked in journal if asked.outcome == "done")
    return None if link is None else next((asked for asked in done if asked.target_id == link.target_id), None)


def _plan_of(store: Store, run: int) -> str | None:
    found = store.run(run)
    return None if found is None else found["plan"]


def _file(store: Store | None, mapping: EntityMapping, key: str) -> Mapping[str, Any] | None:
    sent = None if store is None else store.sent(mapping.source.title, mapping.name, FILE_PART).get(key)
    return None if sent is None else sent.values


# ---- one mapping's part


def _part(drafted: _Drafted, store: Store | None, mapping: EntityMapping, key: str, link: Link | None) -> Part:
    section, met = drafted.sections.get(mapping.name), drafted.watched.met.get(mapping.name)
    changes = () if section is None else _changes(section, key)
    sent = None if store is None else store.sent_of(mapping.source.title, mapping.name, [key]).get(key)
    held = () if store is None else tuple(h for h in store.held() if (h.mapping, h.key) == (mapping.name, key))
    values = None if sent is None else sent.values
    fields: tuple[FieldStory, ...] = ()
    if section is not None and met is not None:
        standing = _standing(section.job, changes, link)
        found = _differences(section.job, met.trace.outcome, standing, values)
        told = (_field(rule, met.trace.outcome, standing, values, found) for rule in met.trace.rules)
        fields = tuple(_coded(field, section.job) for field in told)
    return Part(mapping.name, changes, None if met is None else met.trace, fields, values, held, mapping.dropped)


def _standing(job: Job, changes: tuple[Change, ...], link: Link | None) -> Row | None:
    """What the target holds of the record: of the linked one, or of the one that would be linked."""
    target_id = None if link is None else link.target_id
    if target_id is None and changes and changes[0].memory is not None:
        found = changes[0].memory.target_id
        target_id = found if isinstance(found, (str, int)) else None
    return None if target_id is None else job.existing().get(target_id)


def _differences(job: Job, outcome: object, standing: Row | None, sent: Mapping[str, Any] | None) -> list[Difference]:
    if standing is None or not isinstance(outcome, Desired):
        return []
    body, _, _ = payload_parts(job, outcome.payload)
    return differences(body, standing, job.target_entity, job.equivalences, sent)


def _field(
    rule: Statement,
    outcome: object,
    standing: Row | None,
    sent: Mapping[str, Any] | None,
    found: list[Difference],
) -> FieldStory:
    path = rule.name
    after = _value_at(outcome.payload, path) if isinstance(outcome, Desired) else rule.value
    difference = next((d for d in found if path == d.path or path.startswith(f"{d.path}.")), None)
    stands, there = _looked_up(standing, path)
    was_sent, before = _looked_up(sent, path)
    drift = difference is not None and difference.drift
    return FieldStory(rule, after, there, stands, difference is not None, drift, before, was_sent)


def _coded(field: FieldStory, job: Job) -> FieldStory:
    """The field with the code of the id that stands in the target."""
    lookup = field.rule.lookup
    if lookup is None or field.standing is None:
        return field
    return replace(field, code_standing=job.references.code_of(lookup, field.standing))


def _looked_up(values: Mapping[str, Any] | None, path: str) -> tuple[bool, Any]:
    """Whether values tell of a path at all, and what; of an object that is not there they tell that it is not, of a
    list that is not there (a voucher's short form) nothing."""
    names = _names(path)
    if values is None or names[0] not in values:
        return False, None
    if "[" in path and not isinstance(values[names[0]], (list, tuple)):
        return False, None
    return True, _value_at(values, path)


def _value_at(values: Mapping[str, Any], path: str) -> Value:
    """The value at a path (`MailAddress.City`, `OutgoingInvoiceLines[0].VatId`); None where there is none."""
    found: Any = values
    for name in _names(path):
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, (list, tuple)) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found  # type: ignore[no-any-return]  # what JSON and payloads hold at a leaf


def _names(path: str) -> list[str]:
    return path.replace("[", ".").replace("]", "").split(".")


# ---- who it is


def _title(drafted: _Drafted, parts: tuple[Part, ...], entity: str) -> str:
    section, met = drafted.sections.get(entity), drafted.watched.met.get(entity)
    if section is not None and met is not None:
        return section.job.title(met.row)
    titles = [change.title for part in parts for change in part.changes]
    titles += [held.title for part in parts for held in part.held]
    return next((title for title in titles if title), "")


def _is_known(parts: tuple[Part, ...], drafted: _Drafted, link: Link | None, journal: tuple[Asked, ...]) -> bool:
    """Whether anybody knows the key: the source, the plan or the state. What could not be read is not unknown."""
    watched = drafted.watched
    said = any(part.changes or part.trace or part.held for part in parts)
    could_not_be_read = bool(drafted.problems) and not watched.keys
    return bool(said or watched.key in watched.keys or link is not None or journal or could_not_be_read)


def _unknown(mapping: EntityMapping, key: str, keys: set[str]) -> Diagnostic:
    """P111, with keys that look like it: `5001` may mean `1/5001`."""
    inlet = mapping.target.inlet
    settles = "" if inlet is None else inlet.settles
    return complaints.no_such_record(mapping.source_catalog.title, mapping.name, key, near_keys(key, keys), settles)
