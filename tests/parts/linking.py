"""A link in a state, made the way a run makes one."""

from __future__ import annotations

from engine.model.change import Action, Request
from engine.sync.state.records import Intent, Link
from engine.sync.state.store import Store


def keep_link(store: Store, link: Link, run: int = 1) -> None:
    """Link a record to one that stands there, as a run does that adopts it: without a request, in the journal."""
    nothing = Request(link.target_entity, Action.ADOPT, "", "", None)
    mapping = link.entity.rpartition(".")[2]
    intent = Intent(mapping, link.entity, link.key, "go", link.target_entity, nothing, link.row_id)
    store.done_at_once(run, intent, link.target_id, link.values)
