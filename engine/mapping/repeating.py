"""What an overlay says again in its base's words beside its rules: header, series, rows of tables, skips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import ast
from engine.mapping import overlay_complaints as complaints
from engine.mapping.document import TextNode
from engine.mapping.layer import Layer
from engine.mapping.trees import same


def repeated(base: Layer, over: Layer) -> Iterator[Diagnostic]:
    """A complaint for each part of an overlay that changes nothing. Rules are compared where they are laid."""
    yield from _repeated_header(base, over)
    for name, chosen in over.series.items():
        below = base.series.get(name)
        if below is not None and below.choice == chosen.choice:
            yield complaints.equals_base(chosen.span, f"`series: {name}`", below.span)
    for name, table in over.tables.items():
        rows = base.tables[name].rows if name in base.tables else {}
        again = [key for key, value in table.rows.items() if rows.get(key) == value]
        if again:
            yield complaints.rows_equal_base(table.span, name, again, base.tables[name].span)
    yield from _repeated_skips(base.statements, over.statements)


def _repeated_header(base: Layer, over: Layer) -> Iterator[Diagnostic]:
    if over.select is not None and base.select is not None and same(over.select, base.select):
        yield complaints.equals_base(over.select.span, "`select:`", base.select.span)
    for word, own, below in (("key", over.key, base.key), ("adopt", over.adopt, base.adopt)):
        if own and _texts(own) == _texts(below):
            yield complaints.equals_base(own[0].span, f"`{word}:`", below[0].span)


def _texts(nodes: Iterable[TextNode]) -> list[str]:
    return [node.text for node in nodes]


def _repeated_skips(base: Iterable[ast.Statement], over: Iterable[ast.Statement]) -> Iterator[Diagnostic]:
    known = [statement for statement in base if isinstance(statement, ast.Skip)]
    for skip in (statement for statement in over if isinstance(statement, ast.Skip)):
        old = next((one for one in known if same(one, skip)), None)
        if old is not None:
            yield complaints.equals_base(skip.span, "`skip when`", old.span, whole=skip.span)
