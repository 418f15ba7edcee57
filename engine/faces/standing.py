"""How a workspace stands, as its state remembers it; no system is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.faces.state import State
from engine.faces.systems import library
from engine.mapping.collection import load_mappings
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.workspace import Workspace
from engine.sync.explaining.history import RunRecord, runs_since
from engine.sync.plan import HeldState
from engine.sync.state.records import CarriedOut, Held, OpenIntent, SavedPlan


@dataclass(frozen=True, slots=True)
class EntityStanding:
    """One entity. `linked`: how many records; None while its mapping has errors. `held`: how many are held back, and
    `oldest_held` the first; `files`: how many are posted and wait for their PDF.

    `carried_out`: when a run last carried its mapping out whole, and that run. `changed`: its mappings that are
    otherwise since then.
    """

    name: str
    linked: int | None
    held: int
    files: int
    oldest_held: datetime | None
    carried_out: datetime | None
    run: int | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One workspace at a moment. `began`: its first run.

    `to_settle`: requests whose outcome nobody knows yet, of runs that died. `plans`: saved and not applied, the newest
    first; those that would do nothing are left out.
    """

    workspace: Workspace
    now: datetime
    began: datetime | None
    at_work: bool
    last_run: RunRecord | None
    guards: Mapping[str, object]
    mapping_errors: int
    entities: tuple[EntityStanding, ...]
    to_settle: tuple[OpenIntent, ...]
    plans: tuple[SavedPlan, ...]

    @property
    def zone(self) -> ZoneInfo:
        """Where the customer is."""
        return ZoneInfo(self.workspace.timezone)


def standing_of(state: State) -> Standing:
    """How a workspace stands now. Raises Unreachable when its state cannot be read."""
    store, workspace, at_work = state.store, state.workspace, state.is_at_work
    loaded = load_mappings(workspace, library())
    held = store.held()
    began = store.began_at()
    last = next(iter(runs_since(store, at_work, limit=1)), None)
    return Standing(
        workspace,
        state.now,
        None if began is None else datetime.fromisoformat(began),
        at_work,
        last,
        {guard.name: getattr(workspace.guards, guard.name) for guard in fields(workspace.guards)},
        sum(diagnostic.is_error for diagnostic in loaded.diagnostics),
        _entities(workspace, loaded.mappings, held, store.last_carried_out(), store.count_links()),
        () if at_work else tuple(store.open_intents()),
        tuple(store.waiting_plans()),
    )


def _entities(
    workspace: Workspace,
    mappings: tuple[EntityMapping, ...],
    held: list[Held],
    carried_out: Mapping[str, CarriedOut],
    links: Mapping[tuple[str, str], int],
) -> tuple[EntityStanding, ...]:
    """The workspace's entities in its own order, then those that the state still holds something of."""
    names = dict.fromkeys((*workspace.entities, *(item.entity for item in held)))
    return tuple(_entity(name, mappings, held, carried_out, links) for name in names)


def _entity(
    name: str,
    mappings: tuple[EntityMapping, ...],
    held: list[Held],
    carried_out: Mapping[str, CarriedOut],
    links: Mapping[tuple[str, str], int],
) -> EntityStanding:
    own = next((mapping for mapping in mappings if mapping.name == name), None)
    passes = [mapping for mapping in mappings if name in (mapping.name, mapping.continues)]
    mine = [item for item in held if item.entity == name]
    records = [item.since for item in mine if item.state is not HeldState.DOCUMENT_WAITS]
    last = carried_out.get(name)
    return EntityStanding(
        name,
        None if own is None else links.get((own.source.title, own.target.name), 0),
        len(records),
        len(mine) - len(records),
        datetime.fromisoformat(min(records)) if records else None,
        None if last is None else datetime.fromisoformat(last.at),
        None if last is None else last.run,
        tuple(m.name for m in passes if m.name in carried_out and carried_out[m.name].digest != m.digest),
    )
