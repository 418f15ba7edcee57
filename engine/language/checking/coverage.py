"""What the rules leave out: required target fields, unused tables and lets, source fields that nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.diagnostics.source import Span
from engine.language.checking import complaints
from engine.language.checking.fixing import whole_lines
from engine.language.checking.scope import LetEntry
from engine.language.checking.view import Findings, View
from engine.model.schema import Entity, Field
from engine.model.types import Kind


def complain_uncovered(
    fields: Iterable[Field], filled: Mapping[tuple[str, ...], Span], title: str, span: Span, view: View
) -> None:
    """A required field that no rule of a body fills. `filled`: the paths that its rules and blocks fill."""
    for name in _uncovered(fields, filled, ()):
        view.complain(complaints.uncovered(name, title, span))


def _uncovered(
    fields: Iterable[Field], filled: Mapping[tuple[str, ...], Span], prefix: tuple[str, ...]
) -> Iterable[str]:
    for field in fields:
        path = (*prefix, field.name)
        if path in filled:
            continue
        if any(other[: len(path)] == path for other in filled):
            yield from _uncovered(field.fields, filled, path)
        elif field.required and field.create:
            yield ".".join(path)


def complain_unused(entries: Iterable[LetEntry], view: View) -> None:
    """Tables and lets of the mapping's own file that nothing uses; those of a base are the base's to judge."""
    own = view.subject.span.path
    for table in view.subject.tables.values():
        if table.span.path == own and table.name not in view.findings.tables:
            view.complain(complaints.unused_table(table.name, table.span))
    for entry in entries:
        if not entry.used and entry.statement.span.path == own:
            name, fixes = entry.statement.name, whole_lines(entry.statement.span, view)
            view.complain(complaints.unused_let(name, fixes))


def complain_unread(view: View) -> None:
    """Source fields that no rule reads, in one piece of information. A second pass reads few by its nature."""
    names = unread(view.subject.source, view.findings)
    if names and not view.subject.continues:
        view.complain(complaints.unread_fields(view.subject.source.title, names, view.subject.span))


def unread(source: Entity, findings: Findings) -> list[str]:
    """The source's fields that were never read, in the catalog's order; of a list that was, its items' fields."""
    names: list[str] = []
    for field in source.fields:
        path = (field.name,)
        if field.type.kind in (Kind.LIST, Kind.OBJECT) and any(read[:1] == path for read in findings.reads):
            inner = (f for f in field.fields if f.name not in source.key)
            names += [f"{field.name}.{f.name}" for f in inner if (*path, f.name) not in findings.reads]
        elif path not in findings.reads and field.name not in source.key:
            names.append(field.name)
    return names
