"""What an overlay drops of its base: a target with all that fills it, every `skip`, or a check by its message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import ast
from engine.mapping import overlay_complaints as complaints
from engine.mapping.trees import NAMED, Names, names_of, same, within
from engine.model.frozen import replace
from engine.model.text import say


def drop_from(
    statements: list[ast.Statement], drop: ast.Drop, path: str, diagnostics: list[Diagnostic]
) -> list[ast.Statement]:
    """The statements without what is dropped of the base; `path` is the overlay's file, whose own are not touched."""
    known: list[str] = []
    if drop.target is not None:
        kept = _without(statements, tuple(name.text for name in drop.target.names), path)
        what, known = f"`{drop.target.text}`", sorted(set(_targets(statements, path)))
    elif drop.skips:
        kept = [s for s in statements if not isinstance(s, ast.Skip) or s.span.path == path]
        what = say("a `skip`")
    else:
        kept = [s for s in statements if not _is_check(s, drop.message) or s.span.path == path]
        what, known = say("a check with this message"), list(_messages(statements, path))
    if same(tuple(kept), tuple(statements)):
        diagnostics.append(complaints.drops_nothing(drop.span, what, _named(drop), known))
    return kept


def _named(drop: ast.Drop) -> str:
    """What is dropped, as the base would name it."""
    if drop.target is not None:
        return drop.target.text
    return _written(drop.message) if drop.message is not None else "skip"


def _targets(statements: Sequence[ast.Statement], path: str, above: Names = ()) -> Iterator[str]:
    """Every target that the base fills, as `drop` names it; also inside blocks and lists."""
    for s in statements:
        if isinstance(s, NAMED) and s.span.path != path:
            names = (*above, *names_of(s))
            yield ".".join(names)
            if not isinstance(s, ast.Rule):
                yield from _targets(s.body, path, names)


def _messages(statements: Sequence[ast.Statement], path: str) -> Iterator[str]:
    return (_written(s.message) for s in statements if isinstance(s, ast.Check) and s.span.path != path)


def _written(message: ast.Text) -> str:
    """A message between its quotes, near enough to how it is written: a hole that calculates is left open."""
    return f'"{"".join(part if isinstance(part, str) else f"{{{_hole(part)}}}" for part in message.parts)}"'


def _hole(expression: ast.Expression) -> str:
    return ".".join(name.text for name in expression.names) if isinstance(expression, ast.Path) else "…"


def _is_check(statement: ast.Statement, message: ast.Text | None) -> bool:
    return isinstance(statement, ast.Check) and same(statement.message, message)


def _without(statements: Sequence[ast.Statement], names: Names, path: str) -> list[ast.Statement]:
    """The statements without those that fill a target or a part of it; also inside blocks and lists."""
    kept: list[ast.Statement] = []
    for s in statements:
        if not isinstance(s, NAMED) or s.span.path == path:
            kept.append(s)
        elif isinstance(s, ast.Rule) or within(names_of(s), names):
            if not within(names_of(s), names):
                kept.append(s)
        elif within(names, names_of(s)):
            kept.append(replace(s, body=tuple(_without(s.body, names[len(names_of(s)) :], path))))
        else:
            kept.append(s)
    return kept
