"""From mappings and connections to a plan: each mapping in its order, by the nature of its target.

Nothing here knows which way a mapping runs; a mapping names its source and its target, and the target's entity says
what may be done with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.equivalence import equivalences
from engine.language.outcome import Circumstances, NoSuchRecord
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.series_choice import resolve_all
from engine.mapping.workspace import Workspace
from engine.model.failure import Missing, Rejected
from engine.model.ports import Connection
from engine.model.record import fingerprint
from engine.model.schema import Entity, Nature, Series
from engine.model.watching import at_work
from engine.sync import complaints
from engine.sync.complaints import Complaints
from engine.sync.explaining.watched import Watched
from engine.sync.plan import FILE_PART, Plan
from engine.sync.planning.claims import Claims
from engine.sync.planning.collecting import collecting_seldom
from engine.sync.planning.holdings import Holdings, SettingRows
from engine.sync.planning.inlets import plan_inlet, row_from_state
from engine.sync.planning.job import Job, SectionDraft, rules_of
from engine.sync.planning.known import KnownEntity, KnownRecords, References
from engine.sync.planning.ranges import trust_ranges
from engine.sync.planning.registers import plan_register, plan_second_pass
from engine.sync.planning.related import Related
from engine.sync.planning.room import rooms_of, series_notes
from engine.sync.planning.sent_records import NOTHING_SENT, SentRecords
from engine.sync.planning.vouchers import Vouchers, plan_vouchers
from engine.sync.reverting.taken_back import TakenBack
from engine.sync.state.store import Store
from engine.sync.world import World


@dataclass(frozen=True, slots=True)
class Office:
    """All that a plan is made from. `connections` by system name; `store` None knows of no link."""

    workspace: Workspace
    mappings: tuple[EntityMapping, ...]
    connections: Mapping[str, Connection]
    store: Store | None
    world: World
    offline: bool = False

    @property
    def calls(self) -> int:
        """How many requests its connections have sent since they were opened."""
        return sum(connection.calls for connection in self.connections.values())

    @property
    def waited_seconds(self) -> float:
        """How long its connections have waited for their systems' limits."""
        return sum(connection.waited_seconds for connection in self.connections.values())


@dataclass(slots=True)
class Planning:
    """One plan while it is made: what is read once for all its mappings, and the sections so far."""

    office: Office
    known: KnownRecords
    related: dict[str, Related]
    holdings: dict[str, Holdings]
    settings: dict[str, SettingRows]
    linkable: Mapping[str, Entity]
    claims: Claims = field(default_factory=Claims)
    watched: Watched | None = None
    afresh: bool = False
    sections: list[SectionDraft] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def make_plan(
    office: Office,
    wanted: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _name: None,
    *,
    afresh: bool = False,
) -> Plan:
    """The plan of the wanted entities (mapping names; None is all but inlets, which are asked for by name).

    `afresh`: a source that is read by what changed since last time is read whole.
    An entity that cannot be read (a missing view) is left out with a diagnostic, and the others go on.
    Raises Unreachable, Denied or Retryable when a system cannot be worked with at all.
    """
    before = office.calls
    planning = draft_plan(office, wanted, progress, afresh=afresh)
    rooms = rooms_of(planning.sections)
    return Plan(
        office.world.new_id(),
        office.workspace.name,
        office.world.clock(),
        fingerprint_of(office.mappings),
        "sha256:" + fingerprint([_series_json(series) for series in _all_series(planning)]),
        tuple(section.finish() for section in planning.sections),
        tuple(planning.problems),
        office.calls - before,
        notes=tuple(series_notes(planning.sections, rooms)),
        rooms=rooms,
    )


def draft_plan(
    office: Office,
    wanted: Collection[str] | None,
    progress: Callable[[str], None],
    watched: Watched | None = None,
    *,
    afresh: bool = False,
) -> Planning:
    """A plan before it is put in order, with all that was read for it; see `make_plan`. `watched` is looked at."""
    planning = Planning(
        office,
        KnownRecords(None if office.offline else office.store),
        {name: Related(connection) for name, connection in office.connections.items()},
        {name: Holdings(c, offline=office.offline) for name, c in office.connections.items()},
        {name: SettingRows(c, offline=office.offline) for name, c in office.connections.items()},
        linkable(office.mappings),
        watched=watched,
        afresh=afresh,
    )
    with collecting_seldom():
        for mapping in office.mappings:
            if _is_wanted(mapping, wanted):
                progress(mapping.name)
                with at_work(entity=mapping.continues or mapping.name):
                    _plan_mapping(planning, mapping)
    return planning


def fingerprint_of(mappings: Iterable[EntityMapping]) -> str:
    """One digest of all mappings that a plan was made from."""
    return "sha256:" + fingerprint({mapping.name: mapping.digest for mapping in mappings})


def _is_wanted(mapping: EntityMapping, wanted: Collection[str] | None) -> bool:
    if wanted is None:
        return mapping.target.nature is not Nature.INLET
    return mapping.name in wanted or (mapping.continues or "") in wanted


def _plan_mapping(planning: Planning, mapping: EntityMapping) -> None:
    try:
        job = job_of(planning, mapping)
        section = SectionDraft(job)
        _PLANNERS[mapping.target.nature](planning, job, section)
    except (Missing, Rejected) as failure:
        planning.problems.append(complaints.system_failure(failure))
        return
    planning.sections.append(section)


