"""What runs have done, read back from the journal, and what became of it since.

A run that takes another back is met by its own deeds: where both touched the same field, neither stands any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from engine.model import exact_json
from engine.model.change import Action
from engine.sync.payload import has_path, values_set
from engine.sync.state.store import Store

# What a deed touched: whose it is, and which field of it ("" is the whole of it).
Place: TypeAlias = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the journal that took hold, or that may have (not `certain`): an update that nobody could ask for.

    `entity` is the master's, `target_entity` is of `system`.

    `before`: what the changed fields held, by path. `sent`: what was last sent of the record by this mapping; where
    that was not kept, what the request itself gave to the fields.
    `requested`: whether there was a request at all; `at`: when it was known to have taken hold.
    """

    number: int
    run: int
    mapping: str
    entity: str
    key: str
    action: Action
    system: str
    target_entity: str
    target_id: str | int
    row_id: str | None
    sent: Mapping[str, Any]
    forgets: bool
    before: Mapping[str, Any]
    payload: Any
    requested: bool
    at: datetime
    certain: bool = True

    @property
    def record(self) -> tuple[str, ...]:
        """The target's record that it is about."""
        return self.system, self.target_entity, str(self.target_id)

    @property
    def pair(self) -> tuple[str, ...]:
        """The master's record that it is about, and its link."""
        return "link", self.entity, self.key

    def places(self) -> Iterator[Place]:
        """All that it touched: fields of the target's record, or all that the master's record has there."""
        for path in self.before:
            yield self.record, path
        if self.forgets or self.action in (Action.ADOPT, Action.POST, Action.PAY):
            yield self.pair, ""


@dataclass(frozen=True, slots=True)
class Since:
    """What later runs did to a place: the run that took the deed back, else the newest one that changed it."""

    taken_back_by: int | None = None
    changed_by: int | None = None


class Deeds:
    """The deeds of one run, and those of later runs that they are held against."""

    def __init__(self, store: Store, run: int) -> None:
        """Read from the state once."""
        deeds = [_deed(row) for row in store.journal_from(run) if row["outcome"] == "done" or _is_uncertain(row)]
        self.of_run = [deed for deed in reversed(deeds) if deed.run == run]  # the newest first
        self._reverts = {row["id"]: row["reverts"] for row in store.runs()}
        self._later: dict[tuple[str, ...], list[tuple[Deed, str]]] = defaultdict(list)
        for deed in (deed for deed in reversed(deeds) if deed.certain):
            for owner, path in deed.places():
                self._later[owner].append((deed, path))

    def since(self, deed: Deed, place: Place) -> Since:
        """What later runs did to what a deed touched."""
        owner, path = place
        later = (d for d, p in self._later[owner] if d.number > deed.number and d.run != deed.run and overlap(p, path))
        taken_back: dict[int, int] = {}
        changed_by: int | None = None
        for other in later:
            reverted = self._reverts.get(other.run)
            if other.run in taken_back:
                continue
            if reverted is not None:
                taken_back.setdefault(reverted, other.run)
            elif changed_by is None:
                changed_by = other.run
        return Since(taken_back.get(deed.run), changed_by)


def overlap(path: str, other: str) -> bool:
    """Whether two paths speak of the same values: one of them may be of the whole object."""
    return path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.")


def by_mapping(deeds: Iterable[Deed]) -> dict[str, list[Deed]]:
    """Deeds by their mapping, as they come."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        found.setdefault(deed.mapping, []).append(deed)
    return found


def _is_uncertain(row: Mapping[str, Any]) -> bool:
    """Whether an update may have taken hold: its record shows it. (Of a file nothing does, and it stays anyway.)"""
    if row["outcome"] != "unknown" or row["before"] is None:
        return False
    memory = exact_json.loads(row["memory"])
    told = memory["sent"] or values_set(exact_json.loads(row["request"])["payload"], exact_json.loads(row["before"]))
    return memory.get("target_id") is not None and all(has_path(told, p) for p in exact_json.loads(row["before"]))


def _deed(row: Mapping[str, Any]) -> Deed:
    request, memory = exact_json.loads(row["request"]), exact_json.loads(row["memory"])
    before = {} if row["before"] is None else exact_json.loads(row["before"])
    target_id = memory["target_id"] if row["target_id"] is None else exact_json.loads(row["target_id"])
    return Deed(
        row["id"],
        row["run"],
        row["mapping"],
        row["entity"],
        row["key"],
        Action(row["action"]),
        row["system"],
        memory["target_entity"],
        target_id,
        memory["row_id"],
        memory["sent"] or values_set(request["payload"], before),
        memory.get("forgets", False),
        before,
        request["payload"],
        bool(request["method"]),
        datetime.fromisoformat(row["outcome_at"]),
        row["outcome"] == "done",
    )
