"""The tests of a mapping as its files hold them: most of what is kept of it, and most commands ask for none."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.diagnostics.diagnostic import Diagnostic
    from engine.mapping.nodes import MapNode

Items: TypeAlias = "tuple[tuple[MapNode, int], ...]"


class WrittenTests:
    """The items of `tests:`, each with the number of the mapping's files that it stands on.

    `said`: what is wrong with their form, where it is known already. Those of a kept mapping are unpacked when somebody
    asks for them.
    """

    __slots__ = ("_items", "_packed", "said")

    def __init__(self, items: Items, said: tuple[Diagnostic, ...] | None = None) -> None:
        self._items: Items | None = items
        self._packed = b""
        self.said = said

    @property
    def items(self) -> Items:
        """All of them, those of the lowest base first."""
        if self._items is None:
            items: Items = pickle.loads(self._packed)
            self._items = items
        return self._items

    def __eq__(self, other: object) -> bool:
        return self.items == other.items if isinstance(other, WrittenTests) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return f"WrittenTests({self.items!r})"

    def __reduce__(self) -> tuple[Callable[..., WrittenTests], tuple[bytes, tuple[Diagnostic, ...] | None]]:
        packed = self._packed if self._items is None else pickle.dumps(self._items, pickle.HIGHEST_PROTOCOL)
        return kept_tests, (packed, self.said)


def kept_tests(packed: bytes, said: tuple[Diagnostic, ...] | None) -> WrittenTests:
    """WrittenTests as they were packed."""
    tests = WrittenTests((), said)
    tests._items, tests._packed = None, packed
    return tests
