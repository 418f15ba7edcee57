"""Finding out what took hold when a reply was lost or a run died, before anything is sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.equivalence import Equivalences, equivalences
from engine.model.change import Action, Receipt, Request
from engine.model.failure import Conflict
from engine.model.ports import Connection
from engine.model.watching import at_work
from engine.sync import complaints
from engine.sync.payload import has_path, values_set
from engine.sync.planning.diff import differences
from engine.sync.planning.holdings import id_of
from engine.sync.planning.known import kept_values
from engine.sync.planning.planner import Office
from engine.sync.state.records import Intent, Link, OpenIntent
from engine.sync.state.store import Store
from engine.sync.world import SETTLE_SECONDS, World

_PAUSE_SECONDS = 1.25

# A repeat of these says the same again and harms nothing, so the run that lost their reply need not ask.
_REPEATABLE = frozenset({Action.UPDATE, Action.ATTACH})


def look_for(connection: Connection, request: Request, since: datetime, world: World) -> Receipt | None:
    """Ask the target until it shows what a request made, or until its absence can be trusted. Raises Failure.

    `since`: when its reply was given up, not when it was sent: the target may have got to it only then.
    """
    if request.action in _REPEATABLE:
        return None
    return _until_certain(partial(connection.recover, request), since, world)


def own(receipt: Receipt | None, intent: Intent, links: Mapping[str, Link]) -> Receipt | None:
    """What was found, unless it is linked to another key: two records of one code and name are still two."""
    if receipt is None or not intent.links:
        return receipt
    taken = any(
        link.target_id == receipt.id and link.target_entity == intent.target_entity and link.key != intent.key
        for link in links.values()
    )
    return None if taken else receipt


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of what earlier runs left open. `found`: how many had taken hold. `notes`: of what stays open."""

    found: int
    notes: tuple[Diagnostic, ...]


def recover_open_intents(office: Office, run: int) -> Recovery:
    """Settle what earlier runs left open; of a system that the workspace has no more, it stays open. Raises Failure."""
    store = office.store
    assert store is not None, "what earlier runs left open stands in the state"
    since = office.world.clock()
    opened = store.open_intents()
    found = sum(_settle(office, store, run, item, since) for item in opened if item.intent.system in office.connections)
    return Recovery(found, tuple(_unasked(item) for item in opened if item.intent.system not in office.connections))


def _unasked(item: OpenIntent) -> Diagnostic:
    return complaints.nobody_to_ask(item.intent.mapping, item.intent.key, item.run, item.intent.system)


def _until_certain(ask: Callable[[], Receipt | None], since: datetime, world: World) -> Receipt | None:
    while True:
        waited = (world.clock() - since).total_seconds()  # when it is asked: the answer may take its time
        receipt = ask()
        if receipt is not None or waited >= SETTLE_SECONDS:
            return receipt
        world.sleep(min(_PAUSE_SECONDS, SETTLE_SECONDS - waited + 0.01))


def _settle(office: Office, store: Store, run: int, item: OpenIntent, since: datetime) -> bool:
    """Close one open intent; whether it had taken hold. Raises Failure, and leaves it open, when nobody can say."""
    intent, connection = item.intent, office.connections[item.intent.system]
    if not _can_be_asked(intent):
        store.failed(item.id, "unknown", "the target does not show whether it took hold")
        return False
    try:
        with at_work(entity=intent.mapping, key=intent.key):
            receipt = own(_find(office, connection, intent, since), intent, store.links(intent.entity))
    except Conflict as conflict:  # another record stands in its place: this one's alone, and planning will say so
        store.failed(item.id, "refused", conflict.detail)
        return False
    if receipt is None:
        store.failed(item.id, "absent", "not there when asked by a later run")
        return False
    entity = connection.catalog.entities[intent.target_entity]
    values = kept_values(entity, receipt.values.items())
    store.done(run, item.id, intent, receipt.id, values, "found by a later run")
    return True


def _find(office: Office, connection: Connection, intent: Intent, since: datetime) -> Receipt | None:
    if intent.request.action not in _REPEATABLE:
        return look_for(connection, intent.request, since, office.world)
    mapping = next((m for m in office.mappings if m.name == intent.mapping), None)
    same_up_to = equivalences(mapping.program) if mapping else {}
    return _until_certain(partial(_updated, connection, intent, same_up_to), since, office.world)


# ---- updates: held against the record, which the connector need not be asked for


def _can_be_asked(intent: Intent) -> bool:
    """Whether the target can show that a request took hold; of a file, and of values not kept, it cannot."""
    if intent.request.action not in _REPEATABLE:
        return True
    sent = _sent(intent)
    return bool(intent.before) and all(has_path(sent, path) for path in intent.before or ())


def _sent(intent: Intent) -> Mapping[str, Any]:
    """What the fields of an update were to hold: of a record that is not linked, the request itself tells it."""
    return intent.sent or values_set(intent.request.payload, intent.before or ())


def _updated(connection: Connection, intent: Intent, same_up_to: Equivalences) -> Receipt | None:
    """The receipt of an update: it took hold whole, so one field that is as it was sent proves it.

    The others may have been changed by hand since; the next plan tells that as drift.
    """
    entity = connection.catalog.entities[intent.target_entity]
    assert intent.target_id is not None, "an update names its record"
    rows = connection.read(entity.name).rows
    row = next((row for row in rows if id_of(row, entity) == intent.target_id), None)
    if row is None:
        return None
    differing = {item.path for item in differences(_sent(intent), row, entity, same_up_to, None)}
    shown = [path for path in intent.before or () if not any(_within(other, path) for other in differing)]
    return Receipt(intent.target_id, row) if shown else None


def _within(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")
