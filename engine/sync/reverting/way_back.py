"""What the way back of a run is planned with: its deeds, what the targets hold, the links, and what was said so far.

A record that the run touched twice is taken back twice, the newest deed first, so the rows here show what the plan
being made has already taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.equivalence import Equivalences, equivalences
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.change import Action, Concealed, Request
from engine.model.naming import record_named
from engine.model.personal import without_personal
from engine.model.ports import Connection
from engine.model.record import Value
from engine.model.schema import Entity
from engine.model.text import Text
from engine.sync.plan import Change, FieldChange, Memory
from engine.sync.planning.holdings import Holdings
from engine.sync.planning.inlets import Account, accounts_of
from engine.sync.planning.planner import Office
from engine.sync.reverting.deeds import Deed, Deeds
from engine.sync.state.records import Link, Sent
from engine.sync.state.store import Store
from engine.sync.world import SETTLE_SECONDS


@dataclass(slots=True)
class WayBack:
    """One way back while it is planned.

    `relieved`: by how much a record of the target owes less once what is planned already has been carried out, by its
    entity and id. `unsettled`: when those deeds were done that a lagging target may not show yet.
    """

    office: Office
    deeds: Deeds
    relieved: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    unsettled: list[datetime] = field(default_factory=list)
    _holdings: dict[str, Holdings] = field(default_factory=dict)
    _rows: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    _links: dict[str, dict[str, Link]] = field(default_factory=dict)
    _sent: dict[tuple[str, str], dict[str, Sent]] = field(default_factory=dict)
    _accounts: dict[tuple[str, str], dict[str, Account]] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The state; a run that is to be taken back stands in it."""
        assert self.office.store is not None, "what runs did stands in the state"
        return self.office.store

    # ---- the target

    def target(self, deed: Deed) -> Connection:
        """The system that a deed was done in."""
        return self.office.connections[deed.system]

    def entity(self, deed: Deed) -> Entity:
        """The target's entity that a deed was about."""
        return self.target(deed).catalog.entities[deed.target_entity]

    def row(self, deed: Deed) -> dict[str, Any] | None:
        """The target's record of a deed, as it is once what is planned already has been carried out."""
        if deed.record not in self._rows:
            found = self._holding(deed).get(deed.target_id)
            if found is None:
                return None
            self._rows[deed.record] = deepcopy(dict(found))
        return self._rows[deed.record]

    def accounts(self, deed: Deed) -> dict[str, Account]:
        """The entries of the inlet that a deed wrote a row of."""
        entity = self.entity(deed)
        assert entity.inlet is not None, f"{entity.title} is no inlet"
        key = (deed.system, deed.target_entity)
        if key not in self._accounts:
            self._accounts[key] = accounts_of(self._holding(deed).values(), entity.inlet)
        return self._accounts[key]

    def is_occupied(self, deed: Deed) -> bool:
        """Whether a record cannot be taken out of use, even once what is planned has been carried out."""
        balance = self.target(deed).occupied(deed.target_entity).get(deed.target_id, Decimal(0))
        return balance != self.relieved[deed.target_entity, str(deed.target_id)]

    def may_lag(self, deed: Deed) -> None:
        """Note that the target does not show a deed: if it was done a moment ago, that proves nothing yet."""
        if (self.office.world.clock() - deed.at).total_seconds() < SETTLE_SECONDS:
            self.unsettled.append(deed.at)

    def _holding(self, deed: Deed) -> Mapping[str | int, Mapping[str, Value]]:
        if deed.system not in self._holdings:
            self._holdings[deed.system] = Holdings(self.target(deed))
        return self._holdings[deed.system].of(self.entity(deed))

    # ---- the state

    def links(self, deed: Deed) -> dict[str, Link]:
        """The links of the master's entity that a deed is about."""
        if deed.entity not in self._links:
            self._links[deed.entity] = self.store.links(deed.entity)
        return self._links[deed.entity]

    def is_linked(self, deed: Deed) -> bool:
        """Whether a deed's record is linked to what it was linked to then."""
        link = self.links(deed).get(deed.key)
        return link is not None and (link.target_id, link.target_entity) == (deed.target_id, deed.target_entity)

    def sent(self, deed: Deed) -> dict[str, Any] | None:
        """What a deed's mapping last sent of its record; a copy."""
        place = (deed.entity, deed.mapping)
        if place not in self._sent:
            self._sent[place] = self.store.sent(*place)
        found = self._sent[place].get(deed.key)
        return None if found is None else deepcopy(dict(found.values))

    # ---- words

    def mapping(self, deed: Deed) -> EntityMapping | None:
        """The mapping by which it was done, where the workspace still has it."""
        return next((m for m in self.office.mappings if m.name == deed.mapping), None)

    def same_up_to(self, deed: Deed) -> Equivalences:
        """Up to what its values count as the same."""
        mapping = self.mapping(deed)
        return equivalences(mapping.program) if mapping else {}

    def entity_name(self, deed: Deed) -> str:
        """The name under which plans show it."""
        mapping = self.mapping(deed)
        return (mapping.continues if mapping else None) or deed.mapping

    def record_name(self, deed: Deed) -> Text:
        """What people call the record."""
        return record_named(self.entity_name(deed), deed.key)

    def system_title(self, deed: Deed) -> str:
        """What people call the system."""
        return self.target(deed).catalog.title

    def today(self) -> date:
        """The day of the plan."""
        return self.office.world.today()

    def change(
        self,
        deed: Deed,
        action: Action,
        *,
        request: Request | None = None,
        fields: Iterable[FieldChange] = (),
        diagnostics: Iterable[Diagnostic] = (),
        memory: Memory | None = None,
    ) -> Change:
        """A change about a deed's record."""
        row = self._rows.get(deed.record)
        named = None
        if row is not None:
            named = row.get(self.entity(deed).name_field or "")
        return Change(
            self.entity_name(deed),
            deed.mapping,
            deed.key,
            action,
            request,
            tuple(fields),
            tuple(diagnostics),
            str(named or ""),
            memory,
            standing=deepcopy(row),
        )


def fit_to_send(value: Any) -> Any:
    """A value as it goes back to where it stood: what may be a personal number is sent, and never shown."""
    if isinstance(value, Mapping):
        return {name: fit_to_send(inner) for name, inner in value.items()}
    shown = without_personal(value)
    return value if shown == value else Concealed(value, shown)