def job_of(planning: Planning, mapping: EntityMapping) -> Job:
    """What planning one mapping works with."""
    office = planning.office
    source = office.connections[mapping.source.system]
    target = office.connections[mapping.target.system]
    related = planning.related[mapping.source.system]
    references = References(
        planning.known,
        planning.linkable,
        mapping.source.system,
        planning.settings[mapping.target.system],
        lambda entity, key: planning.related[entity.system].row(entity, key),
        partial(_absence, planning),
    )
    store = None if office.offline else office.store
    known = planning.known.of(mapping.source)
    series = _series(planning, mapping)
    return Job(
        mapping,
        source,
        target,
        related,
        planning.holdings[mapping.target.system],
        known,
        references,
        Circumstances(office.world.today(), references, resolve_all(mapping.series, series), trust_ranges(series)),
        _sent(store, mapping, known),
        office.workspace.links.get(mapping.name, {}),
        equivalences(mapping.program),
        rules_of(mapping),
        Complaints(source.catalog.title, target.catalog.title),
        office.world,
        planning.claims,
        series,
        office.offline,
        office.workspace.archive_missing,
        planning.watched,
    )


def _sent(store: Store | None, mapping: EntityMapping, known: KnownEntity) -> SentRecords:
    if store is None:
        return NOTHING_SENT
    whose = mapping.source.title, mapping.name
    return SentRecords(partial(store.sent_of, *whose), partial(store.marks_of, *whose), known.links)


def _absence(planning: Planning, entity: Entity, key: str) -> NoSuchRecord | None:
    """The answer for a record that its own system does not have; of a view that cannot be read nobody knows."""
    office = planning.office
    columns = next((m.key for m in office.mappings if m.source is entity and not m.continues), entity.key)
    try:
        is_there = planning.related[entity.system].has(entity, columns, key)
    except (Missing, Rejected):
        return None
    return None if is_there else NoSuchRecord(office.connections[entity.system].catalog.title)


def linkable(mappings: Iterable[EntityMapping]) -> dict[str, Entity]:
    """The entities that `link` may name: those that a workspace's mappings read, and those that only their rules
    name, of which the state may still know links."""
    entities: dict[str, Entity] = {}
    known = tuple(mappings)
    for mapping in known:
        entities.setdefault(mapping.source.name, mapping.source)
    for mapping in known:
        for name in mapping.program.links - entities.keys():
            here, there = mapping.source_catalog.entities, mapping.target_catalog.entities
            entities[name] = here[name] if name in here else there[name]
    return entities


def _series(planning: Planning, mapping: EntityMapping) -> tuple[Series, ...]:
    """The target's series: live ones, or the workspace's snapshot when offline; none where no number lies in any."""
    if not mapping.series and mapping.target.series is None:
        return ()
    office = planning.office
    connection = office.connections[mapping.target.system]
    if not office.offline:
        return connection.series()
    return office.workspace.series or connection.catalog.series


def _all_series(planning: Planning) -> list[Series]:
    """The series that the wanted mappings are checked against, for the plan's digest."""
    by_system = {s.job.mapping.target.system: s.job.series for s in planning.sections if s.job.series}
    return [series for _, those in sorted(by_system.items()) for series in those]


def _series_json(series: Series) -> list[Any]:
    return [series.type, series.name, series.start, series.end, series.default, series.trust]


def _plan_register(planning: Planning, job: Job, section: SectionDraft) -> None:
    plan = plan_second_pass if job.mapping.continues else plan_register
    plan(job, section, lambda needed: _wake(planning, needed))


def _plan_vouchers(planning: Planning, job: Job, section: SectionDraft) -> None:
    office = planning.office
    if office.workspace.invoices_from is None:
        planning.problems.append(complaints.no_start_date(job.mapping.name))
        return
    store = None if office.offline else office.store
    attached = store.sent(job.mapping.source.title, job.mapping.name, FILE_PART) if store else {}
    closed_until = None if office.offline else job.target.closed_until()
    vouchers = Vouchers(
        job,
        section,
        attached,
        office.workspace.invoices_from,
        closed_until,
        fingerprint_of(office.mappings),
        lambda needed: _keep(planning, needed),
    )
    plan_vouchers(vouchers)


def _plan_inlet(planning: Planning, job: Job, section: SectionDraft) -> None:
    store, inlet = planning.office.store, job.mapping.target.inlet
    assert store is not None, "an inlet is planned against the state"
    assert inlet is not None, f"{job.mapping.target.title} declares no inlet"
    settles = planning.known.of(job.target.catalog.entities[inlet.settles])
    held = {
        item.key: row_from_state(item.row, job.mapping.source)
        for item in store.held()
        if item.mapping == job.mapping.name and item.row is not None
    }
    source = job.mapping.source.system
    taken_back = TakenBack(store, job.source, planning.holdings[source], settles)
    since = None if planning.afresh else store.cursor(job.mapping.name)
    plan_inlet(job, section, settles, held, since, taken_back)


def _refuse_view(_planning: Planning, job: Job, _section: SectionDraft) -> None:
    raise AssertionError(f"{job.mapping.target.title} is only read: the checker refuses such a mapping")


_PLANNERS: Mapping[Nature, Callable[[Planning, Job, SectionDraft], None]] = {
    Nature.REGISTER: _plan_register,
    Nature.VOUCHER: _plan_vouchers,
    Nature.INLET: _plan_inlet,
    Nature.VIEW: _refuse_view,
}


def _wake(planning: Planning, needed: tuple[tuple[str, str], ...]) -> None:
    """Make the dormant records that a record to be sent links to."""
    for name, key in needed:
        make = _known(planning, name).dormant.pop(key, None)
        if make is not None:
            make()


def _keep(planning: Planning, needed: tuple[tuple[str, str], ...]) -> None:
    """Make them, and keep or bring back into use what a voucher to be posted links to."""
    _wake(planning, needed)
    for name, key in needed:
        keep = _known(planning, name).retiring.pop(key, None)
        if keep is not None:
            keep()


def _known(planning: Planning, name: str) -> KnownEntity:
    return planning.known.of(planning.linkable[name])
