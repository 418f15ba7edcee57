"""What a mapping last sent of its records: read from the state some hundred at a time, and never held all at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

from engine.sync.state.records import Mark, Sent

T = TypeVar("T")

_BLOCK = 500  # keys that are asked for in one question


class _Ahead(Generic[T]):
    """What is read of a block's keys when the first of them is asked for."""

    def __init__(self, read: Callable[[Sequence[str]], Mapping[str, T]]) -> None:
        self._read = read
        self._block: Sequence[str] = ()
        self._at_hand: dict[str, T | None] = {}

    def turn_to(self, keys: Sequence[str]) -> None:
        """Take the next block."""
        self._block, self._at_hand = keys, {}

    def get(self, key: str) -> T | None:
        """What there is of a key, in the block or not."""
        if key not in self._at_hand:
            keys, self._block = (self._block, ()) if key in self._block else ([key], self._block)
            found = self._read(keys)
            self._at_hand.update((one, found.get(one)) for one in keys)
        return self._at_hand[key]


class SentRecords:
    """By key what was last sent. Those that are gone through in an order are read ahead, see `each`."""

    def __init__(
        self,
        read: Callable[[Sequence[str]], Mapping[str, Sent]],
        read_marks: Callable[[Sequence[str]], Mapping[str, Mark]],
        linked: Container[str],
    ) -> None:
        """`read`, `read_marks`: from the state, of these keys. `linked`: of any other nothing was sent."""
        self._sent = _Ahead(read)
        self._marks = _Ahead(read_marks)
        self._linked = linked

    def get(self, key: str) -> Sent | None:
        """What was last sent of a record, if anything was."""
        return self._sent.get(key) if key in self._linked else None

    def mark(self, key: str) -> Mark | None:
        """By what it is told that a record is as it was, if anything was sent of it."""
        return self._marks.get(key) if key in self._linked else None

    def each(self, items: Iterable[T], key_of: Callable[[T], str]) -> Iterator[T]:
        """The items; where something is asked of one, the same is read of a block of those that follow."""
        rest = iter(items)
        while block := list(islice(rest, _BLOCK)):
            keys = [key for item in block if (key := key_of(item)) in self._linked]
            self._sent.turn_to(keys)
            self._marks.turn_to(keys)
            yield from block


NOTHING_SENT = SentRecords(lambda _keys: {}, lambda _keys: {}, ())
