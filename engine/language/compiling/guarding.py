"""Code around a statement: when it has no value, its number is noted, and the others go on as if nothing had happened.

That is what the interpreter does too, so that a record is told all that is wrong with it, and asks all that it asks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.syntax import assign, name, when
from engine.language.compiling.writer import Writer

# Where the numbers of the payload's own statements are noted: of those that warn, and of those that have no value. A
# statement inside another one counts as that one.
WARNED = "warned"
FAILED = "failed"


@contextmanager
def guarded(writer: Writer, condition: typed.Expression | None = None) -> Iterator[list[str]]:
    """Around the writing of a statement. The variables that it gives are put into the list.

    A bare `refuse` in its `condition` is told by the name of the rule before it, which one statement alone cannot know.
    """
    given: list[str] = []
    before = set(writer.known)
    with writer.block() as inside:
        yield given
        lets = writer.known_since(before)
    writer.known |= lets
    if not _may_fail(inside):
        writer.put_all(inside)
        return
    if condition is not None and _refuses_barely(condition):
        noted = writer.again()
    else:
        made = _set_within(inside) - lets
        noted = [writer.note(FAILED, writer.statement)]
        noted += [assign(variable, syntax.const(None)) for variable in given if variable in made]
        if lets:  # whoever comes next takes them to be made
            unmade = syntax.some(syntax.same(name(let), writer.runtime("UNSET")) for let in sorted(lets))
            noted.append(when(unmade, writer.again()))
    writer.put(ast.Try(inside, [ast.ExceptHandler(writer.runtime("STUCK"), None, noted)], [], []))


def is_stuck_within(block: syntax.Block) -> bool:
    """Whether a block leaves its statement without a value, of its own accord."""
    raised = (node.exc for node in _nodes(block) if isinstance(node, ast.Raise))
    return any(isinstance(reason, ast.Name) and reason.id == "Stuck" for reason in raised)


def _refuses_barely(node: typed.Expression) -> bool:
    if isinstance(node, typed.Refuse):
        return node.message is None
    return any(map(_refuses_barely, typed.children(node)))


# Methods of texts, dicts and lists that give something of whatever they are given here.
_SAFE = frozenset({"append", "get", "isascii", "lower", "replace", "strip", "upper"})


def _may_fail(block: syntax.Block) -> bool:
    """Nothing fails that neither raises, nor calls, nor calculates."""
    return any(map(_is_risky, _nodes(block)))


def _is_risky(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Attribute) and node.func.attr in _SAFE)
    return isinstance(node, ast.Raise | ast.BinOp) or (
        isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not)
    )


def _set_within(block: syntax.Block) -> set[str]:
    return {node.id for node in _nodes(block) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _nodes(block: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    return (node for statement in block for node in ast.walk(statement))
