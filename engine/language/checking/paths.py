"""What a path reads: a field of the record or of a list item, a field through references, a let, or today."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import ast, typed
from engine.language.checking import complaints
from engine.language.checking.fixing import else_behind
from engine.language.checking.narrowing import place
from engine.language.checking.scope import (
    TODAY,
    ItemSource,
    LetEntry,
    fields_and_references,
    find_item,
    find_let,
    names,
)
from engine.language.checking.view import Infer, Position, View, unresolved
from engine.language.functions.registry import FUNCTIONS
from engine.model import types
from engine.model.frozen import replace
from engine.model.schema import Entity, Field
from engine.model.types import Kind, Type


def read(path: ast.Path, view: View, infer: Infer) -> typed.Expression:
    """The value that a path stands for."""
    first, rest = path.names[0], path.names[1:]
    item = find_item(view.scope, first.text)
    if item is not None:
        return _item_field(path, item, view)
    entry = find_let(view.scope, first.text)
    if entry is not None and not rest:
        return _let(path, entry, view, infer)
    if first.text == TODAY and not rest:
        return typed.Today(types.DATE, path.span)
    return _record_field(path, view)


def read_record(path: ast.Path, view: View) -> typed.Expression | None:
    """A reference as such, for `customer is present`; None when the path does not name one."""
    if find_item(view.scope, path.names[0].text) or find_let(view.scope, path.names[0].text):
        return None
    entity: Entity | None = view.scope.record
    for name in path.names:
        reference = entity.reference(name.text) if entity and entity.find(name.text) is None else None
        entity = view.subject.source_catalog.entities.get(reference.entity) if reference else None
    if entity is None:
        return None
    texts = _texts(path)
    _note_reference(view, texts)
    whole = Type(Kind.OBJECT, absent=True, entity=entity.name)
    return typed.FieldRead(None, texts, Field(texts[-1], whole), whole, path.span)


def read_list(path: ast.Path, view: View) -> tuple[typed.FieldRead | None, ItemSource]:
    """The list that `each` goes through, and what its items are; None and unknown ones when it is none."""
    item = find_item(view.scope, path.names[0].text)
    parts = path.names[1:] if item else path.names
    base = item.path if item else ()
    holder: Entity | Field = item.field if item else view.scope.record
    found = _walk(parts, holder)
    if item is not None and item.field.type.kind is Kind.UNKNOWN:
        return None, item
    if found is None or found.type.kind is not Kind.LIST:
        lists = [f.name for f in holder.fields if f.type.kind is Kind.LIST]
        view.complain(complaints.no_list(_spelled(path), lists, path.span))
        return None, ItemSource(Field(path.names[-1].text, types.UNKNOWN), base)
    texts = tuple(name.text for name in parts)
    view.findings.reads.add(base + texts)
    read_ = typed.FieldRead(path.names[0].text if item else None, texts, found, found.type, path.span)
    return read_, ItemSource(found, base + texts)


def let_value(entry: LetEntry, infer: Infer) -> typed.Expression | None:
    """A let's expression, typed once; None while it is being typed, which is a circle."""
    if entry.value is not None:
        return entry.value
    name = entry.statement.name
    if entry.open:
        entry.view.complain(complaints.let_circle(name.text, name.span))
        entry.value = unresolved(name.span)
        return None
    entry.open = True
    view = replace(entry.view, position=Position.LET, failures=[], tail=False, word=False)
    value = infer(entry.statement.value, view)
    for failure in view.failures:
        if failure.demanding:
            view.complain(complaints.unhandled(failure, else_behind(failure, entry.statement.value, view)))
    entry.open = False
    if entry.value is None:  # else it was found to stand in a circle
        entry.value = value
    return entry.value


def _let(path: ast.Path, entry: LetEntry, view: View, infer: Infer) -> typed.Expression:
    entry.used = True
    value = let_value(entry, infer)
    if value is None:
        return unresolved(path.span)
    read_ = typed.LetRead(entry.statement.name.text, value.type.failing(False), path.span)
    return replace(read_, type=read_.type.present()) if place(read_) in view.present else read_


def _item_field(path: ast.Path, item: ItemSource, view: View) -> typed.Expression:
    name, rest = path.names[0], path.names[1:]
    inside = [f.name for f in item.field.fields]
    if item.field.type.kind is Kind.UNKNOWN:
        return unresolved(path.span)
    if not rest:
        view.complain(complaints.item_as_value(name.text, inside, path.span))
        return unresolved(path.span)
    found = _follow(rest, item.field)
    if isinstance(found, Diagnostic):
        view.complain(found)
        return unresolved(path.span)
    texts = tuple(part.text for part in rest)
    view.findings.reads.add(item.path + texts)
    type_ = found.type if len(rest) == 1 else found.type.optional()
    return _field_read(name.text, texts, found, type_, path, view)


