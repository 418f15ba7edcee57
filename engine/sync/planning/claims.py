"""Who takes what only one record may have: kept over all rounds and mappings of a plan, so that no two take the same.

Records that refer to others of their own kind are drafted in rounds, and two mappings may fill one register; what an
earlier round took is taken for the later ones too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from engine.model.schema import Entity

Place: TypeAlias = tuple[str, str]  # whose values may not meet, and the field


class Taker(NamedTuple):
    """A mapping whose records take values. `entity`: what people call them: `customer`."""

    mapping: str
    entity: str


class Claims:
    """The claims of one plan."""

    def __init__(self) -> None:
        # By whose values they are and by mapping, the key of who takes each; a list only where there are several: one
        # for each of a hundred thousand that share nothing would be all that fills it.
        self._takers: dict[Place, dict[Taker, dict[str, str | list[str]]]] = defaultdict(dict)

    def take(self, place: Place, taker: Taker, values: Iterable[tuple[str, object]]) -> set[str]:
        """Note which records, by their keys, take which values; those of the values, as texts, that others take too."""
        takers = self._takers[place]
        theirs = [values for other, values in takers.items() if other != taker]
        pairs = [(key, str(value)) for key, value in values]
        alone: dict[str, str | list[str]] = {text: key for key, text in pairs}
        if taker not in takers and len(alone) == len(pairs):  # nearly always: no two of them take the same
            takers[taker] = alone
            return {text for other in theirs for text in alone.keys() & other.keys()}
        mine = takers.setdefault(taker, {})
        shared: set[str] = set()
        for key, text in pairs:
            first = mine.setdefault(text, key)
            if first is not key:
                mine[text] = [*([first] if isinstance(first, str) else first), key]
                shared.add(text)
            elif any(text in values for values in theirs):
                shared.add(text)
        return shared

    def others(self, place: Place, value: object, taker: Taker, key: str) -> list[str]:
        """The names of all other records that take the value: `customer 77`."""
        found: list[str] = []
        for one, values in self._takers[place].items():
            takers = values.get(str(value), [])
            for other in [takers] if isinstance(takers, str) else takers:
                if (one, other) != (taker, key):
                    found.append(f"{one.entity} {other}")
        return found


def place_of(entity: Entity, field: str) -> Place:
    """Whose values of a field may not meet: those of the entity's records; a number that lies in a series is a ledger
    account, and is nobody else's in the whole system."""
    is_account = field == entity.number and entity.series is not None
    return (entity.system if is_account else entity.title, field)
