"""Sending a whole plan into memory, and its links into the state in one commit.

The engine commits every record by itself, which is what makes a posting exactly once; a hundred thousand commits are
not what these benchmarks are about. What a run does beside is left to a run: one that finds nothing to send.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.change import Pending
from engine.model.record import fingerprint
from engine.sync.plan import Change, Plan
from engine.sync.planning.planner import Office, linkable
from engine.sync.running.placeholders import fill, fill_request
from engine.sync.running.run import Errand, run
from engine.sync.state.tables import LINKS, SENT


def send_all(office: Office, plan: Plan) -> None:
    """Carry a plan of new records out; a run then finds nothing left to do. Raises RuntimeError when it does."""
    rows: dict[sa.Table, list[dict[str, Any]]] = {LINKS: [], SENT: []}
    ids: dict[tuple[str, str], Any] = {}
    entities = linkable(office.mappings)

    def answer(pending: Pending) -> Any:
        return ids[entities[pending.entity].title, pending.key]

    for section in plan.sections:
        connection = office.connections[section.system]
        for change in section.changes:
            if change.request is None or change.memory is None:
                continue
            receipt = connection.send(fill_request(change.request, answer))
            ids[change.memory.entity, change.key] = receipt.id
            sent = fill(change.memory.sent, answer)
            rows[LINKS].append(_link(change, receipt.id, receipt.values))
            rows[SENT].append(_sent(change, sent))
    engine = sa.create_engine(office.workspace.state_url())
    with engine.begin() as state:
        for table, those in rows.items():
            state.execute(sa.insert(table), those)
    engine.dispose()
    _settle(office)


def _settle(office: Office) -> None:
    assert office.store is not None
    left = run(office, Errand("sync", "bench", "0"), office.store.lock).plan.deeds
    if left:
        raise RuntimeError(f"{len(left)} changes are left, the first of them {left[0].entity}:{left[0].key}")


def _link(change: Change, target_id: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    assert change.memory is not None
    return {
        "entity": change.memory.entity,
        "key": change.key,
        "target_entity": change.memory.target_entity,
        "target_id": exact_json.dumps(target_id),
        "row_id": change.memory.row_id,
        "values": exact_json.dumps(values),
        "run": None,
        "at": datetime.now(UTC).isoformat(),
    }


def _sent(change: Change, values: Any) -> dict[str, Any]:
    assert change.memory is not None
    return {
        "entity": change.memory.entity,
        "key": change.key,
        "mapping": change.mapping,
        "part": change.memory.part,
        "fingerprint": fingerprint(values),
        "values": exact_json.dumps(values),
        "run": None,
    }