def _record_field(path: ast.Path, view: View) -> typed.Expression:
    entity: Entity = view.scope.record
    for index, name in enumerate(path.names[:-1]):
        reference = entity.reference(name.text)
        there = view.subject.source_catalog.entities.get(reference.entity) if reference else None
        if there is None:
            return _nested_or_unknown(path, index, entity, view)
        entity = there
    found = entity.find(path.names[-1].text)
    if found is None:
        return _unknown(path, len(path.names) - 1, entity, view)
    return _found(path, found, view)


def _nested_or_unknown(path: ast.Path, index: int, entity: Entity, view: View) -> typed.Expression:
    """A field inside an object of the record, or a name that is no reference."""
    if entity.find(path.names[index].text) is None:
        return _unknown(path, index, entity, view)
    found = _follow(path.names[index:], entity)
    if isinstance(found, Diagnostic):
        view.complain(found)
        return unresolved(path.span)
    return _found(path, found, view)


def _found(path: ast.Path, found: Field, view: View) -> typed.Expression:
    texts = _texts(path)
    view.findings.reads.add(texts)
    if len(texts) > 1 and view.scope.record.reference(texts[0]) is not None:
        _note_reference(view, texts[:-1])
    type_ = found.type.optional() if len(texts) > 1 else found.type
    return _field_read(None, texts, found, type_, path, view)


def _note_reference(view: View, texts: tuple[str, ...]) -> None:
    """Every step on the way must be read too; the columns that the first one goes by count as read."""
    view.findings.references.update(texts[:length] for length in range(1, len(texts) + 1))
    reference = view.scope.record.reference(texts[0])
    if reference is not None:
        view.findings.reads.update((here,) for here, _ in reference.columns)


def _field_read(
    item: str | None, texts: tuple[str, ...], found: Field, type_: Type, path: ast.Path, view: View
) -> typed.Expression:
    if found.type.kind in (Kind.LIST, Kind.OBJECT):
        view.complain(complaints.container_as_value(_spelled(path), found, path.span))
        return unresolved(path.span)
    read_ = typed.FieldRead(item, texts, found, type_.failing(False), path.span)
    return replace(read_, type=read_.type.present()) if place(read_) in view.present else read_


def _unknown(path: ast.Path, index: int, entity: Entity, view: View) -> typed.Expression:
    name, last = path.names[index], index == len(path.names) - 1
    view.complain(_unknown_name(path, name, index, last, entity, view))
    return unresolved(path.span)


def _unknown_name(path: ast.Path, name: ast.Name, index: int, last: bool, entity: Entity, view: View) -> Diagnostic:
    reference = entity.reference(name.text)
    if last and reference is not None:
        return complaints.record_as_value(_spelled(path), reference.entity, path.span)
    if last:
        return _unknown_start(name, view) if index == 0 else _unknown_end(name, entity)
    if index == 0 and find_let(view.scope, name.text) is not None:
        return complaints.no_inside(name.text, name.span)
    offered = [r.name for r in entity.references]
    return complaints.unknown_reference(name.text, entity.title, offered, name.span)


def _unknown_start(name: ast.Name, view: View) -> Diagnostic:
    record = view.scope.record
    if name.text in FUNCTIONS:
        return complaints.function_as_value(name.text, record.title, name.span)
    if view.subject.target.find(name.text) is not None:
        return complaints.target_field_read(name.text, record.title, view.subject.target.title, name.span)
    return complaints.unknown_field(name.text, record.title, names(view.scope), name.span)


def _unknown_end(name: ast.Name, entity: Entity) -> Diagnostic:
    return complaints.unknown_field(name.text, entity.title, fields_and_references(entity), name.span)


def _walk(path: tuple[ast.Name, ...], holder: Entity | Field) -> Field | None:
    """The field at the end of a path that goes through objects only."""
    found = _follow(path, holder)
    return found if isinstance(found, Field) else None


def _follow(path: tuple[ast.Name, ...], holder: Entity | Field) -> Field | Diagnostic:
    """The field at the end of a path through objects, or what is to be said of the name where the path ends."""
    found: Field | None = None
    for before, name in zip((None, *path), path, strict=False):
        if before is not None and found is not None and found.type.kind is not Kind.OBJECT:
            return complaints.no_inside(before.text, before.span)
        inside = (found or holder).find(name.text)
        if inside is None:
            owner = found or holder
            title = owner.title if isinstance(owner, Entity) else f"`{owner.name}`"
            return complaints.unknown_field(name.text, title, [f.name for f in owner.fields], name.span)
        found = inside
    assert found is not None
    return found


def _texts(path: ast.Path) -> tuple[str, ...]:
    return tuple(name.text for name in path.names)


def _spelled(path: ast.Path) -> str:
    return ".".join(_texts(path))
