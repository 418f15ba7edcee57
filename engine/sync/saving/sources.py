"""Where the values of a saved plan came from, told once for all its changes: the rules, and which field each fills.

A line of the file has a number in the place of a rule. Of a new record it has the number of a shape: its fields with
their rules. Their values are those of the payload; they stand in the line only where a payload does not tell them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from engine.diagnostics.source import Span
from engine.model import exact_json
from engine.sync.later_changes import NewFields, NewRecord
from engine.sync.plan import Change
from engine.sync.planning.job import leaves
from engine.sync.saving.payload_told import outline, tells, value_at
from engine.sync.saving.plan_line import beginning_of, change_line, deed_of


@dataclass(frozen=True, slots=True)
class Sources:
    """A file's rules, each as `{"file", "line"}`, and its shapes, each a list of `[field, number of its rule]`."""

    rules: Sequence[Mapping[str, Any]]
    shapes: Sequence[Sequence[tuple[str, int | None]]]


_Shape: TypeAlias = tuple[tuple[str, int | None], ...]


class Line(NamedTuple):
    """A line of a file, and of a change that does something what counts of it; both as JSON."""

    text: str
    deed: str


class Gathering:
    """The sources of a file while its lines are written."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, int], int] = {}
        self._shapes: dict[_Shape, int] = {}
        # What was met last, by the very object that told of the rules; it is kept, so that no other takes its place.
        self._met: dict[tuple[int, Any], tuple[Mapping[str, Span], int]] = {}
        self._codes: dict[tuple[Any, ...], str] = {}

    def line(self, change: Change, key: str | None) -> Line:
        """A change as a line of the file; `key` as of `change_line`."""
        if isinstance(change, NewRecord):
            return self._new_record(change)
        line = change_line(change, key)
        deed = exact_json.line(deed_of(line)) if change.deed else ""
        line["fields"] = [{**shown, "rule": self._rule_shown(shown["rule"])} for shown in line["fields"]]
        return Line(exact_json.line(line), deed)

    def _new_record(self, change: NewRecord) -> Line:
        filled, request = change.filled(), change.request
        assert request is not None, "a record is made by a request"
        beginning = beginning_of(change, request)
        if tells(request.payload, filled.body):
            shape, values = self._shape(filled, outline(request.payload)), ""
        else:
            found = leaves(filled.body)
            shape, values = self._shape(filled, tuple(found)), f',"values":{exact_json.line(list(found.values()))}'
        codes = self._codes_shown(filled, shape) if filled.codes else ""
        return Line(beginning.line(change, f'"shape":{shape}{values}{codes}'), beginning.deed())

    def told(self) -> dict[str, Any]:
        """What was gathered, as JSON has it."""
        return {"rules": [{"file": file, "line": line} for file, line in self._rules], "shapes": list(self._shapes)}

    def _shape(self, filled: NewFields, built: Any) -> int:
        """The number of a record's shape. `built`: how its values are built; the same have the same fields."""
        place = id(filled.origins), built
        known = self._met.get(place)
        if known is not None:
            return known[1]
        shape = tuple((path, self._rule(filled.origins.get(path))) for path in leaves(filled.body))
        number = self._shapes.setdefault(shape, len(self._shapes))
        self._met[place] = filled.origins, number
        return number

    def _codes_shown(self, filled: NewFields, shape: int) -> str:
        """By what ids were looked up, of those fields that are filled; many records have the same."""
        place = shape, *filled.codes.items()
        shown = self._codes.get(place)
        if shown is None:
            found = {path: code for path, code in filled.codes.items() if path in leaves(filled.body)}
            shown = self._codes[place] = f',"codes":{exact_json.line(found)}' if found else ""
        return shown

    def _rule(self, span: Span | None) -> int | None:
        return None if span is None else self._rules.setdefault((span.path, span.line), len(self._rules))

    def _rule_shown(self, rule: Mapping[str, Any] | None) -> int | None:
        return None if rule is None else self._rules.setdefault((rule["file"], rule["line"]), len(self._rules))


def restored(line: dict[str, Any], sources: Sources) -> dict[str, Any]:
    """A line of a file as `change_line` made it."""
    if "shape" not in line:
        fields = [{**field, "rule": _of(sources, field["rule"])} for field in line["fields"]]
        return {**line, "fields": fields}
    codes, shape, payload = line.pop("codes", {}), sources.shapes[line.pop("shape")], line["payload"]
    values = line.pop("values") if "values" in line else [value_at(payload, path) for path, _ in shape]
    fields = [
        {"target": path, "before": None, "after": value, "rule": _of(sources, rule)}
        | ({"code": codes[path]} if path in codes else {})
        for (path, rule), value in zip(shape, values, strict=True)
    ]
    return {**line, "fields": fields}


def _of(sources: Sources, rule: int | None) -> Mapping[str, Any] | None:
    return None if rule is None else sources.rules[rule]
