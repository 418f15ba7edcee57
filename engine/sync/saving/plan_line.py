"""A change as a line of a plan file, and what of it counts when the plan is made again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from engine.diagnostics.render import as_json
from engine.model import exact_json
from engine.model.change import Request
from engine.sync.later_changes import NewRecord
from engine.sync.plan import Change, change_json
from engine.sync.saving.seal import seal_of


def change_line(change: Change, key: str | None) -> dict[str, Any]:
    """A change as programs read it, and of what stands in the target already, its id; of what is masked, a seal.

    `key`: the state's (see Seal); None where there is no state, and no plan that could be applied.
    """
    target_id = change.memory.target_id if change.memory is not None else None
    line = {**change_json(change), "target_id": target_id}
    if key is not None and type(change) is not NewRecord:  # nothing stands in the target, and nothing is masked
        line["fields"] = [
            shown if (seal := seal_of(change, field, key)) is None else {**shown, "seal": seal}
            for shown, field in zip(line["fields"], change.fields, strict=True)
        ]
    return line


class Beginning(NamedTuple):
    """Of a new record's line, as JSON: what it begins with, and what is sent. Nothing is encoded twice."""

    frame: str
    payload: str

    def line(self, change: NewRecord, rest: str) -> str:
        """The line; `rest` are the members that tell of its fields."""
        said = exact_json.line([as_json(item) for item in change.diagnostics]) if change.diagnostics else "[]"
        return f'{self.frame},"payload":{self.payload},"diagnostics":{said},"target_id":null,{rest}}}'

    def deed(self) -> str:
        """What `deed_of` says of it."""
        return f'{self.frame},"payload":{self.payload},"target_id":null,"before":{{}}}}'


def beginning_of(change: NewRecord, request: Request) -> Beginning:
    """What a new record's line begins with. `request`: the one that makes it."""
    before = _before_key(change.entity, change.mapping)
    after = _after_key(change.action.value, request.method, request.path)
    return Beginning(f"{before}{exact_json.line(change.key)}{after}", exact_json.line(request.payload))


@lru_cache
def _before_key(entity: str, mapping: str) -> str:
    return exact_json.line({"entity": entity, "mapping": mapping, "key": ""})[: -len('""}')]


@lru_cache
def _after_key(action: str, method: str, path: str) -> str:
    return "," + exact_json.line({"action": action, "request": {"method": method, "path": path}})[1:-1]


def deed_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """What must be the same for a saved plan to hold: what is sent, what it is about, and what it takes the place of.

    Reasons and rules do not count: the words of a warning may change and the deed stay the same.
    """
    counting = ("entity", "mapping", "key", "action", "request", "payload", "target_id")
    before = {item["target"]: _before(item) for item in line.get("fields", ()) if item["before"] is not None}
    return {**{name: line[name] for name in counting}, "before": before}


def _before(field: Mapping[str, Any]) -> Any:
    """What a field holds; of a masked value its seal counts too, for two masks look the same."""
    return [field["before"], field["seal"]] if "seal" in field else field["before"]
