"""From what a template reads of a record to the text that it makes: names put in place, and what is wrong put in words.

Nothing here knows how a template is written; the sandbox is loaded when the first one is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.language.checking.scope import TODAY
from engine.language.clean import clean
from engine.model.placeholder import Placeholder
from engine.model.types import Kind


class NotMade(Exception):
    """A template makes no text of a record; why is in `diagnostic` (R206)."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def made(node: typed.Render, found: Sequence[Any]) -> Any:
    """The text, clean and with its line breaks; None when nothing is left of it. `found` goes with the node's reads.

    Of what is known only after a write, there is no text before it: that stands for the text. Raises NotMade.
    """
    from engine.language.templating import complaints
    from engine.language.templating.sandbox import NoText, rendered

    later = next((value for value in found if isinstance(value, Placeholder)), None)
    if later is not None:
        return later
    try:
        text = rendered(node.template, _names(node.reads, found))
    except NoText as failure:
        place = failure.place or node.template.whole()
        raise NotMade(complaints.no_text(failure.problem, place, node.span)) from None
    return clean(text, multi_line=True)


def _names(reads: Iterable[typed.Expression], found: Iterable[Any]) -> dict[str, Any]:
    """What a template sees under which name: `customer.name` in a row `customer`, `lines` as a list of rows."""
    tree: dict[str, Any] = {}
    whole: list[tuple[tuple[str, ...], Any]] = []
    for read, value in zip(reads, found, strict=True):
        path = _path(read)
        if isinstance(read, typed.Listed):
            _put(tree, path, [_row(read.item, _item_names(read, item)) for item in value])
        elif read.type.kind is Kind.OBJECT:
            whole.append((path, value))
        else:
            _put(tree, path, value)
    for path, value in whole:  # `customer is present`: a row that is not there takes what would be read of it along
        if value is None:
            _put(tree, path, None)
        else:
            _holder(tree, (*path, ""))
    return {name: _rows(name, value) for name, value in tree.items()}


def _item_names(read: typed.Listed, item: Iterable[Any]) -> dict[str, Any]:
    """The names within an item: a read's path begins with the item's own name."""
    inside = _names(read.reads, item).get(read.item)
    return dict(inside.values) if inside is not None else {}


def _path(read: typed.Expression) -> tuple[str, ...]:
    if isinstance(read, typed.Listed):
        return _path(read.source)
    if isinstance(read, typed.FieldRead):
        return read.path if read.item is None else (read.item, *read.path)
    return (read.name,) if isinstance(read, typed.LetRead) else (TODAY,)


def _put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    _holder(tree, path)[path[-1]] = value


def _holder(tree: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The names that a path's last one stands among."""
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    return tree


def _rows(name: str, value: Any) -> Any:
    return _row(name, value) if isinstance(value, dict) else value


def _row(name: str, values: dict[str, Any]) -> Any:
    from engine.language.templating.sandbox import Row

    return Row(name, {inner: _rows(f"{name}.{inner}", value) for inner, value in values.items()})
