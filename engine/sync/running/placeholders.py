"""Putting values in the place of what a plan did not know yet: ids of records that were sent before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.model.change import Concealed, Pending, Request
from engine.model.placeholder import Placeholder


class Unanswered(Exception):
    """A placeholder has no value: the record it names was not sent. `name` is how people call it ("customer:77")."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


Answer = Callable[[Pending], Any]


def fill(value: Any, answer: Answer) -> Any:
    """A value with every placeholder in it answered. Raises Unanswered."""
    if isinstance(value, Concealed):
        return value.value
    if isinstance(value, Placeholder):
        found = answer(value) if isinstance(value, Pending) else None
        if found is None:
            raise Unanswered(f"{value.entity}:{value.key}" if isinstance(value, Pending) else str(value.as_json()))
        return found
    if isinstance(value, Mapping):
        return {name: fill(inner, answer) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill(inner, answer) for inner in value]
    return value


def fill_request(request: Request, answer: Answer) -> Request:
    """A request that can be sent: its payload and its path hold values only. Raises Unanswered."""
    path = request.path
    for text, placeholder in request.path_parameters.items():
        path = path.replace(text, str(fill(placeholder, answer)))
    return replace(request, path=path, payload=fill(request.payload, answer), path_parameters={})
