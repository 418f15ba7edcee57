"""A workspace: one customer's connections, entities, guards, links and series, read from its folder.

Variables are expanded only when a system is about to be opened, so that a check needs no environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span, shown_path
from engine.mapping import complaints
from engine.mapping.document import Document, MapNode, TextNode, items_at, map_at, read_file, text_at
from engine.mapping.series import read_snapshot
from engine.mapping.validation import schema_of, validate
from engine.mapping.variables import (
    VARIABLES_FILE,
    environment_of,
    expand,
    has_password,
    is_secret,
    masked,
    misspelt_in,
    variables_in,
)
from engine.model.frozen import frozen
from engine.model.schema import Catalog, Series
from engine.model.text import say

FILE = "workspace.yaml"
_STATE = "sqlite:///state.db"
_TIMEZONE = "Europe/Oslo"


@frozen
class System:
    """One system's settings as they are written, variables and all."""

    name: str
    connector: str
    written: Mapping[str, str]


@frozen
class Guards:
    """What stops a run that would change more than expected; shares are parts of an entity's linked records."""

    max_updates: int = 200
    max_update_share: Decimal = Decimal("0.2")
    max_missing_share: Decimal = Decimal("0.05")
    max_mapping_share: Decimal = Decimal("0.05")


@frozen
class Workspace:
    """One customer. `links`: target id by mapping and source key, as a person decided.

    `archive_missing`: whether a record is taken out of use of which the master has no row any more.
    `series`: the snapshot, None without one. `places`: where each of `entities` stands, for complaints.
    """

    name: str
    folder: Path
    systems: Mapping[str, System]
    state: str
    entities: tuple[str, ...]
    invoices_from: date | None
    timezone: str
    archive_missing: bool
    guards: Guards
    links: Mapping[str, Mapping[str, str | int]]
    series: tuple[Series, ...] | None
    places: Mapping[str, Span]

    def settings(self, system: str) -> dict[str, object]:
        """A system's settings with variables expanded, typed by the workspace's schema, without `connector`.

        Raises Unset naming every variable without a value, and KeyError when there is no such system.
        """
        written = {name: text for name, text in self.systems[system].written.items() if name != "connector"}
        expanded = expand(written, environment_of(self.folder))
        return {name: _typed(text, _setting_schema(system, name)) for name, text in expanded.items()}

    def state_url(self) -> str:
        """The state's URL with variables expanded; a SQLite file's path is absolute. Raises Unset."""
        url = expand({"state": self.state}, environment_of(self.folder))["state"]
        return absolute_url(url, self.folder)


@frozen
class LoadedWorkspace:
    """A workspace, None when it has errors, and all that is to be said of its files. `sources` hide secrets."""

    workspace: Workspace | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]


def absolute_url(url: str, folder: Path) -> str:
    """A SQLite URL whose path no longer depends on the current folder; any other URL as it is."""
    scheme, mark, path = url.partition(":///")
    if not mark or scheme.split("+")[0] != "sqlite" or path in ("", ":memory:") or Path(path).is_absolute():
        return url
    return f"{scheme}:///{(folder.absolute() / path).as_posix()}"


def load_workspace(folder: Path, catalogs: Mapping[str, Catalog]) -> LoadedWorkspace:
    """Read a workspace's folder. Never raises for content: D1xx, D2xx and D3xx.

    `catalogs`: those of the installed connectors, by connector.
    """
    path = folder / FILE
    if not path.is_file():
        return LoadedWorkspace(None, (complaints.no_workspace(shown_path(path)),), {})
    document = read_file(path, shown_path(path))
    diagnostics = [*document.diagnostics, *validate(document, "workspace")]
    sources = {document.source.path: masked(document.source)}
    if document.root is None:
        return LoadedWorkspace(None, tuple(diagnostics), sources)
    unreadable = _unreadable_variables(folder)
    if unreadable is not None:
        return LoadedWorkspace(None, (*diagnostics, unreadable), sources)
    told = {diagnostic.span for diagnostic in diagnostics}
    diagnostics += [d for d in _complaints(document.root, folder, catalogs) if d.span not in told]
    links = _links(folder, document.root, diagnostics, sources)
    series = _series(folder, diagnostics, sources)
    if any(d.is_error for d in diagnostics):
        return LoadedWorkspace(None, tuple(diagnostics), sources)
    return LoadedWorkspace(_workspace(document.root, folder, links, series), tuple(diagnostics), sources)


def _workspace(
    root: MapNode, folder: Path, links: Mapping[str, Mapping[str, str | int]], series: tuple[Series, ...] | None
) -> Workspace:
    entities = [node for node in items_at(root, "entities") if isinstance(node, TextNode)]
    since = text_at(root, "invoices_from")
    return Workspace(
        name=_text(root, "workspace", ""),
        folder=folder.absolute(),
        systems={system.name: system for system, _ in _systems(root)},
        state=_text(root, "state", _STATE),
        entities=tuple(node.text for node in entities),
        invoices_from=date.fromisoformat(since.text) if since else None,
        timezone=_text(root, "timezone", _TIMEZONE),
        archive_missing=_text(root, "archive_missing", "no") in ("yes", "true"),
        guards=_guards(map_at(root, "guards")),
        links=links,
        series=series,
        places={node.text: node.span for node in entities},
    )


def _systems(root: MapNode) -> Iterator[tuple[System, MapNode]]:
    for entry in root.entries:
        if not isinstance(entry.value, MapNode) or text_at(entry.value, "connector") is None:
            continue
        written = {e.key.text: e.value.text for e in entry.value.entries if isinstance(e.value, TextNode)}
        yield System(entry.key.text, written["connector"], written), entry.value


