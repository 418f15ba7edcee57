"""Overlays: a customer's differences laid over a base, file over file, each rule keeping the place it came from.

A statement is its base's as long as its span names another file
than the overlay's, so nothing but spans is needed to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.language import ast
from engine.mapping import overlay_complaints as complaints
from engine.mapping.document import MapNode, TextNode, text_at
from engine.mapping.drops import drop_from
from engine.mapping.layer import Layer, read_layer
from engine.mapping.library import Library, find_file, known_files, shown
from engine.mapping.origins import replaced
from engine.mapping.repeating import repeated
from engine.mapping.table import lay_tables
from engine.mapping.trees import NAMED, Named, Names, first_names, names_of, same, within
from engine.model.frozen import frozen, replace
from engine.model.text import say


@frozen
class Chain:
    """A file with all that it extends, in one piece; None when one of them could not be read."""

    layer: Layer | None
    diagnostics: tuple[Diagnostic, ...]
    texts: tuple[SourceText, ...]


def read_chain(path: Path, library: Library) -> Chain:
    """Read a mapping's file and its bases, and lay them over each other. Never raises for content: D, S, O1xx."""
    diagnostics: list[Diagnostic] = []
    texts: list[SourceText] = []
    layers = _read_layers(path, library, diagnostics, texts)
    if layers is None:
        return Chain(None, tuple(diagnostics), tuple(texts))
    merged = replace(layers[0], statements=_without_changes(layers[0], diagnostics))
    for over in layers[1:]:
        merged = lay(merged, over, diagnostics)
    return Chain(merged, tuple(diagnostics), tuple(texts))


def lay(base: Layer, over: Layer, diagnostics: list[Diagnostic]) -> Layer:
    """An overlay laid over a base; what is odd about it is added to `diagnostics`."""
    statements = lay_statements(base.statements, over.statements, over.files[-1], diagnostics)
    own = {_test_name(test) for test, _ in over.tests} - {""}
    kept = tuple((test, files) for test, files in base.tests if _test_name(test) not in own)
    diagnostics += repeated(base, over)
    return Layer(
        files=(*base.files, *over.files),
        place=over.place,
        name=over.name or base.name,
        extends=over.extends,
        source=over.source or base.source,
        target=over.target or base.target,
        continues=over.continues or (None if over.key else base.continues),
        select=over.select or base.select,
        key=() if over.continues else over.key or base.key,
        adopt=over.adopt or base.adopt,
        series={**base.series, **over.series},
        tables=lay_tables(base.tables, over.tables),
        statements=statements,
        tests=(*kept, *((test, len(base.files) + 1) for test, _ in over.tests)),
        gone=(*base.gone, *((s, len(base.files) + 1) for s in _gone(base.statements, statements))),
        drops=(*base.drops, *(s for s in over.statements if isinstance(s, ast.Drop))),
        replaces={**base.replaces, **replaced(base, over, statements)},
    )


def _gone(before: Sequence[ast.Statement], after: Sequence[ast.Statement]) -> Iterator[ast.Statement]:
    """The statements of a base that an overlay left nothing of; also inside blocks and lists."""
    kept = {statement.span for statement in _all(after)}
    return (statement for statement in _all(before) if statement.span not in kept)


def _all(statements: Sequence[ast.Statement]) -> Iterator[ast.Statement]:
    for statement in statements:
        yield statement
        if isinstance(statement, (ast.Block, ast.Each, ast.Item)):
            yield from _all(statement.body)


def _test_name(test: MapNode) -> str:
    found = text_at(test, "name")
    return found.text if found is not None else ""


# ---- the files of a chain


def _read_layers(
    path: Path, library: Library, diagnostics: list[Diagnostic], texts: list[SourceText]
) -> list[Layer] | None:
    """All layers, the lowest base first; None when one is missing, broken, or extends itself in the end."""
    layers: list[Layer] = []
    seen: list[Path] = []
    current = path.absolute()
    while True:
        seen.append(current)
        read = read_layer(current, shown(current, library))
        texts.insert(0, read.text)
        diagnostics.extend(read.diagnostics)
        if read.layer is None:
            return None
        layers.insert(0, read.layer)
        if read.layer.extends is None:
            return layers
        base = _base(read.layer.extends, current, seen, library, diagnostics)
        if base is None:
            return None
        current = base


