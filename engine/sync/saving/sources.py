"""Where the values of a saved plan came from, told once for all its changes: the rules, and which field each fills.

A line of the file has a number in the place of a rule. Of a new record it has its values alone, and the number of a
shape: the fields that they stand in, with their rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.diagnostics.source import Span
from engine.model import exact_json
from engine.sync.later_changes import NewFields, NewRecord
from engine.sync.plan import Change
from engine.sync.saving.plan_line import beginning_of, change_line, deed_of


@dataclass(frozen=True, slots=True)
class Sources:
    """A file's rules, each as `{"file", "line"}`, and its shapes, each a list of `[field, number of its rule]`."""

    rules: Sequence[Mapping[str, Any]]
    shapes: Sequence[Sequence[tuple[str, int | None]]]


class Line(NamedTuple):
    """A line of a file, and of a change that does something what counts of it; both as JSON."""

    text: str
    deed: str


class Gathering:
    """The sources of a file while its lines are written."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, int], int] = {}
        self._shapes: dict[tuple[tuple[str, int | None], ...], int] = {}
        # What was met last, by the very object that told of the rules; it is kept, so that no other takes its place.
        self._met: dict[tuple[int, tuple[str, ...]], tuple[Mapping[str, Span], int]] = {}

    def line(self, change: Change, key: str | None) -> Line:
        """A change as a line of the file; `key` as of `change_line`."""
        if isinstance(change, NewRecord):
            return self._new_record(change)
        line = change_line(change, key)
        deed = exact_json.line(deed_of(line)) if change.deed else ""
        line["fields"] = [{**shown, "rule": self._rule_shown(shown["rule"])} for shown in line["fields"]]
        return Line(exact_json.line(line), deed)

    def _new_record(self, change: NewRecord) -> Line:
        filled, beginning = change.filled(), beginning_of(change)
        told = {"shape": self._shape(filled), "values": list(filled.values.values())}
        if filled.codes:
            told["codes"] = filled.codes
        return Line(beginning.line(change, exact_json.line(told)[1:-1]), beginning.deed())

    def told(self) -> dict[str, Any]:
        """What was gathered, as JSON has it."""
        return {"rules": [{"file": file, "line": line} for file, line in self._rules], "shapes": list(self._shapes)}

    def _shape(self, filled: NewFields) -> int:
        place = (id(filled.origins), tuple(filled.values))
        known = self._met.get(place)
        if known is not None:
            return known[1]
        shape = tuple((path, self._rule(filled.origins.get(path))) for path in filled.values)
        number = self._shapes.setdefault(shape, len(self._shapes))
        self._met[place] = filled.origins, number
        return number

    def _rule(self, span: Span | None) -> int | None:
        return None if span is None else self._rules.setdefault((span.path, span.line), len(self._rules))

    def _rule_shown(self, rule: Mapping[str, Any] | None) -> int | None:
        return None if rule is None else self._rules.setdefault((rule["file"], rule["line"]), len(self._rules))


def restored(line: dict[str, Any], sources: Sources) -> dict[str, Any]:
    """A line of a file as `change_line` made it."""
    if "shape" not in line:
        fields = [{**field, "rule": _of(sources, field["rule"])} for field in line["fields"]]
        return {**line, "fields": fields}
    codes = line.pop("codes", {})
    places = zip(sources.shapes[line.pop("shape")], line.pop("values"), strict=True)
    fields = [
        {"target": path, "before": None, "after": value, "rule": _of(sources, rule)}
        | ({"code": codes[path]} if path in codes else {})
        for (path, rule), value in places
    ]
    return {**line, "fields": fields}


def _of(sources: Sources, rule: int | None) -> Mapping[str, Any] | None:
    return None if rule is None else sources.rules[rule]