def _guards(node: MapNode | None) -> Guards:
    if node is None:
        return Guards()
    usual = Guards()
    return Guards(
        max_updates=int(_text(node, "max_updates", str(usual.max_updates))),
        max_update_share=Decimal(_text(node, "max_update_share", str(usual.max_update_share))),
        max_missing_share=Decimal(_text(node, "max_missing_share", str(usual.max_missing_share))),
        max_mapping_share=Decimal(_text(node, "max_mapping_share", str(usual.max_mapping_share))),
    )


def _text(node: MapNode, key: str, default: str) -> str:
    found = text_at(node, key)
    return found.text if found is not None else default


# ---- what a valid document can still get wrong


def _unreadable_variables(folder: Path) -> Diagnostic | None:
    """What keeps `.env` from being read; without it no variable of the workspace can be looked up."""
    path = folder / VARIABLES_FILE
    try:
        if path.is_file():
            path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return complaints.not_utf8(SourceText(shown_path(path), "").whole())
    except OSError as problem:
        return complaints.unreadable(
            SourceText(shown_path(path), "").whole(), problem.strerror or say("no reason given")
        )
    return None


def _complaints(root: MapNode, folder: Path, catalogs: Mapping[str, Catalog]) -> Iterator[Diagnostic]:
    environment = environment_of(folder)
    for system, node in _systems(root):
        connector = text_at(node, "connector")
        if connector is not None and system.connector not in catalogs:
            yield complaints.unknown_connector(connector.span, system.connector, catalogs)
        for entry in node.entries:
            if isinstance(entry.value, TextNode):
                yield from _setting_complaints(entry.key, entry.value, environment)
    state = root.find("state")
    if state is not None and isinstance(state.value, TextNode):
        yield from _setting_complaints(state.key, state.value, environment)
    yield from _entity_complaints(root)
    yield from _date_complaints(root)


def _setting_complaints(key: TextNode, value: TextNode, environment: Mapping[str, str]) -> Iterator[Diagnostic]:
    for wrong in misspelt_in(value.text):
        yield complaints.no_variable(value.span, wrong)
    for name in variables_in(value.text):
        if not environment.get(name):
            yield complaints.unset_variable(value.span, name)
    if is_secret(key.text) and value.text and "${" not in value.text:
        yield complaints.literal_secret(key.span, key.text)
    if has_password(value.text):
        yield complaints.secret_in_url(key.span, key.text)


def _entity_complaints(root: MapNode) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for node in items_at(root, "entities"):
        if isinstance(node, TextNode):
            if node.text in first:
                yield complaints.named_twice(node.span, node.text, first[node.text])
            first.setdefault(node.text, node.span)


def _date_complaints(root: MapNode) -> Iterator[Diagnostic]:
    since, timezone = text_at(root, "invoices_from"), text_at(root, "timezone")
    if since is not None and not _is_date(since.text):
        yield complaints.wrong_form(since.span, "`invoices_from`", say("a date, as 2026-11-01"), since.text)
    if timezone is not None and not _is_timezone(timezone.text):
        yield complaints.unknown_timezone(timezone.span, timezone.text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_timezone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


# ---- the files beside it


def _links(
    folder: Path, root: MapNode, diagnostics: list[Diagnostic], sources: dict[str, SourceText]
) -> dict[str, Mapping[str, str | int]]:
    path = folder / "links.yaml"
    if not path.is_file():
        return {}
    document = read_file(path, shown_path(path))
    sources[document.source.path] = document.source
    found = [*document.diagnostics, *validate(document, "links")]
    diagnostics += found
    if document.root is None or any(d.is_error for d in found):
        return {}
    entities = [node.text for node in items_at(root, "entities") if isinstance(node, TextNode)]
    diagnostics += [
        complaints.link_of_unknown(entry.key.span, entry.key.text, entities)
        for entry in document.root.entries
        if entry.key.text not in entities
    ]
    return _read_links(document)


def _read_links(document: Document) -> dict[str, Mapping[str, str | int]]:
    assert document.root is not None
    return {
        entry.key.text: {e.key.text: _id(e.value.text) for e in entry.value.entries if isinstance(e.value, TextNode)}
        for entry in document.root.entries
        if isinstance(entry.value, MapNode)
    }


def _id(text: str) -> str | int:
    """A target's id: its registers count, its vouchers have texts."""
    return int(text) if text.isascii() and text.isdigit() else text


def _series(folder: Path, diagnostics: list[Diagnostic], sources: dict[str, SourceText]) -> tuple[Series, ...] | None:
    path = folder / "series.yaml"
    if not path.is_file():
        return None
    snapshot = read_snapshot(path, shown_path(path))
    sources[snapshot.source.path] = snapshot.source
    diagnostics += snapshot.diagnostics
    return snapshot.series


# ---- settings typed by the schema


def _setting_schema(system: str, name: str) -> Mapping[str, Any]:
    """The schema's part for one setting; empty for one that it does not know."""
    schema = schema_of("workspace")
    part = schema["$defs"].get(system, {}).get("properties", {}).get(name, {})
    reference = part.get("$ref", "").removeprefix("#/$defs/")
    found: Mapping[str, Any] = schema["$defs"].get(reference, part)
    return found


def _typed(text: str, schema: Mapping[str, Any]) -> object:
    """The value as the schema types it; what is not of that type stays text, for the connector to complain of."""
    kinds = schema.get("type", "string")
    try:
        if "integer" in kinds:
            return int(text)
        if "number" in kinds:
            return Decimal(text)
    except (ValueError, InvalidOperation):
        return text
    return text
