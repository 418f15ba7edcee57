"""The way back of a run, as a plan: newest first, each deed by the nature of what it was done to.

The journal says what was done and what stood there before. What cannot be taken back is refused with its reason, what
was changed since is left alone, and nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from engine.model.change import Action
from engine.model.record import fingerprint
from engine.model.schema import Nature
from engine.sync.plan import Change, Plan, PlanRefused, Section
from engine.sync.planning.planner import Office, fingerprint_of
from engine.sync.reverting import complaints
from engine.sync.reverting.deeds import Deed, Deeds, by_mapping
from engine.sync.reverting.inlet import take_back_rows
from engine.sync.reverting.register import take_back_register
from engine.sync.reverting.voucher import take_back_voucher
from engine.sync.reverting.way_back import WayBack
from engine.sync.state.store import Store
from engine.sync.world import SETTLE_SECONDS

_WayOfNature: TypeAlias = Callable[[WayBack, Sequence[Deed]], Iterable[Change]]


def make_revert(office: Office, run: int, progress: Callable[[str], None] = lambda _name: None) -> Plan:
    """The plan that takes a run back. Raises PlanRefused (P701) and the Failures of a system."""
    before = office.calls
    assert office.store is not None, "what runs did stands in the state"
    refuse_unknown(office.store, run)
    back = WayBack(office, Deeds(office.store, run))
    sections = tuple(_sections(back, progress))
    if back.unsettled:
        waited = (office.world.clock() - max(back.unsettled)).total_seconds()
        office.world.sleep(max(SETTLE_SECONDS - waited, 0))
        sections = tuple(_sections(WayBack(office, back.deeds), progress))
    return Plan(
        office.world.new_id(),
        office.workspace.name,
        office.world.clock(),
        fingerprint_of(office.mappings),
        "sha256:" + fingerprint([]),
        sections,
        calls=office.calls - before,
        scope=frozenset((change.mapping, change.key) for section in sections for change in section.changes),
        reverts=run,
    )


def refuse_unknown(store: Store, run: int) -> None:
    """Raise PlanRefused (P701) unless there is such a run."""
    runs = [row["id"] for row in store.runs()]
    if run not in runs:
        raise PlanRefused((complaints.no_such_run(run, max(runs, default=None)),))


def _sections(back: WayBack, progress: Callable[[str], None]) -> Iterator[Section]:
    for mapping, deeds in by_mapping(back.deeds.of_run).items():
        progress(mapping)
        changes = tuple(_take_back(back, deeds))
        first = deeds[0]
        links = back.links(first).values()
        linked = sum(link.target_entity == first.target_entity for link in links)
        rewinds = any(change.action is Action.PAY for change in changes)
        yield Section(back.entity_name(first), mapping, first.system, changes, linked, rewinds=rewinds)


def _take_back(back: WayBack, deeds: Sequence[Deed]) -> Iterable[Change]:
    """The way back of one mapping's deeds, which all were done to one entity."""
    if deeds[0].system not in back.office.connections:
        return (_without_system(back, deed) for deed in deeds)
    return _BY_NATURE[back.entity(deeds[0]).nature](back, deeds)


def _without_system(back: WayBack, deed: Deed) -> Change:
    said = complaints.no_such_system(back.record_name(deed), deed.system)
    return Change(back.entity_name(deed), deed.mapping, deed.key, Action.REFUSED, diagnostics=(said,))


def _each_alone(take_back: Callable[[WayBack, Deed], Change | None]) -> _WayOfNature:
    """Deed by deed, the newest first."""
    return lambda back, deeds: (change for deed in deeds if (change := take_back(back, deed)) is not None)


# Of a VIEW nothing is said: it is only read, so no deed was ever done to it.
_BY_NATURE: Mapping[Nature, _WayOfNature] = {
    Nature.REGISTER: _each_alone(take_back_register),
    Nature.VOUCHER: _each_alone(take_back_voucher),
    Nature.INLET: take_back_rows,
}