def _base(
    extends: TextNode, path: Path, seen: list[Path], library: Library, diagnostics: list[Diagnostic]
) -> Path | None:
    found = find_file(extends.text, path.parent, library)
    if found is None:
        known = [f"base/{stem}" for stem in known_files("base", path.parent, library)]
        diagnostics.append(complaints.unknown_base(extends.span, extends.text, known))
        return None
    if found.absolute() in seen:
        circle = [shown(file, library) for file in (*seen, found)]
        diagnostics.append(complaints.circle_of_bases(extends.span, circle))
        return None
    return found.absolute()


def _without_changes(layer: Layer, diagnostics: list[Diagnostic]) -> tuple[ast.Statement, ...]:
    """The statements of a file that extends nothing; what only an overlay may say is complained of."""
    kept = []
    for statement in layer.statements:
        if isinstance(statement, ast.Drop):
            diagnostics.append(complaints.needs_base(statement.span, "`drop`"))
        elif isinstance(statement, NAMED) and any(statement.target.lists):
            diagnostics.append(complaints.needs_base(statement.target.span, f"`{statement.target.text}`"))
        else:
            kept.append(statement)
    return tuple(kept)


# ---- statement over statement


def lay_statements(
    base: Sequence[ast.Statement], over: Sequence[ast.Statement], path: str, diagnostics: list[Diagnostic]
) -> tuple[ast.Statement, ...]:
    """The base's statements with an overlay's laid over them, in the base's order; `path` is the overlay's file."""
    merged = list(base)
    for statement in over:
        if isinstance(statement, ast.Drop):
            merged = drop_from(merged, statement, path, diagnostics)
        elif isinstance(statement, ast.Skip):
            merged.insert(_skips(merged), statement)
        elif isinstance(statement, (ast.Each, ast.Item)):
            merged = _lay_list(merged, statement, over, path, diagnostics)
        elif isinstance(statement, (ast.Rule, ast.Block)):
            merged = _lay_named(merged, statement, path, diagnostics)
        else:
            merged = _lay_single(merged, statement, path, diagnostics)
    return tuple(merged)


def _skips(statements: Sequence[ast.Statement]) -> int:
    """Where the next `skip` goes: after the last one, before all else."""
    return max((index + 1 for index, s in enumerate(statements) if isinstance(s, ast.Skip)), default=0)


def _lay_single(
    statements: list[ast.Statement],
    statement: ast.Let | ast.Create | ast.Check,
    path: str,
    diagnostics: list[Diagnostic],
) -> list[ast.Statement]:
    """A let of the same name, a check of the same message and the one `create when` are replaced."""
    for index, old in enumerate(statements):
        if old.span.path != path and _is_one(old, statement):
            _compare(old, statement, _what(statement), diagnostics)
            return [*statements[:index], statement, *statements[index + 1 :]]
    return [*statements, statement]


def _is_one(old: ast.Statement, new: ast.Statement) -> bool:
    if isinstance(old, ast.Let) and isinstance(new, ast.Let):
        return old.name.text == new.name.text
    if isinstance(old, ast.Check) and isinstance(new, ast.Check):
        return same(old.message, new.message)
    return isinstance(old, ast.Create) and isinstance(new, ast.Create)


def _what(statement: ast.Let | ast.Create | ast.Check) -> str:
    if isinstance(statement, ast.Let):
        return f"`let {statement.name.text}`"
    return say("this check") if isinstance(statement, ast.Check) else "`create when`"


def _lay_list(
    statements: list[ast.Statement],
    statement: ast.Each | ast.Item,
    over: Sequence[ast.Statement],
    path: str,
    diagnostics: list[Diagnostic],
) -> list[ast.Statement]:
    """A list's statements together replace all of the base's for that list, and stand where those stood."""
    names = names_of(statement)
    old = [s for s in statements if isinstance(s, NAMED) and names_of(s) == names and s.span.path != path]
    new = [s for s in over if isinstance(s, (ast.Each, ast.Item)) and names_of(s) == names]
    if not old:
        placed = any(s is statement for s in statements)
        return statements if placed else [*statements, statement]
    if len(old) == len(new) and all(same(a, b) for a, b in zip(old, new, strict=True)):
        diagnostics.append(complaints.equals_base(statement.target.span, f"`{statement.target.text}`", old[0].span))
    index = statements.index(old[0])
    kept = [s for s in statements if s not in old]
    return [*kept[:index], *new, *(s for s in kept[index:] if s not in new)]


