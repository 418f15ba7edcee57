"""Finding out what took hold when a reply was lost or a run died, before anything is sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.model.change import Action, Receipt, Request
from engine.model.ports import Connection
from engine.sync.planning.known import kept_values
from engine.sync.state.records import Link, OpenIntent
from engine.sync.state.store import Store
from engine.sync.world import World

# A target may serve reads from a replica that lags behind: absence means nothing until this long after the write.
SETTLE_SECONDS = 5.0
_PAUSE_SECONDS = 1.25

# A repeat of these says the same again and harms nothing, so nobody needs to ask.
_REPEATABLE = frozenset({Action.UPDATE, Action.ATTACH})


def look_for(connection: Connection, request: Request, sent_at: datetime, world: World) -> Receipt | None:
    """Ask the target until it shows what a request made, or until its absence can be trusted. Raises Failure."""
    if request.action in _REPEATABLE:
        return None
    while True:
        receipt = connection.recover(request)
        waited = (world.clock() - sent_at).total_seconds()
        if receipt is not None or waited >= SETTLE_SECONDS:
            return receipt
        world.sleep(min(_PAUSE_SECONDS, SETTLE_SECONDS - waited + 0.01))


def is_anothers(receipt: Receipt, links: Mapping[str, Link], target_entity: str, key: str) -> bool:
    """Whether what was found is linked to another key: two records of one code and name are still two."""
    return any(
        link.target_id == receipt.id and link.target_entity == target_entity and link.key != key
        for link in links.values()
    )


def recover_open_intents(store: Store, connections: Mapping[str, Connection], run: int, world: World) -> int:
    """Settle what earlier runs left open; how many of these had taken hold. Raises Failure."""
    found = 0
    for open_intent in store.open_intents():
        found += _settle(store, connections[open_intent.intent.system], run, open_intent, world)
    return found


def _settle(store: Store, connection: Connection, run: int, open_intent: OpenIntent, world: World) -> bool:
    intent = open_intent.intent
    receipt = look_for(connection, intent.request, open_intent.at, world)
    if receipt is None or is_anothers(receipt, store.links(intent.entity), intent.target_entity, intent.key):
        store.failed(open_intent.id, "absent", "not there when asked by a later run")
        return False
    entity = connection.catalog.entities[intent.target_entity]
    values = kept_values(entity, receipt.values.items())
    store.done(run, open_intent.id, intent, receipt.id, values, "found by a later run")
    return True
