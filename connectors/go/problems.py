"""What Go says when it refuses: ProblemDetails, the gateway's own form, the token endpoint's, or no JSON at all.

Member names come in Pascal case or lower case, statuses as numbers or texts; one reading serves all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.model import exact_json
from engine.model.text import say

_USED_BY = re.compile(r"already in use.*?\bId\s*=\s*'?([0-9a-fA-F-]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal in words. `from_go`: it has Go's own form; else it came from something in front of Go, or instead."""

    text: str
    from_go: bool = False

    @property
    def existing_id(self) -> str | int | None:
        """The id that the text names as the holder of a value that must be unique."""
        found = _USED_BY.search(self.text)
        if found is None:
            return None
        return int(found[1]) if found[1].isdigit() else found[1]

    @property
    def is_duplicate(self) -> bool:
        """Whether it says that a value is taken."""
        return "already in use" in self.text.lower()


def read_problem(body: bytes) -> Problem:
    """The problem that a response's body tells of."""
    try:
        members = exact_json.loads(body)
    except ValueError:
        return Problem(_plain(body))
    if not isinstance(members, dict):
        return Problem(_plain(body))
    lower = {str(name).lower(): value for name, value in members.items()}
    parts = [
        str(lower[name]) for name in ("title", "detail", "error", "error_description", "message") if lower.get(name)
    ]
    parts += _field_errors(lower.get("errors"))
    return Problem(": ".join(parts) or _plain(body), from_go="statuscode" not in lower)


def _field_errors(errors: Any) -> Iterator[str]:
    """The messages of a model-binding failure, each with its field: `{"Name": ["The Name field is required."]}`."""
    for name, messages in errors.items() if isinstance(errors, dict) else ():
        for message in messages if isinstance(messages, list) else [messages]:
            yield f"{name}: {message}"


def _plain(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    if text.startswith("<"):
        return say("a web page instead of an answer")
    return text or say("no explanation")
