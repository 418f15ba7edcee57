"""What a mapping last sent of its records: read from the state some hundred at a time, and never held all at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from engine.sync.state.records import Sent

T = TypeVar("T")

_BLOCK = 500  # keys that are asked for in one question


class SentRecords:
    """By key what was last sent. Those that are gone through in an order are read ahead, see `each`."""

    def __init__(self, read: Callable[[Sequence[str]], Mapping[str, Sent]], linked: Container[str]) -> None:
        """`read`: from the state, of these keys. `linked`: of any other nothing was sent."""
        self._read = read
        self._linked = linked
        self._at_hand: dict[str, Sent | None] = {}

    def get(self, key: str) -> Sent | None:
        """What was last sent of a record, if anything was."""
        if key not in self._linked:
            return None
        if key not in self._at_hand:
            self._at_hand[key] = self._read([key]).get(key)
        return self._at_hand[key]

    def each(self, items: Iterable[T], key_of: Callable[[T], str]) -> Iterator[T]:
        """The items, with what was sent of them read a block ahead."""
        rest = iter(items)
        while block := list(islice(rest, _BLOCK)):
            keys = [key for item in block if (key := key_of(item)) in self._linked]
            if keys:
                found = self._read(keys)
                self._at_hand = {key: found.get(key) for key in keys}
            yield from block


NOTHING_SENT = SentRecords(lambda _keys: {}, ())
