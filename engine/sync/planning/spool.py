"""What a plan has by the hundred thousand and seldom looks at: kept in a nameless file, read again by its place.

A few records wait in memory until there are enough of them to be packed together; a small plan never leaves it.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from tempfile import SpooledTemporaryFile
from typing import Any
from weakref import finalize

# Packed together: what they have in common (codes, cities) is written once. One of them is read at the price of all,
# so that a source whose order is not that of the keys asks for few.
_CHUNK = 32
_CHUNKS_AT_HAND = 64
_BYTES_IN_MEMORY = 4_000_000


class Spool:
    """Records by their places, which are counted from 0. What is put in is not changed afterwards."""

    def __init__(self) -> None:
        file = SpooledTemporaryFile(max_size=_BYTES_IN_MEMORY)  # noqa: SIM115  # as long-lived as the plan
        self._file = file
        self._ends = [0]
        self._waiting: list[Any] = []
        self._at_hand: OrderedDict[int, list[Any]] = OrderedDict()
        finalize(self, file.close)

    def put(self, record: Any) -> int:
        """Keep a record; its place."""
        waiting = self._waiting
        waiting.append(record)
        place = (len(self._ends) - 1) * _CHUNK + len(waiting) - 1
        if len(waiting) == _CHUNK:
            self._pack()
        return place

    def __getitem__(self, place: int) -> Any:
        number, within = divmod(place, _CHUNK)
        chunk = self._waiting if number == len(self._ends) - 1 else self._chunk(number)
        return chunk[within]

    def _pack(self) -> None:
        self._file.seek(self._ends[-1])
        self._file.write(pickle.dumps(self._waiting, pickle.HIGHEST_PROTOCOL))
        self._ends.append(self._file.tell())
        self._waiting = []

    def _chunk(self, number: int) -> list[Any]:
        chunk = self._at_hand.get(number)
        if chunk is None:
            start, end = self._ends[number : number + 2]
            self._file.seek(start)
            chunk = self._at_hand[number] = pickle.loads(self._file.read(end - start))
            if len(self._at_hand) > _CHUNKS_AT_HAND:
                self._at_hand.popitem(last=False)
        return chunk
