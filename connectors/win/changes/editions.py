"""The editions of all rows that are there: what a column tells of each, and of a document what its lines tell too.

Every line's own edition counts. No sum or maximum of them would do: a line may go while another changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import groupby
from typing import TypeAlias

from connectors.win.changes.roll import OddKeys, key_name, key_of
from connectors.win.open_view import Key, OpenView

_Edition: TypeAlias = Callable[[object], str | None]
_DIGEST_BYTES = 12


def editions(
    view: OpenView, lines: OpenView | None, column: str | None, edition: _Edition
) -> Iterator[tuple[str, str | None]]:
    """Each row's key by name, in the view's order, with its edition; None of one that is to be read each time.

    Raises OddKeys.
    """
    own = ((key, edition(cell)) for key, cell in view.cells(column))
    if lines is None or column is None:
        return ((key_name(key), mine) for key, mine in own)
    return _of_documents(own, _of_lines(lines, len(view.key), column, edition))


def _of_documents(
    documents: Iterator[tuple[Key, str | None]], lines: Iterator[tuple[Key, str | None]]
) -> Iterator[tuple[str, str | None]]:
    """Documents with what their lines tell. Both come by number, and lines may lack, or have no document."""
    nobody: tuple[Key, str | None] = ((), None)
    owner, theirs = next(lines, nobody)
    for key, mine in documents:
        name = key_name(key)
        number = _numbers(key_of(name))
        while owner and owner < number:
            owner, theirs = next(lines, nobody)
        of_lines = theirs if owner == number else ""
        yield name, None if mine is None or of_lines is None else f"{mine}|{of_lines}"


def _of_lines(lines: OpenView, parts: int, column: str, edition: _Edition) -> Iterator[tuple[Key, str | None]]:
    """The documents that have lines, each with one edition for all of them."""
    owned = ((key, cell) for key, cell in lines.cells(column) if None not in key[:parts])
    for owner, group in groupby(owned, lambda line: _numbers(key_of(key_name(line[0][:parts])))):
        told = [(key[parts:], edition(cell)) for key, cell in group]
        is_told = all(mine is not None for _, mine in told)
        yield owner, blake2b(repr(told).encode(), digest_size=_DIGEST_BYTES).hexdigest() if is_told else None


def _numbers(key: Key) -> Key:
    """A key that is numbers. Documents and lines are told apart by these alone."""
    if not all(isinstance(part, int) for part in key):
        raise OddKeys
    return key