def _lay_named(
    statements: list[ast.Statement], statement: ast.Rule | ast.Block, path: str, diagnostics: list[Diagnostic]
) -> list[ast.Statement]:
    if any(statement.target.lists):
        return _lay_in_list(statements, statement, path, diagnostics)
    placed = _place(statements, statement, names_of(statement), path, diagnostics)
    return placed if placed is not None else [*statements, statement]


def _place(
    statements: Sequence[ast.Statement], statement: Named, names: Names, path: str, diagnostics: list[Diagnostic]
) -> list[ast.Statement] | None:
    """The statements with one put in the place of the base's of that target; None when the base has no such place.

    `names`: the statement's target as seen from here. What the base says of parts of the target goes with it.
    """
    old = [s for s in statements if isinstance(s, NAMED) and s.span.path != path and within(names_of(s), names)]
    if old:
        if len(old) == 1:
            _compare(old[0], _seen_from(statement, names), f"`{statement.target.text}`", diagnostics)
        index = next(i for i, s in enumerate(statements) if s is old[0])
        kept = [s for s in statements if not any(s is gone for gone in old)]
        return [*kept[:index], _seen_from(statement, names), *kept[index:]]
    for index, block in enumerate(statements):
        if isinstance(block, ast.Block) and block.span.path != path and within(names, names_of(block)):
            rest = names[len(names_of(block)) :]
            placed = _place(block.body, statement, rest, path, diagnostics)
            body = placed if placed is not None else [*block.body, _seen_from(statement, rest)]
            return [*statements[:index], replace(block, body=tuple(body)), *statements[index + 1 :]]
    return None


def _seen_from(statement: Named, names: Names) -> Named:
    """The statement with its target as seen from inside a block."""
    target, count = statement.target, len(names)
    return replace(statement, target=ast.Target(target.names[-count:], target.lists[-count:], target.span))


def _lay_in_list(
    statements: list[ast.Statement], statement: ast.Rule | ast.Block, path: str, diagnostics: list[Diagnostic]
) -> list[ast.Statement]:
    """`Lines[].Field = …`: the rule goes into the bodies of that list, where they have it, else into all."""
    end = statement.target.lists.index(True) + 1
    names, rest = names_of(statement)[:end], names_of(statement)[end:]
    bodies = [s for s in statements if isinstance(s, (ast.Each, ast.Item)) and names_of(s) == names]
    if not bodies:
        diagnostics.append(complaints.no_such_list(statement.target.span, ".".join(names)))
        return statements
    bodies = _readable_in(bodies, statement)
    having = [s for s in bodies if any(isinstance(i, NAMED) and within(names_of(i), rest) for i in s.body)]
    chosen = having or bodies
    merged: list[ast.Statement] = []
    for s in statements:
        if isinstance(s, (ast.Each, ast.Item)) and any(s is one for one in chosen):
            placed = _place(s.body, statement, rest, path, diagnostics)
            body = placed if placed is not None else [*s.body, _seen_from(statement, rest)]
            merged.append(replace(s, body=tuple(body)))
        else:
            merged.append(s)
    return merged


def _readable_in(bodies: list[ast.Each | ast.Item], statement: ast.Statement) -> list[ast.Each | ast.Item]:
    """Those bodies in which the rule's names mean something: one that reads `line.net` fits only where a line is."""
    items = {s.item.text for s in bodies if isinstance(s, ast.Each)}
    wanted = items & first_names(statement)
    if not wanted:
        return bodies
    return [s for s in bodies if isinstance(s, ast.Each) and s.item.text in wanted]


def _compare(old: ast.Statement, new: ast.Statement, what: str, diagnostics: list[Diagnostic]) -> None:
    if same(old, new):
        place = new.target.span if isinstance(new, NAMED) else new.span
        diagnostics.append(complaints.equals_base(place, what, old.span, whole=new.span))
