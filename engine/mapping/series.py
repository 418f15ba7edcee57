"""Number series: what a mapping chooses, what a snapshot holds, and the ranges that come of the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.mapping import complaints
from engine.mapping.document import MapNode, Node, TextNode, items_at, read_file, text_at
from engine.mapping.series_choice import SeriesChoice
from engine.mapping.validation import validate
from engine.model.frozen import frozen
from engine.model.schema import Series


@frozen
class Snapshot:
    """What `series.yaml` holds; `series` is None when it could not be read."""

    series: tuple[Series, ...] | None
    diagnostics: tuple[Diagnostic, ...]
    source: SourceText


def overlaps(live: Iterable[Series]) -> Iterator[tuple[Series, Series]]:
    """Every pair of series that share numbers, of whatever type: all of them are ledger accounts."""
    ordered = sorted(live, key=lambda series: (series.start, series.end))
    for lower, upper in combinations(ordered, 2):
        if upper.start <= lower.end:
            yield lower, upper


def read_choice(node: Node) -> SeriesChoice:
    """A choice as a mapping writes it; the document is valid."""
    if isinstance(node, MapNode):
        return SeriesChoice(None, _whole(node, "from"), _whole(node, "to"))
    assert isinstance(node, TextNode)
    return SeriesChoice(node.text)


def read_snapshot(path: Path, shown: str) -> Snapshot:
    """Read `series.yaml`. Never raises for content: D1xx and D3xx."""
    document = read_file(path, shown)
    diagnostics = (*document.diagnostics, *validate(document, "series"))
    if document.root is None or any(d.is_error for d in diagnostics):
        return Snapshot(None, diagnostics, document.source)
    items = [item for item in items_at(document.root, "series") if isinstance(item, MapNode)]
    series = tuple(_read(item) for item in items)
    return Snapshot(series, (*diagnostics, *_complaints(items, series)), document.source)


def _read(item: MapNode) -> Series:
    type_ = _text(item, "type")
    return Series(
        type=type_,
        name=_text(item, "name") or type_,
        start=_whole(item, "from"),
        end=_whole(item, "to"),
        default=_text(item, "default") == "yes",
        trust=_text(item, "trust") == "yes",
    )


def _complaints(items: list[MapNode], series: tuple[Series, ...]) -> Iterator[Diagnostic]:
    places: dict[int, Span] = {id(one): item.span for one, item in zip(series, items, strict=True)}
    for one in series:
        if one.start > one.end:
            yield complaints.range_upside_down(places[id(one)], one.start, one.end)
    for lower, upper in overlaps(series):
        yield complaints.series_overlap(places[id(upper)], described(lower), described(upper))


def described(series: Series) -> str:
    """A series as messages name it: `Kunder 10000-19999`."""
    return f"{series.name} {series.start}-{series.end}"


def _text(node: MapNode, name: str) -> str:
    found = text_at(node, name)
    return found.text if found is not None else ""


def _whole(node: MapNode, name: str) -> int:
    return int(_text(node, name))
