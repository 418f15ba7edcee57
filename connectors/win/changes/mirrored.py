"""Reading a view through its mirror: which rows are there, asked of the site; those that changed, read from it; the
rest out of the mirror. In the view's order and row for row what a whole reading gives.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice

from connectors.win.changes.editions import editions
from connectors.win.changes.memory import Memory
from connectors.win.changes.mirror import Mirror
from connectors.win.changes.packing import Packing
from connectors.win.changes.roll import Called, OddKeys, Roll, key_name, open_roll
from connectors.win.open_view import CHUNK_ROWS, Key, OpenView, TypedRow

_STALE_SHARE = 10  # where more than every tenth row must be read again, one long statement costs a server less


def mirrored_chunks(view: OpenView, lines: OpenView | None, memory: Memory) -> Iterator[list[TypedRow]]:
    """The rows of a view, some at a time. `lines`: the view of its lines, where these tell of changes too.

    Where rows cannot be told apart by their keys, all of them are read from the site, and the mirror stays as it was.
    """
    way, mirror = memory.way, memory.mirror
    with open_roll() as roll:
        reading = _Reading(view, mirror, roll)
        try:
            news = way.news(view, mirror.mark, memory.mark)
            mirror.forget(None if news.outdated is None else map(key_name, news.outdated))
            reading.call(editions(view, lines, way.column, news.edition))
        except OddKeys:
            yield from view.chunks()
            return
        is_whole = yield from reading.whole() if reading.is_mostly_stale else reading.changed()
        if is_whole:
            reading.forget_gone()
            mirror.settle(memory.mark)


class _Reading:
    """One reading of a view through its mirror."""

    def __init__(self, view: OpenView, mirror: Mirror, roll: Roll) -> None:
        self._view = view
        self._mirror = mirror
        self._roll = roll
        self._packing = Packing(view.entity)
        self._fresh: dict[str, TypedRow] = {}
        self._gone = 0  # how many rows of the mirror are not on the roll

    def call(self, rows: Iterator[tuple[str, str | None]]) -> None:
        """Put all rows that are there on the roll. Raises OddKeys."""
        self._gone = len(self._mirror)
        while part := list(islice(rows, CHUNK_ROWS)):
            kept = self._mirror.editions([key for key, _ in part]) if self._gone else {}
            self._gone -= len(kept)
            self._roll.note((key, edition, edition is None or kept.get(key) != edition) for key, edition in part)

    @property
    def is_mostly_stale(self) -> bool:
        """Whether so many rows must be read again that all are."""
        return self._roll.stale > max(CHUNK_ROWS, len(self._roll) // _STALE_SHARE)

    def whole(self) -> Generator[list[TypedRow], None, bool]:
        """All rows, read from the site and kept."""
        for chunk in self._view.keyed_chunks():
            self._keep(chunk)
            yield [row for _, row in chunk]
        return True

    def changed(self) -> Generator[list[TypedRow], None, bool]:
        """All rows, those that must be read from the site and the rest from the mirror; whether they all were so.

        A row that is on the roll and cannot be had by its key is gone, where the site may change meanwhile. Elsewhere
        it must be there: then what is left is read as a whole.
        """
        given = 0
        for part in self._roll.parts():
            contents = self._mirror.contents([called.key for called in part if not called.is_stale])
            rows = [self._row(called, contents.get(called.key)) for called in part]
            if None in rows and self._view.database.sees_one_moment:
                yield list(islice(chain.from_iterable(self._view.chunks()), given, None))
                return False
            given += len(rows)
            yield [row for row in rows if row is not None]
        return True

    def forget_gone(self) -> None:
        """Drop from the mirror what is not on the roll: nobody keeps what the site has deleted."""
        for keys in self._mirror.keys() if self._gone else ():
            there = self._roll.editions(keys)
            self._mirror.forget(key for key in keys if key not in there)

    def _row(self, called: Called, content: str | None) -> TypedRow | None:
        if content is not None:
            return self._packing.unpack(content)
        if called.key not in self._fresh:
            found = self._view.rows_of(self._roll.to_read(called, every=self._mirror.is_lost))
            self._keep(found.items())
            self._fresh = {key_name(key): row for key, row in found.items()}
        return self._fresh.pop(called.key, None)

    def _keep(self, rows: Iterable[tuple[Key, TypedRow]]) -> None:
        """Keep rows under the editions of the roll, which are no newer than the rows: a row that was changed between
        the two is read again the next time."""
        try:
            named = {key_name(key): row for key, row in rows}
        except OddKeys:  # it came in between
            return
        found = self._roll.editions(list(named))
        pack = self._packing.pack
        kept = [(key, edition, pack(row)) for key, row in named.items() if (edition := found.get(key)) is not None]
        self._mirror.keep(kept)
        self._mirror.forget(key for key in named if found.get(key) is None)
