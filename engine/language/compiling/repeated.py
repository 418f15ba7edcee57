"""What rules say more than once of one row, so that it can be made once: where the row is read, for all of them.

`line.net + line.vat | round(2)` is added up, and stands in every line too. Only what asks nobody and cannot fail is
taken together: it may be made before its turn.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeAlias

from engine.language import typed
from engine.model.frozen import frozen
from engine.model.types import Kind

# An expression without its places, and without the name of the row that it is about.
Form: TypeAlias = tuple[Any, ...]


@frozen
class Said:
    """What an expression says, and of which row: the record (None), or the list's item of that name."""

    item: str | None
    form: Form


def repeated(program: typed.Program) -> frozenset[Form]:
    """What is said more than once; of what stands within another such expression, only the whole counts."""
    waiting = list(typed.outer_expressions(program))
    times: Counter[Form] = Counter()
    while waiting:
        node = waiting.pop()
        told = said(node)
        if told is None:
            waiting.extend(typed.children(node))
        else:
            times[told.form] += 1
    return frozenset(form for form, count in times.items() if count > 1)


def said(node: typed.Expression) -> Said | None:
    """What a step says of one row; None of what is no such step, or of more rows than one."""
    form = _form(node) if isinstance(node, _STEPS) else None
    items = {read.item for read in _reads(node)} if form is not None else set()
    return Said(items.pop(), form) if form is not None and len(items) == 1 else None


_STEPS = typed.Binary | typed.Call | typed.Coalesce


def _form(node: typed.Expression) -> Form | None:
    """What is said; None of what has other steps than those that may be made before their turn."""
    if isinstance(node, typed.FieldRead) and node.type.kind is not Kind.LIST:
        return node.path
    if isinstance(node, typed.Literal):
        return type(node.value).__name__, repr(node.value), node.type.absent
    if not isinstance(node, _STEPS) or node.type.fails:
        return None
    if isinstance(node, typed.Coalesce):
        return _joined("??", node.left, node.right)
    if isinstance(node, typed.Call):
        return _joined(node.function.name, *node.arguments)
    is_sum = node.type.kind is Kind.NUMBER and node.operator != "/"
    return _joined(node.operator, node.left, node.right) if is_sum else None


def _joined(step: str, *parts: typed.Expression | None) -> Form | None:
    forms = [() if part is None else _form(part) for part in parts]
    return None if None in forms else (step, *forms)


def _reads(node: typed.Expression) -> list[typed.FieldRead]:
    if isinstance(node, typed.FieldRead):
        return [node]
    return [read for child in typed.children(node) for read in _reads(child)]
