"""The journal's rows: an intent as it is written before its request leaves, and as a later run reads it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.change import Action, Request
from engine.sync.state.records import Intent, OpenIntent


def intent_columns(intent: Intent) -> dict[str, Any]:
    """An intent as the journal's columns hold it; the run and the time are the store's."""
    memory = {
        "target_entity": intent.target_entity,
        "row_id": intent.row_id,
        "sent": intent.sent,
        "part": intent.part,
        "links": intent.links,
        "forgets": intent.forgets,
        "target_id": intent.target_id,
    }
    return {
        "mapping": intent.mapping,
        "entity": intent.entity,
        "key": intent.key,
        "action": (intent.deed or intent.request.action).value,
        "system": intent.system,
        "request": exact_json.dumps(_request_json(intent.request)),
        "memory": exact_json.dumps(memory),
        "before": None if intent.before is None else exact_json.dumps(intent.before),
    }


def open_intent(row: sa.Row[Any]) -> OpenIntent:
    """What `intent_columns` wrote, of a run that did not note its end."""
    request = exact_json.loads(row.request)
    memory = exact_json.loads(row.memory)
    intent = Intent(
        row.mapping,
        row.entity,
        row.key,
        row.system,
        memory["target_entity"],
        Request(request["entity"], Action(request["action"]), request["method"], request["path"], request["payload"]),
        memory["row_id"],
        memory["sent"],
        memory["part"],
        memory["links"],
        None if row.before is None else exact_json.loads(row.before),
        memory.get("forgets", False),
        Action(row.action),
        memory.get("target_id"),
    )
    return OpenIntent(row.id, intent, datetime.fromisoformat(row.intent_at), row.run)


def _request_json(request: Request) -> Mapping[str, Any]:
    return {
        "entity": request.entity,
        "action": request.action.value,
        "method": request.method,
        "path": request.path,
        "payload": request.payload,
    }
