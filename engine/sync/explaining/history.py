"""What was done, as the state remembers it: runs and their requests. Nothing of it is ever deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model import exact_json
from engine.model.change import Action
from engine.sync.reverting.deeds import overlap
from engine.sync.state.store import Store

AT_WORK = "at work"
DIED = "died"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. `planned_by`: of a saved plan, who made it; `approver`: who agreed to it, None when nobody was asked.
    `reverts`: the run that it took back; `taken_back_by`: the newest that took this one back and still stands;
    `partly`: that something of this one stands all the same.

    `outcome`: done, guarded, declined, refused, stopped; or "at work", or "died" before it could tell.
    `done`: what took hold, counts by entity and action.
    """

    number: int
    command: str
    reverts: int | None
    operator: str
    planned_by: str | None
    approver: str | None
    outcome: str
    plan: str | None
    mappings: str | None
    version: str
    started_at: datetime
    ended_at: datetime | None
    calls: int | None
    done: Mapping[str, Mapping[str, int]]
    taken_back_by: int | None = None
    partly: bool = False

    @property
    def seconds(self) -> float | None:
        """How long it took; None of one that did not end."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a run. `outcome`: done, refused, absent, unknown; None when no answer came and nobody has
    asked since.

    `target_id`: the target's id of what was written, once it is known. `detail`: what the target said.
    """

    run: int
    mapping: str
    key: str
    action: Action
    method: str
    path: str
    asked_at: datetime
    outcome: str | None
    detail: str
    target_id: str | int | None


def runs_since(store: Store, at_work: bool, since: str = "", limit: int | None = None) -> list[RunRecord]:
    """Runs, the newest first. `at_work`: whether a run is at work now; `since`: an ISO time in UTC."""
    working, taken_back = _working(store, at_work), _taken_back(store)
    return [_run_record(store, row, working, taken_back) for row in store.runs(since, limit)]


def run_of(store: Store, at_work: bool, number: int) -> RunRecord | None:
    """One run by its number."""
    row = store.run(number)
    return None if row is None else _run_record(store, row, _working(store, at_work), _taken_back(store))


def requests_of(store: Store, run: int) -> list[Asked]:
    """What a run asked of the systems, the oldest first."""
    return [_asked(row) for row in store.journal_of_run(run)]


def requests_about(store: Store, entity: str, key: str) -> list[Asked]:
    """What was asked of the systems about one record of a master's entity ("win.customer"), the oldest first."""
    return [_asked(row) for row in store.journal(entity, key)]


def _working(store: Store, at_work: bool) -> int | None:
    """The run that is at work now: the newest, for there is one at a time."""
    newest = store.runs(limit=1) if at_work else []
    return newest[0]["id"] if newest else None


def _taken_back(store: Store) -> Mapping[int, list[int]]:
    """The runs that were taken back, each with the runs that did, the newest first; one that was itself taken back does
    not count."""
    found: dict[int, list[int]] = {}
    for reverting, reverted in store.reverts():  # the newest first, so what took a run back is known before it counts
        if reverting not in found:
            found.setdefault(reverted, []).append(reverting)
    return found


def _stands_in_part(store: Store, run: int, by: Sequence[int]) -> bool:
    """Whether something that a run did was taken back by none of these."""
    gone = _fields_by_record(store, by)
    return any(
        record not in gone or any(not any(overlap(path, other) for other in gone[record]) for path in paths)
        for record, paths in _fields_by_record(store, [run]).items()
    )


def _fields_by_record(store: Store, runs: Iterable[int]) -> dict[tuple[str, str], set[str]]:
    """The fields that runs changed, by mapping and key; none of a record that they made, posted or linked."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in (row for run in runs for row in store.journal_of_run(run) if row["outcome"] == "done"):
        found[row["mapping"], row["key"]].update(exact_json.loads(row["before"] or "{}"))
    return found


def _run_record(
    store: Store, row: Mapping[str, Any], working: int | None, taken_back: Mapping[int, Sequence[int]]
) -> RunRecord:
    by = taken_back.get(row["id"], ())
    ended = None if row["ended_at"] is None else datetime.fromisoformat(row["ended_at"])
    unended = AT_WORK if row["id"] == working else DIED
    return RunRecord(
        row["id"],
        row["command"],
        row["reverts"],
        row["operator"],
        row["planned_by"],
        row["approver"],
        unended if ended is None else row["outcome"] or "done",  # older states did not note how a run came out
        row["plan"],
        row["mappings"],
        row["version"],
        datetime.fromisoformat(row["started_at"]),
        ended,
        row["calls"],
        {} if row["counts"] is None else exact_json.loads(row["counts"]),
        by[0] if by else None,
        bool(by) and _stands_in_part(store, row["id"], by),
    )


def _asked(row: Mapping[str, Any]) -> Asked:
    request = exact_json.loads(row["request"])
    return Asked(
        row["run"],
        row["mapping"],
        row["key"],
        Action(row["action"]),
        request["method"],
        request["path"],
        datetime.fromisoformat(row["intent_at"]),
        row["outcome"],
        row["detail"] or "",
        None if row["target_id"] is None else exact_json.loads(row["target_id"]),
    )
